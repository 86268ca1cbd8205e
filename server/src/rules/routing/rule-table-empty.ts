import type { Item, Model } from "../../model/model.ts";
import { didYouMean } from "../facts/did-you-mean.ts";
import { wholeExport } from "../facts/example.ts";
import { label } from "../facts/label.ts";
import { mayFillTable, routesApart, routesIn, vrfNames } from "../facts/routing.ts";
import { defineRule } from "../rule.ts";

/** RouterOS 6 makes a table of any word; 7 wants it declared, and mark-no-table tells of that. */
export const ruleTableEmpty = defineRule({
  id: "rule-table-empty",
  group: "routing",
  title: "Routing rule for a table without routes",
  severity: "warning",
  why: "In RouterOS 6 a table is there when a route names it; a lookup in a table without routes finds nothing and goes on in main, so the rule does nothing.",
  advice: "Correct the table's name, add a route to it, or remove the rule.",
  versions: "<7.0",
  references: ["Manual: Policy Routing"],
  presets: ["recommended", "strict", "vpn"],
  bad: wholeExport(
    "6.48.6",
    "/ip route",
    "add distance=1 gateway=192.168.88.2 routing-mark=hq",
    "/ip route rule",
    "add dst-address=10.8.0.0/16 table=office",
  ),
  good: wholeExport(
    "6.48.6",
    "/ip route",
    "add distance=1 gateway=192.168.88.2 routing-mark=hq",
    "/ip route rule",
    "add dst-address=10.8.0.0/16 table=hq",
  ),
  fixes: { "did-you-mean": "suggestion" },
  on: ["/ip/route/rule"],
  check(item, { model }) {
    const table = item.property("table")?.text;
    if (table === undefined || table === "" || table === "main" || !isLookup(item)) return undefined;
    if (!model.absenceMeansDefault("/ip/route") || isFilled(model, table)) return undefined;
    const filled = [...new Set(routesApart(model).map((one) => one.table))];
    const guess = didYouMean(table, filled);
    return {
      at: { item, property: "table" },
      item,
      message: `Rule ${label(item)} looks into the table \`${table}\`, which has no route, so it does nothing${guess === undefined ? "." : `; did you mean \`${guess}\`?`}`,
      fixes:
        guess === undefined
          ? []
          : [
              {
                id: "did-you-mean",
                title: `Write ${guess}`,
                changes: [{ kind: "set", item, properties: { table: guess } }],
              },
            ],
    };
  },
});

/** `lookup-only-in-table` drops what it does not find: another matter. */
function isLookup(rule: Item): boolean {
  const action = rule.property("action")?.text ?? "lookup";
  return rule.isDisabled === false && action === "lookup";
}

function isFilled(model: Model, table: string): boolean {
  return routesIn(model, table).length > 0 || vrfNames(model).includes(table) || mayFillTable(model, table);
}
