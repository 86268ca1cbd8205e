import type { Item, Model } from "../../model/model.ts";
import { wholeExport } from "../facts/example.ts";
import { menuWords } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

export const firewallChainUnreached = defineRule({
  id: "firewall-chain-unreached",
  group: "firewall",
  title: "Chain that no rule jumps to",
  severity: "warning",
  why: "A chain of one's own is only run by a jump; without one its rules do nothing.",
  advice: "Add the jump, correct the chain's name, or remove the rules.",
  references: ["Manual: Filter"],
  compliance: ["N"],
  cwe: [561],
  presets: ["recommended", "strict"],
  bad: wholeExport("7.16.2", "/ip firewall filter", "add action=drop chain=from-wan connection-state=new"),
  good: wholeExport(
    "7.16.2",
    "/ip firewall filter",
    "add action=jump chain=input in-interface=ether1 jump-target=from-wan",
    "add action=drop chain=from-wan connection-state=new",
  ),
  on: "model",
  check(model, { traffic }) {
    const chains = new Map<string, Item[]>();
    for (const shadow of traffic.shadows) {
      if (shadow.kind !== "unreachable-chain") continue;
      const key = `${shadow.item.menu} ${shadow.chain}`;
      const rules = chains.get(key);
      if (rules) rules.push(shadow.item);
      else chains.set(key, [shadow.item]);
    }
    return [...chains.values()].flatMap((rules) => {
      const [first] = rules;
      if (first === undefined) return [];
      const parked = parkedJump(model, first);
      return [
        {
          severity: parked === undefined ? "warning" : "info",
          at: { item: first, property: "chain" },
          item: first,
          message: `No rule that can act jumps to the chain \`${first.text("chain") ?? ""}\` of \`${menuWords(first.menu)}\`, so its ${rules.length === 1 ? "rule does" : `${rules.length} rules do`} nothing.`,
          related: parked === undefined ? [] : [{ at: { item: parked }, message: "this jump is disabled" }],
        },
      ];
    });
  },
});

/** A disabled jump shows that the chain was put aside on purpose. */
function parkedJump(model: Model, rule: Item): Item | undefined {
  return model
    .items(rule.menu)
    .find((jump) => jump.isDisabled === true && jump.text("jump-target") === rule.text("chain"));
}
