import type { Item, Model } from "../../model/model.ts";

/** Whether the file speaks of the item, or is whole, so that its silence means the default; of a fragment another file may tell more. */
export function isTold(model: Model, item: Item): boolean {
  return item.command !== undefined || item.changes.length > 0 || model.absenceMeansDefault(item.menu);
}
