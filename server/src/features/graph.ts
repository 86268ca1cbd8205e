import type { Model } from "../model/model.ts";
import type { Analysis } from "./analysis.ts";
import { createGraphDraft, type GraphEdge, type GraphNode } from "./graph-draft.ts";
import { addMembers, addSteering } from "./graph-steering.ts";
import { dotText, mermaidText } from "./graph-text.ts";
import { addTunnels } from "./graph-tunnels.ts";

export type { GraphNode } from "./graph-draft.ts";

/** The VPN and routing part of a configuration: who goes where. */
export interface ConfigurationGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** In the format asked for; empty for "json". */
  readonly text: string;
}

export type GraphFormat = "mermaid" | "dot" | "json";

/**
 * Edges point the way packets go. With `focus` (a name, or a node's id) only what leads there and what it leads
 * to; no nodes at all when nothing is called so.
 */
export function configurationGraph(
  analysis: Analysis,
  format: GraphFormat,
  focus?: string,
): ConfigurationGraph {
  const draft = createGraphDraft(analysis);
  addTunnels(draft);
  addSteering(draft);
  addMembers(draft);
  const whole = withMissing(withEmptyTables(draft.finish(), analysis), analysis);
  const graph = focus === undefined ? whole : focused(whole, focus);
  const text = format === "mermaid" ? mermaidText(graph) : format === "dot" ? dotText(graph) : "";
  return { ...graph, text };
}

type Graph = Pick<ConfigurationGraph, "nodes" | "edges">;

/** Who is sent to a table without a route goes by the main one after all, or nowhere. */
function withEmptyTables({ nodes, edges }: Graph, { model }: Analysis): Graph {
  if (!["/ip/route", "/ipv6/route"].every((menu) => model.absenceMeansDefault(menu))) return { nodes, edges };
  const filled = new Set(edges.map(({ from }) => from));
  const told = nodes.map((node) =>
    node.kind !== "table" || node.id === "table:main" || filled.has(node.id) || isFiltered(model, node.label)
      ? node
      : { ...node, detail: `${node.detail ?? "routing table"}, no route` },
  );
  return { nodes: told, edges };
}

/** What is named and not there looks other than what is: nothing goes that way. */
function withMissing({ nodes, edges }: Graph, { model }: Analysis): Graph {
  const missing = new Set(
    model.references.flatMap(({ namespace, name, target }) =>
      target.kind === "missing" && DRAWN[namespace] !== undefined ? [`${DRAWN[namespace]}:${name}`] : [],
    ),
  );
  const told = nodes.map((node) => (missing.has(node.id) ? { ...node, isMissing: true as const } : node));
  return { nodes: told, edges };
}

/** What ids of nodes begin with, by the namespace of their names. */
const DRAWN: Readonly<Record<string, string>> = {
  iface: "interface",
  "iface-list": "list",
  "routing-table": "table",
};

/** A routing filter may move learned routes into it. */
function isFiltered(model: Model, table: string): boolean {
  const isNamed = model.items("/routing/filter").some((rule) => rule.text("set-routing-mark") === table);
  return (
    isNamed || model.items("/routing/filter/rule").some((rule) => rule.text("rule")?.includes(table) === true)
  );
}

function focused({ nodes, edges }: Graph, focus: string): Graph {
  const wanted = nodes.filter(({ id, label }) => id === focus || label === focus);
  const lower = focus.toLowerCase();
  const start = wanted.length > 0 ? wanted : nodes.filter(({ label }) => label.toLowerCase() === lower);
  const kept = new Set([
    ...reached(start, (id) => edges.filter((edge) => edge.from === id).map(({ to }) => to)),
    ...reached(start, (id) => edges.filter((edge) => edge.to === id).map(({ from }) => from)),
  ]);
  return {
    nodes: nodes.filter(({ id }) => kept.has(id)),
    edges: edges.filter(({ from, to }) => kept.has(from) && kept.has(to)),
  };
}

function reached(start: readonly GraphNode[], next: (id: string) => readonly string[]): ReadonlySet<string> {
  const found = new Set(start.map(({ id }) => id));
  // A set grows while it is walked.
  for (const id of found) for (const other of next(id)) found.add(other);
  return found;
}
