import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse, parseChunk } from "../../server/src/syntax/parser.ts";
import { PlainReader } from "../../server/src/syntax/plain-statement.ts";
import { creditAfter, FULL_CREDIT, scanStatement } from "../../server/src/syntax/scan.ts";
import type { Chunk } from "../../server/src/syntax/tree.ts";
import { printNodes } from "../support/print-tree.ts";

/** Pieces of exports, with some that are not plain. */
const PIECES = [
  ...[
    "add",
    "set",
    "/ip",
    "/ip address",
    "/ip/route",
    "0",
    "*1F",
    "ether1",
    "..",
    "print",
    "where",
    "find",
    "a/b",
  ],
  ...[
    " ",
    " ",
    " ",
    "  ",
    "\t",
    "\n",
    "\n",
    "\r\n",
    "\r",
    " \\\n    ",
    "\\\n    ",
    " \\\r\n\t",
    "\\",
    "# note\n",
    ";",
  ],
  ...[
    "name=",
    "comment=",
    ".x=",
    "in-interface-list=",
    "where=",
    "a=",
    "=",
    "!a",
    "!",
    "~",
    "<",
    ">",
    "->",
    "-",
  ],
  ...[
    "10.0.0.1/24",
    "yes",
    "a,b",
    "!LAN",
    "x",
    "7",
    "1d2h",
    "AA:BB:CC:00:11:22",
    "<l2tp-x>",
    "a~b",
    "%",
    "é",
  ],
  ...[
    '"text"',
    '""',
    '"a \\"b\\" \\r\\n"',
    '"a\\\n    b"',
    '"$x"',
    '"\\$x"',
    '"a\nb"',
    '"',
    '"\\',
    "#x",
    "$x",
  ],
  ...["[ find name=x ]", '[find a=1 b="c"]', "[ find ]", "[find where a=b]", "[", "]", "{", "}", "(", ")"],
];
const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 24 }).map((pieces) => pieces.join(""));
const line = fc
  .tuple(
    fc.constantFrom("add", "set", "set 0", "/ip address", "print", "# a\nadd", "set [ find x=y ]"),
    fc.array(
      fc.tuple(
        fc.constantFrom(" ", " \\\n    ", "  ", " \\\r\n"),
        fc.constantFrom(...PIECES),
        fc.constantFrom(...PIECES),
      ),
    ),
  )
  .map(([head, parts]) => `${head}${parts.map((part) => part.join("")).join("")}\n`);

/** The chunks by the grammar alone. */
function byGrammar(source: string): Chunk[] {
  const chunks: Chunk[] = [];
  let credit = FULL_CREDIT;
  for (let start = 0; start < source.length; ) {
    const extent = scanStatement(source, start, credit);
    chunks.push(parseChunk(source.slice(start, extent.end), start, extent, credit));
    credit = creditAfter(credit, start, extent);
    start = extent.end;
  }
  return chunks;
}

const print = (chunk: Chunk) =>
  `${chunk.start} ${chunk.reach} ${chunk.recovered} ${chunk.credit} ${chunk.text}\n${printNodes(chunk)}\n${JSON.stringify(
    { statements: chunk.statements, comments: chunk.comments },
    (key, value) => (key === "chunk" ? undefined : value),
  )}`;

describe("the reader of plain statements", () => {
  test("gives the chunks that the grammar gives", () => {
    fc.assert(
      fc.property(fc.oneof(text, line), (source) => {
        expect(parse(source).chunks.map(print)).toEqual(byGrammar(source).map(print));
      }),
      { numRuns: 6000 },
    );
  });

  test("joins what the lexer cuts for its length only", () => {
    const source = `add source="${"a\\r\\\n    \\n".repeat(400)}"\n`;
    expect(parse(source).chunks.map(print)).toEqual(byGrammar(source).map(print));
  });

  test.each([
    "/ip firewall filter\n",
    'add action=accept chain=input comment="defconf: accept \\$x" \\\n    in-interface=!LAN\n',
    "# note\n\nset [ find default-name=ether1 ] comment=\\\n    x name=\n",
    "add address=10.0.0.1/24 interface=bridge1",
  ])("takes %j", (source) => {
    expect(new PlainReader(source).read(0, FULL_CREDIT)?.text).toBe(source);
  });
});
