import type { Model } from "../model/model.ts";

/** Questions with the answers they got. */
export type Asked = ReadonlySet<Question>;

export const NOTHING_ASKED: Asked = new Set();

export interface Question {
  ask(): readonly unknown[];
  readonly answer: readonly unknown[];
  holds: boolean;
  /** The revision for which `holds` was last told. */
  toldAt: number;
}

/** The newest revision; counts up so that each question is asked once a revision. */
export interface Newest {
  readonly model: Model;
  readonly revision: number;
}

export interface Log {
  readonly newest: () => Newest;
  /** By what the question is about, then by kind and name. */
  readonly known: WeakMap<object, Map<string, Question>>;
  asked: Set<Question>;
  lastTaken: Asked;
}

/** Notes a question; asked before and still answered so, it is the same one. */
export function note(log: Log, about: object, name: string, ask: () => readonly unknown[]): void {
  const newest = log.newest();
  const same = log.known.get(about) ?? new Map<string, Question>();
  log.known.set(about, same);
  const known = same.get(name);
  if (known !== undefined && holds(known, newest)) {
    log.asked.add(known);
    return;
  }
  const fresh: Question = { ask, answer: ask(), holds: true, toldAt: newest.revision };
  same.set(name, fresh);
  log.asked.add(fresh);
}

function holds(question: Question, { revision }: Newest): boolean {
  if (question.toldAt === revision || !question.holds) return question.holds;
  question.toldAt = revision;
  question.holds = isSame(question.answer, question.ask());
  return question.holds;
}

export function areCurrent(asked: Asked, newest: Newest): boolean {
  for (const question of asked) if (!holds(question, newest)) return false;
  return true;
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a === b || (a.length === b.length && a.every((part, index) => part === b[index]));
}

/** The same set for the same questions, so that thousands of items share one. */
export function takeAsked(log: Log): Asked {
  if (log.asked.size === 0) return NOTHING_ASKED;
  if (isSameSet(log.lastTaken, log.asked)) {
    log.asked.clear();
    return log.lastTaken;
  }
  log.lastTaken = log.asked;
  log.asked = new Set();
  return log.lastTaken;
}

function isSameSet(a: Asked, b: Asked): boolean {
  if (a.size !== b.size) return false;
  for (const question of b) if (!a.has(question)) return false;
  return true;
}
