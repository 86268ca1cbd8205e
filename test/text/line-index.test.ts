import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyEdits } from "../../server/src/text/edit.ts";
import { createLineIndex } from "../../server/src/text/line-index.ts";

const text = fc
  .array(fc.constantFrom("a", "bc", "\n", "\r", "\r\n", ""), { maxLength: 12 })
  .map((parts) => parts.join(""));

describe("a line index after an edit", () => {
  it("is that of the new text", () => {
    fc.assert(
      fc.property(text, text, fc.nat(), fc.nat(), (before, newText, a, b) => {
        const start = a % (before.length + 1);
        const end = start + (b % (before.length - start + 1));
        const edit = { range: { start, end }, newText };
        const after = applyEdits(before, [edit]);
        const shifted = createLineIndex(before).after(edit, after);
        const fresh = createLineIndex(after);
        expect(shifted.lineCount).toBe(fresh.lineCount);
        for (let line = 0; line < fresh.lineCount; line++) {
          expect(shifted.lineStart(line)).toBe(fresh.lineStart(line));
          expect(shifted.lineText(line)).toBe(fresh.lineText(line));
        }
      }),
      { numRuns: 3000 },
    );
  });
});
