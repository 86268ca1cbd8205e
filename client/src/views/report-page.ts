import { escapeXml } from "./graph-svg.ts";
import type { ReportLink, ReportText } from "./report-text.ts";

export interface ReportPage extends ReportText {
  readonly name: string;
  /** What can be done with it, on a button. */
  readonly action: string | undefined;
  /** Once per page, for the content security policy. */
  readonly nonce: string;
}

/** A report as it is read: its few kinds of Markdown lines, with the places as links. It loads nothing. */
export function reportPage({ name, text, links, action, nonce }: ReportPage): string {
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'`;
  const act = action === undefined ? "" : `<button data-type="act">${escapeXml(action)}</button>`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escapeXml(name)}</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
<main>
${bodyOf(text, links)}
</main>
<p class="buttons">${act}<button data-type="text">Open as text</button></p>
<script nonce="${nonce}">${SCRIPT}</script>
</body>
</html>`;
}

function bodyOf(text: string, links: readonly ReportLink[]): string {
  const parts: string[] = [];
  let list: "ol" | "ul" | undefined;
  for (const [at, line] of text.split("\n").entries()) {
    const { tag, start } = kindOf(line);
    const wanted = tag === "ol" || tag === "ul" ? tag : undefined;
    if (list !== wanted) {
      if (list !== undefined) parts.push(`</${list}>`);
      if (wanted !== undefined) parts.push(`<${wanted}>`);
      list = wanted;
    }
    const words = withLinks(line, start, at, links);
    if (line !== "") parts.push(wanted === undefined ? `<${tag}>${words}</${tag}>` : `<li>${words}</li>`);
  }
  return parts.join("\n");
}

interface LineKind {
  readonly tag: "h1" | "h2" | "ol" | "ul" | "p";
  /** Where its words begin. */
  readonly start: number;
}

function kindOf(line: string): LineKind {
  const [mark = ""] = /^(?:#{1,2} | *- |\d+\. )/.exec(line) ?? [];
  const start = mark.length;
  if (mark === "# ") return { tag: "h1", start };
  if (mark === "## ") return { tag: "h2", start };
  if (mark === "") return { tag: "p", start };
  return { tag: mark.endsWith("- ") ? "ul" : "ol", start };
}

function withLinks(line: string, start: number, at: number, links: readonly ReportLink[]): string {
  let html = "";
  let from = start;
  for (const [index, link] of links.entries()) {
    if (link.line !== at) continue;
    html += inline(line.slice(from, link.from));
    html += `<a href="#" data-type="go" data-index="${index}">${escapeXml(line.slice(link.from, link.to))}</a>`;
    from = link.to;
  }
  return html + inline(line.slice(from));
}

function inline(text: string): string {
  return escapeXml(text)
    .replace(/`([^`]+)`/g, "<code>$1</code>")
    .replace(/\*\*(.+?)\*\*/g, "<strong>$1</strong>");
}

const STYLE = `
body { padding: 0 20px 20px; color: var(--vscode-foreground); font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); line-height: 1.5; }
main { max-width: 56em; overflow-wrap: anywhere; }
h1 { font-size: 1.4em; font-weight: 600; }
h2 { font-size: 1.15em; font-weight: 600; margin: 1.4em 0 .4em; }
ol, ul { padding-left: 1.6em; margin: .4em 0; }
li { margin: .25em 0; }
code { font-family: var(--vscode-editor-font-family); background: var(--vscode-textCodeBlock-background); padding: 0 .2em; }
a { color: var(--vscode-textLink-foreground); }
.buttons { display: flex; gap: 8px; margin-top: 1.6em; }
button { font: inherit; cursor: pointer; color: var(--vscode-button-secondaryForeground); background: var(--vscode-button-secondaryBackground); border: 1px solid var(--vscode-button-border, transparent); padding: 3px 12px; }
button[data-type=act] { color: var(--vscode-button-foreground); background: var(--vscode-button-background); }
a:focus-visible, button:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }
`;

const SCRIPT = `
const vscode = acquireVsCodeApi();
document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-type]");
  if (target === null) return;
  event.preventDefault();
  vscode.postMessage({ type: target.dataset.type, index: Number(target.dataset.index ?? -1) });
});
`;
