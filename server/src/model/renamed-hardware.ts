import type { Item, Model } from "./model.ts";

/** What hardware is called now, by the name that it came with: `set [ find default-name=ether5 ] name=lan5`. */
export function renamedHardware(model: Pick<Model, "gatherItems">): ReadonlyMap<string, string> {
  return new Map(MENUS.flatMap((menu) => model.gatherItems(menu, renaming)));
}

const MENUS = ["ethernet", "wireless", "wifi", "wifiwave2", "lte", "w60g", "pwr-line"].map(
  (kind) => `/interface/${kind}`,
);

function renaming(item: Item): readonly (readonly [string, string])[] {
  const former = item.text("default-name");
  const now = item.property("name")?.text;
  if (former === undefined || now === undefined || now === former || !item.isCertain) return [];
  return [[former, now]];
}
