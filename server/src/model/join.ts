import { createComparer } from "./common-ends.ts";
import { joined } from "./joined.ts";

/** Puts together what a document's parts hold of something, again and again while parts are replaced. */
export interface Joiner<P extends object> {
  /**
   * What `found` gives for each part, one after the other; for a part that is still there it has to be the same
   * list. `pick` is what is looked for. Gives the list it gave before when nothing of it changed, and looks at
   * nothing but the replaced parts to know that.
   */
  join<T>(parts: readonly P[], pick: Pick<T>, found: (part: P) => readonly T[]): readonly T[];
}

type Pick<T> = (element: never) => readonly T[];

/** `sizeOf`: how many elements a part has; told where it matters at which place a thing is found. */
export function createJoiner<P extends object>(sizeOf?: (part: P) => number): Joiner<P> {
  const known = new WeakMap<object, Joined<P, unknown>>();
  const compare = createComparer();
  return {
    join(parts, pick, found) {
      const earlier = known.get(pick);
      if (isOf(earlier, pick)) {
        if (earlier.parts === parts) return earlier.all;
        const change = changeBetween(earlier.parts, parts, compare(earlier.parts, parts));
        if (isWithoutTrace(change, found, sizeOf)) {
          earlier.parts = parts;
          return earlier.all;
        }
      }
      const all = flat(parts, found);
      const fresh: Joined<P, (typeof all)[number]> = { pick, parts, all };
      known.set(pick, fresh);
      return all;
    },
  };
}

interface Joined<P, T> {
  readonly pick: Pick<T>;
  parts: readonly P[];
  readonly all: readonly T[];
}

/** What is known for a question holds what that very question gives. */
function isOf<P, T>(joined: Joined<P, unknown> | undefined, pick: Pick<T>): joined is Joined<P, T> {
  return joined?.pick === pick;
}

interface Change<P> {
  readonly gone: readonly P[];
  readonly fresh: readonly P[];
  readonly behind: readonly P[];
}

function changeBetween<P>(
  before: readonly P[],
  now: readonly P[],
  { start, tail }: { readonly start: number; readonly tail: number },
): Change<P> {
  return {
    gone: before.slice(start, before.length - tail),
    fresh: now.slice(start, now.length - tail),
    behind: now.slice(now.length - tail),
  };
}

/** Whether the same is found as before, and where it matters at the same places; what is plain text has none. */
function isWithoutTrace<P, T>(
  { gone, fresh, behind }: Change<P>,
  found: (part: P) => readonly T[],
  sizeOf: ((part: P) => number) | undefined,
): boolean {
  const before = flat(gone, found);
  const now = flat(fresh, found);
  if (before.length !== now.length || before.some((one, at) => one !== now[at])) return false;
  if (sizeOf === undefined) return true;
  if (now.some(hasPlace)) return false;
  const isShifted = total(gone, sizeOf) !== total(fresh, sizeOf);
  return !isShifted || !behind.some((part) => found(part).some(hasPlace));
}

function hasPlace(found: unknown): boolean {
  return typeof found === "object";
}

function total<P>(parts: readonly P[], sizeOf: (part: P) => number): number {
  return parts.reduce((sum, part) => sum + sizeOf(part), 0);
}

function flat<P, T>(parts: readonly P[], found: (part: P) => readonly T[]): readonly T[] {
  return joined(parts.map(found));
}
