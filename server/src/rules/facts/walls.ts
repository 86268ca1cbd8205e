import type { Item } from "../../model/model.ts";
import type { Traffic } from "../../traffic/traffic.ts";

/** A rule without matchers that ends its chain, and the rules behind it. */
export interface Wall {
  readonly wall: Item;
  readonly behind: readonly Item[];
}

export function walls({ shadows }: Traffic): readonly Wall[] {
  const found = new Map<Item, Item[]>();
  for (const shadow of shadows) {
    if (shadow.kind !== "after-unconditional") continue;
    const behind = found.get(shadow.by);
    if (behind) behind.push(shadow.item);
    else found.set(shadow.by, [shadow.item]);
  }
  return [...found].map(([wall, behind]) => ({ wall, behind }));
}

/** Walls of input and forward that accept, with something behind them that was to drop. */
export function acceptWalls(traffic: Traffic): readonly Wall[] {
  return walls(traffic).filter(
    ({ wall, behind }) =>
      wall.menu.endsWith("/filter") &&
      ["input", "forward"].includes(wall.text("chain") ?? "") &&
      (wall.text("action") ?? "accept") === "accept" &&
      behind.some((rule) => ["drop", "reject", "tarpit"].includes(rule.text("action") ?? "")),
  );
}
