import type { TextEdit } from "./edit.ts";
import type { ReadableText } from "./readable-text.ts";

/** Line and column count from 0; the column is in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Turns offsets into positions and back. Lines end in LF, CRLF or a lone CR, as on the router. */
export interface LineIndex {
  readonly lineCount: number;
  positionAt(offset: number): Position;
  /** Clamped to the line's end and to the text's end. */
  offsetAt(position: Position): number;
  /** The line's own text, without its end. */
  lineText(line: number): string;
  lineStart(line: number): number;
  /** The index of `text`, which is this one's text after `edit`; looks at the changed lines only. */
  after(edit: TextEdit, text: ReadableText): LineIndex;
}

export function createLineIndex(text: ReadableText): LineIndex {
  return indexOf(text, Uint32Array.from(lineStarts(text, 0, text.length)));
}

/** Numbers without objects: at a key a big file's starts are copied, and all behind the edit moved. */
type LineStarts = Uint32Array;

function indexOf(text: ReadableText, starts: LineStarts): LineIndex {
  const lineStart = (line: number) => starts[Math.max(0, Math.min(line, starts.length - 1))] ?? 0;
  const lineEnd = (line: number) => {
    let end = line + 1 < starts.length ? lineStart(line + 1) : text.length;
    if (line + 1 < starts.length) {
      const tail = text.slice(Math.max(lineStart(line), end - 2), end);
      end -= /\r?\n$|\r?$/.exec(tail)?.[0].length ?? 0;
    }
    return end;
  };
  return {
    lineCount: starts.length,
    positionAt(offset) {
      const at = Math.max(0, Math.min(offset, text.length));
      const line = lastAtOrBefore(starts, at);
      return { line, column: at - lineStart(line) };
    },
    offsetAt({ line, column }) {
      if (line < 0) return 0;
      if (line >= starts.length) return text.length;
      return Math.min(lineStart(line) + Math.max(0, column), lineEnd(line));
    },
    lineText: (line) => text.slice(lineStart(line), lineEnd(line)),
    lineStart,
    after: (edit, newText) => indexOf(newText, startsAfter(starts, edit, newText)),
  };
}

/** Starts of the lines between two line starts, the first included; `to` itself is none unless a line ends there. */
function lineStarts(text: ReadableText, from: number, to: number): number[] {
  const starts = [from];
  // With the character behind, which may be the LF of a CRLF.
  const lines = text.slice(from, to + 1);
  for (let i = 0; i < to - from; i++) {
    const code = lines.charCodeAt(i);
    if (code === 10 || (code === 13 && lines.charCodeAt(i + 1) !== 10)) starts.push(from + i + 1);
  }
  return starts;
}

/** An edit may join or part a CR and a LF, so the lines before and behind it are looked at too. */
function startsAfter(starts: LineStarts, { range, newText }: TextEdit, text: ReadableText): LineStarts {
  const delta = newText.length - (range.end - range.start);
  const first = Math.max(0, lastAtOrBefore(starts, range.start) - 1);
  const behind = lastAtOrBefore(starts, range.end) + 2;
  const kept = starts.subarray(behind);
  const from = starts[first] ?? 0;
  const to = kept[0] === undefined ? text.length : kept[0] + delta;
  const between = lineStarts(text, from, to).filter((start) => kept[0] === undefined || start < to);
  const after = new Uint32Array(first + between.length + kept.length);
  after.set(starts.subarray(0, first));
  after.set(between, first);
  after.set(kept, first + between.length);
  if (delta !== 0)
    for (let at = first + between.length; at < after.length; at++) after[at] = (after[at] ?? 0) + delta;
  return after;
}

function lastAtOrBefore(starts: LineStarts, offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
