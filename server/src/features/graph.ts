import type { Position } from "vscode-languageserver-types";
import type { Item, Model, Reference } from "../model/model.ts";
import type { Analysis } from "./analysis.ts";
import { describeItem } from "./item-label.ts";
import { toPosition } from "./place.ts";
import { placeOfItem } from "./subject.ts";

/** The VPN and routing part of a configuration: tunnels, marks, tables, routes, and who names whom. */
export interface ConfigurationGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** In the format asked for; empty for "json". */
  readonly text: string;
}

export interface GraphNode {
  readonly id: string;
  readonly label: string;
  readonly kind: "tunnel" | "interface" | "table" | "route" | "mark" | "rule" | "list" | "other";
  readonly isDisabled: boolean;
  readonly at?: Position;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** The property that names the other end. */
  readonly label: string;
}

export type GraphFormat = "mermaid" | "dot" | "json";

export function configurationGraph(analysis: Analysis, format: GraphFormat): ConfigurationGraph {
  const { model } = analysis;
  const ids = new Map<string, GraphNode>();
  const edges: GraphEdge[] = [];
  const itemIds = new Map<Item, string>();
  const idOf = (item: Item) => {
    const known = itemIds.get(item);
    if (known !== undefined) return known;
    const id = `n${ids.size}`;
    itemIds.set(item, id);
    ids.set(id, itemNode(analysis, item, id));
    return id;
  };
  for (const item of tunnelItems(model)) idOf(item);
  for (const reference of model.references) {
    const edge = edgeOf(model, reference, idOf, ids);
    if (edge) edges.push(edge);
  }
  const graph = { nodes: [...ids.values()], edges: uniqueEdges(edges) };
  return { ...graph, text: format === "mermaid" ? mermaid(graph) : format === "dot" ? dot(graph) : "" };
}

const TUNNEL =
  /^\/interface\/(?:(?:pptp|l2tp|sstp|ovpn|pppoe|ppp)-(?:client|server)|wireguard|gre6?|eoip|eoipv6|ipip|ipipv6|6to4|vxlan|zerotier)$/;
const ROUTING =
  /^\/(?:ip\/route|ipv6\/route|routing\/(?:table|rule)|ip\/vrf|ip\/route\/(?:rule|vrf)|ip\/firewall\/(?:mangle|nat)|ip\/ipsec\/[a-z/-]+|interface\/wireguard\/peers|interface\/list(?:\/member)?|ip\/address|ppp\/(?:secret|profile))$/;

function isShown(menu: string): boolean {
  return TUNNEL.test(menu) || ROUTING.test(menu);
}

function tunnelItems(model: Model): readonly Item[] {
  return model.menus.filter((menu) => TUNNEL.test(menu)).flatMap((menu) => model.items(menu));
}

/** Between items that are both shown, or from a rule to the mark, table or list it names. */
function edgeOf(
  model: Model,
  reference: Reference,
  idOf: (item: Item) => string,
  nodes: Map<string, GraphNode>,
): GraphEdge | undefined {
  const { item, target, property, strength } = reference;
  if (!item || strength === "weak" || !isShown(item.menu)) return undefined;
  const isNameOnly = model.schema.isDeclaredByUse(reference.namespace);
  if (target.kind === "item" && !isNameOnly) {
    const other = target.items.find((each) => isShown(each.menu) || each.menu.startsWith("/interface/"));
    return other && other !== item ? { from: idOf(item), to: idOf(other), label: property } : undefined;
  }
  const kind = nameKind(reference.namespace);
  if (!isNameOnly || kind === undefined) return undefined;
  const id = `${kind}:${reference.namespace}:${reference.name}`;
  if (!nodes.has(id)) nodes.set(id, { id, label: reference.name, kind, isDisabled: false });
  const isSetting = property.startsWith("new-");
  return isSetting
    ? { from: idOf(item), to: id, label: property }
    : { from: id, to: idOf(item), label: property };
}

function nameKind(namespace: string): GraphNode["kind"] | undefined {
  if (namespace.includes("mark")) return "mark";
  if (namespace.includes("table")) return "table";
  return namespace.startsWith("addr-list") ? "list" : undefined;
}

function itemNode(analysis: Analysis, item: Item, id: string): GraphNode {
  const place = placeOfItem(item);
  const file = place && analysis.file(place.file.path);
  return {
    id,
    label: `${item.menu.slice(item.menu.lastIndexOf("/") + 1)} ${describeItem(item)}`,
    kind: kindOf(item.menu),
    isDisabled: item.isDisabled === true,
    ...(place && file ? { at: toPosition(file, place.range.start) } : {}),
  };
}

function kindOf(menu: string): GraphNode["kind"] {
  if (TUNNEL.test(menu)) return "tunnel";
  if (menu.startsWith("/interface/list")) return "list";
  if (menu.startsWith("/interface/")) return "interface";
  if (menu === "/routing/table" || menu === "/ip/vrf") return "table";
  if (/\/route$/.test(menu)) return "route";
  return /\/(?:mangle|nat|rule)$/.test(menu) ? "rule" : "other";
}

function uniqueEdges(edges: readonly GraphEdge[]): GraphEdge[] {
  const seen = new Set<string>();
  return edges.filter(({ from, to, label }) => {
    const key = `${from} ${to} ${label}`;
    return !seen.has(key) && seen.add(key);
  });
}

interface Drawn {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

function mermaid({ nodes, edges }: Drawn): string {
  const names = new Map(nodes.map(({ id }, i) => [id, `n${i}`]));
  const lines = nodes.map((node) => {
    const label = `${node.label}${node.isDisabled ? " (disabled)" : ""}`.replaceAll('"', "#quot;");
    const [open, close] =
      node.kind === "tunnel" ? ["([", "])"] : node.kind === "mark" ? ["{{", "}}"] : ["[", "]"];
    return `  ${names.get(node.id)}${open}"${label}"${close}`;
  });
  const arrows = edges.map(({ from, to, label }) => `  ${names.get(from)} -->|${label}| ${names.get(to)}`);
  return ["flowchart LR", ...lines, ...arrows, ""].join("\n");
}

function dot({ nodes, edges }: Drawn): string {
  const quote = (text: string) => `"${text.replace(/["\\]/g, "\\$&")}"`;
  const lines = nodes.map(({ id, label, isDisabled }) => {
    const style = isDisabled ? ", style=dashed" : "";
    return `  ${quote(id)} [label=${quote(label)}${style}];`;
  });
  const arrows = edges.map(
    ({ from, to, label }) => `  ${quote(from)} -> ${quote(to)} [label=${quote(label)}];`,
  );
  return ["digraph router {", "  rankdir=LR;", ...lines, ...arrows, "}", ""].join("\n");
}
