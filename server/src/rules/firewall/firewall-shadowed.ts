import type { Item } from "../../model/model.ts";
import { asksForNothing } from "../facts/asks-for-nothing.ts";
import { wholeExport } from "../facts/example.ts";
import { label, labelBeside } from "../facts/label.ts";
import { acceptWalls, walls } from "../facts/walls.ts";
import { defineRule, type Finding, type RuleContext } from "../rule.ts";

export const firewallShadowed = defineRule({
  id: "firewall-shadowed",
  group: "firewall",
  title: "Firewall rule that can never act",
  severity: "warning",
  why: "An earlier rule decides every packet that this one could match, so it only looks as if it did something.",
  advice: "Move the rule ahead of the other one, or remove it.",
  references: ["Manual: Filter"],
  compliance: ["N"],
  cwe: [561],
  presets: ["recommended", "strict"],
  bad: wholeExport(
    "7.16.2",
    "/ip firewall filter",
    "add action=drop chain=input in-interface=ether1",
    "add action=accept chain=input dst-port=13231 in-interface=ether1 protocol=udp",
  ),
  good: wholeExport(
    "7.16.2",
    "/ip firewall filter",
    "add action=accept chain=input dst-port=13231 in-interface=ether1 protocol=udp",
    "add action=drop chain=input in-interface=ether1",
    "add action=drop chain=forward in-interface=ether1",
  ),
  fixes: { remove: "suggestion" },
  on: "model",
  check(_model, context) {
    return [...behindWalls(context), ...coveredRules(context)];
  },
});

/** One finding a wall, at the first rule behind it. */
function behindWalls({ traffic }: RuleContext): Finding[] {
  const told = new Set(acceptWalls(traffic).map(({ wall }) => wall));
  return walls(traffic).flatMap(({ wall, behind }): Finding[] => {
    const [first, ...others] = behind;
    if (first === undefined || told.has(wall)) return [];
    const rest =
      others.length === 0 ? "" : ` and ${others.length === 1 ? "another" : `${others.length} others`}`;
    return [
      {
        at: { item: first, property: "action" },
        item: first,
        message: `Rule ${label(first)}${rest} can never act: ${labelBeside(wall, first)} ahead of it decides every packet of \`${wall.text("chain") ?? ""}\`.`,
        related: [{ at: { item: wall }, message: "this rule takes everything" }],
      },
    ];
  });
}

function coveredRules({ traffic }: RuleContext): Finding[] {
  return traffic.shadows.flatMap((shadow): Finding[] => {
    if (shadow.kind !== "shadowed") return [];
    const { item, by } = shadow;
    // That the list is empty is the cause, and firewall-list-undefined tells it.
    if ([item, by].some((rule) => asksForNothing(rule, traffic))) return [];
    const isSame = hasSameEffect(item, by);
    return [
      {
        at: { item, property: "action" },
        item,
        severity: isSame ? "info" : "warning",
        message: `Rule ${label(item)} can never act: ${labelBeside(by, item)} ahead of it decides all that it matches.`,
        related: [{ at: { item: by }, message: "this rule comes first" }],
        fixes: isSame
          ? [{ id: "remove", title: "Remove the rule that never acts", changes: [{ kind: "remove", item }] }]
          : [],
      },
    ];
  });
}

/** Where the rule would do what the other one does anyway, nothing is lost but its place. */
function hasSameEffect(rule: Item, by: Item): boolean {
  return (
    (rule.text("action") ?? "accept") === (by.text("action") ?? "accept") &&
    EFFECTS.every((name) => rule.property(name)?.text === by.property(name)?.text)
  );
}

const EFFECTS = [
  "to-addresses",
  "to-ports",
  "jump-target",
  "new-connection-mark",
  "new-packet-mark",
  "new-routing-mark",
];
