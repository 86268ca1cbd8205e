import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  applyEdits,
  editsOverlap,
  minimalEdit,
  offsetAfterEdits,
  shiftEdit,
  sortEdits,
  type TextEdit,
} from "../../server/src/text/edit.ts";

const edit = (start: number, end: number, newText: string): TextEdit => ({ range: { start, end }, newText });

describe("applyEdits", () => {
  it("takes edits in any order and keeps the order of insertions at one place", () => {
    expect(applyEdits("abcdef", [edit(4, 5, "X"), edit(1, 1, "1"), edit(1, 1, "2"), edit(1, 2, "B")])).toBe(
      "a12BcdXf",
    );
  });

  it("refuses overlapping edits", () => {
    const both = [edit(0, 3, ""), edit(2, 4, "")];
    expect(editsOverlap(both)).toBe(true);
    expect(() => applyEdits("abcdef", both)).toThrow("overlapping");
    expect(editsOverlap([edit(0, 3, ""), edit(3, 4, "")])).toBe(false);
  });

  it("sorts a replacement behind insertions at its start", () => {
    expect(sortEdits([edit(1, 3, "r"), edit(1, 1, "i")]).map(({ newText }) => newText)).toEqual(["i", "r"]);
  });
});

describe("offsetAfterEdits", () => {
  const edits = [edit(2, 4, "xyz"), edit(6, 6, "++")];

  it.each([
    [0, false, 0],
    [2, false, 2],
    [3, false, 5],
    [4, false, 5],
    [6, false, 7],
    [6, true, 9],
    [7, false, 10],
  ])("moves %i (after: %s) to %i", (offset, isAfter, moved) => {
    expect(offsetAfterEdits(offset, edits, isAfter)).toBe(moved);
  });
});

describe("properties", () => {
  it("minimalEdit turns the one text into the other", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const found = minimalEdit(before, after);
        expect(found === undefined ? before : applyEdits(before, [found])).toBe(after);
      }),
    );
  });

  it("shifted edits do in a longer text what they did in its end", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (lead, before, after) => {
        const found = minimalEdit(before, after);
        if (found !== undefined)
          expect(applyEdits(lead + before, [shiftEdit(found, lead.length)])).toBe(lead + after);
      }),
    );
  });
});
