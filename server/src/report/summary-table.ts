import type { LintFinding, Severity } from "../lint/finding.ts";
import { type Report, type ReportFile, shownFindings } from "./report.ts";
import { colour, SEVERITIES, type StylishOptions } from "./stylish.ts";

/** How many findings each rule has in each file, and how many of each severity; in as many parts as the width asks for. */
export function summaryTable(report: Report, options: StylishOptions): string {
  const files = report.files.filter((file) => shownFindings(file).length > 0);
  const findings = files.flatMap(shownFindings);
  if (files.length === 0) return "";
  const rows = [...ruleRows(findings), ...severityRows(findings)];
  const nameWidth = Math.max(...rows.map(({ name }) => name.length));
  const digits = Math.max(String(files.length).length, ...rows.map(({ total }) => String(total).length));
  const cellWidth = Math.max(digits, "all".length) + 1;
  const perPart = Math.max(1, Math.floor((options.width - nameWidth - cellWidth) / cellWidth));
  const parts: string[] = [];
  for (let from = 0; from < files.length; from += perPart)
    parts.push(
      printPart(rows, { files: files.slice(from, from + perPart), from, nameWidth, cellWidth }, options),
    );
  return parts.join("\n\n");
}

interface Row {
  readonly name: string;
  readonly severity: Severity;
  readonly total: number;
  counts(finding: LintFinding): boolean;
}

/** The gravest first, then the most frequent. */
function ruleRows(findings: readonly LintFinding[]): readonly Row[] {
  const byRule = new Map<string, LintFinding[]>();
  for (const finding of findings)
    byRule.set(finding.ruleId, [...(byRule.get(finding.ruleId) ?? []), finding]);
  const rows = [...byRule].map(([name, all]): Row => {
    const gravest = SEVERITIES.find((severity) => all.some((finding) => finding.severity === severity));
    const counts = ({ ruleId }: LintFinding) => ruleId === name;
    return { name, severity: gravest ?? "hint", total: all.length, counts };
  });
  return rows.sort(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      b.total - a.total ||
      (a.name < b.name ? -1 : 1),
  );
}

function severityRows(findings: readonly LintFinding[]): readonly Row[] {
  return SEVERITIES.flatMap((severity) => {
    const counts = (finding: LintFinding) => finding.severity === severity;
    const total = findings.filter(counts).length;
    return total === 0
      ? []
      : [{ name: `${severity === "info" ? severity : `${severity}s`} in all`, severity, total, counts }];
  });
}

interface Part {
  readonly files: readonly ReportFile[];
  /** Number of the first one, from 0. */
  readonly from: number;
  readonly nameWidth: number;
  readonly cellWidth: number;
}

function printPart(rows: readonly Row[], part: Part, { palette }: StylishOptions): string {
  const { files, from, nameWidth, cellWidth } = part;
  const cell = (text: string | number) => String(text).padStart(cellWidth);
  const legend = files.map(({ path }, index) => `${cell(from + index + 1)}  ${path}`);
  const head = `${" ".repeat(nameWidth)}${files.map((_, index) => cell(from + index + 1)).join("")}${cell("all")}`;
  const lines = rows.map(({ name, severity, total, counts }) => {
    const cells = files.map((file) => cell(shownFindings(file).filter(counts).length || "·"));
    return `${colour(palette, severity)(name.padEnd(nameWidth))}${cells.join("")}${cell(total)}`;
  });
  return [...legend, "", palette.bold(head), ...lines].join("\n");
}
