import type { GraphEdge, GraphNode, NodeKind } from "./graph-draft.ts";

interface Drawn {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

interface Look {
  /** Brackets of Mermaid's shape. */
  readonly shape: readonly [open: string, close: string];
  readonly dotShape: string;
  readonly fill: string;
  readonly line: string;
}

/** Pale fills with dark text read well on light and dark pages alike. */
const LOOKS: Readonly<Record<NodeKind, Look>> = {
  tunnel: { shape: ["([", "])"], dotShape: "cds", fill: "#d7e8ff", line: "#1f5fbf" },
  interface: { shape: ["[", "]"], dotShape: "box", fill: "#eef1f5", line: "#5b6675" },
  list: { shape: ["[[", "]]"], dotShape: "folder", fill: "#eef1f5", line: "#5b6675" },
  addresses: { shape: ["[[", "]]"], dotShape: "note", fill: "#f3ecff", line: "#7445b8" },
  users: { shape: ["(", ")"], dotShape: "ellipse", fill: "#f3ecff", line: "#7445b8" },
  mark: { shape: ["{{", "}}"], dotShape: "hexagon", fill: "#fff3d6", line: "#a86b00" },
  rule: { shape: ["[", "]"], dotShape: "box", fill: "#fff3d6", line: "#a86b00" },
  nat: { shape: ["[/", "/]"], dotShape: "parallelogram", fill: "#ffe4dc", line: "#b5472b" },
  table: { shape: ["[(", ")]"], dotShape: "cylinder", fill: "#dff3e3", line: "#2b7a42" },
  route: { shape: ["[", "]"], dotShape: "box", fill: "#dff3e3", line: "#2b7a42" },
  peer: { shape: ["(", ")"], dotShape: "ellipse", fill: "#ffffff", line: "#5b6675" },
  other: { shape: ["[", "]"], dotShape: "box", fill: "#ffffff", line: "#5b6675" },
};

/** A flowchart as Mermaid draws it, from left to right. */
export function mermaidText({ nodes, edges }: Drawn): string {
  const names = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  const lines = nodes.map((node) => {
    const [open, close] = LOOKS[node.kind].shape;
    return `  ${names.get(node.id)}${open}"${mermaidLabel(node)}"${close}:::${node.isMissing ? "missing" : node.isDisabled ? "off" : node.kind}`;
  });
  const arrows = edges.map(({ from, to, label }) => {
    const words = label === "" ? "" : `|"${escapeMermaid(label)}"|`;
    return `  ${names.get(from)} -->${words} ${names.get(to)}`;
  });
  const used = new Set(nodes.map((node) => node.kind));
  const classes = [...used].map((kind) => {
    const { fill, line } = LOOKS[kind];
    return `  classDef ${kind} fill:${fill},stroke:${line},color:#1b1f24`;
  });
  const off = nodes.some((node) => node.isDisabled)
    ? ["  classDef off fill:#ffffff,stroke:#8a939e,color:#5b6675,stroke-dasharray:4 3"]
    : [];
  const missing = nodes.some((node) => node.isMissing)
    ? ["  classDef missing fill:#ffffff,stroke:#c62828,color:#1b1f24,stroke-dasharray:2 2"]
    : [];
  return ["flowchart LR", ...lines, ...arrows, ...classes, ...off, ...missing, ""].join("\n");
}

function mermaidLabel(node: GraphNode): string {
  const lines = [...wordsOf(node), ...(node.isDisabled ? ["disabled"] : [])];
  return lines.map(escapeMermaid).join("<br/>");
}

function wordsOf({ label, detail, isMissing }: GraphNode): string[] {
  return [label, ...(detail === undefined ? [] : [detail]), ...(isMissing ? ["missing"] : [])];
}

/** Mermaid reads `#name;` as a character; everything that could end a label or be markup is written so. */
function escapeMermaid(text: string): string {
  return text
    .replace(/[#"<>&`[\]{}|\\]/g, (character) => `#${character.charCodeAt(0)};`)
    .replace(/\s+/g, " ");
}

/** For Graphviz. */
export function dotText({ nodes, edges }: Drawn): string {
  const lines = nodes.map((node) => {
    const { dotShape, fill, line } = LOOKS[node.kind];
    const style = node.isMissing ? "dotted" : node.isDisabled ? "dashed" : "filled";
    const words = wordsOf(node).map(escapeDot).join("\\n");
    return `  ${quote(node.id)} [label="${words}", shape=${dotShape}, style=${style}, fillcolor="${fill}", color="${line}"];`;
  });
  const arrows = edges.map(({ from, to, label }) => {
    const words = label === "" ? "" : ` [label="${escapeDot(label)}"]`;
    return `  ${quote(from)} -> ${quote(to)}${words};`;
  });
  const head = [
    "digraph router {",
    "  rankdir=LR;",
    '  node [fontname="sans-serif", fontsize=11];',
    '  edge [fontname="sans-serif", fontsize=9];',
  ];
  return [...head, ...lines, ...arrows, "}", ""].join("\n");
}

function quote(text: string): string {
  return `"${escapeDot(text)}"`;
}

function escapeDot(text: string): string {
  return text.replace(/["\\]/g, "\\$&").replace(/\s+/g, " ");
}
