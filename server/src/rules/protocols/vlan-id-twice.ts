import type { Item } from "../../model/model.ts";
import { label } from "../facts/label.ts";
import { defineRule, type Finding } from "../rule.ts";

const VLANS = "/interface/vlan";

/** IEEE 802.1Q: a frame has one VLAN id; which of two interfaces gets it is not told. */
export const vlanIdTwice = defineRule({
  id: "vlan-id-twice",
  group: "protocols",
  title: "Two VLAN interfaces with one id on one interface",
  severity: "error",
  why: "A frame of this VLAN can go to one of the interfaces only, so the other one gets nothing.",
  advice: "Correct the id of one of them, or remove it.",
  references: ["IEEE 802.1Q", "Manual: VLAN"],
  presets: ["recommended", "strict"],
  bad: "/interface vlan\nadd interface=ether2 name=voice vlan-id=20\nadd interface=ether2 name=video vlan-id=20\n",
  good: "/interface vlan\nadd interface=ether2 name=voice vlan-id=20\nadd interface=ether3 name=video vlan-id=20\n",
  on: "model",
  check(model) {
    const first = new Map<string, Item>();
    return model.items(VLANS).flatMap((item): Finding[] => {
      const key = keyOf(item);
      const earlier = key === undefined ? undefined : first.get(key);
      if (key !== undefined && earlier === undefined) first.set(key, item);
      if (earlier === undefined) return [];
      return [
        {
          at: { item, property: "vlan-id" },
          item,
          message: `VLAN interface ${label(item)} has id ${item.text("vlan-id")} on \`${item.text("interface")}\`, which ${label(earlier)} has already.`,
          related: [{ at: { item: earlier, property: "vlan-id" }, message: "the other one" }],
        },
      ];
    });
  },
});

/** Service tags (802.1ad) are ids of their own. */
function keyOf(vlan: Item): string | undefined {
  const [parent, id] = [vlan.property("interface")?.text, vlan.property("vlan-id")?.text];
  const isSure = vlan.origin === "add" && vlan.isDisabled === false && vlan.isCertain;
  if (!isSure || parent === undefined || id === undefined || parent === "" || id === "") return undefined;
  return `${parent} ${id} ${vlan.property("use-service-tag")?.text ?? "no"}`;
}
