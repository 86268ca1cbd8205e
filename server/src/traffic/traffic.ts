import type { Keep } from "../model/keep.ts";
import type { Item, Model } from "../model/model.ts";
import type { SitePolicy } from "../model/site-policy.ts";
import type { IpAddress, IpFamily } from "../values/ip.ts";
import type { PrefixSet } from "../values/prefix-set.ts";
import type { TableName } from "./chain.ts";
import type { Network } from "./network.ts";
import type { Packet } from "./packet.ts";
import type { PacketPath, PathQuery } from "./path.ts";
import type { Shadow } from "./shadowing.ts";

/**
 * Firewall and routing reasoning that rules and migrations share: who reaches what, by which path.
 * Three-valued throughout: a matcher that cannot be decided stays "unknown", never a guess.
 */
export interface Traffic {
  /**
   * Whether new packets from the internet side reach a port of the router itself. The source is a stranger: a public
   * address the router has never seen, so neither a few addresses let in nor a block list change the answer.
   */
  inputFromWan(protocol: string, port?: number, family?: IpFamily): Reach;
  /** The same from an interface and addresses of your choice. */
  inputFrom(query: InputQuery): Reach;
  /** Address lists whose members are treated otherwise than by `verdict`, which is what most sources meet. */
  listsExcepted(query: InputQuery, verdict: Reach["verdict"]): readonly string[];
  /** What one chain (filter unless named) does with a packet; `packetOf` makes one. */
  reach(query: ReachQuery): Reach;
  /** Interfaces taken for the internet side, and how that was known. */
  readonly wan: WanGuess;
  /** Rules of all tables that can never act, because of earlier ones. */
  readonly shadows: readonly Shadow[];
  /** The way of one packet, stage by stage. */
  path(query: PathQuery): PacketPath;
  /** The interface that leads to an address; undefined when it is not one certain. */
  interfaceTowards(address: IpAddress): string | undefined;
  /** Interfaces, lists and addresses as this reasoning reads them. */
  readonly network: Network;
}

export interface Reach {
  readonly verdict: "accepted" | "blocked" | "unknown";
  /** The rules that decided, the one `reason` names last; empty when the chain has no rule for it (default accept). */
  readonly by: readonly Item[];
  /** In words, for messages. */
  readonly reason: string;
  /** Whether the verdict holds for every source there is, not for most of them only. */
  readonly isForAll?: boolean;
  /** The rule that `reason` names; undefined where it names none. */
  readonly told?: Item;
}

export interface InputQuery {
  /** Name or number: "tcp", "gre", "47". */
  readonly protocol: string;
  readonly port?: number;
  /** Default: "ip". */
  readonly family?: IpFamily;
  /** Where it comes in; a bridge port stands for its bridge. Without it: not known. */
  readonly interface?: string;
  /** Default: any address. */
  readonly source?: PrefixSet;
  /** Default: the router's addresses on that interface. */
  readonly destination?: PrefixSet;
  /** See `Packet.isStranger`; it comes out of no tunnel. */
  readonly isStranger?: boolean;
  /** In no list that fills itself, as a stranger, but it may come out of a tunnel. */
  readonly isUnlisted?: boolean;
}

export interface ReachQuery {
  /** Default: "filter". */
  readonly table?: TableName;
  readonly chain: string;
  readonly packet: Packet;
}

export interface WanGuess {
  readonly interfaces: readonly string[];
  readonly lists: readonly string[];
  readonly from:
    | "policy"
    | "list-name"
    | "default-route"
    | "dhcp-client"
    | "ppp-client"
    | "masquerade"
    | "none";
  readonly reason: string;
}

/** `keep`: for a model that follows a document through its revisions. */
export type CreateTraffic = (model: Model, policy: SitePolicy, keep?: Keep) => Traffic;
