import { fillPlaceholders } from "../edit/placeholders.ts";
import type { FileEdits, InputNeeded, OfferedFix } from "../lint/finding.ts";
import { fixAll as applyAll, type FixAllResult, type FixableFile } from "../lint/fix-all.ts";
import { renderFixEdits } from "../lint/render-fix.ts";
import type { FixSafety } from "../rules/rule.ts";
import type { Analyser, Analysis } from "./analysis.ts";
import { cutOf } from "./lockout.ts";

export interface FixRequest {
  readonly fingerprint: string;
  readonly fixId: string;
  /** Answers by input name; the others stay `<PLACEHOLDER>`s. */
  readonly inputs?: Readonly<Record<string, string>>;
}

export interface FixOutcome {
  readonly title: string;
  readonly safety: FixSafety;
  /** Sorted, not overlapping, one entry a file. */
  readonly edits: readonly FileEdits[];
  /** Inputs that no answer was given for. */
  readonly missing: readonly InputNeeded[];
}

export interface FixAllRequest {
  /** Default: safe ones only. */
  readonly safeties?: readonly Exclude<FixSafety, "needs-input">[];
  readonly ruleIds?: readonly string[];
  /** Paths of files whose findings are mended, whatever files that changes; default: the router's files. */
  readonly within?: readonly string[];
  /** Apply also what cuts the way to the router. */
  readonly allowsLockout?: boolean;
}

/** The edits of one fix; undefined when the finding is gone, does not offer it, or it cannot be written. */
export function fix(analysis: Analysis, request: FixRequest): FixOutcome | undefined {
  const finding = analysis.findings.find(({ fingerprint }) => fingerprint === request.fingerprint);
  const offered = finding?.fixes.find(({ id }) => id === request.fixId);
  if (!offered) return undefined;
  const edits = editsOfFix(analysis, offered);
  if (!edits) return undefined;
  const answers = request.inputs ?? {};
  return {
    title: offered.title,
    safety: offered.safety,
    edits: edits.map((file) => ({ ...file, edits: file.edits.map((edit) => filled(edit, answers)) })),
    missing: offered.inputs.filter(({ name }) => !Object.hasOwn(answers, name)),
  };
}

export function editsOfFix(analysis: Analysis, offered: OfferedFix): readonly FileEdits[] | undefined {
  return offered.edits ?? renderFixEdits(analysis.model, offered.changes);
}

/** Every fix of the asked kinds, pass by pass until none is left. */
export function fixAll(analyser: Analyser, analysis: Analysis, request: FixAllRequest = {}): FixAllResult {
  const seen = new WeakMap<readonly FixableFile[], Analysis>();
  const analysed = (files: readonly FixableFile[]): Analysis => {
    const known = seen.get(files) ?? analyser.analyse(files, { ...analysis.settings, withEdits: true });
    seen.set(files, known);
    return known;
  };
  return applyAll(
    analysis.files.map(({ path, text }) => ({ path, text })),
    {
      safeties: request.safeties ?? ["safe"],
      ...(request.ruleIds === undefined ? {} : { ruleIds: new Set(request.ruleIds) }),
      ...(request.within === undefined ? {} : { within: new Set(request.within) }),
      relint: (files) => analysed(files).findings,
      ...(request.allowsLockout !== true && {
        cuts: (before, after) => cutOf(analysed(before), analysed(after))?.reason,
      }),
    },
  );
}

function filled<T extends { readonly newText: string }>(
  edit: T,
  answers: Readonly<Record<string, string>>,
): T {
  return { ...edit, newText: fillPlaceholders(edit.newText, answers) };
}
