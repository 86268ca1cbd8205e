import type { Keep } from "./keep.ts";
import type { Model } from "./model.ts";

/** Keeps what is derived from a model. */
export function createDeriver(model: () => Model, keep: Keep): Model["derive"] {
  const known = new Map<unknown, Derived<unknown>>();
  return <T>(compute: (model: Model) => T): T => {
    const earlier = known.get(compute);
    if (isOf(earlier, compute)) return earlier.value();
    const value = keep.one(() => compute(model()));
    known.set(compute, { compute, value });
    return value();
  };
}

interface Derived<T> {
  readonly compute: (model: Model) => T;
  value(): T;
}

/** What is known for a function is what that very function gives. */
function isOf<T>(derived: Derived<unknown> | undefined, compute: (model: Model) => T): derived is Derived<T> {
  return derived?.compute === compute;
}
