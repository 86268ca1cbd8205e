import type { SyntaxTree } from "../syntax/tree.ts";
import { bindChunk } from "./bind.ts";
import type { BoundChunk } from "./bound.ts";
import type { ModelFile } from "./model.ts";
import type { Vocabulary } from "./vocabulary.ts";

/**
 * Binds a file, keeping what an earlier revision bound: the chunks before and after the edit are the same
 * objects, and mean the same while the menu they stand in does.
 */
export function bindFile(
  tree: SyntaxTree,
  earlier: readonly BoundChunk[],
  file: ModelFile,
  vocabulary: Vocabulary,
): readonly BoundChunk[] {
  const { chunks } = tree;
  const kept = commonStart(tree, earlier);
  const tail = commonEnd(tree, earlier, kept);
  const bound = kept === earlier.length ? [...earlier] : earlier.slice(0, kept);
  let context = bound.at(-1)?.contextAfter ?? "/";
  for (let index = kept; index < chunks.length; index++) {
    const chunk = chunks[index];
    if (chunk === undefined) break;
    const known = index >= chunks.length - tail ? earlier[earlier.length - chunks.length + index] : undefined;
    if (known !== undefined && known.contextBefore === context) {
      return bound.concat(earlier.slice(earlier.length - chunks.length + index));
    }
    const next = bindChunk(chunk, context, { vocabulary, file });
    bound.push(next);
    context = next.contextAfter;
  }
  return bound;
}

function commonStart(tree: SyntaxTree, earlier: readonly BoundChunk[]): number {
  const most = Math.min(tree.chunks.length, earlier.length);
  let index = 0;
  while (index < most && tree.chunks[index] === earlier[index]?.chunk) index++;
  return index;
}

function commonEnd(tree: SyntaxTree, earlier: readonly BoundChunk[], start: number): number {
  const most = Math.min(tree.chunks.length, earlier.length) - start;
  let count = 0;
  while (count < most && tree.chunks[tree.chunks.length - 1 - count] === earlier[earlier.length - 1 - count]?.chunk) count++;
  return count;
}
