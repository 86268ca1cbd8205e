import type { Range } from "./range.ts";

/** Replaces `range` by `newText`; an empty range inserts. */
export interface TextEdit {
  readonly range: Range;
  readonly newText: string;
}

/** Applies edits given in any order. Overlapping edits are a programmer's error and throw. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = "";
  let at = 0;
  for (const edit of sortEdits(edits)) {
    if (edit.range.start < at) throw new Error(`overlapping edits at offset ${edit.range.start}`);
    result += text.slice(at, edit.range.start) + edit.newText;
    at = edit.range.end;
  }
  return result + text.slice(at);
}

/** By position; insertions at one place keep the order they were given in and come before a replacement there. */
export function sortEdits(edits: readonly TextEdit[]): TextEdit[] {
  return [...edits].sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
}

export function editsOverlap(edits: readonly TextEdit[]): boolean {
  const sorted = sortEdits(edits);
  return sorted.some((edit, i) => {
    const next = sorted[i + 1];
    return next !== undefined && next.range.start < edit.range.end;
  });
}

/** The same edit, `by` code units further on; for text that was edited by itself and is part of another. */
export function shiftEdit(edit: TextEdit, by: number): TextEdit {
  return { range: { start: edit.range.start + by, end: edit.range.end + by }, newText: edit.newText };
}

/**
 * Where an offset of the old text stands after `edits`. Inside replaced text it goes to the replacement's end;
 * at an insertion it stays before it, unless `isAfter` says otherwise.
 */
export function offsetAfterEdits(offset: number, edits: readonly TextEdit[], isAfter = false): number {
  let moved = 0;
  for (const { range, newText } of sortEdits(edits)) {
    if (range.start > offset || (range.start === offset && !isAfter)) break;
    if (range.end > offset) return range.start + moved + newText.length;
    moved += newText.length - (range.end - range.start);
  }
  return offset + moved;
}

/** The smallest single edit that turns `before` into `after`; undefined when they are equal. */
export function minimalEdit(before: string, after: string): TextEdit | undefined {
  if (before === after) return undefined;
  const shortest = Math.min(before.length, after.length);
  let start = 0;
  while (start < shortest && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < shortest - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) {
    tail++;
  }
  return {
    range: { start, end: before.length - tail },
    newText: after.slice(start, after.length - tail),
  };
}
