import type { Item, Model } from "../../model/model.ts";

/** What hangs below a queue, the outermost first: no queue may lose the one that it hangs on. */
export function branchesBelow(model: Model, queue: Item): readonly Item[] {
  const found = new Set<Item>([queue]);
  if (["/queue/tree", "/queue/simple"].includes(queue.menu))
    for (const each of found) for (const next of hangingOn(model, each)) found.add(next);
  found.delete(queue);
  return [...found].reverse();
}

function hangingOn(model: Model, queue: Item): readonly Item[] {
  return model
    .referencesTo(queue)
    .flatMap(({ item, property }) =>
      item !== undefined && item.menu === queue.menu && property === "parent" ? [item] : [],
    );
}
