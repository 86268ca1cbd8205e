import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

export const poeForcedOn = defineRule({
  id: "poe-forced-on",
  group: "management",
  title: "Power over Ethernet without detection",
  severity: "info",
  why: "The port is powered whatever is plugged in, and a device that does not expect it may be destroyed.",
  advice: "Use auto-on where the device answers the detection.",
  references: ["Manual: PoE-Out"],
  presets: ["strict"],
  bad: "# 2025-03-14 09:26:53 by RouterOS 7.16.2\n/interface ethernet\nset [ find default-name=ether5 ] poe-out=forced-on\n",
  good: "# 2025-03-14 09:26:53 by RouterOS 7.16.2\n/interface ethernet\nset [ find default-name=ether5 ] poe-out=auto-on\n",
  fixes: { detect: "suggestion" },
  on: ["/interface/ethernet"],
  check(item) {
    if (item.isDisabled === true || item.property("poe-out")?.text !== "forced-on") return undefined;
    return {
      at: { item, property: "poe-out" },
      item,
      message: `${label(item)} powers whatever is plugged in.`,
      fixes: [
        {
          id: "detect",
          title: "Power it only where the device answers",
          changes: [{ kind: "set", item, properties: { "poe-out": "auto-on" } }],
        },
      ],
    };
  },
});
