import type { Model } from "../../model/model.ts";
import { wholeExport } from "../facts/example.ts";
import { label } from "../facts/label.ts";
import { declaresTables, routesIn, routingMarks } from "../facts/routing.ts";
import { isDeadEnd, tableRoute } from "../facts/table-route.ts";
import { defineRule } from "../rule.ts";

const RULE = [
  "/routing table",
  "add fib name=guests",
  "/routing rule",
  "add action=lookup-only-in-table src-address=192.168.88.0/24 table=guests",
];

/** Manual: Policy Routing – `lookup-only-in-table` does not go on in main. */
export const ruleNoRoute = defineRule({
  id: "rule-no-route",
  group: "routing",
  title: "Routing rule into a table without a route",
  severity: "error",
  why: "Packets of a rule with lookup-only-in-table are looked up nowhere else, so they are dropped when its table has no route.",
  advice: "Add the table's default route, or drop the rule.",
  references: ["Manual: Policy Routing"],
  presets: ["recommended", "strict", "vpn"],
  onAbsence: true,
  bad: wholeExport("7.16.2", ...RULE),
  good: wholeExport(
    "7.16.2",
    ...RULE,
    "/ip route",
    "add dst-address=0.0.0.0/0 gateway=192.0.2.1 routing-table=guests",
  ),
  fixes: { "add-route": "needs-input" },
  on: ["/routing/rule", "/ip/route/rule"],
  check(item, { model }) {
    const table = item.text("table") ?? "";
    if (!isDeadEnd(model, item) || !hasAllRoutes(model)) return undefined;
    // Of a mark that nothing sets, mark-never-set speaks: the rule matches no packet.
    const mark = item.text("routing-mark") ?? "";
    if (mark !== "" && !/^!/.test(mark) && !routingMarks(model).has(mark)) return undefined;
    // Of a table that is not there, mark-no-table speaks.
    const isDeclared = model.items("/routing/table").some(({ name }) => name === table);
    if (declaresTables(model) !== false && !isDeclared) return undefined;
    const off = routesIn(model, table);
    const route = off.length === 0 ? tableRoute(model, item, table) : undefined;
    return {
      at: { item, property: "table" },
      item,
      message: `Rule ${label(item)} drops what it matches: its table \`${table}\` has no ${off.length === 0 ? "" : "enabled "}route, and it may look in no other.`,
      related: off.map((item) => ({ at: { item }, message: "disabled route" })),
      fixes:
        route === undefined ? [] : [{ id: "add-route", title: `Add a default route for ${table}`, ...route }],
    };
  },
});

function hasAllRoutes(model: Model): boolean {
  return ["/ip/route", "/ipv6/route"].every((menu) => model.absenceMeansDefault(menu));
}
