import type { GraphEdge, GraphNode, GraphNodeKind, GraphResult } from "../../../server/src/protocol.ts";
import { type PlacedLabel, placeLabels, turnOf } from "./graph-labels.ts";
import { type GraphLayout, layOutGraph, type PlacedEdge, type PlacedNode } from "./graph-layout.ts";
import { linesIn } from "./graph-measure.ts";

/** How the kinds are called in legend and for screen readers. */
export const KIND_WORDS: Readonly<Record<GraphNodeKind, string>> = {
  tunnel: "tunnel",
  interface: "interface",
  list: "interface list",
  addresses: "address list",
  users: "accounts",
  mark: "mark",
  rule: "rule",
  nat: "NAT",
  table: "routing table",
  route: "route",
  peer: "far end",
  other: "other",
};

/** The graph as an SVG that takes its colours from the editor's theme; every node can be reached by keyboard. */
export function graphSvg({ nodes, edges }: Pick<GraphResult, "nodes" | "edges">): string {
  const layout = layOutGraph(nodes, edges);
  return [
    svgHead(layout, nodes.length, edges.length),
    MARKER,
    ...layout.edges.map(edgeSvg),
    ...layout.nodes.map(nodeSvg),
    ...placeLabels(layout.edges).map(labelSvg),
    "</svg>",
  ].join("\n");
}

/** One line an edge, in words: what a screen reader reads out, and what can be searched. */
export function graphWords({ nodes, edges }: Pick<GraphResult, "nodes" | "edges">): readonly string[] {
  const names = new Map(nodes.map((node) => [node.id, nodeWords(node)]));
  const said = edges.map((edge) => `${names.get(edge.from)} → ${names.get(edge.to)}${labelWords(edge)}`);
  const linked = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const alone = nodes.filter(({ id }) => !linked.has(id)).map((node) => `${nodeWords(node)}, not connected`);
  return [...said, ...alone];
}

function labelWords({ label }: GraphEdge): string {
  return label === "" ? "" : ` (${label})`;
}

function nodeWords({ kind, label, detail, isDisabled, isMissing }: GraphNode): string {
  const states = [isDisabled ? "disabled" : undefined, isMissing ? "missing" : undefined];
  const extra = [detail, ...states].filter((word) => word !== undefined);
  return `${KIND_WORDS[kind]} ${label}${extra.length === 0 ? "" : ` [${extra.join(", ")}]`}`;
}

function svgHead({ width, height }: GraphLayout, nodes: number, edges: number): string {
  const title = `VPN and routing graph, ${nodes} objects, ${edges} connections. The same as text stands below.`;
  return `<svg xmlns="http://www.w3.org/2000/svg" role="group" aria-label="${title}" width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(width)} ${round(height)}">`;
}

const MARKER =
  '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 L8 4 L0 8 z" class="tip"/></marker></defs>';

function edgeSvg({ edge, points }: PlacedEdge): string {
  const [first, ...rest] = points;
  if (!first) return "";
  let path = `M${round(first[0])} ${round(first[1])}`;
  let before = first;
  for (const [x, y] of rest) {
    const turn = turnOf(before, [x, y]);
    path +=
      y === before[1]
        ? ` L${round(x)} ${round(y)}`
        : ` C${round(before[0] + turn)} ${round(before[1])} ${round(x - turn)} ${round(y)} ${round(x)} ${round(y)}`;
    before = [x, y];
  }
  return `<path class="edge" d="${path}" marker-end="url(#tip)" data-from="${escapeXml(edge.from)}" data-to="${escapeXml(edge.to)}"/>`;
}

function labelSvg({ label, words, x, y }: PlacedLabel): string {
  const title = words === label ? "" : `<title>${escapeXml(label)}</title>`;
  return `<text class="edge-label" aria-hidden="true" x="${round(x)}" y="${round(y + 3)}" text-anchor="middle">${escapeXml(words)}${title}</text>`;
}

function nodeSvg({ node, x, y, width, height }: PlacedNode): string {
  const hint = node.at === undefined ? "" : `, line ${node.at.line + 1}`;
  const words = escapeXml(`${nodeWords(node)}${hint}`);
  const opens = node.at === undefined ? 'role="img"' : 'role="button" tabindex="0"';
  const radius = node.kind === "tunnel" || node.kind === "peer" || node.kind === "users" ? height / 2 : 4;
  const lines = linesIn(node, width);
  const top = y + height / 2 - (lines.length - 1) * 8 + 4;
  const text = lines.map((line, index) => {
    const kind = index === 0 ? "label" : "detail";
    return `<text class="${kind}" x="${round(x + width / 2)}" y="${round(top + index * 16)}" text-anchor="middle">${escapeXml(line)}</text>`;
  });
  const style = `node ${node.kind}${node.isDisabled || node.isMissing ? " off" : ""}`;
  return [
    `<g class="${style}" ${opens} aria-label="${words}" data-id="${escapeXml(node.id)}"><title>${words}</title>`,
    `<rect x="${round(x)}" y="${round(y)}" width="${width}" height="${height}" rx="${round(radius)}"/>`,
    ...text,
    "</g>",
  ].join("");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
