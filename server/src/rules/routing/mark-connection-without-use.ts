import { wholeExport } from "../facts/example.ts";
import { label } from "../facts/label.ts";
import { connectionMarksRead } from "../facts/marks.ts";
import { defineRule } from "../rule.ts";

export const markConnectionWithoutUse = defineRule({
  id: "mark-connection-without-use",
  group: "routing",
  title: "Connection mark that nothing reads",
  severity: "info",
  why: "No rule asks for this connection mark, so setting it only costs time.",
  advice: "Add the rule that should use the mark, or remove this one.",
  references: ["Manual: Mangle"],
  presets: ["strict"],
  bad: wholeExport(
    "7.16.2",
    "/ip firewall mangle",
    "add action=mark-connection chain=prerouting in-interface=lan new-connection-mark=voip",
  ),
  good: wholeExport(
    "7.16.2",
    "/ip firewall mangle",
    "add action=mark-connection chain=prerouting in-interface=lan new-connection-mark=voip",
    "add action=mark-packet chain=prerouting connection-mark=voip new-packet-mark=voip",
  ),
  fixes: { remove: "suggestion" },
  on: ["/ip/firewall/mangle", "/ipv6/firewall/mangle"],
  check(item, { model }) {
    const mark = item.text("new-connection-mark");
    if (item.text("action") !== "mark-connection" || mark === undefined || item.isDisabled !== false)
      return undefined;
    if (!model.absenceMeansDefault(item.menu) || model.source.kind !== "full" || mark === "no-mark")
      return undefined;
    const read = connectionMarksRead(model);
    if (read === undefined || read.has(mark) || !item.isCertain) return undefined;
    return {
      at: { item, property: "new-connection-mark" },
      item,
      message: `Rule ${label(item)} sets the connection mark \`${mark}\`, which nothing reads.`,
      fixes: [{ id: "remove", title: "Remove the rule", changes: [{ kind: "remove", item }] }],
    };
  },
});
