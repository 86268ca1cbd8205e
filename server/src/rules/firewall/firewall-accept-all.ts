import type { Item } from "../../model/model.ts";
import { wholeExport } from "../facts/example.ts";
import { label } from "../facts/label.ts";
import { acceptWalls } from "../facts/walls.ts";
import { defineRule } from "../rule.ts";

export const firewallAcceptAll = defineRule({
  id: "firewall-accept-all",
  group: "firewall",
  title: "Accept without condition ahead of drops",
  severity: "error",
  why: "The rule accepts every packet, so the drops behind it never act and the chain protects nothing.",
  advice: "Give the rule the condition it lacks, or remove it.",
  references: ["Manual: Filter"],
  compliance: ["N"],
  cwe: [284],
  presets: ["recommended", "strict"],
  bad: wholeExport(
    "7.16.2",
    "/ip firewall filter",
    "add action=accept chain=input",
    "add action=drop chain=input in-interface=ether1",
  ),
  good: wholeExport(
    "7.16.2",
    "/ip firewall filter",
    "add action=accept chain=input in-interface=lan",
    "add action=drop chain=input in-interface=ether1",
    "add action=accept chain=output",
  ),
  fixes: { disable: "suggestion" },
  on: "model",
  check(_model, { traffic }) {
    return acceptWalls(traffic).map(({ wall, behind }) => {
      const drops = behind.filter(isDrop);
      return {
        at: { item: wall, property: "action" },
        item: wall,
        message: `Rule ${label(wall)} accepts everything in \`${wall.text("chain") ?? ""}\`, so ${drops.length === 1 ? "the drop" : `${drops.length} drops`} behind it never ${drops.length === 1 ? "acts" : "act"}.`,
        related: drops.slice(0, 10).map((rule) => ({ at: { item: rule }, message: "never reached" })),
        fixes: [
          {
            id: "disable",
            title: "Disable the rule that accepts everything",
            changes: [{ kind: "set" as const, item: wall, properties: { disabled: "yes" } }],
          },
        ],
      };
    });
  },
});

function isDrop(rule: Item): boolean {
  return ["drop", "reject", "tarpit"].includes(rule.text("action") ?? "");
}
