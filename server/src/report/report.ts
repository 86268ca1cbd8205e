import type { CorporatePolicy } from "../lint/config.ts";
import type { LintFinding, Severity } from "../lint/finding.ts";
import type { RuleFacts } from "../lint/rule-facts.ts";
import { createLineIndex, type LineIndex } from "../text/line-index.ts";
import type { Range } from "../text/range.ts";
import { type KnownSecrets, NONE_KNOWN } from "./known-secrets.ts";
import { secretRanges } from "./mask-secrets.ts";

/** What every format is made from; plain data, put together by the command. */
export interface Report {
  readonly files: readonly ReportFile[];
  /** Files of the same routers that were not asked for; findings may point into them. */
  readonly others?: readonly ReportFile[];
  /** Files that could not be read or written; no findings, but a report that hid them would look clean. */
  readonly failures: readonly FileFailure[];
  readonly rules: readonly RuleFacts[];
  readonly toolVersion: string;
  /** Base address of the rules' pages, for formats that link to them. */
  readonly docsUrl?: string;
  /** What its files keep secret; absent until the report is made fit to be shown. */
  readonly secrets?: KnownSecrets;
  /** The house rulebook, whose clauses the audit names beside the public ones. */
  readonly corporate?: CorporatePolicy;
}

export interface ReportFile {
  /** As people should read it, usually relative to where they stand. */
  readonly path: string;
  /** Relative with forward slashes below the working folder, else a `file://` address. */
  readonly uri: string;
  readonly text: string;
  readonly findings: readonly LintFinding[];
  /** How the model calls the file; findings name it so. */
  readonly modelPath: string;
  /** Has an export's header but not all of an export: nothing is said about what it does not write. */
  readonly isPartial?: boolean;
  /** How many UTF-16 units the text lost in front when it was read (a byte order mark). */
  readonly hasBom?: boolean;
}

export interface FileFailure {
  readonly path: string;
  readonly uri: string;
  readonly message: string;
  /** It was read, and its fixed text could not be written. */
  readonly isUnwritten?: true;
}

/** Lines and columns from 1, columns in UTF-16 units; the end is exclusive. */
export interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Finds files and positions for findings and what they point at. */
export interface Locator {
  region(modelPath: string, range: Range): Region | undefined;
  file(modelPath: string): ReportFile | undefined;
  lines(modelPath: string): LineIndex | undefined;
  /** What none of the files may show. */
  readonly secrets: KnownSecrets;
  /** Where a file holds what is not to be shown; looked for once. */
  secretsIn(modelPath: string): readonly Range[];
}

export function createLocator(files: readonly ReportFile[], secrets: KnownSecrets = NONE_KNOWN): Locator {
  const byPath = new Map(files.map((file) => [file.modelPath, file] as const));
  const indexes = new Map<string, LineIndex>();
  const hidden = new Map<string, readonly Range[]>();
  const lines = (path: string) => {
    const known = indexes.get(path);
    const file = byPath.get(path);
    if (known !== undefined || file === undefined) return known;
    const index = createLineIndex(file.text);
    indexes.set(path, index);
    return index;
  };
  return {
    file: (path) => byPath.get(path),
    lines,
    secrets,
    secretsIn(path) {
      const known = hidden.get(path) ?? secretRanges(byPath.get(path)?.text ?? "", secrets);
      hidden.set(path, known);
      return known;
    },
    region(path, range) {
      const index = lines(path);
      return index && regionOf(index, range);
    },
  };
}

export function allFiles(report: Report): readonly ReportFile[] {
  return [...report.files, ...(report.others ?? [])];
}

/** What could not be done with a file: "not read". */
export function failureTitle({ isUnwritten }: FileFailure): string {
  return isUnwritten === true ? "not written" : "not read";
}

/** Findings that are shown: all but the suppressed. */
export function shownFindings(file: ReportFile): LintFinding[] {
  return file.findings.filter((finding) => finding.suppressed === undefined);
}

export interface Counts {
  readonly bySeverity: Readonly<Record<Severity, number>>;
  readonly total: number;
  readonly suppressed: number;
  /** Findings with a safe fix, and those with only a suggestion. */
  readonly safe: number;
  readonly suggestions: number;
}

export function countFindings(files: readonly ReportFile[]): Counts {
  const all = files.flatMap((file) => file.findings);
  const shown = all.filter((finding) => finding.suppressed === undefined);
  const has = (finding: LintFinding, safety: string) => finding.fixes.some((fix) => fix.safety === safety);
  const of = (severity: Severity) => shown.filter((finding) => finding.severity === severity).length;
  return {
    bySeverity: { error: of("error"), warning: of("warning"), info: of("info"), hint: of("hint") },
    total: shown.length,
    suppressed: all.length - shown.length,
    safe: shown.filter((finding) => has(finding, "safe")).length,
    suggestions: shown.filter((finding) => !has(finding, "safe") && has(finding, "suggestion")).length,
  };
}

/** "2 errors", "1 warning", "0 problems". */
export function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 || word === "info" ? "" : "s"}`;
}

function regionOf(index: LineIndex, range: Range): Region {
  const start = index.positionAt(range.start);
  const end = index.positionAt(range.end);
  return {
    startLine: start.line + 1,
    startColumn: start.column + 1,
    endLine: end.line + 1,
    endColumn: end.column + 1,
  };
}
