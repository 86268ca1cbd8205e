import type { Item } from "../../model/model.ts";
import type { Traffic } from "../../traffic/traffic.ts";

/** Whether a rule ahead drops every packet that this one could let in; of an accept ahead, the packets still come. */
export function isDroppedAhead({ shadows }: Traffic, rule: Item): boolean {
  return shadows.some(
    (shadow) =>
      shadow.item === rule &&
      shadow.kind !== "unreachable-chain" &&
      ["drop", "reject", "tarpit"].includes(shadow.by.text("action") ?? "accept"),
  );
}
