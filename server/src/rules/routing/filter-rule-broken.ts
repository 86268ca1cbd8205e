import { filterStatements } from "../../model/filter-statements.ts";
import type { Item, Property } from "../../model/model.ts";
import { didYouMean, writeInstead } from "../facts/did-you-mean.ts";
import { label } from "../facts/label.ts";
import { placeInValue } from "../facts/value-place.ts";
import { defineRule, type Finding } from "../rule.ts";

/** The properties that `set` may write (Manual: Route Selection and Filters). Others may have come since. */
const WRITABLE: readonly string[] = [
  "bgp-communities",
  "bgp-ext-communities",
  "bgp-igp-metric",
  "bgp-large-communities",
  "bgp-local-pref",
  "bgp-med",
  "bgp-origin",
  "bgp-out-med",
  "bgp-path-peer-prepend",
  "bgp-path-prepend",
  "bgp-weight",
  "blackhole",
  "comment",
  "distance",
  "gw",
  "gw-check",
  "gw-interface",
  "ospf-ext-dn",
  "ospf-ext-fwd",
  "ospf-ext-metric",
  "ospf-ext-tag",
  "ospf-ext-type",
  "pref-src",
  "rip-ext-metric",
  "rip-ext-tag",
  "scope",
  "scope-target",
  "suppress-hw-offload",
  "use-te-nexthop",
];

export const filterRuleBroken = defineRule({
  id: "filter-rule-broken",
  group: "routing",
  title: "Routing filter rule that cannot be read",
  severity: "error",
  why: "The text of the rule is no statement of the filter language, so the router does not take the rule, and routes are judged without it.",
  advice: "Close the bracket, or correct the property's name.",
  versions: ">=7.0",
  references: ["Manual: Route Selection and Filters"],
  presets: ["recommended", "strict"],
  bad: '/routing filter rule\nadd chain=in rule="if (dst-len > 24 { reject }"\n',
  good: '/routing filter rule\nadd chain=in rule="if (dst-len > 24) { reject }"\nadd chain=in rule="set bgp-local-pref 100; accept"\n',
  fixes: { "did-you-mean": "suggestion" },
  on: ["/routing/filter/rule"],
  check(item) {
    const rule = item.property("rule");
    if (rule?.text === undefined || rule.text === "") return undefined;
    const { unmatched, sets } = filterStatements(rule.text);
    if (unmatched !== undefined) return openBracket(item, rule, unmatched);
    return sets.flatMap(({ name, start }) => misspelt(item, rule, name, start));
  },
});

function openBracket(
  item: Item,
  rule: Property,
  { bracket, start }: { readonly bracket: string; readonly start: number },
): Finding | undefined {
  const at = placeInValue(rule, start, start + bracket.length);
  if (at === undefined) return undefined;
  const isOpening = ["(", "{", "["].includes(bracket);
  return {
    at,
    item,
    severity: item.isDisabled === true ? "info" : "error",
    message: `Filter rule ${label(item)} has a \`${bracket}\` that ${isOpening ? "nothing closes" : "closes nothing"}.`,
  };
}

/** Told only where a name of the manual is near: a later version may know more. */
function misspelt(item: Item, rule: Property, name: string, start: number): Finding[] {
  if (WRITABLE.includes(name)) return [];
  const guess = didYouMean(name, WRITABLE);
  const at = placeInValue(rule, start, start + name.length);
  if (guess === undefined || at === undefined) return [];
  return [
    {
      at,
      item,
      severity: item.isDisabled === true ? "info" : "warning",
      message: `Filter rule ${label(item)} sets \`${name}\`, which is no property of a route; did you mean \`${guess}\`?`,
      fixes: [writeInstead(at, guess)],
    },
  ];
}
