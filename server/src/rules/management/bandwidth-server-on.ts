import { wholeExport } from "../facts/example.ts";
import { defineRule } from "../rule.ts";

/** On by default in every version (verbose exports 6.43.8 to 7.17.2). */
export const bandwidthServerOn = defineRule({
  id: "bandwidth-server-on",
  group: "management",
  title: "Bandwidth test server enabled",
  severity: "warning",
  why: "The bandwidth server is on by default and lets a remote host load the router's processor and links.",
  advice: "Switch it off outside of measurements.",

  references: ["Manual: Bandwidth Test", "Manual: Securing your router"],
  compliance: ["S"],
  cwe: [400],
  presets: ["recommended", "strict"],
  bad: wholeExport("7.16.2"),
  good: wholeExport("7.16.2", "/tool bandwidth-server", "set enabled=no"),
  fixes: { disable: "safe" },
  on: ["/tool/bandwidth-server"],
  check(item) {
    if (item.text("enabled") !== "yes") return undefined;
    return {
      at: { item, property: "enabled" },
      item,
      message: `The bandwidth test server is on${item.property("enabled") === undefined ? " (the default)" : ""}.`,
      fixes: [
        {
          id: "disable",
          title: "Switch the bandwidth server off",
          changes: [{ kind: "set", item, properties: { enabled: "no" } }],
        },
      ],
    };
  },
});
