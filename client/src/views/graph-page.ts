import type { GraphResult } from "../../../server/src/protocol.ts";
import { escapeXml, graphSvg, graphWords, KIND_WORDS } from "./graph-svg.ts";

export interface GraphPage {
  readonly graph: Pick<GraphResult, "nodes" | "edges">;
  /** Names that can be focused, and the one that is. */
  readonly names: readonly string[];
  readonly focus: string | undefined;
  readonly fileName: string;
  /** Once per page, for the content security policy. */
  readonly nonce: string;
}

/** The whole web page of the graph view. It loads nothing: style and script are in it. */
export function graphPage(page: GraphPage): string {
  const { graph, nonce, fileName } = page;
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'`;
  const body =
    graph.nodes.length === 0
      ? `<p>No tunnel, mark, route or NAT rule in ${escapeXml(fileName)}.</p>`
      : `<p id="more" hidden>The drawing goes on to the right: scroll, or press Fit to see all of it, small.</p><div id="drawing" tabindex="0" role="region" aria-label="Drawing">${graphSvg(graph)}</div>${legend(graph)}${wordList(graph)}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>VPN and routing graph of ${escapeXml(fileName)}</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
<main>
${toolbar(page)}
${body}
</main>
<script nonce="${nonce}">${SCRIPT}</script>
</body>
</html>`;
}

function toolbar({ names, focus, fileName }: GraphPage): string {
  const options = names.map(
    (name) => `<option${name === focus ? " selected" : ""}>${escapeXml(name)}</option>`,
  );
  return `<div class="toolbar">
<h1>${escapeXml(fileName)}</h1>
<label>Show <select id="focus"><option value="">everything</option>${options.join("")}</select></label>
<span class="zoom"><button id="out" aria-label="Zoom out">−</button><button id="fit">Fit</button><button id="in" aria-label="Zoom in">+</button></span>
</div>`;
}

function legend({ nodes }: GraphPage["graph"]): string {
  const kinds = [...new Set(nodes.map(({ kind }) => kind))];
  const entries = kinds.map((kind) => `<li class="${kind}">${KIND_WORDS[kind]}</li>`);
  const off = nodes.some(({ isDisabled }) => isDisabled) ? '<li class="off">disabled</li>' : "";
  return `<ul class="legend" aria-label="Legend">${entries.join("")}${off}</ul>`;
}

function wordList(graph: GraphPage["graph"]): string {
  const lines = graphWords(graph).map((line) => `<li>${escapeXml(line)}</li>`);
  return `<details><summary>As text</summary><ul>${lines.join("")}</ul></details>`;
}

