import { wholeExport } from "../facts/example.ts";
import { defineRule } from "../rule.ts";

/** On by default (verbose exports 6.43.8 to 7.17.2). */
export const macPing = defineRule({
  id: "mac-ping",
  group: "management",
  title: "MAC ping answered",
  severity: "info",
  why: "MAC ping lets any neighbour on the segment find the router without an address.",
  advice: "Switch it off where nobody uses it.",

  references: ["Manual: MAC server"],
  compliance: ["S"],

  presets: ["strict"],
  bad: wholeExport("7.16.2"),
  good: wholeExport("7.16.2", "/tool mac-server ping", "set enabled=no"),
  fixes: { disable: "safe" },
  on: ["/tool/mac-server/ping"],
  check(item) {
    if (item.text("enabled") !== "yes") return undefined;
    return {
      at: { item, property: "enabled" },
      item,
      message: `The router answers MAC pings${item.property("enabled") === undefined ? " (the default)" : ""}.`,
      fixes: [
        {
          id: "disable",
          title: "Switch MAC ping off",
          changes: [{ kind: "set", item, properties: { enabled: "no" } }],
        },
      ],
    };
  },
});
