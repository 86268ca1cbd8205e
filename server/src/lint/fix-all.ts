import type { FixSafety } from "../rules/rule.ts";
import { applyEdits, editsOverlap, sortEdits, type TextEdit } from "../text/edit.ts";
import { createLineIndex, type LineIndex } from "../text/line-index.ts";
import type { FileEdits, LintFinding, OfferedFix } from "./finding.ts";

export interface FixableFile {
  readonly path: string;
  readonly text: string;
}

export interface FixAllOptions {
  /** Only these are applied; needs-input never is. */
  readonly safeties: readonly Exclude<FixSafety, "needs-input">[];
  readonly ruleIds?: ReadonlySet<string>;
  /** Paths: only what is found in these files is mended, though a fix may reach into others. */
  readonly within?: ReadonlySet<string>;
  /** Lints a state of the files, with the edits of the fixes worked out. */
  relint(files: readonly FixableFile[]): readonly LintFinding[];
  /** Why a state must not follow another one, though it can be read: the way to the router would be cut. */
  cuts?(before: readonly FixableFile[], after: readonly FixableFile[]): string | undefined;
}

export interface FixAllResult {
  readonly files: readonly FixableFile[];
  /** In the order they were applied. */
  readonly applied: readonly AppliedFix[];
  /** Fixes that would have cut the way to the router. */
  readonly heldBack: readonly HeldBackFix[];
  /** What is found after the last pass. */
  readonly findings: readonly LintFinding[];
}

export interface AppliedFix {
  readonly ruleId: string;
  readonly fixId: string;
  readonly title: string;
  readonly file: string;
  /** Of the finding, from 1: in the text as it was, else, if an earlier fix brought it up, in what that one left. */
  readonly line: number;
}

export interface HeldBackFix extends AppliedFix {
  readonly reason: string;
}

/** Each pass applies what does not collide; a file of a thousand clashing fixes is not worth waiting for. */
const MOST_PASSES = 100;

/**
 * Applies fixes pass by pass until none is left. Edits of one pass never touch each other. A pass that leaves the
 * files worse to read (more `syntax-error` and the like), or that cuts the way to the router, is taken back and its
 * fixes are tried one at a time.
 */
export function fixAll(files: readonly FixableFile[], options: FixAllOptions): FixAllResult {
  const refused = new Set<string>();
  const applied: AppliedFix[] = [];
  const heldBack: HeldBackFix[] = [];
  let state = files;
  let findings = options.relint(state);
  const lineBefore = linesOf(findings, files);
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const chosen = choose(findings, options, refused);
    if (chosen.length === 0) break;
    const whole = attempt(state, findings, chosen, options);
    const step = "files" in whole ? whole : attemptSingly(state, findings, chosen, options, refused);
    for (const fix of step.heldBack) heldBack.push(fix);
    // Objects without a name of their own inherit a removed one's key, so progress is what tells a fix that
    // did its work from one that has to be kept from coming again.
    const isProgress = step.findings.length < findings.length || lengthOf(step.files) < lengthOf(state);
    if (!isProgress) for (const { key } of step.applied) refused.add(key);
    const lineOf = createLineOf(state);
    for (const { fix, finding } of step.applied)
      applied.push(describe(finding, fix, (one) => lineBefore.get(identityOf(one)) ?? lineOf(one)));
    state = step.files;
    findings = step.findings;
  }
  return { files: state, applied, heldBack, findings };
}

function lengthOf(files: readonly FixableFile[]): number {
  return files.reduce((sum, { text }) => sum + text.length, 0);
}

interface Candidate {
  readonly finding: LintFinding;
  readonly fix: OfferedFix;
  readonly edits: readonly FileEdits[];
  /** A fix that was applied, or did harm, is not applied to the same finding again. */
  readonly key: string;
}

interface Step {
  readonly files: readonly FixableFile[];
  readonly findings: readonly LintFinding[];
  readonly applied: readonly Candidate[];
  readonly heldBack: readonly HeldBackFix[];
}

/** Why a step was taken back; without a reason its result was worse to read. */
interface Refusal {
  readonly reason?: string;
}

function choose(
  findings: readonly LintFinding[],
  options: FixAllOptions,
  refused: ReadonlySet<string>,
): Candidate[] {
  const taken = new Map<string, TextEdit[]>();
  const chosen: Candidate[] = [];
  for (const finding of findings) {
    const candidate = candidateOf(finding, options, refused);
    if (candidate === undefined || collides(candidate.edits, taken)) continue;
    for (const { file, edits } of candidate.edits) {
      const known = taken.get(file);
      if (known === undefined) taken.set(file, [...edits]);
      else known.push(...edits);
    }
    chosen.push(candidate);
  }
  return chosen;
}

