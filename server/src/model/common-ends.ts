/** How far two lists are the same from their beginning and, behind that, from their end. */
export interface CommonEnds {
  readonly start: number;
  readonly tail: number;
}

/** Looks at each pair of lists once: scores of rules ask about the same 100,000 commands. */
export function createComparer(): (before: readonly object[], after: readonly object[]) => CommonEnds {
  const known = new WeakMap<readonly object[], CommonEnds & { readonly before: readonly object[] }>();
  return (before, after) => {
    const last = known.get(after);
    if (last?.before === before) return last;
    const ends = { before, ...commonEnds(before, after) };
    known.set(after, ends);
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
