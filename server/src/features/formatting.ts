import type { FormattingOptions, Position, Range, TextEdit } from "vscode-languageserver-types";
import { type FormatOptions, formatEdits } from "../format/format.ts";
import { chunkAt } from "../syntax/walk.ts";
import type { AnalysedFile } from "./analysis.ts";
import { toOffsets, toRange } from "./place.ts";

export type { FormatOptions } from "../format/format.ts";

/** The editor's indentation, and what the user set for the formatter. */
export type DocumentFormat = FormattingOptions & { readonly rsclint?: Omit<FormatOptions, "indent"> };

export function formatDocument(file: AnalysedFile, options: DocumentFormat): TextEdit[] {
  return wireEdits(file, formatEdits(file.text, file.tree, toFormatOptions(options)));
}

/** Sets the lines of the range right; style and wrapping are the whole document's. */
export function formatRange(file: AnalysedFile, range: Range, options: DocumentFormat): TextEdit[] {
  return wireEdits(file, formatEdits(file.text, file.tree, toFormatOptions(options), toOffsets(file, range)));
}

function toFormatOptions({ insertSpaces, tabSize, rsclint }: DocumentFormat): FormatOptions {
  return { ...rsclint, indent: indentUnit({ insertSpaces, tabSize }) };
}

function indentUnit({ insertSpaces, tabSize }: Pick<FormattingOptions, "insertSpaces" | "tabSize">): string {
  return insertSpaces ? " ".repeat(tabSize) : "\t";
}

function wireEdits(file: AnalysedFile, edits: ReturnType<typeof formatEdits>): TextEdit[] {
  return edits.map(({ range, newText }) => ({ range: toRange(file, range), newText }));
}

/** After a line end or a closing bracket: the line's indentation by the blocks that are open before it. */
export function formatOnType(
  file: AnalysedFile,
  position: Position,
  typed: string,
  options: FormattingOptions,
): TextEdit[] {
  const { lines, text } = file;
  const line = lines.lineText(position.line);
  const before = /^[ \t]*/.exec(line)?.[0] ?? "";
  if (typed !== "\n" && line.trim() !== typed) return [];
  const start = lines.lineStart(position.line);
  const chunk = chunkAt(file.tree, Math.max(0, start - 1));
  const depth = openBlocks(text.slice(Math.min(chunk?.start ?? 0, start), start));
  if (depth === undefined) return [];
  const closes = /^[ \t]*[}\])]/.test(line) ? 1 : 0;
  const unit = indentUnit(options);
  const indent =
    closes === 0
      ? (goingOn(file, position.line, unit) ?? unit.repeat(depth))
      : unit.repeat(Math.max(0, depth - 1));
  if (indent === before) return [];
  const { line: at } = position;
  return [
    {
      range: { start: { line: at, character: 0 }, end: { line: at, character: before.length } },
      newText: indent,
    },
  ];
}

/** The indentation of a line that goes on from one that ends in `\`: a level in, or below what goes on already. */
function goingOn({ lines }: AnalysedFile, line: number, unit: string): string | undefined {
  // A comment ends with its line.
  const isBroken = (at: number) => at >= 0 && /^[ \t]*[^# \t].*\\$|^[ \t]*\\$/.test(lines.lineText(at));
  if (!isBroken(line - 1)) return undefined;
  const margin = /^[ \t]*/.exec(lines.lineText(line - 1))?.[0] ?? "";
  return isBroken(line - 2) ? margin : margin + unit;
}

/** Blocks open at the end of `text`; undefined inside a string, where blanks count. */
function openBlocks(text: string): number | undefined {
  let depth = 0;
  for (const [token] of text.matchAll(TOKENS)) {
    if (token.startsWith('"') && !/[\s\S]"$/.test(token)) return undefined;
    if ("{[(".includes(token)) depth++;
    else if ("}])".includes(token)) depth = Math.max(0, depth - 1);
  }
  return depth;
}

/** Strings (closed or not), escapes, comments at the start of a statement, brackets. */
const TOKENS = /"(?:[^"\\]|\\[\s\S])*"?|\\[\s\S]|(?<=(?:^|[\r\n;{[])[ \t]*)#[^\r\n]*|[{}[\]()]/g;
