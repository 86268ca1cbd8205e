import type { BoundCommand } from "../model/model.ts";
import type { TextEdit } from "../text/edit.ts";
import type { PropertyValue } from "./change.ts";
import {
  attachedCommentStart,
  type Layout,
  ownLines,
  type Section,
  startOfLine,
  statementRange,
  usesContext,
} from "./layout.ts";
import { bestSectionIndex, compareSections } from "./section-order.ts";
import { commandText, layOut } from "./statement-text.ts";
import { type FileStyle, isHeader, menuText } from "./style.ts";

/** A statement to be written: `head` is `add`, `set` or `set [ find … ]`. */
export interface NewStatement {
  readonly menu: string;
  readonly head: string;
  readonly properties: Readonly<Record<string, PropertyValue>>;
  /** Beside which statement; without it behind `last`, or in a section of its own. */
  readonly beside?: { readonly command: BoundCommand; readonly side: "before" | "after" };
}

export interface Insertions {
  readonly edits: readonly TextEdit[];
  /** Where lines were put that rely on the header above them. */
  readonly relativeOffsets: readonly number[];
  /** No place was found that would not change the meaning of the lines after it. */
  readonly unplaced: readonly NewStatement[];
}

/** Writes new statements in the file's style: beside others, or as sections in the order of an export. */
export function insertionEdits(
  layout: Layout,
  style: FileStyle,
  statements: readonly NewStatement[],
): Insertions {
  const edits: TextEdit[] = [];
  const relativeOffsets: number[] = [];
  const sections = new Map<string, NewStatement[]>();
  for (const statement of statements) {
    if (statement.beside === undefined) {
      sections.set(statement.menu, [...(sections.get(statement.menu) ?? []), statement]);
      continue;
    }
    const edit = besideEdit(layout.file.text, style, statement, statement.beside);
    edits.push(edit);
    if (usesContext(statement.beside.command) || isHeader(statement.beside.command)) {
      relativeOffsets.push(edit.range.start);
    }
  }
  const fresh = sectionEdits(layout, style, sections);
  return { edits: [...edits, ...fresh.edits], relativeOffsets, unplaced: fresh.unplaced };
}

function besideEdit(
  text: string,
  style: FileStyle,
  statement: NewStatement,
  { command, side }: NonNullable<NewStatement["beside"]>,
): TextEdit {
  const body = commandText(unwrappedStyle(style), statement.head, statement.properties);
  const line = `${pathPrefix(text, command)}${body}`;
  const lines = ownLines(text, command);
  if (lines === undefined) return inlineEdit(command, line, side);
  const indent = /^[ \t]*/.exec(text.slice(startOfLine(text, statementRange(command).start)))?.[0] ?? "";
  const written = layOut(style, `${indent}${line}`);
  if (side === "before") {
    const at = attachedCommentStart(text, lines.start);
    return { range: { start: at, end: at }, newText: `${written}${style.eol}` };
  }
  return appended(text, style, lines.end, written);
}

/** Lines are laid out as a whole, once the path in front of them is known. */
function unwrappedStyle(style: FileStyle): FileStyle {
  return { ...style, width: Number.POSITIVE_INFINITY, breaksAtLineFeeds: false };
}

/** Lines put at `at`, the start of a line or the text's end; a missing last line end stays missing. */
function appended(text: string, style: FileStyle, at: number, lines: string): TextEdit {
  const isOpenEnd = at === text.length && at > 0 && !/[\r\n]$/.test(text);
  const newText = isOpenEnd ? `${style.eol}${lines}` : `${lines}${style.eol}`;
  return { range: { start: at, end: at }, newText };
}

function inlineEdit(command: BoundCommand, line: string, side: "before" | "after"): TextEdit {
  const { start, end } = statementRange(command);
  return side === "before"
    ? { range: { start, end: start }, newText: `${line}; ` }
    : { range: { start: end, end }, newText: `; ${line}` };
}

/** What stands before the command word: `/ip address `, `filter `, or nothing below a header. */
function pathPrefix(text: string, command: BoundCommand): string {
  const word = command.commandWord;
  if (word === undefined) return "";
  const { start } = statementRange(command);
  const wordStart = start + (word.from - command.node.from);
  const path = text.slice(start, wordStart) + word.text.slice(0, word.text.lastIndexOf("/") + 1);
  return path.replace(/\\(?:\r\n|\r|\n)[ \t]*/g, "");
}

function sectionEdits(
  layout: Layout,
  style: FileStyle,
  sections: ReadonlyMap<string, readonly NewStatement[]>,
): { readonly edits: readonly TextEdit[]; readonly unplaced: readonly NewStatement[] } {
  const edits: TextEdit[] = [];
  const unplaced: NewStatement[] = [];
  const menus = [...sections.keys()];
  const existing = layout.sections;
  const ordered = menus
    .map((menu) => ({
      menu,
      index: bestSectionIndex(
        existing.map((s) => s.menu),
        menu,
      ),
    }))
    .sort((a, b) => a.index - b.index || compareSections(a.menu, b.menu));
  for (const { menu, index } of ordered) {
    const statements = sections.get(menu) ?? [];
    const offset = sectionOffset(layout, style, existing, index);
    if (offset === undefined) unplaced.push(...statements);
    else edits.push(sectionEdit(layout, style, menu, statements, offset));
  }
  return { edits, unplaced };
}

/** Where a new section may stand: before the wished one, else before the next one that allows it, else last. */
function sectionOffset(
  layout: Layout,
  style: FileStyle,
  sections: readonly Section[],
  index: number,
): number | undefined {
  const { text } = layout.file;
  for (const { first } of sections.slice(index)) {
    const command = layout.top[first];
    const isSafe = style.layout === "terse" || layout.isSafeBefore[first] === true;
    if (command === undefined || !isSafe) continue;
    const lines = ownLines(text, command);
    if (lines !== undefined) return attachedCommentStart(text, lines.start);
  }
  return layout.isSafeAtEnd ? text.length : undefined;
}

function sectionEdit(
  layout: Layout,
  style: FileStyle,
  menu: string,
  statements: readonly NewStatement[],
  offset: number,
): TextEdit {
  const { text } = layout.file;
  const isTerse = style.layout === "terse";
  const path = menuText(style, menu);
  const lines = statements.map(({ head, properties }) =>
    commandText(style, isTerse ? `${path} ${head}` : head, properties),
  );
  if (!isTerse) lines.unshift(path);
  const body = lines.join(style.eol);
  if (offset < text.length) {
    const gap = style.hasBlankBeforeSections && !isTerse ? style.eol : "";
    return { range: { start: offset, end: offset }, newText: `${body}${style.eol}${gap}` };
  }
  const gap =
    style.hasBlankBeforeSections && !isTerse && !/(?:^|[\r\n])\s*[\r\n]$/.test(text) ? style.eol : "";
  const edit = appended(text, style, offset, body);
  return { range: edit.range, newText: `${gap}${edit.newText}` };
}

/** The last statement at top level that speaks of a menu, its header included: new lines go below it. */
export function lastOfMenu(layout: Layout, menu: string): BoundCommand | undefined {
  return layout.top.findLast(
    (command) => command.menu === menu && command.isCertain && command.node.chunk.problems.length === 0,
  );
}
