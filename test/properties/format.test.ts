import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FormatOptions, formatText } from "../../server/src/format/format.ts";
import { parse } from "../../server/src/syntax/parser.ts";
import { tokensOf } from "../../server/src/syntax/tokens.ts";
import { unwrapCommand } from "../../server/src/text/wrap.ts";

/** All tokens of a text with what they say; what stands between them left out. */
function wordsOf(text: string): string[] {
  return parse(text).chunks.flatMap((chunk) =>
    tokensOf(chunk)
      .filter(({ kind }) => kind !== "blank" && kind !== "continuation" && kind !== "newline")
      .map(({ from, to }) => chunk.text.slice(from, to)),
  );
}

const problemsOf = (text: string) =>
  parse(text).chunks.reduce((sum, chunk) => sum + chunk.problems.length, 0);

const piece = fc.constantFrom(
  ...[
    "/ip address",
    "add ",
    "set [ find default-name=ether1 ]",
    " name=x",
    ' comment="a  b"',
    " \\\n    ",
    "\n",
    "\r\n",
  ],
  ...[
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ";",
    "  ",
    "\t",
    ":put ",
    ":if ($a) do={",
    "} else={",
    "# note  ",
    '"',
    "$x",
    "a,b",
  ],
  ...[
    "\\",
    "=",
    ":local f do={\n",
    "\n\n\n",
    '"x\\\n   y"',
    '"$[find a="b"]"',
    "/ip dns set servers=1.1.1.1",
  ],
);
const script = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(""));
const anyText = fc.oneof(script, fc.string());

const options: readonly FormatOptions[] = [
  {},
  { indent: "\t", maxBlankLines: 0 },
  { wrap: "unwrap" },
  { wrap: "wrap" },
];

describe("format", () => {
  it("keeps every token", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(wordsOf(formatText(text))).toEqual(wordsOf(text));
      }),
      { numRuns: 200 },
    );
  });

  it.each(options)("formats twice as once: %j", (option) => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = formatText(text, option);
        expect(formatText(once, option)).toBe(once);
      }),
      { numRuns: 200 },
    );
  });

  it.each(options)("brings no new problems: %j", (option) => {
    fc.assert(
      fc.property(anyText, (text) => {
        fc.pre(problemsOf(text) === 0);
        expect(problemsOf(formatText(text, option))).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  it("breaks lines only where joining them again gives the same", () => {
    const flat = (text: string) => unwrapCommand(text).replace(/\s+/g, " ").trim();
    fc.assert(
      fc.property(anyText, (text) => {
        fc.pre(problemsOf(text) === 0);
        expect(flat(formatText(text, { wrap: "wrap" }))).toBe(flat(text));
      }),
      { numRuns: 150 },
    );
  });
});
