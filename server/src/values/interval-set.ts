/**
 * A set of whole numbers as sorted, separate, closed intervals; the algebra beneath address and port sets.
 * Immutable; two sets with the same members have the same intervals.
 */
export type IntervalSet = readonly Interval[];

/** From `first` to `last`, both included. */
export interface Interval {
  readonly first: bigint;
  readonly last: bigint;
}

/** Sorts and joins intervals that overlap or touch; those with `last < first` are left out. */
export function normalizeIntervals(intervals: readonly Interval[]): IntervalSet {
  const sorted = intervals.filter((i) => i.first <= i.last).sort(byFirst);
  const joined: Interval[] = [];
  for (const interval of sorted) {
    const previous = joined[joined.length - 1];
    if (!previous || interval.first > previous.last + 1n) joined.push(interval);
    else if (interval.last > previous.last) {
      joined[joined.length - 1] = { first: previous.first, last: interval.last };
    }
  }
  return joined;
}

export function uniteIntervals(a: IntervalSet, b: IntervalSet): IntervalSet {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  return normalizeIntervals([...a, ...b]);
}

export function intersectIntervals(a: IntervalSet, b: IntervalSet): IntervalSet {
  const common: Interval[] = [];
  let i = firstReaching(a, b[0]?.first);
  let j = firstReaching(b, a[0]?.first);
  for (let x = a[i], y = b[j]; x !== undefined && y !== undefined; x = a[i], y = b[j]) {
    const first = larger(x.first, y.first);
    const last = smaller(x.last, y.last);
    if (first <= last) common.push({ first, last });
    if (x.last < y.last) i++;
    else j++;
  }
  return common;
}

/** What is in `a` but not in `b`. */
export function subtractIntervals(a: IntervalSet, b: IntervalSet): IntervalSet {
  const rest: Interval[] = [];
  let j = firstReaching(b, a[0]?.first);
  for (const interval of a) {
    let first = interval.first;
    for (; j < b.length; j++) {
      const cut = b[j];
      if (cut === undefined || cut.first > interval.last) break;
      if (cut.last < first) continue;
      if (cut.first > first) rest.push({ first, last: cut.first - 1n });
      first = cut.last + 1n;
      if (cut.last > interval.last) break;
    }
    if (first <= interval.last) rest.push({ first, last: interval.last });
  }
  return rest;
}

/** Where the intervals begin that end at `value` or behind it: one host against a long list is a matter of few steps. */
function firstReaching(set: IntervalSet, value: bigint | undefined): number {
  let low = 0;
  let high = set.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const interval = set[middle];
    if (value !== undefined && interval !== undefined && interval.last < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function intervalsContain(set: IntervalSet, value: bigint): boolean {
  let low = 0;
  let high = set.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const interval = set[middle];
    if (interval === undefined) return false;
    if (value < interval.first) high = middle - 1;
    else if (value > interval.last) low = middle + 1;
    else return true;
  }
  return false;
}

/** How many numbers the set holds. */
export function countIntervals(set: IntervalSet): bigint {
  return set.reduce((sum, i) => sum + i.last - i.first + 1n, 0n);
}

/** `Math.min` knows no bigint. */
function smaller(a: bigint, b: bigint): bigint {
  return b < a ? b : a;
}

function larger(a: bigint, b: bigint): bigint {
  return smaller(a, b) === a ? b : a;
}

function byFirst(a: Interval, b: Interval): number {
  return a.first < b.first ? -1 : a.first > b.first ? 1 : 0;
}
