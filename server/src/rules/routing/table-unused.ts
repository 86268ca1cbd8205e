import { wholeExport } from "../facts/example.ts";
import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

export const tableUnused = defineRule({
  id: "table-unused",
  group: "routing",
  title: "Routing table that nothing names",
  severity: "info",
  why: "No route, mark, rule or routing protocol names the table, so it does nothing.",
  advice: "Remove it, or use it.",
  versions: ">=7.0",
  references: ["Manual: Policy Routing"],
  presets: ["strict"],
  bad: wholeExport("7.16.2", "/routing table", "add fib name=old"),
  good: wholeExport(
    "7.16.2",
    "/routing rule",
    "add action=lookup src-address=192.168.88.9 table=isp2",
    "/routing table",
    "add fib name=isp2",
  ),
  fixes: { remove: "suggestion" },
  on: ["/routing/table"],
  check(item, { model }) {
    const { name } = item;
    if (item.origin !== "add" || !item.isCertain || item.isDisabled !== false || name === undefined)
      return undefined;
    if (model.source.kind !== "full" || !model.absenceMeansDefault(item.menu)) return undefined;
    const isNamed = model
      .occurrences("routing-table", name)
      .some((reference) => reference.command.menu !== "/routing/table");
    if (isNamed || model.referencesTo(item).length > 0) return undefined;
    return {
      at: { item, property: "name" },
      item,
      message: `The routing table ${label(item)} is named by nothing.`,
      fixes: [{ id: "remove", title: `Remove ${name}`, changes: [{ kind: "remove", item }] }],
    };
  },
});
