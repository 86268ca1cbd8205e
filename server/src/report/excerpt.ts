import type { LineIndex } from "../text/line-index.ts";
import type { Range } from "../text/range.ts";
import { MASK } from "./mask-secrets.ts";

/** One line of a file as shown under a finding, with what is to be underlined; columns from 0. */
export interface Excerpt {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  readonly caretStart: number;
  readonly caretLength: number;
}

/**
 * The line where `range` starts, with the text's `secrets` masked, tabs as blanks and control characters as dots, cut to
 * `width` columns around the range.
 */
export function excerptOf(
  text: string,
  lines: LineIndex,
  range: Range,
  width: number,
  secrets: readonly Range[],
): Excerpt {
  const line = lines.positionAt(range.start).line;
  const { start, end } = near(lines.lineStart(line), lines.lineText(line).length, range.start);
  const masks = secrets.slice(firstAfter(secrets, start), firstAfter(secrets, end) + 1);
  const shown = maskLine({ start, end }, text, masks);
  const caretStart = shown.columnOf(range.start);
  const caretEnd = shown.columnOf(Math.min(range.end, end));
  return cut(line + 1, shown.text, caretStart, Math.max(1, caretEnd - caretStart), width);
}

/** Of a line of megabytes only the surroundings of the place are looked at. */
function near(lineStart: number, length: number, place: number): Range {
  if (length <= 2 * REACH) return { start: lineStart, end: lineStart + length };
  const start = Math.max(lineStart, place - REACH);
  return { start, end: Math.min(lineStart + length, start + 2 * REACH) };
}

const REACH = 2000;

/** The first of sorted ranges that ends behind the offset. */
function firstAfter(sorted: readonly Range[], offset: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.end ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

interface ShownLine {
  readonly text: string;
  columnOf(offset: number): number;
}

function maskLine(line: Range, source: string, masks: readonly Range[]): ShownLine {
  let text = "";
  const columns: number[] = [];
  for (let at = line.start; at < line.end; at++) {
    columns.push(text.length);
    const mask = masks.find((range) => range.start <= at && at < range.end);
    if (mask === undefined) text += printable(source[at] ?? "");
    else if (at === Math.max(mask.start, line.start)) text += MASK;
  }
  const end = text.length;
  return { text, columnOf: (offset) => columns[offset - line.start] ?? end };
}

function printable(character: string): string {
  if (character === "\t") return "  ";
  return /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(character) ? "." : character;
}

function cut(line: number, text: string, start: number, length: number, width: number): Excerpt {
  const room = Math.max(20, width);
  if (text.length <= room) return { line, text, caretStart: start, caretLength: length };
  // Leave a third of the room before the place, so that one sees where it stands.
  const from = Math.max(0, Math.min(start - Math.floor(room / 3), text.length - room));
  const before = from > 0 ? "…" : "";
  const after = from + room < text.length ? "…" : "";
  const body = text.slice(from + before.length, from + room - after.length);
  const caretStart = Math.max(before.length, start - from);
  const caretLength = Math.max(1, Math.min(length, room - after.length - caretStart));
  return { line, text: before + body + after, caretStart, caretLength };
}
