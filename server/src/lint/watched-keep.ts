import type { Keep } from "../model/keep.ts";
import { type Asked, areCurrent, type Log, type Question } from "./questions.ts";

/** A kept value is a question itself: it is answered the same where working it out again gives the same value. */
export function createWatchedKeep(log: Log): Keep {
  const each: Keep["each"] = <K extends string, T>(compute: (key: K, earlier: T | undefined) => T) => {
    const known = new Map<K, Kept<T>>();
    const current = (key: K): Kept<T> => {
      const kept = known.get(key);
      const newest = log.newest();
      if (kept !== undefined && (kept.heldAt === newest.revision || areCurrent(kept.asked, newest))) {
        kept.heldAt = newest.revision;
        return kept;
      }
      const fresh = keptOf(log, kept, askFor(key), () => compute(key, kept?.value));
      known.set(key, fresh);
      return fresh;
    };
    // Made out here: a question outlives its revision, and would hold on to all that `current` speaks of.
    const askFor = (key: K) => () => [current(key).value];
    return (key: K): T => {
      const { question, value } = current(key);
      log.asked.add(question);
      return value;
    };
  };
  return {
    one: (compute) => {
      const only = each((_key: "", earlier: Parameters<typeof compute>[0]) => compute(earlier));
      return () => only("");
    },
    each,
  };
}

interface Kept<T> {
  readonly value: T;
  readonly asked: Asked;
  readonly question: Question;
  heldAt: number;
}

/** What is asked while computing belongs to the value; whoever wanted it asks for the value alone. */
function keptOf<T>(log: Log, earlier: Kept<T> | undefined, ask: Question["ask"], compute: () => T): Kept<T> {
  const outer = log.asked;
  log.asked = new Set();
  try {
    const value = compute();
    const { revision } = log.newest();
    const question =
      earlier !== undefined && earlier.value === value
        ? earlier.question
        : { ask, answer: [value], holds: true, toldAt: revision };
    return { value, asked: log.asked, question, heldAt: revision };
  } finally {
    log.asked = outer;
  }
}
