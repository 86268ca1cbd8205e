import { auditOf, type Block } from "./audit.ts";
import { escapeHtml } from "./escape.ts";
import type { Report } from "./report.ts";

/** One page without scripts or anything fetched, fit for printing. */
export function auditHtml(report: Report): string {
  const blocks = auditOf(report);
  const title = blocks.find(({ kind }) => kind === "title");
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width">',
    `<title>${title?.kind === "title" ? escapeHtml(title.text) : "rsclint"}</title>`,
    `<style>${STYLE}</style>`,
    "</head>",
    "<body>",
    ...blocks.map(printBlock),
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

const STYLE = [
  "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}",
  "table{border-collapse:collapse;width:100%;margin:1rem 0}",
  "th,td{border:1px solid #bbb;padding:.3rem .6rem;text-align:left;vertical-align:top}",
  "code{font-family:ui-monospace,monospace;font-size:.9em;overflow-wrap:anywhere}",
  "h2{margin-top:2.5rem;border-bottom:1px solid #bbb}",
  "@media print{h3{break-after:avoid}li{break-inside:avoid}}",
].join("");

function printBlock(block: Block): string {
  switch (block.kind) {
    case "title":
      return `<h1>${inline(block.text)}</h1>`;
    case "section":
      return `<h2>${inline(block.text)}</h2>`;
    case "topic":
      return `<h3>${inline(block.text)}</h3>`;
    case "text":
      return `<p>${inline(block.text)}</p>`;
    case "list":
      return `<ul>\n${block.items.map((item) => `<li>${inline(item)}</li>`).join("\n")}\n</ul>`;
    case "table":
      return table(block.head, block.rows);
    default:
      return block satisfies never;
  }
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[], tag: "th" | "td") =>
    `<tr>${cells.map((cell) => `<${tag}>${inline(cell)}</${tag}>`).join("")}</tr>`;
  return `<table>\n${[line(head, "th"), ...rows.map((cells) => line(cells, "td"))].join("\n")}\n</table>`;
}

function inline(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) =>
      /^`.*`$/s.test(part) ? `<code>${escapeHtml(part.slice(1, -1))}</code>` : escapeHtml(part),
    )
    .join("");
}
