import type { Item, Model } from "../../model/model.ts";
import { copiedValues } from "../facts/copied-values.ts";
import { label } from "../facts/label.ts";
import { defineRule, type Fix } from "../rule.ts";

/** Properties that do not narrow a rule: what it does, and where it stands. */
const NEUTRAL = new Set([
  "action",
  "chain",
  "comment",
  "disabled",
  "log",
  "log-prefix",
  "in-interface",
  "in-interface-list",
  "reject-with",
]);

export const logFwDrops = defineRule({
  id: "log-fw-drops",
  group: "logging",
  title: "Final drop that logs nothing",
  severity: "info",
  why: "Without a log of what the last rule of a chain drops, attacks and mistakes leave no trace.",
  advice: "Put a log rule with a limit ahead of the drop, or set log=yes where little is dropped.",
  references: ["Manual: Filter", "PCI DSS 10.2.1"],
  compliance: ["L"],
  cwe: [778],
  presets: ["strict"],
  bad: "/ip firewall filter\nadd action=accept chain=input connection-state=established,related\nadd action=drop chain=input\n",
  good: "/ip firewall filter\nadd action=accept chain=input connection-state=established,related\nadd action=drop chain=input log=yes log-prefix=drop-input\nadd action=drop chain=forward dst-port=23 protocol=tcp\n",
  fixes: { log: "safe" },
  on: "model",
  check(model) {
    return ["input", "forward"].flatMap((chain) => {
      const last = finalDrop(model, chain);
      if (last === undefined || last.text("log") !== "no") return [];
      return [
        {
          at: { item: last, property: "action" },
          item: last,
          message: `The final drop of the chain \`${chain}\` (${label(last)}) logs nothing.`,
          fixes: logAhead(last, chain),
        },
      ];
    });
  },
});

/** A log rule ahead of the drop: `log=yes` would write a line a packet, which a scan makes many of. */
function logAhead(drop: Item, chain: string): readonly Fix[] {
  const from = copiedValues(drop, ["in-interface", "in-interface-list"]);
  if (from === undefined) return [];
  const prefix = drop.text("log-prefix") || `drop-${chain}`;
  const properties = { action: "log", chain, ...from, limit: "10,20:packet", "log-prefix": prefix };
  return [
    {
      id: "log",
      title: "Log some of what it drops",
      changes: [{ kind: "add", menu: drop.menu, properties, place: { before: drop } }],
    },
  ];
}

/** The chain's last enabled rule, when it drops whatever comes (from somewhere). */
function finalDrop(model: Model, chain: string): Item | undefined {
  const last = model
    .items("/ip/firewall/filter")
    .filter((rule) => rule.isDisabled === false && rule.text("chain") === chain)
    .at(-1);
  if (last === undefined || !["drop", "reject"].includes(last.text("action") ?? "")) return undefined;
  // A rule that a log rule stands before has its log.
  return last.properties.every(({ name }) => NEUTRAL.has(name)) && !isLogged(model, last, chain)
    ? last
    : undefined;
}

function isLogged(model: Model, drop: Item, chain: string): boolean {
  return model
    .items("/ip/firewall/filter")
    .some(
      (rule) =>
        rule.index < drop.index &&
        rule.isDisabled === false &&
        rule.text("chain") === chain &&
        rule.text("action") === "log",
    );
}
