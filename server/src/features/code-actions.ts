import {
  type CodeAction,
  type CodeActionContext,
  CodeActionKind,
  type Diagnostic,
  type Range,
} from "vscode-languageserver-types";
import type { LintFinding } from "../lint/finding.ts";
import { disableNextLine } from "../lint/suppressions.ts";
import { rangeOf } from "../syntax/tree.ts";
import { chunkAt } from "../syntax/walk.ts";
import { minimalEdit } from "../text/edit.ts";
import { type Range as OffsetRange, overlaps } from "../text/range.ts";
import type { AnalysedFile, Analysis } from "./analysis.ts";
import { isDiagnosticData, SOURCE, toDiagnostic } from "./diagnostics.ts";
import { editsOfFix, fixAll } from "./fixes.ts";
import { cutOfFix } from "./lockout.ts";
import { migrationActions } from "./migration-actions.ts";
import { toOffsets } from "./place.ts";
import { askFirst, type CodeActionTools, plainEdit, snippetEdit, toWorkspaceEdit } from "./workspace-edit.ts";

export interface CodeActionRequest {
  readonly range: Range;
  readonly context: CodeActionContext;
}

export const FIX_ALL_KIND = `${CodeActionKind.SourceFixAll}.rsclint`;

/**
 * Migrations and fixes of the findings in the range, suppressing them last, and "fix all" where it is asked for by kind.
 * The order is the menu's: what mends the cause, what mends a symptom, what silences it.
 */
export function codeActions(
  analysis: Analysis,
  file: AnalysedFile,
  request: CodeActionRequest,
  tools: CodeActionTools,
): CodeAction[] {
  const actions: CodeAction[] = [];
  const asked = findingsIn(analysis, file, request);
  actions.push(
    ...migrations(analysis, file, asked, request, tools).filter(({ kind }) => wants(request, kind ?? "")),
  );
  if (wants(request, CodeActionKind.QuickFix)) {
    actions.push(...mergeEqual(asked.flatMap((each) => fixActions(analysis, file, each, request, tools))));
    for (const finding of asked) actions.push(...suppressAction(analysis, file, finding, request, tools));
  }
  if (wants(request, FIX_ALL_KIND) && request.context.only !== undefined) {
    actions.push(...fixAllAction(analysis, file, tools));
  }
  return actions;
}

/** One entry in the menu where two findings at one place are mended by the same change, as `allow=` is for two rules. */
function mergeEqual(actions: readonly CodeAction[]): CodeAction[] {
  const merged = new Map<string, CodeAction>();
  for (const action of actions) {
    const key = JSON.stringify([action.title, action.edit]);
    const twin = merged.get(key);
    const diagnostics = [...(twin?.diagnostics ?? []), ...(action.diagnostics ?? [])];
    merged.set(key, { ...action, ...twin, diagnostics });
  }
  return [...merged.values()];
}

/** A migration that the rule of a finding here names is that finding's quick fix; others are refactorings. */
function migrations(
  analysis: Analysis,
  file: AnalysedFile,
  asked: readonly LintFinding[],
  request: CodeActionRequest,
  tools: CodeActionTools,
): CodeAction[] {
  const offsets = [toOffsets(file, request.range).start, ...asked.map(({ range }) => range.start)];
  return migrationActions(analysis, file, offsets, tools).map(({ target, action }) => {
    const finding = asked.find(({ ruleId }) =>
      tools.analyser.rules.some(({ id, migrations: named }) => id === ruleId && named?.includes(target)),
    );
    if (!finding) return action;
    const diagnostics = [diagnosticOf(analysis, file, finding, request)];
    return { ...action, kind: CodeActionKind.QuickFix, diagnostics };
  });
}

/** Kinds are hierarchical: asking for "source" means "source.fixAll" too. */
function wants({ context }: CodeActionRequest, kind: string): boolean {
  return (
    context.only === undefined || context.only.some((only) => kind === only || kind.startsWith(`${only}.`))
  );
}

