import { type Surroundings, surroundingsOf } from "../edit/render-edits.ts";
import type { Item, Model } from "../model/model.ts";
import { appliesTo } from "../rules/applies-to.ts";
import type { CheckResult, Finding, Fix, Rule, RuleContext, Severity } from "../rules/rule.ts";
import { readTree } from "../syntax/tree-text.ts";
import type { Range } from "../text/range.ts";
import { type LintConfig, type OptionValue, policyOf } from "./config.ts";
import {
  compareSeverities,
  type LintFinding,
  type LintResult,
  type ObjectIdentity,
  type OfferedFix,
  type RelatedPlace,
} from "./finding.ts";
import { fingerprintOf, identityOf, itemParts } from "./fingerprint.ts";
import type { LintMemory } from "./memory.ts";
import { createPlacer, type Place, type Placer } from "./place.ts";
import { renderFixEdits } from "./render-fix.ts";
import { withoutRepeats } from "./said-by.ts";
import { type Selection, selectRules } from "./select.ts";
import { asList, createTaskNotes, type TaskOf, taskOf } from "./subjects.ts";
import { applySuppressions, type ExternalSuppression } from "./suppressions.ts";

/** The rule id of findings that tell of a defect in rsclint itself. */
export const INTERNAL_ERROR = "internal-error";

export interface LintOptions {
  readonly rules: readonly Rule[];
  readonly config?: LintConfig;
  /** A file's path as the config's globs see it. Default: as the model has it. */
  readonly relativePath?: (path: string) => string;
  readonly external?: readonly ExternalSuppression[];
  /** Work out the edits of every fix at once; reports want them, an editor asks for one fix at a time. */
  readonly withEdits?: boolean;
  /** The state that the files are a change of; undefined where nothing is changed. */
  before?(): RuleContext["before"] | undefined;
  /** A clock in milliseconds, for timings per rule. */
  readonly now?: () => number;
  /** What earlier revisions of the same files gave, to save work; its traffic is used instead of the one given. */
  readonly memory?: LintMemory;
}

