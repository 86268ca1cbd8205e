import { describe, expect, test } from "vitest";
import { ChunkParser } from "../../server/src/syntax/grammar.ts";
import { createLexer } from "../../server/src/syntax/lexer.ts";
import { parse, printTree } from "../../server/src/syntax/parser.ts";
import { walk } from "../../server/src/syntax/walk.ts";

const MANY = 100_000;

describe("hostile text", () => {
  test.each([
    ["curly", "{".repeat(MANY)],
    ["curly, closed", "{".repeat(MANY) + "}".repeat(MANY)],
    ["square", "[".repeat(MANY)],
    ["paren", `:put ${"(".repeat(MANY)}`],
    ["interpolations", '"$('.repeat(MANY)],
    ["closing brackets", "}])".repeat(MANY)],
    ["mismatched", "(".repeat(MANY) + "}".repeat(MANY)],
    ["blocks", ":if x do={\n".repeat(MANY) + "}\n".repeat(MANY)],
    ["operators", `:put (${"1+".repeat(MANY)}1)`],
    ["signs", `:put (${"!".repeat(MANY)}x)`],
    ["a line of 10 MB", `add name=${"a".repeat(1e7)}`],
    ["a string of 10 MB", `:put "${"\\n".repeat(5e6)}`],
    ["open braces, line by line", "add x={ y\n".repeat(20_000)],
    ["control characters", "\0\x01\x7f\uFEFF\u2028".repeat(1000)],
  ])("%s", (_, text) => {
    const tree = parse(text);
    expect(printTree(tree) === text).toBe(true);
    let deepest = 0;
    for (const chunk of tree.chunks) {
      for (const statement of chunk.statements) walk(statement, () => void deepest++);
    }
    expect(deepest).toBeGreaterThanOrEqual(0);
  });
});

test("the grammar has no ambiguity and no left recursion", () => {
  expect(() => new ChunkParser(createLexer(), false)).not.toThrow();
});
