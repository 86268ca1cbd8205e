import type { ReadableText } from "../text/readable-text.ts";
import type { SyntaxTree } from "./tree.ts";
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
