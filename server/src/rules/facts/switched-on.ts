import type { Item } from "../../model/model.ts";

/** Servers that are one settings item up to 7.16 and say `enabled=`. */
export function isEnabledServer(item: Item): boolean {
  return item.origin === "settings" ? item.text("enabled") === "yes" : item.isDisabled === false;
}
