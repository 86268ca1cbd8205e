import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse, printTree } from "../../server/src/syntax/parser.ts";
import { reparse } from "../../server/src/syntax/reparse.ts";
import { tokensOf } from "../../server/src/syntax/tokens.ts";
import type { SyntaxTree } from "../../server/src/syntax/tree.ts";
import { childrenOf, walk } from "../../server/src/syntax/walk.ts";
import { applyEdits } from "../../server/src/text/edit.ts";
import { printNodes } from "../support/print-tree.ts";

/** Pieces of the language, so that random text comes near to real scripts and to real damage. */
const PIECES = [
  ...["\n", "\r\n", "\r", " ", "\\\n    ", "\\", ";", "#", "# note\n", "\uFEFF", "\0", "é", "`", "\u00a0"],
  ...["{", "}", "[", "]", "(", ")", '"', "$", "$(", "$[", '$"a-b"', "$x", "=", "~", "!", ",", "->", "-"],
  ...["/ip address\n", "add ", "set ", ":put ", ":if (", "do={", "find where ", "name=", "a", "1.2.3.4/24"],
  ...["/interface ethernet\nset [ find default-name=ether1 ] name=x\n", ':global f do={ :put "$1" }\n'],
  ...[
    'comment="a \\"b\\" $c"',
    "{1;2}",
    '{"a"=1}',
    "where",
    "and",
    "in",
    "any",
    "(:len 1)",
    "\\22",
    "<%%",
    ">",
  ],
];
const script = fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => pieces.join(""));
const anyText = fc.oneof(script, fc.string({ unit: "binary", maxLength: 200 }));

function describeTree(tree: SyntaxTree): string {
  return `${tree.length}\n${tree.chunks
    .map((chunk) => `${chunk.start} ${chunk.reach} ${chunk.recovered} ${chunk.credit}\n${printNodes(chunk)}`)
    .join("\n")}`;
}

describe("syntax", () => {
  test("print(parse(x)) = x", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(printTree(parse(text))).toBe(text);
      }),
      { numRuns: 1500 },
    );
  });

  test("reparse(edit) = parse(edited)", () => {
    const edits = fc.array(fc.tuple(fc.nat(), fc.nat(12), anyText), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(anyText, edits, (start, list) => {
        let text = start;
        let tree = parse(text);
        for (const [where, size, newText] of list) {
          const from = text.length === 0 ? 0 : where % (text.length + 1);
          const to = Math.min(text.length, from + size);
          tree = reparse(tree, { range: { start: from, end: to }, newText });
          text = text.slice(0, from) + newText + text.slice(to);
          expect(describeTree(tree)).toBe(describeTree(parse(text)));
        }
      }),
      { numRuns: 1500 },
    );
  });
});

/** Lines of few lengths, so that an edit often moves the rest by as much as a statement is long. */
const LINES = ["/a\n", "/b\n", "b c\n", "{\n", "}\n", '"\n', "[ d\n", "/ab\n", "\n", "#e\n"];
const lines = fc.array(fc.constantFrom(...LINES), { maxLength: 12 });

test("reparse of whole lines put in and taken out = parse", () => {
  const edits = fc.array(fc.tuple(fc.nat(), fc.nat(3), lines), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(lines, edits, (start, list) => {
      let now = [...start];
      let tree = parse(now.join(""));
      for (const [where, count, added] of list) {
        const at = now.length === 0 ? 0 : where % (now.length + 1);
        const from = now.slice(0, at).join("").length;
        const range = { start: from, end: from + now.slice(at, at + count).join("").length };
        tree = reparse(tree, { range, newText: added.join("") });
        now = [...now.slice(0, at), ...added, ...now.slice(at + count)];
        expect(printTree(tree)).toBe(now.join(""));
        expect(describeTree(tree)).toBe(describeTree(parse(now.join(""))));
      }
    }),
    { numRuns: 3000 },
  );
});

test("reparse passes a statement that the edit moves by just its length", () => {
  const text = `/a\n"\n${"/a\n".repeat(7)}`;
  const edit = { range: { start: 5, end: 5 }, newText: "/a\n" };
  expect(printTree(reparse(parse(text), edit))).toBe(applyEdits(text, [edit]));
});

describe("tokensOf", () => {
  test("covers the text without a gap", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const chunk of parse(text).chunks) {
          let at = 0;
          for (const token of tokensOf(chunk)) {
            expect(token.from).toBe(at);
            expect(token.to).toBeGreaterThan(at);
            at = token.to;
          }
          expect(at).toBe(chunk.text.length);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe("nodes", () => {
  test("lie within their parents and in order", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const chunk of parse(text).chunks) {
          for (const statement of chunk.statements) {
            walk(statement, (node) => {
              expect(node.from).toBeLessThanOrEqual(node.to);
              let at = node.from;
              for (const child of childrenOf(node)) {
                expect(child.from).toBeGreaterThanOrEqual(at);
                expect(child.to).toBeLessThanOrEqual(node.to);
                at = child.from;
              }
            });
          }
        }
      }),
      { numRuns: 1500 },
    );
  });
});
