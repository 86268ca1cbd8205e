import { defineRule } from "../rule.ts";

export const ddnsOn = defineRule({
  id: "ddns-on",
  group: "management",
  title: "MikroTik cloud DDNS enabled",
  severity: "info",
  why: "The router announces its address under a public name made of its serial number.",
  advice: "Switch it off where nobody uses the name.",

  references: ["Manual: Cloud"],
  compliance: ["S"],
  cwe: [200],
  presets: ["strict"],
  bad: "/ip cloud\nset ddns-enabled=yes\n",
  good: "/ip cloud\nset ddns-enabled=no\n",
  fixes: { disable: "suggestion" },
  on: ["/ip/cloud"],
  check(item) {
    if (item.text("ddns-enabled") !== "yes") return undefined;
    return {
      at: { item, property: "ddns-enabled" },
      item,
      message: "Cloud DDNS is on: the router's address is published under its serial number.",
      fixes: [
        {
          id: "disable",
          title: "Switch cloud DDNS off",
          changes: [{ kind: "set", item, properties: { "ddns-enabled": "no" } }],
        },
      ],
    };
  },
});
