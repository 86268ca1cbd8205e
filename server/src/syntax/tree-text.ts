import type { Range } from "../text/range.ts";
import type { ReadableText } from "../text/readable-text.ts";
import type { Chunk, SyntaxTree } from "./tree.ts";
import { chunkIndexAt } from "./walk.ts";

/** The whole source. It costs a walk over all chunks, so at a key pieces are read instead: see `readTree`. */
export function printTree({ chunks }: SyntaxTree): string {
  return chunks.map(({ text }) => text).join("");
}

/** The source read from the chunks that a piece lies in; for the newest revision only, as offsets are. */
export function readTree(tree: SyntaxTree): ReadableText {
  const { chunks, length } = tree;
  return {
    length,
    slice(from, to) {
      const start = Math.max(0, from);
      const end = Math.min(length, to);
      if (start === 0 && end === length) return printTree(tree);
      let text = "";
      for (let at = chunkIndexAt(tree, start); at < chunks.length; at++) {
        const chunk = chunks[at];
        if (chunk === undefined || chunk.start >= end) break;
        text += chunk.text.slice(Math.max(0, start - chunk.start), end - chunk.start);
      }
      return text;
    },
  };
}

/** The whole lines that the chunks stand in, in text order, each line once; they end in LF. */
export function linesOfChunks(tree: SyntaxTree, chunks: readonly Chunk[]): readonly Range[] {
  const lines: { readonly start: number; end: number }[] = [];
  for (const { start, text } of chunks) {
    const last = lines.at(-1);
    if (last !== undefined && start + text.length <= last.end) continue;
    const line = { start: lineOf(tree, start).start, end: lineOf(tree, start + text.length - 1).end };
    if (last !== undefined && line.start < last.end) last.end = Math.max(last.end, line.end);
    else lines.push(line);
  }
  return lines;
}

/** The line around an offset, with its LF. */
export function lineOf(tree: SyntaxTree, offset: number): Range {
  return { start: lineStart(tree, offset), end: lineEnd(tree, offset) };
}

function lineStart(tree: SyntaxTree, offset: number): number {
  for (let at = chunkIndexAt(tree, offset); at >= 0; at--) {
    const chunk = tree.chunks[at];
    const before = chunk?.text.slice(0, Math.max(0, offset - chunk.start)) ?? "";
    const found = before.lastIndexOf("\n");
    if (chunk !== undefined && found >= 0) return chunk.start + found + 1;
  }
  return 0;
}

function lineEnd(tree: SyntaxTree, offset: number): number {
  for (let at = chunkIndexAt(tree, offset); at < tree.chunks.length; at++) {
    const chunk = tree.chunks[at];
    const found = chunk?.text.indexOf("\n", Math.max(0, offset - chunk.start)) ?? -1;
    if (chunk !== undefined && found >= 0) return chunk.start + found + 1;
  }
  return tree.length;
}
