import { auditOf, type Block } from "./audit.ts";
import { escapeMarkdown } from "./escape.ts";
import type { Report } from "./report.ts";

export function auditMarkdown(report: Report): string {
  return `${auditOf(report).map(printBlock).join("\n\n")}\n`;
}

function printBlock(block: Block): string {
  switch (block.kind) {
    case "title":
      return `# ${inline(block.text)}`;
    case "section":
      return `## ${inline(block.text)}`;
    case "topic":
      return `### ${inline(block.text)}`;
    case "text":
      return inline(block.text);
    case "list":
      return block.items.map((item) => `- ${inline(item)}`).join("\n");
    case "table":
      return [row(block.head), row(block.head.map(() => "---")), ...block.rows.map(row)].join("\n");
    default:
      return block satisfies never;
  }
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(inline).join(" | ")} |`;
}

/** Names in backticks are left alone, but for the bar that would end a cell. */
function inline(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) =>
      part.startsWith("`") ? part.replaceAll("|", "\\|").replace(/\s+/g, " ") : escapeMarkdown(part),
    )
    .join("");
}