function candidateOf(
  finding: LintFinding,
  options: FixAllOptions,
  refused: ReadonlySet<string>,
): Candidate | undefined {
  if (finding.suppressed !== undefined) return undefined;
  if (options.ruleIds !== undefined && !options.ruleIds.has(finding.ruleId)) return undefined;
  if (options.within !== undefined && !options.within.has(finding.file)) return undefined;
  for (const fix of finding.fixes) {
    const key = [identityOf(finding), fix.id].join("\u0000");
    const { edits = [], safety } = fix;
    const isAllowed =
      safety !== "needs-input" && options.safeties.includes(safety) && fix.inputs.length === 0;
    if (isAllowed && !refused.has(key) && edits.some((file) => file.edits.length > 0)) {
      return { finding, fix, edits, key };
    }
  }
  return undefined;
}

/** Two insertions at one place collide too: they may be the same line that two findings want. */
function collides(edits: readonly FileEdits[], taken: ReadonlyMap<string, readonly TextEdit[]>): boolean {
  return edits.some(({ file, edits: own }) => {
    const others = taken.get(file) ?? [];
    return own.some((a) => others.some((b) => a.range.start <= b.range.end && b.range.start <= a.range.end));
  });
}

function attempt(
  files: readonly FixableFile[],
  before: readonly LintFinding[],
  chosen: readonly Candidate[],
  options: FixAllOptions,
): Step | Refusal {
  const next = files.map((file) => {
    const edits = chosen.flatMap((candidate) => candidate.edits.filter((own) => own.file === file.path));
    return {
      ...file,
      text: applyOrKeep(
        file.text,
        edits.flatMap((own) => own.edits),
      ),
    };
  });
  const findings = options.relint(next);
  if (unreadable(findings) > unreadable(before)) return {};
  const reason = options.cuts?.(files, next) ?? mayCut(chosen, options);
  return reason === undefined ? { files: next, findings, applied: chosen, heldBack: [] } : { reason };
}

/** What cannot be computed is held back as well, as long as somebody asks about cuts at all. */
function mayCut(chosen: readonly Candidate[], { cuts }: FixAllOptions): string | undefined {
  return cuts && chosen.map(({ fix }) => fix.mayCut).find((reason) => reason !== undefined);
}

function attemptSingly(
  files: readonly FixableFile[],
  before: readonly LintFinding[],
  chosen: readonly Candidate[],
  options: FixAllOptions,
  refused: Set<string>,
): Step {
  const heldBack: HeldBackFix[] = [];
  const lineOf = createLineOf(files);
  for (const candidate of chosen) {
    const step = attempt(files, before, [candidate], options);
    if ("files" in step) return { ...step, heldBack };
    refused.add(candidate.key);
    const { reason } = step;
    if (reason !== undefined)
      heldBack.push({ ...describe(candidate.finding, candidate.fix, lineOf), reason });
  }
  return { files, findings: before, applied: [], heldBack };
}

function applyOrKeep(text: string, edits: readonly TextEdit[]): string {
  return editsOverlap(edits) ? text : applyEdits(text, sortEdits(edits));
}

const UNREADABLE = new Set([
  "syntax-error",
  "unknown-menu",
  "unknown-command",
  "unknown-property",
  "invalid-value",
  "undefined-reference",
]);

function unreadable(findings: readonly LintFinding[]): number {
  return findings.filter(({ ruleId }) => UNREADABLE.has(ruleId)).length;
}

function describe(
  finding: LintFinding,
  fix: OfferedFix,
  lineOf: (finding: LintFinding) => number,
): AppliedFix {
  return {
    ruleId: finding.ruleId,
    fixId: fix.id,
    title: fix.title,
    file: finding.file,
    line: lineOf(finding),
  };
}

/** Findings that one cannot tell apart are left out. */
function linesOf(
  findings: readonly LintFinding[],
  files: readonly FixableFile[],
): ReadonlyMap<string, number> {
  const lineOf = createLineOf(files);
  const lines = new Map<string, number>();
  const twice = new Set<string>();
  for (const finding of findings) {
    const identity = identityOf(finding);
    if (lines.has(identity)) twice.add(identity);
    lines.set(identity, lineOf(finding));
  }
  for (const identity of twice) lines.delete(identity);
  return lines;
}

function identityOf({ file, ruleId, fingerprint }: LintFinding): string {
  return [file, ruleId, fingerprint].join("\u0000");
}

/** The lines of findings, counted from 1; each file is read once. */
function createLineOf(files: readonly FixableFile[]): (finding: LintFinding) => number {
  const known = new Map<string, LineIndex>();
  return ({ file, range }) => {
    const index = known.get(file) ?? createLineIndex(files.find(({ path }) => path === file)?.text ?? "");
    known.set(file, index);
    return index.positionAt(range.start).line + 1;
  };
}
