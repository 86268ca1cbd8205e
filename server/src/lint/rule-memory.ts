import type { Finding, RuleContext } from "../rules/rule.ts";
import type { CommonEnds } from "./common-ends.ts";
import { type Asked, NOTHING_ASKED } from "./questions.ts";
import { asList, type TaskOf } from "./subjects.ts";
import type { Watch } from "./watch.ts";

/** What a rule answered. Subjects that asked nothing and are without fault leave no trace. */
export interface RuleMemory<T extends object> {
  lists: readonly (readonly T[])[];
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
  compare(before: readonly object[], after: readonly object[]): CommonEnds;
}

type Work<T> = Pick<TaskOf<string, T>, "lists" | "isMeant" | "check">;

export function createRuleMemory<T extends object>(): RuleMemory<T> {
  return { lists: [], asked: new Map(), askers: new Map(), found: new Map() };
}

/**
 * All findings of a rule: it is called for subjects that are new, for those that stand in a changed list and are
 * stale there, and for those whose answer rested on something that is different now.
 */
export function* bringUpToDate<T extends object>(
  memory: RuleMemory<T>,
  work: Work<T>,
  now: Now,
  isStale?: (subject: T) => boolean,
): Generator<void, readonly Finding[]> {
  for (const [at, list] of work.lists.entries()) {
    yield* askAll(memory, dueIn(memory, list, memory.lists[at] ?? [], now, isStale), work, now);
  }
  yield* askAll(memory, outdatedIn(memory, now.watch), work, now);
  memory.lists = work.lists;
  return [...memory.found.values()].flatMap(({ findings }) => findings);
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

/** Forgets what is gone from a list; gives what is new in it, or stale. */
function dueIn<T extends object>(
  memory: RuleMemory<T>,
  list: readonly T[],
  earlier: readonly T[],
  now: Now,
  isStale: ((subject: T) => boolean) | undefined,
): readonly T[] {
  if (list === earlier) return [];
  if (earlier.length === 0) return list;
  const { start, tail } = now.compare(earlier, list);
  for (const gone of earlier.slice(start, earlier.length - tail)) forget(memory, gone);
  const end = list.length - tail;
  if (isStale === undefined) return list.slice(start, end);
  return list.filter((subject, at) => (at >= start && at < end) || isStale(subject));
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
    fixes?.some(({ changes }) => changes.some(({ kind }) => kind === "text")) === true
  );
}
