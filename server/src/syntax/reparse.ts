import type { TextEdit } from "../text/edit.ts";
import { overreachOf, type ParseOptions, parse, parseChunk } from "./parser.ts";
import { creditAfter, type Extent, FULL_CREDIT, scanStatement } from "./scan.ts";
import type { Chunk, SyntaxTree } from "./tree.ts";

/** How many chunks after the edit are looked at to begin with. */
const FIRST_LOOK = 4;

/**
 * The tree of the text after `edit`, equal to a full parse of it. Only the chunks whose extent the edit can
 * have changed are read again; the others are shared with `tree` and moved, so `tree` must not be used any
 * more. Offsets of the edit are those of the old text.
 */
export function reparse(tree: SyntaxTree, edit: TextEdit, options: ParseOptions = {}): SyntaxTree {
  if (tree.chunks.length === 0) return parse(edit.newText, options);
  return new Reparse(tree, edit, options).run();
}

class Reparse {
  private readonly old: readonly Chunk[];
  private readonly edit: TextEdit;
  private readonly options: ParseOptions;
  private readonly delta: number;
  private readonly length: number;
  /** The first chunk that is read again, and where the window on the text begins. */
  private first = 0;
  private readonly base: number;
  private readonly overreach: number;
  /** The new text from `base` on, as far as it was needed. */
  private window = "";
  /** Old chunks up to here are in the window. */
  private seen = 0;
  /** The old chunk that the scan is at. */
  private index: number;
  private credit: number;
  /** Chunks that stay but stand elsewhere; moved at the end, since the search goes by where they stood. */
  private readonly moves: { readonly chunk: Chunk; readonly start: number }[] = [];

  constructor(tree: SyntaxTree, edit: TextEdit, options: ParseOptions) {
    this.old = tree.chunks;
    this.edit = edit;
    this.options = options;
    this.delta = edit.newText.length - (edit.range.end - edit.range.start);
    this.length = tree.length + this.delta;
    let first = Math.max(0, this.find(edit.range.start - tree.overreach) - 1);
    for (; first < this.old.length - 1; first++) {
      const chunk = this.old[first];
      if (chunk === undefined || chunk.start + (chunk.reach ?? chunk.text.length) > edit.range.start) break;
    }
    this.first = first;
    this.index = first;
    this.overreach = tree.overreach;
    this.base = this.old[first]?.start ?? 0;
    this.credit = this.old[first]?.credit ?? FULL_CREDIT;
    this.grow(FIRST_LOOK);
  }

  run(): SyntaxTree {
    const fresh: Chunk[] = [];
    let at = 0;
    while (this.base + at < this.length && !this.isBackInStep(this.base + at)) {
      const extent = scanStatement(this.window, at, this.credit);
      if (extent.reach > this.window.length && this.seen < this.old.length) {
        this.grow((this.seen - this.first) * 2);
        continue;
      }
      fresh.push(this.reused(at, extent) ?? this.parsed(at, extent));
      this.credit = creditAfter(this.credit, at, extent);
      at = extent.end;
    }
    const behind = this.base + at < this.length ? this.index : this.old.length;
    for (const { chunk, start } of this.moves) chunk.start = start;
    const chunks = replaced(this.old, this.first, behind, fresh);
    if (this.delta !== 0) moveFrom(chunks, this.first + fresh.length, this.delta);
    return {
      chunks,
      length: this.length,
      overreach: Math.max(this.overreach, overreachOf(fresh)),
    };
  }

  /** Makes the window reach over `count` chunks after the first and after the end of the edit. */
  private grow(count: number): void {
    const { old, edit, base } = this;
    let end = Math.max(this.seen, this.first);
    while (end < old.length && (old[end]?.start ?? 0) <= edit.range.end) end++;
    this.seen = Math.min(old.length, Math.max(end, this.first) + count);
    const text = old
      .slice(this.first, this.seen)
      .map((chunk) => chunk.text)
      .join("");
    this.window = text.slice(0, edit.range.start - base) + edit.newText + text.slice(edit.range.end - base);
  }

  /** True where the old chunks can be taken over as they are. */
  private isBackInStep(position: number): boolean {
    const { old, edit } = this;
    if (position < edit.range.start + edit.newText.length) return false;
    const target = position - this.delta;
    for (let chunk = old[this.index]; chunk !== undefined && chunk.start < target; chunk = old[this.index]) {
      this.index++;
    }
    return old[this.index]?.start === target && old[this.index]?.credit === this.credit;
  }

  /** An old chunk outside the edit that begins and ends where the new one does. */
  private reused(at: number, extent: Extent): Chunk | undefined {
    const { edit, old } = this;
    const start = this.base + at;
    const size = extent.end - at;
    const isBefore = start + size <= edit.range.start;
    if (!isBefore && start < edit.range.start + edit.newText.length) return undefined;
    const oldStart = isBefore ? start : start - this.delta;
    const chunk = old[this.find(oldStart)];
    if (chunk?.start !== oldStart || chunk.text.length !== size) return undefined;
    if ((chunk.recovered === true) !== extent.recovered || chunk.reach !== extent.reach - at)
      return undefined;
    if (!isBefore) this.moves.push({ chunk, start });
    chunk.credit = this.credit;
    return chunk;
  }

  private find(start: number): number {
    let low = this.first;
    let high = this.old.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.old[middle]?.start ?? 0) < start) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private parsed(at: number, extent: Extent): Chunk {
    // A copy, since a slice would keep the whole window in memory.
    const text = ` ${this.window.slice(at, extent.end)}`.slice(1);
    return parseChunk(text, this.base + at, extent, this.credit, this.options);
  }
}

/** More than these do not go into a call as arguments. */
const MOST_SPLICED = 1000;

/** Copies the list once: at each key it is that of a whole file. */
function replaced(
  old: readonly Chunk[],
  from: number,
  to: number,
  fresh: readonly Chunk[],
): readonly Chunk[] {
  if (fresh.length > MOST_SPLICED) return [...old.slice(0, from), ...fresh, ...old.slice(to)];
  const chunks = old.slice();
  chunks.splice(from, to - from, ...fresh);
  return chunks;
}

/** Without an iterator, which would make an object for each of 100,000 chunks. */
function moveFrom(chunks: readonly Chunk[], first: number, delta: number): void {
  for (let at = first; at < chunks.length; at++) {
    const chunk = chunks[at];
    if (chunk !== undefined) chunk.start += delta;
  }
}
