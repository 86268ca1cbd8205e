import type { ModelFile } from "../../model/model.ts";
import type { Chunk } from "../../syntax/tree.ts";

/** Statements that could not be read, in order. A plain loop: it runs over all of a file at every key. */
export function chunksWithProblems({ tree }: ModelFile): readonly Chunk[] {
  const found: Chunk[] = [];
  for (const chunk of tree.chunks) if (chunk.problems.length > 0) found.push(chunk);
  return found;
}
