import { between, changedElements, type RunsChange } from "../model/common-ends.ts";
import type { Runs } from "../model/runs.ts";
import type { Finding, RuleContext } from "../rules/rule.ts";
import { type Asked, NOTHING_ASKED } from "./questions.ts";
import { asList, type TaskOf } from "./subjects.ts";
import type { Watch } from "./watch.ts";

/** What a rule answered. Subjects that asked nothing and are without fault leave no trace. */
export interface RuleMemory<T extends object> {
  runs: Runs<T>;
  readonly asked: Map<T, Asked>;
  /** The same the other way round: thousands of subjects that asked the same are looked after as one. */
  readonly askers: Map<Asked, Set<T>>;
  readonly found: Map<T, Found>;
}

interface Found {
  readonly findings: readonly Finding[];
  /** Findings that name offsets are made anew: text moves. */
  readonly isFixed: boolean;
  readonly index: number | undefined;
}

export interface Now {
  readonly watch: Watch;
  readonly context: RuleContext;
  compare(before: Runs<object>, after: Runs<object>): RunsChange;
}

type Work<T> = Pick<TaskOf<string, T>, "runs" | "isMeant" | "check">;

export function createRuleMemory<T extends object>(): RuleMemory<T> {
  return { runs: [], asked: new Map(), askers: new Map(), found: new Map() };
}

/**
 * All findings of a rule: it is called for subjects that are new, for those that stand in a changed run and are
 * stale there, and for those whose answer rested on something that is different now.
 */
export function* bringUpToDate<T extends object>(
  memory: RuleMemory<T>,
  work: Work<T>,
  now: Now,
  { isStale, also = [] }: Stale<T> = {},
): Generator<void, readonly Finding[]> {
  for (const due of dueIn(memory, work.runs, now, isStale)) yield* askAll(memory, due, work, now);
  for (const due of also) yield* askAll(memory, due, work, now);
  yield* askAll(memory, outdatedIn(memory, now.watch), work, now);
  memory.runs = work.runs;
  return [...memory.found.values()].flatMap(({ findings }) => findings);
}

/** What is due although nothing that was noted changed. */
interface Stale<T> {
  /** Of the subjects in a changed run. */
  readonly isStale?: (subject: T) => boolean;
  /** In whatever run. */
  readonly also?: Runs<T>;
}

/** Checks between two chances to stop. */
const STEP = 256;

function* askAll<T extends object>(
  memory: RuleMemory<T>,
  subjects: readonly T[],
  work: Work<T>,
  now: Now,
): Generator<void, void> {
  for (let from = 0; from < subjects.length; from += STEP) {
    if (from > 0) yield;
    askSome(memory, subjects, from, work, now);
  }
}

/** A function of its own: loops in generators run slowly, and this one runs 100,000 times a rule. */
function askSome<T extends object>(
  memory: RuleMemory<T>,
  subjects: readonly T[],
  from: number,
  work: Work<T>,
  now: Now,
): void {
  const to = Math.min(from + STEP, subjects.length);
  for (let at = from; at < to; at++) {
    const subject = subjects[at];
    if (subject !== undefined) ask(memory, subject, work, now);
  }
}

function ask<T extends object>(
  memory: RuleMemory<T>,
  subject: T,
  work: Work<T>,
  { watch, context }: Now,
): void {
  forget(memory, subject);
  watch.taken();
  const findings = work.isMeant(subject, context.model) ? asList(work.check(subject, context)) : [];
  const asked = watch.taken();
  if (asked !== NOTHING_ASKED) {
    memory.asked.set(subject, asked);
    const same = memory.askers.get(asked);
    if (same === undefined) memory.askers.set(asked, new Set([subject]));
    else same.add(subject);
  }
  if (findings.length > 0) {
    memory.found.set(subject, {
      findings,
      isFixed: findings.some(namesOffsets),
      index: indexOf(subject),
    });
  }
}

function forget<T extends object>(memory: RuleMemory<T>, subject: T): void {
  memory.found.delete(subject);
  const asked = memory.asked.get(subject);
  if (asked === undefined) return;
  memory.asked.delete(subject);
  const same = memory.askers.get(asked);
  same?.delete(subject);
  if (same?.size === 0) memory.askers.delete(asked);
}

/** Forgets what is gone; gives what is new, or stale. */
function dueIn<T extends object>(
  memory: RuleMemory<T>,
  runs: Runs<T>,
  { compare }: Now,
  isStale: ((subject: T) => boolean) | undefined,
): Runs<T> {
  if (memory.runs === runs) return [];
  if (memory.runs.length === 0) return runs;
  // What changed lies between the runs that stayed; those of a file are looked through once for all rules.
  const change = compare(memory.runs, runs);
  for (const gone of changedElements(memory.runs, change)) forget(memory, gone);
  const fresh = changedElements(runs, change);
  if (isStale === undefined) return [fresh];
  const isFresh = new Set(fresh);
  return [
    ...between(runs, change.runs).map((run) => run.filter((one) => !isFresh.has(one) && isStale(one))),
    fresh,
  ];
}

/** Subjects whose answers rest on something that changed, or have to be placed anew. */
function outdatedIn<T extends object>({ askers, found }: RuleMemory<T>, watch: Watch): readonly T[] {
  const outdated = new Set<T>();
  for (const [asked, subjects] of askers) {
    if (!watch.isCurrent(asked)) for (const subject of subjects) outdated.add(subject);
  }
  for (const [subject, { isFixed, index }] of found) {
    if (isFixed || index !== indexOf(subject)) outdated.add(subject);
  }
  return [...outdated];
}

/** Messages number items that have no name. */
function indexOf(subject: object): number | undefined {
  return "index" in subject && typeof subject.index === "number" ? subject.index : undefined;
}

function namesOffsets({ at, related, fixes }: Finding): boolean {
  return (
    "range" in at ||
    related?.some((one) => "range" in one.at) === true ||
    fixes?.some(({ changes }) =>
      changes.some((change) => change.kind === "text" && change.moves !== true),
    ) === true
  );
}
