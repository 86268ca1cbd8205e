/**
 * One list after the other; the very list where no other holds anything. Lists of 100,000 are put together at each
 * key, and `flat` takes ten times as long as `concat`.
 */
export function joined<T>(lists: readonly (readonly T[])[]): readonly T[] {
  const [only, ...others] = lists.filter((list) => list.length > 0);
  return others.length === 0 ? (only ?? []) : (only ?? []).concat(...others);
}
