import type { Model } from "../../model/model.ts";
import { isVersion } from "../facts/version-gate.ts";
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
  bad: "# 2025-03-14 09:26:53 by RouterOS 7.16.2\n/ip cloud\nset ddns-enabled=yes\n",
  good: "# 2025-03-14 09:26:53 by RouterOS 7.16.2\n/ip cloud\nset ddns-enabled=auto\n",
  fixes: { disable: "suggestion" },
  on: ["/ip/cloud"],
  check(item, { model }) {
    if (item.text("ddns-enabled") !== "yes") return undefined;
    const off = offWord(model);
    return {
      at: { item, property: "ddns-enabled" },
      item,
      message: "Cloud DDNS is on: the router's address is published under its serial number.",
      fixes:
        off === undefined
          ? []
          : [
              {
                id: "disable",
                title: "Switch cloud DDNS off",
                changes: [{ kind: "set", item, properties: { "ddns-enabled": off } }],
              },
            ],
    };
  },
});

/** Since Back To Home (7.12) there is no `no`: `auto` is off unless that is used (Manual: Cloud). */
function offWord(model: Model): string | undefined {
  const isNew = isVersion(model, ">=7.12");
  return isNew === undefined ? undefined : isNew ? "auto" : "no";
}
