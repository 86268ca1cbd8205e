/** Keeps what was computed for a key. */
export function memo<T>(compute: (key: string) => T): (key: string) => T {
  const known = new Map<string, { readonly value: T }>();
  return (key) => {
    const entry = known.get(key);
    if (entry !== undefined) return entry.value;
    const value = compute(key);
    known.set(key, { value });
    return value;
  };
}

export function memo2<T>(compute: (a: string, b: string) => T): (a: string, b: string) => T {
  const byFirst = memo((a: string) => memo((b: string) => compute(a, b)));
  return (a, b) => byFirst(a)(b);
}

export function memo3<T>(
  compute: (a: string, b: string, c: string) => T,
): (a: string, b: string, c: string) => T {
  const byFirst = memo((a: string) => memo2((b: string, c: string) => compute(a, b, c)));
  return (a, b, c) => byFirst(a)(b, c);
}
