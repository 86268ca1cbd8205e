import type { Item } from "../../model/model.ts";
import type { Traffic } from "../../traffic/traffic.ts";
import { isEmpty } from "../../values/prefix-set.ts";

/** Whether the rule asks for an address list that nothing fills, or for its opposite. */
export function asksForNothing(rule: Item, { network }: Traffic): boolean {
  const family = rule.menu.startsWith("/ipv6/") ? "ipv6" : "ip";
  return ["src-address-list", "dst-address-list"].some((property) => {
    const name = rule.property(property)?.text?.replace(/^!/, "") ?? "";
    if (name === "") return false;
    const { certain, mayHoldMore } = network.addressList(family, name);
    return !mayHoldMore && isEmpty(certain);
  });
}
