import { expect, it } from "vitest";
import { readCases, readMarks, writeMarks } from "../support/rule-cases.ts";

const BLOCK =
  "add a=1 \\\n    name=x\n#        ^ one: part of it\n#   ^^^^^^ two\nadd b\n^^^ three: at the start\n";

it("marks stand under their line and are no part of the text", () => {
  const { text, marks } = readMarks(BLOCK);
  expect(text).toBe("add a=1 \\\n    name=x\nadd b\n");
  expect(
    marks.map(({ ruleId, range, message }) => [ruleId, text.slice(range.start, range.end), message]),
  ).toEqual([
    ["one", "x", "part of it"],
    ["two", "name=x", ""],
    ["three", "add", "at the start"],
  ]);
  expect(writeMarks(text, marks)).toBe(BLOCK);
});

it("a case has a title, settings and fixed texts", () => {
  const [one, two] = readCases(
    'intro\n## One\nprose\n```rsc\nadd\n```\n```json\n{"version":"7.1"}\n```\n```rsc fixed=disable\nset\n```\n## Two\n```rsc\nadd\n```\n',
  );
  expect(one).toMatchObject({
    title: "One",
    text: "add\n",
    settings: { version: "7.1" },
    fixed: [{ fixId: "disable", text: "set\n" }],
  });
  expect(two).toMatchObject({ title: "Two", marks: [], fixed: [] });
});

it("misspelt settings are no settings", () => {
  expect(() => readCases('## One\n```json\n{"verison":"7.1"}\n```\n')).toThrow("verison");
});
