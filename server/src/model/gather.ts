/** Keeps what each question finds in some parts; the questions are few and each is one constant function. */
export function createGatherer<P>(parts: readonly P[]): <T>(pick: (part: P) => readonly T[]) => readonly T[] {
  const known = new WeakMap<object, Gathered<P, unknown>>();
  return <T>(pick: (part: P) => readonly T[]) => {
    const earlier = known.get(pick);
    if (isOf(earlier, pick)) return earlier.found;
    const gathered: Gathered<P, T> = { pick, found: parts.flatMap(pick) };
    known.set(pick, gathered);
    return gathered.found;
  };
}

interface Gathered<P, T> {
  readonly pick: (part: P) => readonly T[];
  readonly found: readonly T[];
}

/** What is known for a question holds what that very question gives. */
function isOf<P, T>(
  gathered: Gathered<P, unknown> | undefined,
  pick: (part: P) => readonly T[],
): gathered is Gathered<P, T> {
  return gathered?.pick === pick;
}
