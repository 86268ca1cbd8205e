import type { BoundCommand, Model, ModelFile } from "../model/model.ts";
import { rangeOf } from "../syntax/tree.ts";
import type { Range } from "../text/range.ts";
import { isHeader } from "./style.ts";

/** Where the statements of a file stand, in lines. All offsets are absolute in the file's text. */
export interface Layout {
  readonly file: ModelFile;
  /** The statements that are no part of another one, in text order. */
  readonly top: readonly BoundCommand[];
  /** Where each of `top` stands in it. */
  readonly places: ReadonlyMap<BoundCommand, number>;
  /** For each of `top`, where the nearest header ahead of it stands; -1 where there is none. */
  readonly headers: readonly number[];
  /** Runs of statements of one menu; commands of the root menu (`:put`) belong to what stands before them. */
  readonly sections: readonly Section[];
  /** True where a new `/menu` section may be put before `top[i]` without changing what the next lines mean. */
  readonly isSafeBefore: readonly boolean[];
  /** False when the text's last statement is broken, so that nothing may follow it. */
  readonly isSafeAtEnd: boolean;
}

export interface Section {
  readonly menu: string;
  /** Where its first statement stands in `top`. */
  readonly first: number;
}

export function layoutOf(model: Model, file: ModelFile): Layout {
  const top = model.commands.filter(
    (command) => command.file === file && command.parent === undefined && command.embeddedIn === undefined,
  );
  const lastChunk = file.tree.chunks.at(-1);
  const isSafeAtEnd = lastChunk === undefined || lastChunk.problems.length === 0;
  const isSafeBefore: boolean[] = [];
  let isNextSafe = true;
  for (let i = top.length - 1; i >= 0; i--) {
    const command = top[i];
    if (command !== undefined) isNextSafe = setsContext(command) || (!usesContext(command) && isNextSafe);
    isSafeBefore[i] = isNextSafe;
  }
  const places = new Map(top.map((command, at) => [command, at]));
  return { file, top, places, headers: headersOf(top), sections: sectionsOf(top), isSafeBefore, isSafeAtEnd };
}

function headersOf(top: readonly BoundCommand[]): number[] {
  let last = -1;
  return top.map((command, at) => {
    const header = last;
    if (isHeader(command)) last = at;
    return header;
  });
}

function sectionsOf(top: readonly BoundCommand[]): Section[] {
  const sections: Section[] = [];
  for (const [first, command] of top.entries()) {
    const { menu } = command;
    const isOwn = isHeader(command) || (command.node.lead === "/" && menu !== "/");
    if (isOwn && menu !== sections.at(-1)?.menu) sections.push({ menu, first });
  }
  return sections;
}

/** A header from the root on: what stands before it does not matter after it. */
function setsContext(command: BoundCommand): boolean {
  return isHeader(command) && command.node.lead === "/";
}

export function usesContext(command: BoundCommand): boolean {
  return command.node.lead === "" && !(command.menu === "/" && command.context === "/");
}

/** The statement's own text, from its first character to its last. */
export function statementRange(command: BoundCommand): Range {
  return rangeOf(command.node);
}

/**
 * The lines a statement fills, line ends included, when nothing else stands on them (a `;` behind it counts
 * as its own); undefined when it shares a line with something.
 */
export function ownLines(text: string, command: BoundCommand): Range | undefined {
  const { start, end } = statementRange(command);
  const lineStart = startOfLine(text, start);
  if (!/^[ \t\uFEFF]*$/.test(text.slice(lineStart, start))) return undefined;
  const stop = endOfLine(text, end);
  if (!/^[ \t]*;?[ \t]*$/.test(text.slice(end, stop))) return undefined;
  const from = text[lineStart] === "\uFEFF" ? lineStart + 1 : lineStart;
  return { start: from, end: afterLineEnd(text, stop) };
}

/**
 * Where the comment lines directly above `lineStart` begin: no blank line between, and not the comments that
 * open the file. `lineStart` itself when there are none.
 */
export function attachedCommentStart(text: string, lineStart: number): number {
  let start = lineStart;
  while (start > 0) {
    const above = startOfLine(text, beforeLineEnd(text, start));
    if (!/^[ \t]*#/.test(text.slice(above, start))) break;
    start = above;
  }
  return isTopOfFile(text, start) ? lineStart : start;
}

function isTopOfFile(text: string, offset: number): boolean {
  return /^[\s\uFEFF]*$/.test(text.slice(0, offset));
}

export function startOfLine(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && text[at - 1] !== "\n" && text[at - 1] !== "\r") at--;
  return at;
}

/** The offset of the line end at or after `offset`, or the text's end. */
export function endOfLine(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && text[at] !== "\n" && text[at] !== "\r") at++;
  return at;
}

/** Past the line end that stands at `offset`. */
export function afterLineEnd(text: string, offset: number): number {
  if (text[offset] === "\r" && text[offset + 1] === "\n") return offset + 2;
  return offset < text.length ? offset + 1 : offset;
}

/** Before the line end that stands just before `offset`. */
function beforeLineEnd(text: string, offset: number): number {
  if (text[offset - 1] === "\n" && text[offset - 2] === "\r") return offset - 2;
  return Math.max(0, offset - 1);
}
