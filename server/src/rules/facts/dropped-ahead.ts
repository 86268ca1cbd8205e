import type { Item } from "../../model/model.ts";
import type { Traffic } from "../../traffic/traffic.ts";

/** Whether no packet comes to the rule: those ahead take all of them, or nothing jumps into its chain. */
export function canNeverAct({ shadows }: Traffic, rule: Item): boolean {
  return shadows.some((shadow) => shadow.item === rule);
}

/** Whether a rule ahead drops every packet that this one could let in; of an accept ahead, the packets still come. */
export function isDroppedAhead({ shadows }: Traffic, rule: Item): boolean {
  return shadows.some(
    (shadow) =>
      shadow.item === rule &&
      shadow.kind !== "unreachable-chain" &&
      ["drop", "reject", "tarpit"].includes(shadow.by.text("action") ?? "accept"),
  );
}
