import { wholeExport } from "../facts/example.ts";
import { label } from "../facts/label.ts";
import { markingRules, routingRules } from "../facts/routing.ts";
import { defineRule } from "../rule.ts";

const ROUTE = ["/ip route", "add dst-address=0.0.0.0/0 gateway=192.0.2.1 routing-table=isp2"];
const RULE = ["/routing rule", "add action=lookup src-address=192.168.88.9 table=isp2"];

/** Manual, Policy Routing: only tables with `fib` are pushed to the FIB; others serve routing protocols. */
export const tableNoFib = defineRule({
  id: "table-no-fib",
  group: "routing",
  title: "Routing table outside the FIB",
  severity: "error",
  why: "Routes of a table without fib are never pushed to the forwarding table, so packets that are sent there are routed by main.",
  advice: "Add fib to the table.",
  versions: ">=7.0",
  references: ["Manual: Policy Routing", "Manual: Moving from ROSv6 to v7"],
  presets: ["recommended", "strict", "vpn"],
  bad: wholeExport("7.16.2", ...ROUTE, ...RULE, "/routing table", "add name=isp2"),
  good: wholeExport("7.16.2", ...ROUTE, ...RULE, "/routing table", "add fib name=isp2", "add name=bgp-only"),
  fixes: { fib: "suggestion" },
  on: ["/routing/table"],
  check(item, { model }) {
    const { name } = item;
    if (item.origin !== "add" || !item.isCertain || item.isDisabled !== false || name === undefined)
      return undefined;
    const fib = item.property("fib");
    if (fib !== undefined && !fib.isUnset && fib.text !== "no") return undefined;
    const user =
      markingRules(model).find(({ mark }) => mark === name)?.rule ??
      routingRules(model).find((rule) => rule.isDisabled !== true && rule.text("table") === name);
    // Routes alone may be kept there for a routing protocol to announce.
    if (user === undefined) return undefined;
    return {
      at: { item, property: "name" },
      item,
      message: `The routing table ${label(item)} is not in the FIB, so what is sent there goes by main.`,
      related: [{ at: { item: user }, message: "this uses the table" }],
      fixes: [{ id: "fib", title: "Add fib", changes: [{ kind: "set", item, properties: { fib: true } }] }],
    };
  },
});
