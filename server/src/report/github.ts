import type { LintFinding } from "../lint/finding.ts";
import { allFiles, createLocator, type Locator, type Report, shownFindings } from "./report.ts";

/** Workflow commands of GitHub Actions: each finding becomes an annotation of its line. */
export function github(report: Report): string {
  const locator = createLocator(allFiles(report), report.secrets);
  const lines = report.files.flatMap((file) =>
    shownFindings(file).map((finding) => annotation(finding, locator, file.path)),
  );
  const failures = report.failures.map(
    ({ path, message }) => `::error file=${property(path)},title=rsclint::${data(message)}`,
  );
  return [...lines, ...failures].map((line) => `${line}\n`).join("");
}

function annotation(finding: LintFinding, locator: Locator, path: string): string {
  const region = locator.region(finding.file, finding.range);
  const place = region
    ? `,line=${region.startLine},endLine=${region.endLine},col=${region.startColumn}${endColumn(region)}`
    : "";
  return `::${levelOf(finding)} file=${property(path)}${place},title=${property(finding.ruleId)}::${data(finding.message)}`;
}

/** GitHub shows an annotation with both columns only within one line. */
function endColumn(region: { startLine: number; endLine: number; endColumn: number }): string {
  return region.startLine === region.endLine ? `,endColumn=${region.endColumn}` : "";
}

function levelOf({ severity }: LintFinding): string {
  return severity === "error" || severity === "warning" ? severity : "notice";
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
