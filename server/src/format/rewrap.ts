import { parse } from "../syntax/parser.ts";
import type { Chunk } from "../syntax/tree.ts";
import { unwrapCommand, wrapCommand } from "../text/wrap.ts";

/**
 * Takes the line continuations out of every statement, and with a finite `width` breaks the long ones anew as
 * RouterOS does. Statements with problems stay as they are.
 */
export function rewrapText(text: string, width: number): string {
  return parse(text)
    .chunks.map((chunk) => rewrapChunk(chunk, width))
    .join("");
}

function rewrapChunk(chunk: Chunk, width: number): string {
  if (chunk.problems.length > 0) return chunk.text;
  let result = "";
  let at = 0;
  for (const statement of chunk.statements) {
    const own = chunk.text.slice(statement.from, statement.to);
    result += chunk.text.slice(at, statement.from) + rewrapStatement(own, chunk, statement.from, width);
    at = statement.to;
  }
  return result + chunk.text.slice(at);
}

/** What holds real line ends (a block, a string over several lines) is only unwrapped. */
function rewrapStatement(own: string, chunk: Chunk, from: number, width: number): string {
  const flat = unwrapCommand(own);
  const isMultiline = /[\r\n]/.test(flat);
  if (width === Number.POSITIVE_INFINITY || isMultiline) return flat;
  if (!/(?:^|[\r\n])$/.test(chunk.text.slice(0, from))) return own;
  const eol = /\r\n|\r|\n/.exec(chunk.text)?.[0] ?? "\n";
  return wrapCommand(flat, width, eol);
}
