import type { LintFinding, OfferedFix, Severity } from "../lint/finding.ts";
import { excerptOf } from "./excerpt.ts";
import { type Entry, folded } from "./fold.ts";
import {
  allFiles,
  type Counts,
  countFindings,
  createLocator,
  failureTitle,
  type Locator,
  plural,
  type Report,
  type ReportFile,
  shownFindings,
} from "./report.ts";

/** How the terminal shows emphasis; every function may also return its text unchanged. */
export interface Palette {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  yellow(text: string): string;
  blue(text: string): string;
  cyan(text: string): string;
  green(text: string): string;
  underline(text: string): string;
}

const same = (text: string) => text;
export const PLAIN: Palette = {
  bold: same,
  dim: same,
  red: same,
  yellow: same,
  blue: same,
  cyan: same,
  green: same,
  underline: same,
};

export interface StylishOptions {
  readonly palette: Palette;
  /** Columns of the terminal. */
  readonly width: number;
  /** Leave out the count at the end. */
  readonly withoutSummary?: boolean;
  /** Count by rule and file behind it, where there are several files. */
  readonly withTable?: boolean;
  /** Each finding by itself, also where one rule speaks often. */
  readonly inFull?: boolean;
}

interface FindingOptions extends StylishOptions {
  /** The line was shown just before. */
  readonly withoutExcerpt?: boolean;
}

/** For people: findings by file, the gravest first, each with its line and a caret. */
export function stylish(report: Report, options: StylishOptions): string {
  const locator = createLocator(allFiles(report), report.secrets);
  const blocks: string[] = [];
  for (const file of report.files) {
    const findings = gravestFirst(shownFindings(file));
    if (findings.length > 0) blocks.push(options.palette.underline(file.path));
    let before: LintFinding | undefined;
    for (const entry of options.inFull === true ? findings.map(inFull) : folded(findings)) {
      if (entry.kind === "folded") {
        blocks.push(printFolded(entry.findings, locator, options));
        before = undefined;
        continue;
      }
      const withoutExcerpt = isSamePlace(entry.finding, before);
      blocks.push(printFinding(entry.finding, locator, { ...options, withoutExcerpt }));
      before = entry.finding;
    }
    if (findings.length > 0 && report.files.length > 1 && options.withoutSummary !== true)
      blocks.push(fileSummary(file, options.palette));
    if (file.isPartial === true) blocks.push(...partNote(file, options));
  }
  for (const failure of report.failures) {
    const { path, message } = failure;
    const lines = wrap(message, options.width - INDENT.length).map((line) => INDENT + line);
    blocks.push(
      [options.palette.underline(path), `  ${options.palette.red(failureTitle(failure))}`, ...lines].join(
        "\n",
      ),
    );
  }
  if (options.withoutSummary !== true) blocks.push(summary(report, options.palette));
  return `${blocks.join("\n\n").replace(/^([^\n]+)\n\n(?= {2})/gm, "$1\n")}\n`;
}

/** One finding as the terminal prints it; several lines without the last line end. */
export function printFinding(finding: LintFinding, locator: Locator, options: FindingOptions): string {
  const { palette } = options;
  const region = locator.region(finding.file, finding.range);
  const place =
    region && finding.isUnwritten !== true ? `${region.startLine}:${region.startColumn}` : UNWRITTEN;
  const head = `  ${palette.dim(place)}  ${colour(palette, finding.severity)(finding.severity)}  ${palette.bold(finding.ruleId)}`;
  return [
    head,
    ...wrap(finding.message, options.width - INDENT.length).map((line) => INDENT + line),
    ...(options.withoutExcerpt === true || finding.isUnwritten === true
      ? []
      : excerptLines(finding, locator, options)),
    ...relatedLines(finding, locator, options),
    ...finding.fixes.flatMap((fix) =>
      wrap(fixLine(fix), options.width - INDENT.length - FIX_INDENT.length).map(
        (line, index) => INDENT + palette.green(index === 0 ? line : FIX_INDENT + line),
      ),
    ),
  ].join("\n");
}

function inFull(finding: LintFinding): Entry {
  return { kind: "full", finding };
}

/** "and 30 more", with their places. */
function printFolded(findings: readonly LintFinding[], locator: Locator, options: StylishOptions): string {
  const { palette, width } = options;
  const [first] = findings;
  if (first === undefined) return "";
  const places = findings.flatMap(({ file, range, isUnwritten }) => {
    const region = isUnwritten === true ? undefined : locator.region(file, range);
    return region === undefined ? [] : [`${region.startLine}:${region.startColumn}`];
  });
  const told = places.length > MOST_PLACES ? [...places.slice(0, MOST_PLACES), "…"] : places;
  return [
    `  ${palette.dim(`and ${findings.length} more`)}  ${colour(palette, first.severity)(first.severity)}  ${palette.bold(first.ruleId)}`,
    ...wrap(`at ${told.join(", ")} (--full shows each)`, width - INDENT.length).map(
      (line) => INDENT + palette.dim(line),
    ),
  ].join("\n");
}

const MOST_PLACES = 60;

function gravestFirst(findings: readonly LintFinding[]): LintFinding[] {
  const rank = ({ severity }: LintFinding) => SEVERITIES.indexOf(severity);
  return [...findings].sort((a, b) => rank(a) - rank(b));
}

/** Silence about the rest of the router must not look like praise. */
function partNote(file: ReportFile, { palette, width, withoutSummary }: StylishOptions): string[] {
  if (withoutSummary === true) return [];
  const text = `${file.path} is read as a part of an export: nothing is said about what it does not write.`;
  return [wrap(text, width).map(palette.dim).join("\n")];
}

