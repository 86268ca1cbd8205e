import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "../../server/src/syntax/parser.ts";
import { reparse } from "../../server/src/syntax/reparse.ts";
import { printTree, readTree } from "../../server/src/syntax/tree-text.ts";
import { applyEdits } from "../../server/src/text/edit.ts";

const text = fc
  .array(
    fc.constantFrom("/ip pool\n", "add name=a\r\n", 'add comment="', '"', ";", "# x", "\\\n", "\n", "{", "}"),
    {
      maxLength: 12,
    },
  )
  .map((parts) => parts.join(""));

describe("the text of a tree", () => {
  it("reads as the edited text does, whole and in pieces", () => {
    fc.assert(
      fc.property(text, text, fc.nat(), fc.nat(), fc.nat(), fc.nat(), (before, newText, a, b, c, d) => {
        const start = a % (before.length + 1);
        const end = start + (b % (before.length - start + 1));
        const edit = { range: { start, end }, newText };
        const after = applyEdits(before, [edit]);
        const tree = reparse(parse(before), edit);
        const from = c % (after.length + 1);
        const to = from + (d % (after.length + 2));
        expect(printTree(tree)).toBe(after);
        expect(readTree(tree).length).toBe(after.length);
        expect(readTree(tree).slice(from, to)).toBe(after.slice(from, to));
      }),
      { numRuns: 2000 },
    );
  });
});
