import type { Item } from "../model/model.ts";
import type { GraphDraft } from "./graph-draft.ts";
import { addressListNode, interfaceNode, markNode } from "./graph-tunnels.ts";

export function tableNode(draft: GraphDraft, name: string): string {
  const item = draft.analysis.model.items("/routing/table").find((table) => table.name === name);
  const known = { label: name, kind: "table", detail: "routing table" } as const;
  return draft.node(`table:${name}`, known, item?.origin === "add" ? item : undefined);
}

export function listNode(draft: GraphDraft, name: string): string {
  const item = draft.analysis.model.items("/interface/list").find((list) => list.name === name);
  const known = { label: name, kind: "list", detail: "interface list" } as const;
  return draft.node(`list:${name}`, known, item?.origin === "builtin" ? undefined : item);
}

/** What edges are drawn from; rules that agree in it are drawn as one. */
export const SIDES: readonly string[] = [
  ...["src-address-list", "dst-address-list", "in-interface", "in-interface-list"],
  ...["out-interface", "out-interface-list", "connection-mark", "routing-mark", "packet-mark"],
];

/** Edges from what a rule matches on; negated ones say so. */
export function addSources(draft: GraphDraft, rule: Item, id: string): void {
  const from = (property: string, nodeOf: (name: string) => string, label: string) => {
    const text = rule.property(property)?.text;
    if (text === undefined || text === "" || text === "no-mark") return;
    const isNegated = text.startsWith("!");
    draft.edge(nodeOf(isNegated ? text.slice(1) : text), id, isNegated ? `not ${label}`.trim() : label);
  };
  from("src-address-list", (name) => addressListNode(draft, name), "from");
  from("dst-address-list", (name) => addressListNode(draft, name), "to");
  from("in-interface", (name) => interfaceNode(draft, name), "in");
  from("in-interface-list", (name) => listNode(draft, name), "in");
  from("connection-mark", (name) => markNode(draft, "connection", name), "");
  from("packet-mark", (name) => markNode(draft, "packet", name), "");
  from("routing-mark", (name) => tableNode(draft, name), "");
}

const SHOWN_MATCHERS: readonly string[] = [
  "chain",
  "src-address",
  "dst-address",
  "protocol",
  "dst-port",
  "dst-address-type",
  "layer7-protocol",
  "tls-host",
  "ipsec-policy",
];

/** What a rule asks of packets beside what edges show. */
export function matcherWords(rule: Item): string {
  const words = SHOWN_MATCHERS.flatMap((name) => {
    const text = rule.property(name)?.text;
    return text === undefined || text === "" ? [] : [name === "chain" ? text : `${name}=${text}`];
  });
  return words.join(" ");
}
