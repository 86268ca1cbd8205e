import type { Chunk, SyntaxTree } from "../syntax/tree.ts";
import { bindChunk } from "./bind.ts";
import type { BoundChunk } from "./bound.ts";
import { type BoundPage, createPage, PAGE_SIZE } from "./bound-page.ts";
import type { ModelFile } from "./model.ts";
import type { Vocabulary } from "./vocabulary.ts";

/**
 * Binds a file, keeping what an earlier revision bound: the chunks before and after the edit are the same
 * objects, and mean the same while the menu they stand in does. Pages that keep all their chunks are kept.
 */
export function bindFile(
  tree: SyntaxTree,
  earlier: readonly BoundPage[],
  file: ModelFile,
  vocabulary: Vocabulary,
): readonly BoundPage[] {
  const start = commonStart(tree.chunks, earlier);
  const end = commonEnd(tree.chunks, earlier, start.chunks);
  const pages = earlier.slice(0, start.pages);
  const fresh: BoundChunk[] = [];
  let context = pages.at(-1)?.chunks.at(-1)?.contextAfter ?? "/";
  const changed = remember(earlier.slice(start.pages, earlier.length - end.pages));
  const unchanged = remember(earlier.slice(earlier.length - end.pages));
  const tail = tree.chunks.length - end.chunks;
  for (let index = start.chunks; index < tree.chunks.length; index++) {
    const joined = index === tail ? earlier.slice(earlier.length - end.pages) : [];
    if (joined[0] !== undefined && joined[0].chunks[0]?.contextBefore === context) {
      return [...pages, ...cut(fresh), ...joined];
    }
    const chunk = tree.chunks[index];
    if (chunk === undefined) break;
    const known = index < tail ? changed(chunk) : unchanged(chunk);
    const bound = known?.contextBefore === context ? known : bindChunk(chunk, context, { vocabulary, file });
    fresh.push(bound);
    context = bound.contextAfter;
  }
  return [...pages, ...cut(fresh)];
}

interface Common {
  readonly pages: number;
  readonly chunks: number;
}

/** How many whole pages at the start hold the same chunks as the tree. */
function commonStart(chunks: readonly Chunk[], earlier: readonly BoundPage[]): Common {
  let at = 0;
  for (const [index, page] of earlier.entries()) {
    if (!holds(page, chunks, at)) return { pages: index, chunks: at };
    at += page.chunks.length;
  }
  return { pages: earlier.length, chunks: at };
}

/** The same from the end, leaving the first `taken` chunks alone. */
function commonEnd(chunks: readonly Chunk[], earlier: readonly BoundPage[], taken: number): Common {
  let count = 0;
  for (let index = earlier.length - 1; index >= 0; index--) {
    const page = earlier[index];
    const from = chunks.length - count - (page?.chunks.length ?? 0);
    if (page === undefined || from < taken || !holds(page, chunks, from))
      return { pages: earlier.length - 1 - index, chunks: count };
    count += page.chunks.length;
  }
  return { pages: earlier.length, chunks: count };
}

/** A plain loop: it runs over all of a file at every key. */
function holds(page: BoundPage, chunks: readonly Chunk[], from: number): boolean {
  let at = from;
  for (const chunk of page.statements) if (chunk !== chunks[at++]) return false;
  return true;
}

/** Finds what was bound for a chunk in the pages that changed; made only if asked. */
function remember(pages: readonly BoundPage[]): (chunk: Chunk) => BoundChunk | undefined {
  let known: Map<Chunk, BoundChunk> | undefined;
  return (chunk) => {
    known ??= new Map(pages.flatMap((page) => page.chunks.map((bound) => [bound.chunk, bound] as const)));
    return known.get(chunk);
  };
}

function cut(chunks: readonly BoundChunk[]): BoundPage[] {
  const pages: BoundPage[] = [];
  for (let at = 0; at < chunks.length; at += PAGE_SIZE)
    pages.push(createPage(chunks.slice(at, at + PAGE_SIZE)));
  return pages;
}
