import type { BoundCommand } from "../model/model.ts";
import { rangeOf } from "../syntax/tree.ts";
import type { TextEdit } from "../text/edit.ts";
import { overlaps, type Range } from "../text/range.ts";
import {
  afterLineEnd,
  attachedCommentStart,
  endOfLine,
  type Layout,
  ownLines,
  startOfLine,
  statementRange,
  usesContext,
} from "./layout.ts";
import { isHeader } from "./style.ts";

export interface RemovalOptions {
  /** Statement comments of an export belong to the statement below them; in a script only an isolated one does. */
  readonly isScript: boolean;
  /** Offsets where lines that rely on a section's header will be inserted. */
  readonly relativeOffsets: readonly number[];
  /** Where anything will be inserted: no removal may reach across. */
  readonly insertionOffsets: readonly number[];
}

/** Takes statements out, with their lines, their own comments, and the headers of sections left empty. */
export function removalEdits(
  layout: Layout,
  commands: ReadonlySet<BoundCommand>,
  options: RemovalOptions,
): TextEdit[] {
  const { text } = layout.file;
  const headers = emptiedHeaders(layout, commands, options.relativeOffsets);
  const ranges = [
    ...[...commands].map((command) => statementRemoval(text, command, options.isScript)),
    ...headers.map((header) => ownLines(text, header) ?? inlineRemoval(text, header)),
  ];
  const { insertionOffsets } = options;
  return mergeRanges(ranges, insertionOffsets).map((range) => ({
    range: withoutDoubleBlank(text, range, insertionOffsets),
    newText: "",
  }));
}

function statementRemoval(text: string, command: BoundCommand, isScript: boolean): Range {
  const lines = ownLines(text, command);
  if (lines === undefined) return inlineRemoval(text, command);
  const start = attachedCommentStart(text, lines.start);
  const comments = text.slice(start, lines.start);
  if (/^[ \t]*#error/m.test(comments)) return lines;
  if (isScript && !/^[ \t]*(?:[\r\n#]|$)/.test(text.slice(lines.end))) return lines;
  return { start, end: lines.end };
}

/** A statement that shares its line goes with one of the `;` around it. */
function inlineRemoval(text: string, command: BoundCommand): Range {
  const { start, end } = statementRange(command);
  const after = /^[ \t]*;[ \t]*/.exec(text.slice(end, endOfLine(text, end)));
  if (after !== null) return { start, end: end + after[0].length };
  const lineStart = startOfLine(text, start);
  const before = /;[ \t]*$/.exec(text.slice(lineStart, start));
  return before === null ? { start, end } : { start: lineStart + before.index, end };
}

function emptiedHeaders(
  layout: Layout,
  removed: ReadonlySet<BoundCommand>,
  relativeOffsets: readonly number[],
): BoundCommand[] {
  const { top, places, headers } = layout;
  const dependents = [...removed].filter(usesContext);
  const asked = new Set(dependents.map((command) => headers[places.get(command) ?? -1] ?? -1));
  return [...asked]
    .sort((a, b) => a - b)
    .flatMap((at) => {
      const header = top[at];
      return header !== undefined && isEmptied(layout, at, removed, relativeOffsets) ? [header] : [];
    });
}

/** Whether all that relies on the header at `top[at]` goes, and nothing comes in its place. */
function isEmptied(
  layout: Layout,
  at: number,
  removed: ReadonlySet<BoundCommand>,
  relativeOffsets: readonly number[],
): boolean {
  const { top } = layout;
  const header = top[at];
  let last = at;
  for (let next = top[last + 1]; header !== undefined && next !== undefined; next = top[last + 1]) {
    if (usesContext(next) && !removed.has(next)) return false;
    if (isHeader(next) && !usesContext(next)) break;
    last++;
    if (isHeader(next)) break;
  }
  if (header === undefined) return false;
  const section = { start: statementRange(header).end, end: sectionEnd(layout, last) };
  if (relativeOffsets.some((offset) => offset > section.start && offset <= section.end)) return false;
  return !hasErrors(layout, section);
}

function sectionEnd(layout: Layout, lastIndex: number): number {
  const { text } = layout.file;
  const last = layout.top[lastIndex];
  return last === undefined ? text.length : afterLineEnd(text, endOfLine(text, statementRange(last).end));
}

function hasErrors(layout: Layout, section: Range): boolean {
  return layout.file.tree.chunks.some(
    (chunk) =>
      overlaps(section, { start: chunk.start, end: chunk.start + chunk.text.length }) &&
      chunk.statements.some((s) => s.kind === "error" && overlaps(rangeOf(s), section)),
  );
}

function mergeRanges(ranges: readonly Range[], insertionOffsets: readonly number[]): Range[] {
  const merged: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = merged.at(-1);
    const isTouching = last !== undefined && range.start <= last.end;
    if (isTouching && !(range.start === last.end && insertionOffsets.includes(range.start))) {
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    } else merged.push(range);
  }
  return merged;
}

/** Between two blank lines nothing should leave both. */
function withoutDoubleBlank(text: string, range: Range, insertionOffsets: readonly number[]): Range {
  const isBlankBefore = /(?:^|\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)$|^$/.test(
    text.slice(Math.max(0, range.start - 200), range.start),
  );
  if (!isBlankBefore || startOfLine(text, range.end) !== range.end) return range;
  const blank = /^[ \t]*(?:\r\n|\n|\r)/.exec(text.slice(range.end, range.end + 200));
  const end = range.end + (blank?.[0].length ?? 0);
  const isInTheWay = insertionOffsets.some((offset) => offset > range.start && offset < end);
  return isInTheWay ? range : { start: range.start, end };
}
