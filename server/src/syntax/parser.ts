import { ChunkParser } from "./grammar.ts";
import { createLexer } from "./lexer.ts";
import { type ChunkDraft, NONE } from "./nodes.ts";
import { PlainReader } from "./plain-statement.ts";
import { creditAfter, creditAfterPlain, type Extent, FULL_CREDIT, scanStatement } from "./scan.ts";
import type { Chunk, SyntaxTree } from "./tree.ts";

export interface ParseOptions {
  /** For a script inside a string: maps an offset in `text` to one in the document. */
  readonly toOuter?: (offset: number) => number;
}

/** Reads any text; never throws. What the router would reject is in the chunks' `problems`. */
export function parse(text: string, options: ParseOptions = {}): SyntaxTree {
  const chunks: Chunk[] = [];
  const plain = options.toOuter === undefined ? new PlainReader(text) : undefined;
  let credit = FULL_CREDIT;
  for (let start = 0; start < text.length; ) {
    const chunk = plain?.read(start, credit);
    if (chunk !== undefined) {
      chunks.push(chunk);
      start += chunk.text.length;
      credit = creditAfterPlain(credit, chunk.text.length);
      continue;
    }
    const extent = scanStatement(text, start, credit);
    const { end } = extent;
    chunks.push(parseChunk(text.slice(start, end), start, extent, credit, options));
    credit = creditAfter(credit, start, extent);
    start = end;
  }
  return { chunks, length: text.length, overreach: overreachOf(chunks) };
}

/** How far beyond a chunk's own text what decided its end goes at most. */
export function overreachOf(chunks: readonly Chunk[]): number {
  let most = 0;
  for (const { reach, text } of chunks) most = Math.max(most, (reach ?? 0) - text.length);
  return most;
}

/** Parses the text of one chunk that starts at `start`, as `extent` does, and was found with that `credit`. */
export function parseChunk(
  text: string,
  start: number,
  { end, reach, recovered }: Extent,
  credit: number,
  options: ParseOptions = {},
): Chunk {
  const { lexer, parser } = tools();
  const draft: ChunkDraft = {
    start,
    text,
    statements: NONE,
    comments: NONE,
    problems: NONE,
    recovered,
    reach: text.length + reach - end,
    credit,
    ...(options.toOuter && { toOuter: options.toOuter }),
  };
  parser.parseChunk(draft, lexer.tokenize(text));
  return draft;
}

/** The text of the tree, byte for byte what was parsed. */
export function printTree(tree: SyntaxTree): string {
  return tree.chunks.map((chunk) => chunk.text).join("");
}

interface Tools {
  readonly lexer: ReturnType<typeof createLexer>;
  readonly parser: ChunkParser;
}

let shared: Tools | undefined;

/** Lexer and parser take milliseconds to build and keep nothing between calls: built at the first use. */
function tools(): Tools {
  if (shared === undefined) {
    const lexer = createLexer();
    shared = { lexer, parser: new ChunkParser(lexer) };
  }
  return shared;
}
