import type { AddChange } from "../../edit/change.ts";
import type { Item, Model } from "../../model/model.ts";
import { didYouMean } from "../facts/did-you-mean.ts";
import { menuWords } from "../facts/label.ts";
import { declaresTables, markingRules, ROUTES, routingRules, tableOf, vrfNames } from "../facts/routing.ts";
import { isDeadEnd, tableRoute } from "../facts/table-route.ts";
import { defineRule, type Fix } from "../rule.ts";

/** Manual: Moving from v6 to v7 – a table must exist in `/routing table` before anything can use it. */
export const markNoTable = defineRule({
  id: "mark-no-table",
  aliases: ["rule-table-unknown"],
  group: "routing",
  title: "Routing table not declared",
  severity: "error",
  why: "RouterOS 7 refuses a route, rule or mark whose table is not in /routing table, so the import stops here or the traffic goes by the main table.",
  advice: "Declare the table with fib under /routing table.",
  versions: ">=7.0",
  references: ["Manual: Policy Routing", "Manual: Moving from ROSv6 to v7"],
  presets: ["recommended", "strict", "vpn"],
  bad: [
    "# 2025-03-02 10:11:12 by RouterOS 7.16.2",
    "/interface bridge",
    "add name=lan",
    "/ip address",
    "add address=192.168.88.1/24 interface=lan network=192.168.88.0",
    "/ip dhcp-client",
    "add interface=ether1",
    "/ip firewall mangle",
    "add action=mark-routing chain=prerouting new-routing-mark=VPN src-address=192.168.88.9",
    "/system identity",
    "set name=home",
    "",
  ].join("\n"),
  good: [
    "# 2025-03-02 10:11:12 by RouterOS 7.16.2",
    "/interface bridge",
    "add name=lan",
    "/routing table",
    "add fib name=VPN",
    "/ip address",
    "add address=192.168.88.1/24 interface=lan network=192.168.88.0",
    "/ip firewall mangle",
    "add action=mark-routing chain=prerouting new-routing-mark=VPN src-address=192.168.88.9",
    "add action=mark-routing chain=prerouting new-routing-mark=main src-address=192.168.88.10",
    "/system identity",
    "set name=home",
    "",
  ].join("\n"),
  fixes: { "declare-table": "safe", "declare-and-route": "needs-input", "did-you-mean": "suggestion" },
  on: "model",
  check(model) {
    if (declaresTables(model) !== true || !model.absenceMeansDefault("/routing/table")) return undefined;
    const declared = new Set(["main", "", ...vrfNames(model)]);
    for (const table of model.items("/routing/table")) if (table.name !== undefined) declared.add(table.name);
    if (usedTables(model).every((table) => declared.has(table))) return undefined;
    return firstUsePerTable(model)
      .filter((use) => !declared.has(use.table))
      .map(({ table, item, property }) => {
        const guess = didYouMean(table, [...declared]);
        const question = guess === undefined ? "." : `; did you mean \`${guess}\`?`;
        return {
          at: { item, property },
          item,
          message: `\`${menuWords(item.menu)}\` uses the routing table \`${table}\`, which \`/routing table\` does not declare${question}`,
          fixes: guess === undefined ? declare(model, table) : [correct(item, property, guess)],
        };
      });
  },
});

/** A table without a route would drop what a rule looks up in it only, so it comes with one. */
function declare(model: Model, table: string): Fix[] {
  const declared: AddChange = { kind: "add", menu: "/routing/table", properties: { fib: true, name: table } };
  const deadEnd = routingRules(model).find((rule) => rule.text("table") === table && isDeadEnd(model, rule));
  if (deadEnd === undefined)
    return [{ id: "declare-table", title: `Add the routing table ${table}`, changes: [declared] }];
  const route = tableRoute(model, deadEnd, table);
  if (route === undefined) return [];
  const title = `Add the routing table ${table} and its default route`;
  return [{ id: "declare-and-route", title, changes: [declared, ...route.changes], inputs: route.inputs }];
}

function correct(item: Item, property: string, guess: string): Fix {
  return {
    id: "did-you-mean",
    title: `Write ${guess}`,
    changes: [{ kind: "set", item, properties: { [property]: guess } }],
  };
}

interface TableUse {
  readonly table: string;
  readonly item: Item;
  readonly property: string;
}

/** By name alone: nearly always all are declared, and there may be thousands of routes. */
function usedTables(model: Model): string[] {
  return [
    ...markingRules(model).map(({ mark }) => mark),
    ...ROUTES.flatMap((menu) => model.gatherItems(menu, tablesOf)),
    ...routingRules(model).flatMap(tableOfRule),
  ];
}

function tablesOf(route: Item): readonly string[] {
  return route.isDisabled === true ? [] : [tableOf(route)];
}

function tableOfRule(rule: Item): readonly string[] {
  return rule.isDisabled === true ? [] : [rule.text("table") ?? ""];
}

function firstUsePerTable(model: Model): TableUse[] {
  const uses = [
    ...markingRules(model).map(({ rule, mark }) => ({
      table: mark,
      item: rule,
      property: "new-routing-mark",
    })),
    ...ROUTES.flatMap((menu) =>
      model.items(menu).map((route) => ({
        table: tableOf(route),
        item: route,
        property: route.property("routing-table") === undefined ? "routing-mark" : "routing-table",
      })),
    ),
    ...routingRules(model).map((rule) => ({
      table: rule.text("table") ?? "",
      item: rule,
      property: "table",
    })),
  ];
  const seen = new Set<string>();
  return uses.filter(({ table, item }) => {
    if (item.isDisabled === true || seen.has(table)) return false;
    seen.add(table);
    return true;
  });
}
