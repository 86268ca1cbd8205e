/** A part of a report; texts may hold `code` in backticks. */
export type Block =
  | { readonly kind: "title" | "heading" | "text"; readonly text: string }
  | { readonly kind: "list"; readonly title: string; readonly items: readonly string[] }
  | {
      readonly kind: "table";
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
    };

export function toMarkdown(blocks: readonly Block[]): string {
  return `${blocks.map(markdownOf).join("\n\n")}\n`;
}

function markdownOf(block: Block): string {
  switch (block.kind) {
    case "title":
      return `# ${block.text}`;
    case "heading":
      return `## ${block.text}`;
    case "text":
      return block.text;
    case "list":
      return `**${block.title}**\n\n${block.items.map((item) => `- ${oneLine(item)}`).join("\n")}`;
    case "table":
      return [block.head, block.head.map(() => "---"), ...block.rows]
        .map((row) => `| ${row.map(cell).join(" | ")} |`)
        .join("\n");
    default:
      return block satisfies never;
  }
}

function cell(text: string): string {
  return oneLine(text).replaceAll("|", "\\|");
}

function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, " ");
}

const STYLE =
  "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;margin:1rem 0}td,th{border:1px solid #8884;padding:.3rem .6rem;text-align:left;vertical-align:top}code{background:#8882;padding:0 .2em}";

/** One page without scripts and without anything from elsewhere. */
export function toHtml(blocks: readonly Block[]): string {
  const title = blocks.find(({ kind }) => kind === "title");
  const name = title !== undefined && "text" in title ? escapeHtml(title.text) : "Tunnels";
  const body = blocks.map(htmlOf).join("\n");
  return `<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n<title>${name}</title>\n<style>${STYLE}</style>\n</head>\n<body>\n${body}\n</body>\n</html>\n`;
}

function htmlOf(block: Block): string {
  switch (block.kind) {
    case "title":
      return `<h1>${inline(block.text)}</h1>`;
    case "heading":
      return `<h2>${inline(block.text)}</h2>`;
    case "text":
      return `<p>${inline(block.text)}</p>`;
    case "list":
      return `<h3>${inline(block.title)}</h3>\n<ul>\n${block.items.map((item) => `<li>${inline(item)}</li>`).join("\n")}\n</ul>`;
    case "table": {
      const head = block.head.map((text) => `<th>${inline(text)}</th>`).join("");
      const rows = block.rows.map(
        (row) => `<tr>${row.map((text) => `<td>${inline(text)}</td>`).join("")}</tr>`,
      );
      return `<table>\n<tr>${head}</tr>\n${rows.join("\n")}\n</table>`;
    }
    default:
      return block satisfies never;
  }
}

function inline(text: string): string {
  return escapeHtml(text).replace(/`([^`]*)`/g, "<code>$1</code>");
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
