import type { Item, Model } from "../../model/model.ts";
import { containsSet, isEmpty, parseAddressSet } from "../../values/prefix-set.ts";
import { isSet } from "../facts/is-set.ts";
import { label } from "../facts/label.ts";
import { declaresTables, routingRules, vrfNames } from "../facts/routing.ts";
import { defineRule } from "../rule.ts";

/** Manual, Policy Routing: after `lookup` finds no route the next rule is asked; the other actions have the last word. */
export const routingRuleShadowed = defineRule({
  id: "routing-rule-shadowed",
  group: "routing",
  title: "Routing rule that can never act",
  severity: "warning",
  why: "An earlier rule has the last word on all traffic that this one matches, so it only looks as if it steered something.",
  advice: "Move the rule ahead of the other one, or remove it.",
  references: ["Manual: Policy Routing"],
  cwe: [561],
  presets: ["recommended", "strict", "vpn"],
  bad: "/routing rule\nadd action=lookup-only-in-table src-address=192.168.0.0/16 table=main\nadd action=lookup-only-in-table src-address=192.168.88.0/24 table=vpn\n",
  good: "/routing rule\nadd action=lookup src-address=192.168.0.0/16 table=main\nadd action=lookup-only-in-table src-address=192.168.88.0/24 table=vpn\n",
  fixes: { remove: "suggestion" },
  on: ["/routing/rule", "/ip/route/rule"],
  check(item, { model }) {
    if (!isSure(item)) return undefined;
    const rules = routingRules(model).filter(({ menu }) => menu === item.menu);
    const earlier = rules.slice(0, rules.indexOf(item));
    const by = earlier.find((rule) => isSure(rule) && decides(rule, item, model) && covers(rule, item));
    if (by === undefined) return undefined;
    const isSame = actionOf(by) === actionOf(item) && tableOf(by) === tableOf(item);
    return {
      at: { item, property: isSame ? "table" : "action" },
      item,
      severity: isSame ? "info" : "warning",
      message: `Routing rule ${label(item)} can never act: ${label(by)} ahead of it has the last word on all that it matches.`,
      related: [{ at: { item: by }, message: "this rule comes first" }],
      fixes: isSame
        ? [
            {
              id: "remove",
              title: "Remove the rule that never acts",
              changes: [{ kind: "remove", item }],
            },
          ]
        : [],
    };
  },
});

/** What the rule says and where it stands is known; a place that depends on the router's own rules is not. */
function isSure({ isDisabled, isCertain, command }: Item): boolean {
  const directions = ["place-before", "copy-from"];
  return (
    isDisabled === false &&
    isCertain &&
    command?.args.some(({ name }) => directions.includes(name ?? "")) !== true
  );
}

/** Whether nothing is left to decide behind the rule; a second look into the same table finds no more than the first. */
function decides(rule: Item, later: Item, model: Model): boolean {
  // Routes shorter than min-prefix do not count, and what happens then the manual does not say.
  if (isSet(rule, "min-prefix") || isSet(later, "min-prefix")) return false;
  const action = actionOf(rule);
  if (action === "drop" || action === "unreachable") return true;
  const table = tableOf(rule);
  if (table === undefined || mayBeMissing(table, model)) return false;
  if (action === "lookup-only-in-table") return true;
  return action === "lookup" && actionOf(later) === "lookup" && table === tableOf(later);
}

/** A rule whose table is not declared is invalid; mark-no-table tells it. */
function mayBeMissing(table: string, model: Model): boolean {
  if (declaresTables(model) !== true || !model.absenceMeansDefault("/routing/table")) return false;
  const names = model.items("/routing/table").map(({ name }) => name);
  return ![...names, ...vrfNames(model), "main"].includes(table);
}

const ADDRESSES = ["src-address", "dst-address"];
const WORDS = ["interface", "routing-mark", "vrf", "realm"];

function covers(rule: Item, later: Item): boolean {
  return (
    // Since 7.22 rules stand in chains.
    rule.text("chain") === later.text("chain") &&
    WORDS.every((name) => !isSet(rule, name) || isSameWord(rule, later, name)) &&
    ADDRESSES.every(
      (name) => !isSet(rule, name) || isSameWord(rule, later, name) || isWithin(rule, later, name),
    )
  );
}

function isSameWord(rule: Item, later: Item, name: string): boolean {
  const word = rule.text(name);
  return word !== undefined && word === later.text(name);
}

function isWithin(rule: Item, later: Item, name: string): boolean {
  const [outer, inner] = [rule, later].map((one) => parseAddressSet(one.text(name) ?? ""));
  return outer !== undefined && inner !== undefined && !isEmpty(inner) && containsSet(outer, inner);
}

function actionOf(rule: Item): string | undefined {
  return rule.property("action") === undefined ? "lookup" : rule.text("action");
}

function tableOf(rule: Item): string | undefined {
  return rule.property("table") === undefined ? "main" : rule.text("table");
}
