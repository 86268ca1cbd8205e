import type { Chunk } from "../../syntax/tree.ts";

/** Picks the statements that could not be read. */
export function withProblems(chunk: Chunk): readonly Chunk[] {
  return chunk.problems.length > 0 ? [chunk] : [];
}
