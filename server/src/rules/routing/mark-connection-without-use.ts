import type { Model } from "../../model/model.ts";
import { didYouMean } from "../facts/did-you-mean.ts";
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
    const misspelt = misspeltFor(mark, read, model);
    return {
      at: { item, property: "new-connection-mark" },
      item,
      message: `Rule ${label(item)} sets the connection mark \`${mark}\`, which nothing reads${misspelt === undefined ? "" : `; perhaps \`${misspelt}\`, which nothing sets, should be it`}.`,
      // What is misspelt is wanted.
      fixes:
        misspelt === undefined
          ? [{ id: "remove", title: "Remove the rule", changes: [{ kind: "remove", item }] }]
          : [],
    };
  },
});

/** A mark that is asked for and never set, and that most likely means this one. */
function misspeltFor(mark: string, read: ReadonlySet<string>, model: Model): string | undefined {
  const known = model.names("mark-conn");
  return [...read].find((asked) => !known.includes(asked) && didYouMean(asked, known) === mark);
}
