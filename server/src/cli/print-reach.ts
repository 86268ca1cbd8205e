import { wrap } from "../report/stylish.ts";
import { mergedReachRows, type ReachReport, type ReachRow } from "../service.ts";
import { indented, type PrintOptions } from "./print-trace.ts";
import { placeRecord, placeText } from "./router-options.ts";

/** A table of sources with the rule that decides for each. Sources with the same answer share a row. */
export function printReach(report: ReachReport, options: PrintOptions): string {
  const { palette, width } = options;
  const service = report.service === undefined ? "" : ` (${report.service.name})`;
  const rows = mergedReachRows(report.rows).map(({ names, row }) => ({ names: joined(names), row }));
  const fromWidth = Math.min(26, Math.max(4, ...rows.map(({ names }) => names.length)));
  return `${[
    palette.bold(`Who reaches ${report.port}${service} of this router`),
    "",
    ...rows.flatMap((row) => rowLines(row, fromWidth, options)),
    "",
    ...report.notes.flatMap((note) => indented(`Note: ${note}.`, "", width)),
  ].join("\n")}\n`;
}

/** "lan, guests, by IPv6: lan, guests": many names that each say "by IPv6" are hard to read. */
function joined(names: readonly string[]): string {
  const sixth = names.filter((name) => name.endsWith(BY_IPV6));
  if (sixth.length < 2) return names.join(", ");
  const fourth = names.filter((name) => !sixth.includes(name));
  const [first = "", ...rest] = sixth.map((name) => name.slice(0, -BY_IPV6.length));
  return [...fourth, `by IPv6: ${first}`, ...rest].join(", ");
}

const BY_IPV6 = " by IPv6";

interface PrintedRow {
  readonly names: string;
  readonly row: ReachRow;
}

function rowLines({ names, row }: PrintedRow, fromWidth: number, options: PrintOptions): string[] {
  const { palette, width, cwd } = options;
  const colour = { accepted: palette.red, blocked: palette.green, unknown: palette.yellow }[row.verdict];
  const word = { accepted: "reaches", blocked: "blocked", unknown: "unknown" }[row.verdict];
  const pad = " ".repeat(fromWidth + 11);
  const place = row.at === undefined ? "" : `  ${placeText(row.at, cwd)}`;
  const left = wrap(names, fromWidth);
  const right = wrap(`${row.reason}${place}`, width - pad.length - 2);
  const lines: string[] = [];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const name = (left[i] ?? "").padEnd(fromWidth);
    const verdict = i === 0 ? colour(word) : "       ";
    lines.push(`  ${name}  ${verdict}  ${right[i] ?? ""}`.trimEnd());
  }
  return lines;
}

/** Lines and columns from 1. */
export function reachJson(report: ReachReport, cwd: string): string {
  const rows = report.rows.map(({ at, ...row }) => ({
    ...row,
    ...(at === undefined ? {} : { at: placeRecord(at, cwd) }),
  }));
  return `${JSON.stringify({ ...report, rows }, undefined, 2)}\n`;
}
