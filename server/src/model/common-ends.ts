import { joined } from "./joined.ts";

/** How far two lists are the same from their beginning and, behind that, from their end. */
export interface CommonEnds {
  readonly start: number;
  readonly tail: number;
}

/**
 * Looks at each pair of lists once: scores of rules ask about the same 100,000 commands. Weak on both sides: were the
 * earlier list held by the later one, no revision of a document would ever be let go.
 */
export function createComparer(): (before: readonly object[], after: readonly object[]) => CommonEnds {
  const known = new WeakMap<readonly object[], WeakMap<readonly object[], CommonEnds>>();
  return (before, after) => {
    const byBefore = known.get(after) ?? new WeakMap<readonly object[], CommonEnds>();
    known.set(after, byBefore);
    const ends = byBefore.get(before) ?? commonEnds(before, after);
    byBefore.set(before, ends);
    return ends;
  };
}

function commonEnds(before: readonly object[], after: readonly object[]): CommonEnds {
  const shortest = Math.min(before.length, after.length);
  let start = 0;
  while (start < shortest && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < shortest - start && before[before.length - 1 - tail] === after[after.length - 1 - tail])
    tail++;
  return { start, tail };
}

/** What of two revisions' runs is not the same: elements of the runs between those that stayed. */
export interface RunsChange {
  readonly runs: CommonEnds;
  /** Of the elements in these runs, one after the other. */
  readonly elements: CommonEnds;
}

/** Looks at each pair of runs once, and where a run changed alone, at what is in it once for all who hold it. */
export function createRunsComparer(): (
  before: readonly (readonly object[])[],
  after: readonly (readonly object[])[],
) => RunsChange {
  const compare = createComparer();
  const known = new WeakMap<CommonEnds, RunsChange>();
  return (before, after) => {
    const runs = compare(before, after);
    const change = known.get(runs) ?? {
      runs,
      elements: compare(joined(between(before, runs)), joined(between(after, runs))),
    };
    known.set(runs, change);
    return change;
  };
}

/** The elements that changed, of one of the two revisions. */
export function changedElements<T>(runs: readonly (readonly T[])[], change: RunsChange): readonly T[] {
  return between(joined(between(runs, change.runs)), change.elements);
}

/** Where they are not the same. */
export function between<T>(list: readonly T[], { start, tail }: CommonEnds): readonly T[] {
  return list.slice(start, list.length - tail);
}
