import type { Item } from "../model/model.ts";
import type { Answer } from "./answer.ts";

/** A new packet to follow. */
export interface PathQuery {
  /** An address; without it any source (only sensible from the router itself). */
  readonly src?: string;
  readonly dst: string;
  /** Name or number; default "tcp". */
  readonly protocol?: string;
  readonly srcPort?: number;
  readonly dstPort?: number;
  /** Where it comes in; without it the interface that leads to `src`. A bridge port stands for its bridge. */
  readonly inInterface?: string;
  /** Made by the router itself; so also when `src` is one of its own addresses. */
  readonly isFromRouter?: boolean;
}

export type PathStage =
  | "raw"
  | "mangle"
  | "dst-nat"
  | "routing"
  | "filter"
  | "src-nat"
  | "ipsec"
  | "tunnel"
  | "fasttrack";

export interface PathStep {
  readonly stage: PathStage;
  /** The item that decided; absent for what is so without one. */
  readonly item: Item | undefined;
  /** What it does, in words: "marks the connection `vpn`". */
  readonly effect: string;
  readonly isCertain: boolean;
}

/** Where a packet ends up. */
export interface PathEnd {
  readonly verdict: "forwarded" | "delivered" | "dropped" | "unknown";
  /** In words. */
  readonly reason: string;
  readonly outInterface: string | undefined;
  readonly gateway: string | undefined;
  /** Routing table that held the route: "main", a name, "local". */
  readonly table: string | undefined;
  /** The policy or mode-config that encrypts it, and the peer's name. */
  readonly encryptedBy: { readonly item: Item; readonly peer: string | undefined } | undefined;
  readonly isSourceTranslated: Answer;
  /** "10.0.0.5:443" after dst-nat. */
  readonly translatedTo: string | undefined;
  /** Whether later packets of the connection skip mangle marks and IPsec by fasttrack. */
  readonly isFasttracked: Answer;
  /** What this end rests on when it is one of several. */
  readonly doubts: readonly string[];
  /** Those of the doubts that must not be so for it. */
  readonly unless: readonly string[];
}

export interface PacketPath {
  readonly query: PathQuery;
  /** Where it comes in, as asked or found; undefined for the router's own, and where that is not certain. */
  readonly arrivesBy?: string;
  /** In order; of the first, most ordinary alternative when there are several. */
  readonly steps: readonly PathStep[];
  /** The end all alternatives share; verdict "unknown" when they differ. */
  readonly end: PathEnd;
  /** All possible ends, the most ordinary one first; more than one when something could not be decided. */
  readonly alternatives: readonly PathEnd[];
  /** What was taken for granted, in words. */
  readonly assumptions: readonly string[];
}

export type PathFinder = (query: PathQuery) => PacketPath;
