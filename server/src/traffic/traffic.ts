import type { Item, Model } from "../model/model.ts";
import type { SitePolicy } from "../model/site-policy.ts";

/**
 * Firewall and routing reasoning that rules and migrations share: who reaches what, by which path.
 * Three-valued throughout: a matcher that cannot be decided stays "unknown", never a guess.
 */
export interface Traffic {
  /** Whether new packets from the internet side reach a port of the router itself. */
  inputFromWan(protocol: "tcp" | "udp" | "gre" | "icmp", port?: number, family?: "ip" | "ipv6"): Reach;
  /** Interfaces taken for the internet side, and how that was known. */
  readonly wan: WanGuess;
}

export interface Reach {
  readonly verdict: "accepted" | "blocked" | "unknown";
  /** The rules that decided, in order; empty when the chain has no rule for it (default accept). */
  readonly by: readonly Item[];
  /** In words, for messages. */
  readonly reason: string;
}

export interface WanGuess {
  readonly interfaces: readonly string[];
  readonly lists: readonly string[];
  readonly from: "policy" | "list-name" | "default-route" | "dhcp-client" | "ppp-client" | "none";
  readonly reason: string;
}

export type CreateTraffic = (model: Model, policy: SitePolicy) => Traffic;
