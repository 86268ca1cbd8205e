import type { Position } from "vscode-languageserver-types";
import type { Item } from "../model/model.ts";
import type { Network } from "../traffic/network.ts";
import type { Analysis } from "./analysis.ts";
import { placeOf } from "./source-place.ts";

/**
 * tunnel: a VPN client, server or interface; interface: any other; list: an interface list; addresses: an address
 * list; users: accounts that log in; mark: a connection or packet mark; rule: mangle, routing rule, IPsec policy or
 * mode-config; nat: source or destination NAT; table: a routing table (in RouterOS 6, a routing mark); route: a
 * destination; peer: the far end; other: what fits nowhere else.
 */
export type NodeKind =
  | "tunnel"
  | "interface"
  | "list"
  | "addresses"
  | "users"
  | "mark"
  | "rule"
  | "nat"
  | "table"
  | "route"
  | "peer"
  | "other";

export interface GraphNode {
  /** Stable as long as the object's name or place in its menu is, "table:vpn". */
  readonly id: string;
  readonly label: string;
  /** A second line: addresses, matchers, distance. Never a secret. */
  readonly detail?: string;
  readonly kind: NodeKind;
  readonly isDisabled: boolean;
  /** A whole export speaks of it and does not hold it. */
  readonly isMissing?: true;
  /** Where it is written; line and character from 0. */
  readonly at?: Position;
  /** The file of `at`. */
  readonly file?: string;
}

/** Points the way packets go: from who is matched to where they are sent. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** A word or two, may be empty. */
  readonly label: string;
}

/** A graph in the making; nodes come into being when they are first spoken of. */
export interface GraphDraft {
  readonly analysis: Analysis;
  readonly network: Network;
  /** Makes the node or keeps the one that is there; answers its id. */
  node(id: string, known: Omit<GraphNode, "id" | "isDisabled" | "at" | "file">, item?: Item): string;
  edge(from: string, to: string, label?: string): void;
  has(id: string): boolean;
  finish(): { readonly nodes: readonly GraphNode[]; readonly edges: readonly GraphEdge[] };
}

export function createGraphDraft(analysis: Analysis): GraphDraft {
  const nodes = new Map<string, GraphNode>();
  const edges = new Map<string, GraphEdge>();
  return {
    analysis,
    network: analysis.traffic.network,
    node(id, known, item) {
      if (!nodes.has(id))
        nodes.set(id, { id, ...known, isDisabled: item?.isDisabled === true, ...written(analysis, item) });
      return id;
    },
    edge(from, to, label = "") {
      if (from !== to) edges.set(`${from}\n${to}\n${label}`, { from, to, label });
    },
    has: (id) => nodes.has(id),
    finish: () => ({ nodes: [...nodes.values()], edges: [...edges.values()] }),
  };
}

function written(analysis: Analysis, item: Item | undefined): Pick<GraphNode, "at" | "file"> {
  const place = item && placeOf(analysis, item);
  if (!place) return {};
  return { at: { line: place.line, character: place.character }, file: place.file };
}

/** Names several things share one line: "a, b, c and 4 more". */
export function shortList(words: readonly string[], limit = 3): string {
  const shown = words.slice(0, limit).join(", ");
  return words.length > limit ? `${shown} and ${words.length - limit} more` : shown;
}

export function idOf(kind: string, item: Item): string {
  return `${kind}:${item.menu}#${item.index}`;
}