function findingsIn(
  analysis: Analysis,
  file: AnalysedFile,
  request: CodeActionRequest,
): readonly LintFinding[] {
  const range = toOffsets(file, request.range);
  const named = new Set(
    request.context.diagnostics
      .filter(({ source }) => source === SOURCE)
      .flatMap(({ data }) => (isDiagnosticData(data) ? [data.fingerprint] : [])),
  );
  return analysis.findings.filter(
    (finding) =>
      finding.file === file.path &&
      finding.suppressed === undefined &&
      (named.has(finding.fingerprint) || meets(finding.range, range)),
  );
}

function meets(a: OffsetRange, b: OffsetRange): boolean {
  return (
    overlaps(a, b) || (a.start <= b.start && b.start <= a.end) || (b.start <= a.start && a.start <= b.end)
  );
}

function fixActions(
  analysis: Analysis,
  file: AnalysedFile,
  finding: LintFinding,
  request: CodeActionRequest,
  tools: CodeActionTools,
): CodeAction[] {
  const isOnlySafe = finding.fixes.filter(({ safety }) => safety === "safe").length === 1;
  return finding.fixes.flatMap((offered) => {
    const edits = editsOfFix(analysis, offered);
    if (!edits || edits.every((each) => each.edits.length === 0)) return [];
    const edit = toWorkspaceEdit(analysis, edits, offered, tools.traits);
    const cut = cutOfFix(tools.analyser, analysis, offered, edits);
    return {
      title: cut === undefined ? offered.title : `${offered.title} (${cut.brief})`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnosticOf(analysis, file, finding, request)],
      edit: cut === undefined ? edit : askFirst(edit, `${cut.reason}.`, tools.traits),
      ...(isOnlySafe && offered.safety === "safe" ? { isPreferred: true } : {}),
    };
  });
}

/** The client's own copy of the diagnostic, so that it can tell which one an action mends. */
function diagnosticOf(
  analysis: Analysis,
  file: AnalysedFile,
  finding: LintFinding,
  { context }: CodeActionRequest,
): Diagnostic {
  const sent = context.diagnostics.find(
    ({ data }) => isDiagnosticData(data) && data.fingerprint === finding.fingerprint,
  );
  return sent ?? toDiagnostic(analysis, file, finding, {});
}

function suppressAction(
  analysis: Analysis,
  file: AnalysedFile,
  finding: LintFinding,
  request: CodeActionRequest,
  tools: CodeActionTools,
): CodeAction[] {
  const at = lineOfStatement(file, finding.range.start);
  if (at === undefined) return [];
  const eol = file.text.includes("\r\n") ? "\r\n" : "\n";
  const indent = /^[ \t]*/.exec(file.text.slice(at, at + 200))?.[0] ?? "";
  const line = (reason: string) => `${indent}${disableNextLine(finding.ruleId, reason)}${eol}`;
  const range = { start: at, end: at };
  const edit = tools.traits.supportsSnippets
    ? snippetEdit(file, [{ range, newText: line(`\${1:reason}`) }])
    : plainEdit(analysis, [{ file: file.path, edits: [{ range, newText: line("accepted") }] }], tools.traits);
  return [
    {
      title: `Suppress \`${finding.ruleId}\` here, with a reason`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnosticOf(analysis, file, finding, request)],
      edit,
    },
  ];
}

/** Where a comment can stand above the statement; undefined for findings about the file as a whole. */
function lineOfStatement(file: AnalysedFile, offset: number): number | undefined {
  const chunk = chunkAt(file.tree, offset);
  const statement = chunk?.statements.findLast((each) => rangeOf(each).start <= offset);
  if (!statement) return undefined;
  const { line } = file.lines.positionAt(rangeOf(statement).start);
  return file.lines.lineStart(line);
}

function fixAllAction(analysis: Analysis, file: AnalysedFile, tools: CodeActionTools): CodeAction[] {
  const { files, applied } = fixAll(tools.analyser, analysis, { within: [file.path] });
  const edits = files.flatMap(({ path, text }) => {
    const edit = minimalEdit(analysis.file(path)?.text ?? "", text);
    return edit ? [{ file: path, edits: [edit] }] : [];
  });
  if (edits.length === 0) return [];
  const what = applied.length === 1 ? "the one safe fix" : `all ${applied.length} safe fixes`;
  return [{ title: `Apply ${what}`, kind: FIX_ALL_KIND, edit: plainEdit(analysis, edits, tools.traits) }];
}
