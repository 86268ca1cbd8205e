import type { BoundNode } from "./bound.ts";

/** Keeps what each question finds in some commands; the questions are few and each is one constant function. */
export function createGatherer(
  commands: readonly BoundNode[],
): <T>(pick: (command: BoundNode) => readonly T[]) => readonly T[] {
  const known = new WeakMap<object, Gathered<unknown>>();
  return <T>(pick: (command: BoundNode) => readonly T[]) => {
    const earlier = known.get(pick);
    if (isOf(earlier, pick)) return earlier.found;
    const gathered: Gathered<T> = { pick, found: commands.flatMap(pick) };
    known.set(pick, gathered);
    return gathered.found;
  };
}

interface Gathered<T> {
  readonly pick: (command: BoundNode) => readonly T[];
  readonly found: readonly T[];
}

/** What is known for a question holds what that very question gives. */
function isOf<T>(
  gathered: Gathered<unknown> | undefined,
  pick: (command: BoundNode) => readonly T[],
): gathered is Gathered<T> {
  return gathered?.pick === pick;
}
