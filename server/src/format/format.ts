import { parse } from "../syntax/parser.ts";
import type { SyntaxTree } from "../syntax/tree.ts";
import { applyEdits, minimalEdit, type TextEdit } from "../text/edit.ts";
import type { Range } from "../text/range.ts";
import { EXPORT_WIDTH } from "../text/wrap.ts";
import { gapEdits } from "./gaps.ts";
import { restyleText } from "./restyle.ts";
import { rewrapText } from "./rewrap.ts";

export interface FormatOptions {
  /** One level of indentation in blocks; the file's own when not given. */
  readonly indent?: string;
  /** Empty lines left in a row; 1 when not given. */
  readonly maxBlankLines?: number;
  /** `terse` writes the full path on each line and breaks no lines; good to compare exports. */
  readonly style?: "keep" | "sectioned" | "terse";
  /** `wrap` breaks long commands as an export does, `unwrap` joins what is broken. */
  readonly wrap?: "keep" | "wrap" | "unwrap";
  /** For `wrap`: the last column a word may fill, 77 as in exports when not given. */
  readonly width?: number;
  /** Takes the date out of the export header, so that two exports differ only where the configuration does. */
  readonly dropsTimestamp?: boolean;
}

/** The whole text formatted. Every token and comment stays; formatting again changes nothing. */
export function formatText(text: string, options: FormatOptions = {}): string {
  const styled = restyled(text, options);
  return applyEdits(styled, gapEdits(parse(styled), options));
}

/**
 * The edits that format a document, or the lines of `range` in it. Offsets are UTF-16 units. A change of style,
 * wrapping or header asks for the whole document: with `range` only indentation and blanks are set right.
 */
export function formatEdits(
  text: string,
  tree: SyntaxTree,
  options: FormatOptions = {},
  range?: Range,
): TextEdit[] {
  if (range !== undefined) {
    return gapEdits(tree, options).filter((edit) => isWithinLines(text, edit.range, range));
  }
  if (restyled(text, options) === text) return gapEdits(tree, options);
  const edit = minimalEdit(text, formatText(text, options));
  return edit === undefined ? [] : [edit];
}

function restyled(text: string, options: FormatOptions): string {
  const { style = "keep" } = options;
  const wrap = options.wrap ?? (style === "terse" ? "unwrap" : "keep");
  let result = options.dropsTimestamp === true ? withoutTimestamp(text) : text;
  if (style !== "keep") result = restyleText(result, style);
  if (wrap === "keep") return result;
  result = applyEdits(result, gapEdits(parse(result), options));
  return rewrapText(result, wrap === "wrap" ? (options.width ?? EXPORT_WIDTH) : Number.POSITIVE_INFINITY);
}

/** `# mar/14/2021 09:26:53 by RouterOS 6.48.6` → `# by RouterOS 6.48.6`, also in its odd forms. */
function withoutTimestamp(text: string): string {
  return text.replace(/^(\uFEFF?\s*#)[^\r\n]*?(?= by RouterOS )/, "$1");
}

/** Line ends belong to no line: empty lines go only when the document is formatted, or the range holds them. */
function isWithinLines(text: string, edit: Range, range: Range): boolean {
  const start = lineStart(text, range.start);
  const end = lineEnd(text, Math.max(range.start, range.end - 1));
  return edit.start >= start && edit.end <= end;
}

function lineStart(text: string, offset: number): number {
  let at = Math.min(offset, text.length);
  while (at > 0 && text[at - 1] !== "\n" && text[at - 1] !== "\r") at--;
  return at;
}

function lineEnd(text: string, offset: number): number {
  let at = Math.min(offset, text.length);
  while (at < text.length && text[at] !== "\n" && text[at] !== "\r") at++;
  return at;
}
