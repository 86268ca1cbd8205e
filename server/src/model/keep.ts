import type { Item } from "./model.ts";

/**
 * Keeps what is worked out of a model. Who reads the model through this, and keeps nothing in any other way, may stay
 * while a document goes through its revisions: a kept value, once asked for, is a question like one to the model.
 */
export interface Keep {
  /** `compute` gets what it gave before; where it would say the same again, it had better give that very value. */
  one<T>(compute: (earlier: T | undefined) => T): () => T;
  /** One value a key. */
  each<K extends string, T>(compute: (key: K, earlier: T | undefined) => T): (key: K) => T;
}

/** For a model that stays as it is. */
export function createKeep(): Keep {
  const each: Keep["each"] = <K extends string, T>(compute: (key: K, earlier: T | undefined) => T) => {
    const known = new Map<K, { readonly value: T }>();
    return (key: K): T => {
      const kept = known.get(key) ?? { value: compute(key, undefined) };
      known.set(key, kept);
      return kept.value;
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

/** The earlier value where the new one, which is plain data, says the same. */
export function sameOrNew<T>(earlier: T | undefined, now: T): T {
  return earlier !== undefined && JSON.stringify(earlier) === JSON.stringify(now) ? earlier : now;
}

export function sameListOrNew<T>(earlier: readonly T[] | undefined, now: readonly T[]): readonly T[] {
  return earlier !== undefined && isSameList(earlier, now) ? earlier : now;
}

export function isSameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a === b || (a.length === b.length && a.every((part, at) => part === b[at]));
}

/** What was read of each item of a list. */
export interface Readings<T> {
  readonly items: readonly Item[];
  readonly read: readonly T[];
}

/** Reads only the items that are new since `earlier`; `read` looks at nothing but the item, and not at its index. */
export function readItems<T>(
  items: readonly Item[],
  read: (item: Item) => T,
  earlier: Readings<T> | undefined,
): Readings<T> {
  if (earlier === undefined) return { items, read: items.map(read) };
  const before = earlier.items;
  const shift = before.length - items.length;
  const isSame = (at: number, from: number) =>
    items[at] === before[from] && items[at]?.changes.length === 0 && from >= 0 && from < before.length;
  let start = 0;
  while (start < items.length && isSame(start, start)) start++;
  let end = items.length;
  while (end > start && end + shift > start && isSame(end - 1, end - 1 + shift)) end--;
  const between = items.slice(start, end).map(read);
  return { items, read: [...earlier.read.slice(0, start), ...between, ...earlier.read.slice(end + shift)] };
}
