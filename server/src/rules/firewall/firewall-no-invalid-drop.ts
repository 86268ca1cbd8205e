import type { Item } from "../../model/model.ts";
import { tracksConnections } from "../../traffic/tracking.ts";
import { wholeExport } from "../facts/example.ts";
import { filterChain } from "../facts/firewall.ts";
import { acceptsEstablished } from "../facts/firewall-probe.ts";
import { defineRule, type Finding } from "../rule.ts";

export const firewallNoInvalidDrop = defineRule({
  id: "firewall-no-invalid-drop",
  group: "firewall",
  title: "Invalid packets are not dropped",
  severity: "info",
  why: "Packets that belong to no known connection are not translated by NAT: from inside they leave with private addresses, from outside they are probes.",
  advice: "Drop connection-state=invalid behind the rule that accepts known connections.",
  references: ["Manual: Filter", "Manual: Building Advanced Firewall"],
  compliance: ["N"],
  presets: ["strict"],
  bad: wholeExport(
    "7.16.2",
    "/ip firewall filter",
    "add action=accept chain=forward connection-state=established,related",
    "add action=drop chain=forward connection-nat-state=!dstnat connection-state=new in-interface=ether1",
  ),
  good: wholeExport(
    "7.16.2",
    "/ip firewall filter",
    "add action=accept chain=forward connection-state=established,related",
    "add action=drop chain=forward connection-state=invalid",
    "add action=drop chain=forward connection-nat-state=!dstnat connection-state=new in-interface=ether1",
  ),
  fixes: { "drop-invalid": "suggestion" },
  on: "model",
  check(model) {
    const menu = "/ip/firewall/filter";
    if (!model.absenceMeansDefault(menu) || !tracksConnections(model)) return undefined;
    return ["input", "forward"].flatMap((chain): Finding[] => {
      const rules = filterChain(model, chain);
      const accept = rules.find(acceptsEstablished);
      if (accept === undefined || rules.some((rule) => meansInvalid(rule, chain))) return [];
      return [
        {
          at: { item: accept, property: "connection-state" },
          item: accept,
          message: `No rule of \`${chain}\` drops invalid packets.`,
          fixes: [
            {
              id: "drop-invalid",
              title: `Drop invalid packets in ${chain}`,
              changes: [
                {
                  kind: "add",
                  menu,
                  properties: { action: "drop", chain, "connection-state": "invalid" },
                  place: { after: accept },
                },
              ],
            },
          ],
        },
      ];
    });
  },
});

/**
 * A drop of invalid ones, of everything but known ones, or of everything; or a jump that may lead to one. What is meant
 * for the router itself only comes from outside unasked, so there a drop of all that comes by an interface is enough.
 */
function meansInvalid(rule: Item, chain: string): boolean {
  const action = rule.text("action") ?? "accept";
  if (action === "jump") return true;
  if (!["drop", "reject"].includes(action)) return false;
  const state = rule.text("connection-state");
  if (state !== undefined) return state.split(",").includes("invalid") || state.startsWith("!");
  return rule.properties.every(({ name }) =>
    (chain === "input" ? [...NEUTRAL, "in-interface", "in-interface-list"] : NEUTRAL).includes(name),
  );
}

const NEUTRAL = ["action", "chain", "comment", "log", "log-prefix", "reject-with", "disabled"];