function isSamePlace(a: LintFinding, b: LintFinding | undefined): boolean {
  return (
    b !== undefined &&
    b.isUnwritten !== true &&
    a.range.start === b.range.start &&
    a.range.end === b.range.end
  );
}

/** In place of line and column: what is found is a default, which exports leave out. */
const UNWRITTEN = "not written in this export";
const INDENT = "      ";
/** Of a fix's title from its second line on. */
const FIX_INDENT = "  ";
const MOST_RELATED = 4;

function excerptLines(finding: LintFinding, locator: Locator, options: StylishOptions): string[] {
  const file = locator.file(finding.file);
  const lines = locator.lines(finding.file);
  if (file === undefined || lines === undefined || file.text === "") return [];
  const gutterWidth = String(lines.lineCount).length;
  const room = options.width - INDENT.length - gutterWidth - 3;
  const excerpt = excerptOf(file.text, lines, finding.range, room, locator.secretsIn(finding.file));
  const { palette } = options;
  const gutter = (text: string) => palette.dim(`${INDENT}${text.padStart(gutterWidth)} | `);
  const carets = "^".repeat(excerpt.caretLength);
  return [
    (gutter(String(excerpt.line)) + excerpt.text).trimEnd(),
    gutter("") + " ".repeat(excerpt.caretStart) + colour(palette, finding.severity)(carets),
  ];
}

function relatedLines(finding: LintFinding, locator: Locator, { palette, width }: StylishOptions): string[] {
  const places = new Map<string, string[]>();
  for (const related of finding.related.slice(0, MOST_RELATED)) {
    const region = locator.region(related.file, related.range);
    const file = related.file === finding.file ? "" : `${locator.file(related.file)?.path ?? related.file}:`;
    const place = region ? `${file}${region.startLine}:${region.startColumn}` : file;
    places.set(related.message, [...(places.get(related.message) ?? []), place]);
  }
  const lines = [...places].flatMap(([message, at]) =>
    wrap(`see ${at.join(", ")}  ${message}`, width - INDENT.length),
  );
  const more = finding.related.length - MOST_RELATED;
  if (more > 0) lines.push(`and ${more} more`);
  return lines.map((line) => INDENT + palette.dim(line));
}

function fixLine(fix: OfferedFix): string {
  switch (fix.safety) {
    case "safe":
      return `fix (--fix): ${fix.title}`;
    case "suggestion":
      return `fix (--fix-suggestions): ${fix.title}`;
    case "needs-input":
      return `fix (needs input): ${fix.title}`;
    default:
      return fix.safety satisfies never;
  }
}

function summary(report: Report, palette: Palette): string {
  const counts = countFindings(report.files);
  const files = plural(report.files.length, "file");
  const suppressed = counts.suppressed > 0 ? ` ${counts.suppressed} suppressed.` : "";
  if (counts.total === 0 && report.failures.length === 0) {
    return `${palette.green(`No problems in ${files}.`)}${suppressed}`;
  }
  const worst = gravest(counts);
  const paint = worst === undefined ? same : colour(palette, worst);
  const head = `${plural(counts.total, "problem")} in ${files}${listed(counts)}${failureCounts(report)}.`;
  const explain = counts.total === 0 ? [] : [palette.dim(EXPLAIN)];
  return [palette.bold(paint(head)) + suppressed, ...fixHint(counts), ...explain].join("\n");
}

const EXPLAIN = "Run `rsclint explain RULE` for why and what to do.";

/** ", 1 file not read" */
function failureCounts({ failures }: Report): string {
  const titles = [...new Set(failures.map(failureTitle))];
  return titles
    .map((title) => {
      const count = failures.filter((failure) => failureTitle(failure) === title).length;
      return `, ${plural(count, "file")} ${title}`;
    })
    .join("");
}

/** "2 errors, 1 warning in office.rsc", gravest first. */
function fileSummary(file: ReportFile, palette: Palette): string {
  const counts = countFindings([file]);
  const worst = gravest(counts);
  const paint = worst === undefined ? same : colour(palette, worst);
  return paint(`${severityCounts(counts)} in ${file.path}`);
}

function listed(counts: Counts): string {
  const text = severityCounts(counts);
  return text === "" ? "" : `: ${text}`;
}

function severityCounts({ bySeverity }: Counts): string {
  return SEVERITIES.filter((severity) => bySeverity[severity] > 0)
    .map((severity) => plural(bySeverity[severity], severity))
    .join(", ");
}

/** The gravest first. */
export const SEVERITIES = ["error", "warning", "info", "hint"] as const;

function gravest(counts: Counts): Severity | undefined {
  return SEVERITIES.find((severity) => counts.bySeverity[severity] > 0);
}

function fixHint(counts: Counts): string[] {
  const safe = counts.safe > 0 ? [`${counts.safe} with --fix`] : [];
  const suggested = counts.suggestions > 0 ? [`${counts.suggestions} with --fix-suggestions`] : [];
  const parts = [...safe, ...suggested];
  return parts.length === 0 ? [] : [`Fixable: ${parts.join(", ")}.`];
}

export function colour(palette: Palette, severity: Severity): (text: string) => string {
  switch (severity) {
    case "error":
      return palette.red;
    case "warning":
      return palette.yellow;
    case "info":
      return palette.blue;
    case "hint":
      return palette.cyan;
    default:
      return severity satisfies never;
  }
}

/** Words longer than the width stay whole. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return line === "" ? lines : [...lines, line];
}
