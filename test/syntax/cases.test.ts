import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse, printTree } from "../../server/src/syntax/parser.ts";
import { printSyntax } from "../support/print-tree.ts";

const folder = join(import.meta.dirname, "cases");
const accept = process.env["UPDATE"] === "1";

describe("trees of test/syntax/cases (UPDATE=1 accepts)", () => {
  const names = readdirSync(folder).filter((name) => name.endsWith(".rsc"));
  test("there are cases", () => expect(names.length).toBeGreaterThan(5));
  test.each(names)("%s", (name) => {
    const text = readFileSync(join(folder, name), "utf8");
    const tree = parse(text);
    expect(printTree(tree)).toBe(text);
    const file = join(folder, name.replace(/\.rsc$/, ".tree"));
    const printed = printSyntax(tree);
    if (accept || !existsSync(file)) writeFileSync(file, printed);
    expect(printed).toBe(readFileSync(file, "utf8"));
  });
});
