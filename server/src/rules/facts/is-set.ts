import type { Item } from "../../model/model.ts";

/** Whether a property has a value of its own: verbose exports also write `!name` and `name=""` for what is not set. */
export function isSet(item: Item, name: string): boolean {
  const property = item.property(name);
  return property !== undefined && !property.isUnset && property.text !== "";
}
