import { filterStatements } from "../../model/filter-statements.ts";
import type { Item } from "../../model/model.ts";
import { label, labelBeside } from "../facts/label.ts";
import { defineRule, type Finding } from "../rule.ts";

const MENU = "/routing/filter/rule";

/** Manual: Route Selection and Filters – the first accept or reject that a route comes to decides. */
export const filterRuleUnreachable = defineRule({
  id: "filter-rule-unreachable",
  group: "routing",
  title: "Routing filter rule that no route comes to",
  severity: "warning",
  why: "A rule ahead of it in the chain accepts or rejects every route, so this one never acts.",
  advice: "Move the rule ahead of the one that decides, or remove it.",
  versions: ">=7.0",
  references: ["Manual: Route Selection and Filters"],
  presets: ["recommended", "strict"],
  bad: '/routing filter rule\nadd chain=in rule="if (dst-len > 24) { reject } else { accept }"\nadd chain=in rule="if (rpki invalid) { reject }"\n',
  good: '/routing filter rule\nadd chain=in rule="if (rpki invalid) { reject }"\nadd chain=in rule="if (dst-len > 24) { reject } else { accept }"\nadd chain=out rule=accept\n',
  on: "model",
  check(model) {
    const decided = new Map<string, Decider[]>();
    const found = new Map<Decider, Item[]>();
    for (const item of model.items(MENU)) {
      const chain = item.property("chain")?.text;
      if (chain === undefined || item.isDisabled !== false) continue;
      const { alwaysEnds, ofFamily } = filterStatements(item.property("rule")?.text ?? "");
      const deciders = decided.get(chain) ?? [];
      const decider = deciders.find(({ family }) => family === undefined || family === ofFamily?.family);
      if (decider !== undefined) found.set(decider, [...(found.get(decider) ?? []), item]);
      else if (item.isCertain && (alwaysEnds || ofFamily?.isEnd === true))
        decided.set(chain, [...deciders, { item, chain, family: alwaysEnds ? undefined : ofFamily?.family }]);
    }
    return [...found].flatMap(([decider, items]) => finding(decider, items));
  },
});

/** The rule that ends the chain, for the routes of one family or for all. */
interface Decider {
  readonly item: Item;
  readonly chain: string;
  readonly family: "IPv4" | "IPv6" | undefined;
}

/** One for a chain: all behind the rule that decides are in the same case. */
function finding({ item: decider, chain, family }: Decider, items: readonly Item[]): Finding[] {
  const [first, ...others] = items;
  if (first === undefined) return [];
  const rest =
    others.length === 0
      ? ""
      : ` So it is with ${others.length === 1 ? "the other one" : `the ${others.length} others`} behind it.`;
  return [
    {
      at: { item: first, property: "rule" },
      item: first,
      message: `No route of the chain \`${chain}\` comes to filter rule ${label(first)}: ${labelBeside(decider, first)} decides on each${family === undefined ? "" : ` ${family} route`}.${rest}`,
      related: [
        {
          at: { item: decider, property: "rule" },
          message: `decides on every ${family === undefined ? "" : `${family} `}route`,
        },
      ],
    },
  ];
}
