import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Analysis, createLanguageService } from "../../server/src/service.ts";

const FILE = "router.rsc";
const service = createLanguageService({ rules: [] });

/** Few words, so that rules cover, repeat and undo each other often. */
const rule = fc
  .record({
    action: fc.constantFrom(
      "accept",
      "drop",
      "return",
      "passthrough",
      "log",
      "jump jump-target=other",
      "add-src-to-address-list address-list=seen",
      "mark-packet new-packet-mark=one",
      "mark-connection new-connection-mark=two",
    ),
    matcher: fc.constantFrom(
      "",
      "",
      "protocol=tcp",
      "protocol=tcp dst-port=22",
      "src-address=10.0.0.0/8",
      "src-address=10.1.0.0/16",
      "src-address-list=seen",
      "connection-mark=two",
      "packet-mark=one",
    ),
    chain: fc.constantFrom("input", "input", "input", "other"),
    rest: fc.constantFrom("", "", "", "disabled=yes", "comment=x"),
  })
  .map((one) => `add action=${one.action} chain=${one.chain} ${one.matcher} ${one.rest}\n`);

const edit = fc.record({ at: fc.nat(), gone: fc.nat({ max: 2 }), lines: fc.array(rule, { maxLength: 2 }) });

describe("shadows after edits", () => {
  it("are those of the new text", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("filter", "mangle"),
        fc.array(rule, { minLength: 2, maxLength: 12 }),
        fc.array(edit, { minLength: 1, maxLength: 5 }),
        (table, first, edits) => {
          const head = `/ip firewall ${table}\n`;
          let lines = first;
          let analysis = service.analyse([{ path: FILE, text: head + lines.join("") }]);
          for (const { at, gone, lines: newLines } of edits) {
            shadowsOf(analysis);
            const from = at % (lines.length + 1);
            const before = head + lines.slice(0, from).join("");
            const removed = lines.slice(from, from + gone).join("");
            const range = { start: before.length, end: before.length + removed.length };
            analysis = service.update(analysis, FILE, [{ range, newText: newLines.join("") }]);
            lines = [...lines.slice(0, from), ...newLines, ...lines.slice(from + gone)];
          }
          const fresh = service.analyse([{ path: FILE, text: head + lines.join("") }]);
          expect(shadowsOf(analysis)).toEqual(shadowsOf(fresh));
        },
      ),
      { numRuns: 300 },
    );
  });
});

function shadowsOf({ traffic }: Analysis): readonly string[] {
  return traffic.shadows.map((shadow) =>
    [shadow.kind, shadow.item.index, "by" in shadow ? shadow.by.index : shadow.chain].join(" "),
  );
}
