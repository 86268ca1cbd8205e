import type { Item } from "../../model/model.ts";
import { overlaps, parseAddressSet } from "../../values/prefix-set.ts";
import { label } from "../facts/label.ts";
import { markingRules, routingRules } from "../facts/routing.ts";
import { defineRule } from "../rule.ts";

/** Manual, Policy Routing: marks of mangle are looked up ahead of the routing rules of the user. */
export const manglePlusRules = defineRule({
  id: "mangle-plus-rules",
  group: "routing",
  title: "Traffic steered by a mark and by a routing rule",
  severity: "info",
  why: "The routing mark is looked up first, so for the traffic that both match the routing rule has no say.",
  advice: "Steer the same sources by one of the two only.",
  versions: ">=7.0",
  references: ["Manual: Policy Routing"],
  presets: ["strict"],
  bad: "/ip firewall mangle\nadd action=mark-routing chain=prerouting dst-address-type=!local new-routing-mark=vpn src-address=192.168.88.9\n/routing rule\nadd action=lookup src-address=192.168.88.0/24 table=isp2\n",
  good: "/ip firewall mangle\nadd action=mark-routing chain=prerouting dst-address-type=!local new-routing-mark=vpn src-address=192.168.88.9\n/routing rule\nadd action=lookup src-address=192.168.77.0/24 table=isp2\n",
  on: ["/routing/rule"],
  check(item, { model }) {
    const table = item.text("table");
    if (item.isDisabled !== false || table === undefined || !routingRules(model).includes(item))
      return undefined;
    // A rule that asks for more than the source may be meant for the rest of its traffic.
    if (["routing-mark", "dst-address", "interface"].some((name) => item.property(name) !== undefined))
      return undefined;
    const mark = markingRules(model).find(
      (one) =>
        one.rule.menu === "/ip/firewall/mangle" &&
        one.rule.text("chain") === "prerouting" &&
        one.mark !== table &&
        one.mark !== "main" &&
        isSameSource(one.rule, item),
    );
    if (mark === undefined) return undefined;
    return {
      at: { item, property: "src-address" },
      item,
      message: `This routing rule sends \`${item.text("src-address") ?? ""}\` to \`${table}\`, but rule ${label(mark.rule)} marks some of it for \`${mark.mark}\`, and the mark wins.`,
      related: [{ at: { item: mark.rule }, message: "this mark wins" }],
    };
  },
});

function isSameSource(one: Item, other: Item): boolean {
  const [a, b] = [one, other].map((item) => parseAddressSet(item.text("src-address") ?? ""));
  return a !== undefined && b !== undefined && overlaps(a, b);
}