const STYLE = `
body { padding: 0 12px 12px; color: var(--vscode-foreground); font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); }
h1 { font-size: 1.1em; font-weight: 600; margin: 0; }
.toolbar { display: flex; flex-wrap: wrap; gap: 8px 20px; align-items: center; padding: 10px 0; position: sticky; top: 0; background: var(--vscode-editor-background); }
select, button { font: inherit; color: var(--vscode-dropdown-foreground); background: var(--vscode-dropdown-background); border: 1px solid var(--vscode-dropdown-border, currentColor); padding: 2px 8px; }
button { cursor: pointer; }
select:focus-visible, button:focus-visible, summary:focus-visible, #drawing:focus-visible { outline: 1px solid var(--vscode-focusBorder); }
#drawing { overflow: auto; max-height: calc(100vh - 110px); }
#drawing::-webkit-scrollbar { width: 12px; height: 12px; }
#drawing::-webkit-scrollbar-track { background: color-mix(in srgb, var(--vscode-foreground) 8%, transparent); }
#drawing::-webkit-scrollbar-thumb { background: color-mix(in srgb, var(--vscode-foreground) 40%, transparent); border-radius: 6px; }
#more { margin: 6px 0; color: var(--vscode-descriptionForeground); }
svg { display: block; transform-origin: 0 0; }
.tunnel { --kind: var(--vscode-charts-blue); }
.interface, .peer, .other { --kind: var(--vscode-descriptionForeground); }
.list { --kind: color-mix(in srgb, var(--vscode-charts-purple) 50%, var(--vscode-charts-red)); }
.addresses, .users { --kind: var(--vscode-charts-purple); }
.mark { --kind: var(--vscode-charts-yellow); }
.rule { --kind: color-mix(in srgb, var(--vscode-charts-yellow) 50%, var(--vscode-charts-red)); }
.nat { --kind: var(--vscode-charts-red); }
.table { --kind: color-mix(in srgb, var(--vscode-charts-green) 50%, var(--vscode-charts-blue)); }
.route { --kind: var(--vscode-charts-green); }
.node rect { fill: color-mix(in srgb, var(--kind) 14%, var(--vscode-editor-background)); stroke: var(--kind); stroke-width: 1.4; }
.tunnel rect { stroke-width: 2.4; }
.peer rect, .other rect { fill: var(--vscode-editor-background); }
.off rect { stroke-dasharray: 5 3; fill: none; }
.node text { fill: var(--vscode-foreground); font-size: 12px; }
.node .label { font-weight: 600; }
.node .detail { fill: var(--vscode-descriptionForeground); font-size: 10.5px; }
.off text { opacity: .75; }
.node[role=button] { cursor: pointer; }
.node:focus { outline: none; }
.node:focus rect, .node:hover rect { stroke: var(--vscode-focusBorder); stroke-width: 3; }
.edge { fill: none; stroke: var(--vscode-descriptionForeground); stroke-width: 1.2; }
.tip { fill: var(--vscode-descriptionForeground); }
.dimmed { opacity: .2; }
.edge-label { fill: var(--vscode-foreground); font-size: 10px; paint-order: stroke; stroke: var(--vscode-editor-background); stroke-width: 4px; stroke-linejoin: round; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 4px 16px; padding: 0; color: var(--vscode-descriptionForeground); }
.legend li::before { content: ""; display: inline-block; box-sizing: border-box; vertical-align: -1px; width: 12px; height: 12px; margin-right: 6px; border: 1.5px solid var(--kind, currentColor); background: color-mix(in srgb, var(--kind, transparent) 25%, transparent); }
.legend .tunnel::before, .legend .users::before, .legend .peer::before { width: 20px; border-radius: 6px; }
.legend .tunnel::before { border-width: 2.4px; }
.legend .peer::before, .legend .other::before { background: none; }
.legend .off::before { border-style: dashed; background: none; }
details ul { padding-left: 18px; line-height: 1.6; }
@media (forced-colors: active) { .node rect { fill: Canvas; stroke: CanvasText; } }
`;

/** Clicks and Enter go to the line; pointing at a node dims what does not touch it. */
const SCRIPT = `
const vscode = acquireVsCodeApi();
const svg = document.querySelector("svg");
const post = (message) => vscode.postMessage(message);
document.getElementById("focus").addEventListener("change", (event) => post({ type: "focus", name: event.target.value }));
if (svg) {
  const width = svg.width.baseVal.value, height = svg.height.baseVal.value;
  const drawing = document.getElementById("drawing");
  const room = () => drawing.clientWidth;
  let scale = 1;
  let isChosen = false;
  const zoom = (wanted) => {
    scale = Math.min(3, Math.max(0.2, wanted));
    svg.setAttribute("width", width * scale);
    svg.setAttribute("height", height * scale);
    tellRest();
  };
  const more = document.getElementById("more");
  const tellRest = () => {
    more.hidden = width * scale <= room() + 1;
  };
  const choose = (wanted) => { isChosen = true; zoom(wanted); };
  document.getElementById("in").addEventListener("click", () => choose(scale * 1.25));
  document.getElementById("out").addEventListener("click", () => choose(scale / 1.25));
  document.getElementById("fit").addEventListener("click", () => choose(Math.min(1.4, room() / width)));
  // The panel gets its real width after the page is there. With letters of 12 pixels, smaller than this nobody can
  // read it: then it begins at the left.
  const LEAST = 0.8;
  new ResizeObserver(() => {
    if (room() === 0) return;
    if (isChosen) tellRest();
    else zoom(Math.max(LEAST, Math.min(1, room() / width)));
  }).observe(drawing);
  for (const node of svg.querySelectorAll(".node")) {
    const id = node.dataset.id;
    node.addEventListener("click", () => post({ type: "reveal", id }));
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      post({ type: "reveal", id });
    });
    const light = () => {
      for (const edge of svg.querySelectorAll(".edge"))
        edge.classList.toggle("dimmed", edge.dataset.from !== id && edge.dataset.to !== id);
    };
    const dark = () => { for (const edge of svg.querySelectorAll(".edge")) edge.classList.remove("dimmed"); };
    node.addEventListener("mouseenter", light);
    node.addEventListener("focus", light);
    node.addEventListener("mouseleave", dark);
    node.addEventListener("blur", dark);
  }
}
`;
