import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
} from "vscode-languageserver-types";
import type { LintFinding, RelatedPlace, Severity } from "../lint/finding.ts";
import type { AnalysedFile, Analysis } from "./analysis.ts";
import { type EditorWords, inEditorWords } from "./editor-words.ts";
import { toLocation, toRange } from "./place.ts";

export interface DiagnosticOptions extends EditorWords {
  /** Diagnostics of one file at most; the last one then says that there are more. */
  readonly maxFindings?: number;
  /** Address of the rules' pages; the rule's id and `.md` follow it. */
  readonly docsUrl?: string;
}

/** What a diagnostic carries so that code actions find its finding again; nothing is kept in the server. */
export interface DiagnosticData {
  readonly fingerprint: string;
  readonly fixes: readonly string[];
}

export const SOURCE = "rsclint";

export function diagnostics(
  analysis: Analysis,
  file: AnalysedFile,
  options: DiagnosticOptions = {},
): Diagnostic[] {
  const shown = analysis.findings.filter(
    (finding) => finding.file === file.path && finding.suppressed === undefined,
  );
  const limit = options.maxFindings ?? Number.POSITIVE_INFINITY;
  const listed = worstFirst(shown, limit).map((finding) => toDiagnostic(analysis, file, finding, options));
  if (shown.length > limit) listed.push(moreNotice(file, shown.length, limit));
  return listed;
}

/** The one place where a finding becomes a Diagnostic. */
export function toDiagnostic(
  analysis: Analysis,
  file: AnalysedFile,
  finding: LintFinding,
  options: DiagnosticOptions,
): Diagnostic {
  const data: DiagnosticData = {
    fingerprint: finding.fingerprint,
    fixes: finding.fixes.map((fix) => fix.id),
  };
  const tags = tagsOf(finding);
  const related = finding.related
    .map((place) => toRelated(analysis, place))
    .filter((place) => place !== undefined);
  return {
    range: toRange(file, finding.range),
    severity: severityOf(finding.severity),
    code: finding.ruleId,
    source: SOURCE,
    message: inEditorWords(finding.message, options),
    data,
    ...(options.docsUrl === undefined
      ? {}
      : { codeDescription: { href: pageOf(options.docsUrl, finding.ruleId) } }),
    ...(tags.length > 0 ? { tags } : {}),
    ...(related.length > 0 ? { relatedInformation: related } : {}),
  };
}

/** The page of a rule below a base address. */
export function pageOf(docsUrl: string, ruleId: string): string {
  return `${docsUrl.endsWith("/") ? docsUrl : `${docsUrl}/`}${ruleId}.md`;
}

export function isDiagnosticData(value: unknown): value is DiagnosticData {
  return (
    typeof value === "object" &&
    value !== null &&
    "fingerprint" in value &&
    typeof value.fingerprint === "string" &&
    "fixes" in value &&
    Array.isArray(value.fixes)
  );
}

function toRelated(analysis: Analysis, place: RelatedPlace): DiagnosticRelatedInformation | undefined {
  const file = analysis.file(place.file);
  return file && { location: toLocation(file, place.range), message: place.message };
}

function severityOf(severity: Severity): DiagnosticSeverity {
  switch (severity) {
    case "error":
      return DiagnosticSeverity.Error;
    case "warning":
      return DiagnosticSeverity.Warning;
    case "info":
      return DiagnosticSeverity.Information;
    case "hint":
      return DiagnosticSeverity.Hint;
  }
}

/** Unused things are shown faded, what a later version dropped is struck through. */
function tagsOf(finding: LintFinding): DiagnosticTag[] {
  if (finding.ruleId.startsWith("unused-")) return [DiagnosticTag.Unnecessary];
  if (finding.ruleId === "v6-syntax" || finding.ruleId === "version-mismatch")
    return [DiagnosticTag.Deprecated];
  return [];
}

/** Where not all can be shown, the gravest are; order of position is kept. */
function worstFirst(findings: readonly LintFinding[], limit: number): readonly LintFinding[] {
  if (findings.length <= limit) return findings;
  const ranked = [...findings]
    .sort((a, b) => severityOf(a.severity) - severityOf(b.severity))
    .slice(0, limit);
  const kept = new Set(ranked);
  return findings.filter((finding) => kept.has(finding));
}

function moreNotice(file: AnalysedFile, total: number, limit: number): Diagnostic {
  return {
    range: toRange(file, { start: 0, end: 0 }),
    severity: DiagnosticSeverity.Information,
    source: SOURCE,
    message: `${total - limit} more findings are not shown. Raise \`rsclint.maxFindings\` to see them.`,
  };
}
