import type { StringNode, Word } from "../syntax/tree.ts";

/** One decoded character's origin: `\r\n` and `\XX` give one character, a continuation none. */
const PIECE = /\\(?:(?:\r\n|\r|\n)[ \t]*|[0-9A-F]{2}|[\s\S]|$)|[^\\]/g;
const CONTINUATION = /^\\(?:\r\n|\r|\n)/;

/**
 * For each character of a word's or constant string's decoded text, its offset in the chunk; one more entry
 * at the end for where the text stops.
 */
export function sourceOffsets(node: Word | StringNode): number[] {
  const { chunk } = node;
  if (node.kind === "word") return offsetsOf(chunk.text.slice(node.from, node.to), node.from, node.to);
  const offsets: number[] = [];
  let end = node.from + 1;
  for (const part of node.parts) {
    if (part.kind !== "text") continue;
    for (const offset of offsetsOf(chunk.text.slice(part.from, part.to), part.from, part.to).slice(0, -1))
      offsets.push(offset);
    end = part.to;
  }
  offsets.push(end);
  return offsets;
}

function offsetsOf(raw: string, start: number, end: number): number[] {
  const offsets: number[] = [];
  for (const piece of raw.matchAll(PIECE)) {
    if (!CONTINUATION.test(piece[0]) && piece[0] !== "\\") offsets.push(start + piece.index);
  }
  offsets.push(end);
  return offsets;
}