/** Runs the rules over a configuration. Never throws: a rule that fails becomes one internal finding. */
export function lint(model: Model, traffic: RuleContext["traffic"], options: LintOptions): LintResult {
  const steps = lintSteps(model, traffic, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same in small steps, so that a caller can stop between two of them. */
export function* lintSteps(
  model: Model,
  traffic: RuleContext["traffic"],
  options: LintOptions,
): Generator<void, LintResult> {
  const run = startRun(model, traffic, options);
  for (const rule of options.rules) {
    const isActive = run.selections.some((selection) => selection.has(rule.id));
    if (!isActive || !appliesTo(rule, model.version)) continue;
    const started = options.now?.() ?? 0;
    yield* runRule(rule, run);
    if (options.now) run.timings.set(rule.id, options.now() - started);
  }
  // Ahead of the suppressions: what is said once is silenced once.
  const told = withoutRepeats(run.findings, options.rules);
  const found = numbered(eachOnce(inOrder(told, model)));
  const { findings, usedExternal } = applySuppressions(found, {
    model,
    external: options.external ?? [],
    rules: options.rules,
    selectionOf: (path) => run.selectionOf(path),
    relativePath: options.relativePath ?? ((path) => path),
  });
  // What is told of suppressions stands behind the rest.
  const isInOrder = findings.length === found.length;
  return {
    findings: isInOrder ? findings : inOrder(findings, model),
    timings: run.timings,
    usedExternal,
  };
}

interface Run {
  readonly model: Model;
  readonly context: Omit<RuleContext, "option">;
  readonly options: LintOptions;
  readonly selections: readonly Selection[];
  selectionOf(path: string): Selection;
  readonly placeOf: Placer;
  /** Made for the first fix that is rendered. */
  surroundings: Surroundings | undefined;
  readonly findings: LintFinding[];
  readonly timings: Map<string, number>;
}

const NOTHING: Selection = new Map();

function startRun(model: Model, traffic: RuleContext["traffic"], options: LintOptions): Run {
  const config = options.config ?? {};
  const relative = options.relativePath ?? ((path) => path);
  options.memory?.follow(model);
  const byPath = new Map(
    model.files.map((file) => [file.path, selectRules(options.rules, config, relative(file.path))] as const),
  );
  return {
    model,
    context: {
      model: options.memory?.model ?? model,
      traffic: options.memory?.traffic ?? traffic,
      policy: policyOf(config),
    },
    options,
    selections: [...byPath.values()],
    selectionOf: (path) => byPath.get(path) ?? NOTHING,
    placeOf: createPlacer(model),
    surroundings: undefined,
    findings: [],
    timings: new Map(),
  };
}

/** Checks between two chances to stop. */
const STEP = 256;

function* runRule(rule: Rule, run: Run): Generator<void, void> {
  const context = contextOf(rule, run);
  let count = 0;
  try {
    if (run.options.memory !== undefined) {
      for (const finding of yield* run.options.memory.findings(rule, context)) keep(rule, finding, run);
      return;
    }
    for (const result of results(rule, run.model, context)) {
      if (++count % STEP === 0) yield;
      for (const finding of asList(result)) keep(rule, finding, run);
    }
  } catch (error) {
    reportCrash(rule, error, run);
  }
  yield;
}

function contextOf(rule: Rule, run: Run): RuleContext {
  const main = run.model.files[0];
  const options = (main && run.selectionOf(main.path).get(rule.id)?.options) ?? {};
  return {
    ...run.context,
    get before() {
      return run.options.before?.();
    },
    option<T extends OptionValue>(name: string, otherwise?: T): T | undefined {
      const value = options[name] ?? otherwise ?? rule.options?.[name]?.default;
      return isOption<T>(value) ? value : undefined;
    },
  };
}

/** Options are checked against the rule's schema where the config is read. */
function isOption<T>(value: unknown): value is T {
  return value !== undefined;
}

/** Calls the rule for each of its subjects. */
function* results(rule: Rule, model: Model, context: RuleContext): Generator<CheckResult, void> {
  const task = taskOf(rule, model, createTaskNotes());
  if (task.kind === "item") yield* checks(task, context);
  else if (task.kind === "command") yield* checks(task, context);
  else if (task.kind === "reference") yield* checks(task, context);
  else yield* checks(task, context);
}

function* checks<T>(task: TaskOf<string, T>, context: RuleContext): Generator<CheckResult, void> {
  for (const run of task.runs) {
    for (const subject of run) if (task.isMeant(subject, context.model)) yield task.check(subject, context);
  }
}

function keep(rule: Rule, finding: Finding, run: Run): void {
  const place = run.placeOf(finding.at);
  if (place === undefined) return;
  const active = run.selectionOf(place.file.path).get(rule.id);
  if (active === undefined) return;
  const found: Mutable<LintFinding> = {
    ruleId: rule.id,
    severity: severityOf(rule, finding, active.severity),
    message: finding.message,
    file: place.file.path,
    range: place.range,
    fingerprint: "",
    related: relatedOf(finding, run.placeOf),
    fixes: fixesOf(rule, finding, run),
  };
  if (place.value !== undefined) found.value = place.value;
  if (place.isUnwritten) found.isUnwritten = true;
  if (finding.item !== undefined) found.object = identityOf(finding.item);
  found.fingerprint = fingerprintOf(rule.id, partsOf(finding.item, found.object, place));
  run.findings.push(found);
}

/** Made step by step: one missing name may give thousands of findings at a key. */
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function partsOf(
  item: Item | undefined,
  identity: ObjectIdentity | undefined,
  { file, range }: Place,
): readonly string[] {
  if (item !== undefined && identity !== undefined) return itemParts(item, identity);
  return ["text", readTree(file.tree).slice(range.start, range.end)];
}

/**
 * What the rule says of this finding, else its own severity, lowered to info on disabled objects. A configured
 * severity takes the place of the rule's own; what the rule had lowered stays at least as low.
 */
function severityOf(rule: Rule, finding: Finding, configured: Severity | undefined): Severity {
  const lowered = isLowered(rule, finding.item) ? "info" : rule.severity;
  const said = finding.severity ?? lowered;
  if (configured === undefined) return said;
  const isMilder = compareSeverities(said, rule.severity) < 0 && compareSeverities(said, configured) < 0;
  return isMilder ? said : configured;
}

/** A disabled object still has to be readable, so the rules of text and references keep their severity. */
function isLowered(rule: Rule, item: Item | undefined): boolean {
  if (rule.group === "language" || rule.group === "model") return false;
  return item?.isDisabled === true && compareSeverities(rule.severity, "info") > 0;
}

const NONE: readonly never[] = [];

function relatedOf({ related }: Finding, placeOf: Placer): readonly RelatedPlace[] {
  if (related === undefined || related.length === 0) return NONE;
  return related.flatMap(({ at, message }) => {
    const place = placeOf(at);
    return place ? [{ file: place.file.path, range: place.range, message }] : [];
  });
}

function fixesOf(rule: Rule, { fixes }: Finding, run: Run): readonly OfferedFix[] {
  if (fixes === undefined || fixes.length === 0) return NONE;
  return fixes.map((fix) => offer(rule, fix, run)).filter((fix) => fix !== undefined);
}

/** A fix that the meta does not know, or that cannot be written into the files, is not offered. */
function offer(rule: Rule, fix: Fix, run: Run): OfferedFix | undefined {
  const safety = rule.fixes?.[fix.id];
  if (safety === undefined) throw new Error(`offers the fix "${fix.id}", which its meta does not declare`);
  const { id, title, inputs = NONE, changes, mayCut } = fix;
  const offered: OfferedFix = { id, title, safety, inputs, changes, ...(mayCut !== undefined && { mayCut }) };
  if (run.options.withEdits !== true) return offered;
  run.surroundings ??= surroundingsOf(run.model);
  const edits = renderFixEdits(run.model, fix.changes, run.surroundings);
  return edits === undefined ? undefined : { ...offered, edits };
}

function reportCrash(rule: Rule, error: unknown, run: Run): void {
  const file = run.model.files[0];
  if (file === undefined) return;
  const range: Range = { start: 0, end: 0 };
  const what = error instanceof Error ? error.message : String(error);
  run.findings.push({
    ruleId: INTERNAL_ERROR,
    severity: "warning",
    message: `The rule \`${rule.id}\` failed: ${what}. This is a defect of rsclint; the other rules ran.`,
    file: file.path,
    range,
    fingerprint: fingerprintOf(INTERNAL_ERROR, ["text", rule.id]),
    related: [],
    fixes: [],
  });
}

function inOrder(findings: readonly LintFinding[], model: Model): LintFinding[] {
  const order = new Map(model.files.map((file, index) => [file.path, index] as const));
  return [...findings].sort(
    (a, b) =>
      (a.file === b.file ? 0 : (order.get(a.file) ?? 0) - (order.get(b.file) ?? 0)) ||
      a.range.start - b.range.start ||
      a.range.end - b.range.end ||
      compareText(a.ruleId, b.ruleId) ||
      // So that the order does not tell which subject was asked first.
      compareText(a.message, b.message),
  );
}

/** Several subjects of a rule may lead to one finding; in order, its copies stand side by side. */
function eachOnce(findings: readonly LintFinding[]): LintFinding[] {
  return findings.filter((finding, at) => {
    const before = findings[at - 1];
    return (
      before === undefined ||
      before.ruleId !== finding.ruleId ||
      before.message !== finding.message ||
      before.range.start !== finding.range.start ||
      before.range.end !== finding.range.end ||
      before.file !== finding.file
    );
  });
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Several findings of one rule on one object get a number behind the first. */
function numbered(findings: readonly LintFinding[]): LintFinding[] {
  const byFile = new Map<string, Map<string, number>>();
  return findings.map((finding) => {
    const counts = byFile.get(finding.file) ?? new Map<string, number>();
    byFile.set(finding.file, counts);
    const count = (counts.get(finding.fingerprint) ?? 0) + 1;
    counts.set(finding.fingerprint, count);
    return count === 1 ? finding : { ...finding, fingerprint: `${finding.fingerprint}-${count}` };
  });
}
