import type { Item, Model } from "../../model/model.ts";
import { label } from "../facts/label.ts";
import { callersOf } from "../facts/marks.ts";
import { markingRules } from "../facts/routing.ts";
import { defineRule, type Fix } from "../rule.ts";

/** Chains whose packets have their route already (Manual: Packet Flow). */
const TOO_LATE = ["input", "forward", "postrouting"];
const CHAINS = ["prerouting", "output", ...TOO_LATE];

export const markWrongChain = defineRule({
  id: "mark-wrong-chain",
  group: "routing",
  title: "Routing mark set after the route is chosen",
  severity: "error",
  why: "Packets pass this chain when their route is already chosen, so the mark changes nothing.",
  advice: "Mark forwarded traffic in prerouting and the router's own traffic in output.",
  references: ["Manual: Mangle", "Manual: Packet Flow in RouterOS"],
  presets: ["recommended", "strict", "vpn"],
  bad: "/ip firewall mangle\nadd action=mark-routing chain=forward new-routing-mark=vpn src-address=192.168.88.9\n",
  good: "/ip firewall mangle\nadd action=mark-routing chain=prerouting new-routing-mark=vpn src-address=192.168.88.9\nadd action=mark-connection chain=forward new-connection-mark=vpn src-address=192.168.88.9\n",
  fixes: { prerouting: "suggestion" },
  on: "model",
  check(model) {
    return markingRules(model).flatMap(({ rule, mark }) => {
      const chain = rule.text("chain");
      if (chain === undefined || !rule.isCertain || !isTooLate(model, rule, chain)) return [];
      return [
        {
          at: { item: rule, property: "chain" },
          item: rule,
          message: `Rule ${label(rule)} sets the routing mark \`${mark}\` in \`${chain}\`, where the route is already chosen.`,
          fixes: fixes(rule, chain),
        },
      ];
    });
  },
});

/** A chain of one's own is too late when only late chains jump to it, and the file shows all jumps. */
function isTooLate(model: Model, rule: Item, chain: string): boolean {
  if (TOO_LATE.includes(chain)) return true;
  if (CHAINS.includes(chain) || !model.absenceMeansDefault(rule.menu)) return false;
  const roots = CHAINS.filter((root) => callersOf(model, rule.menu, chain).has(root));
  return roots.length > 0 && roots.every((root) => TOO_LATE.includes(root));
}

/** The way out is not known in prerouting, so a rule that asks for it cannot simply move. */
function fixes(rule: Item, chain: string): Fix[] {
  const asksForExit = rule.properties.some(({ name }) => name.startsWith("out-"));
  if (chain !== "forward" || asksForExit) return [];
  return [
    {
      id: "prerouting",
      title: "Mark in prerouting",
      changes: [{ kind: "set", item: rule, properties: { chain: "prerouting" } }],
    },
  ];
}
