import type { Item, Model } from "../model/model.ts";

export function poolCalled(model: Model, name: string | undefined): Item | undefined {
  return model.items("/ip/pool").find((pool) => name !== undefined && pool.name === name);
}

/** A pool and those that `next-pool` goes on with when it is empty. */
export function poolChain(model: Model, first: Item | undefined): readonly Item[] {
  const found: Item[] = [];
  let pool = first;
  while (pool !== undefined && !found.includes(pool)) {
    found.push(pool);
    pool = poolCalled(model, pool.text("next-pool"));
  }
  return found;
}
