import { type Token, tokensOf } from "../syntax/tokens.ts";
import type { Chunk, SyntaxTree } from "../syntax/tree.ts";
import { minimalEdit, shiftEdit, type TextEdit } from "../text/edit.ts";
import { alignedGaps } from "./alignment.ts";

export interface GapOptions {
  /** One level of indentation; undefined takes the file's own, else four blanks. */
  readonly indent?: string;
  /** Empty lines left in a row, 1 when not given. */
  readonly maxBlankLines?: number;
}

/**
 * Edits of what stands between tokens: indentation in blocks, blanks, empty lines. Tokens, comments and the
 * inside of strings are never touched. Statements with syntax problems stay as they are.
 */
export function gapEdits(tree: SyntaxTree, options: GapOptions): TextEdit[] {
  const files = tree.chunks.map((chunk) => ({ chunk, gaps: gapsOf(chunk) }));
  const indent = options.indent ?? ownIndent(files.flatMap(({ gaps }) => gaps)) ?? "    ";
  const context = { indent, maxBlankLines: options.maxBlankLines ?? 1 };
  const aligned = alignedGaps(files);
  const edits: TextEdit[] = [];
  files.forEach(({ chunk, gaps }, i) => {
    if (chunk.problems.length > 0) return;
    let margin: Margin = { written: "", normal: "" };
    for (const gap of gaps) {
      if (aligned.has(gap)) continue;
      const isTextStart = i === 0 && gap.start === 0;
      const isTextEnd = i === files.length - 1 && gap.end === chunk.text.length;
      const newText = normalGap(gap, context, margin, isTextStart, isTextEnd);
      margin = marginAfter(gap, newText) ?? margin;
      const edit = minimalEdit(gap.text, newText);
      if (edit !== undefined) edits.push(shiftEdit(edit, chunk.start + gap.start));
    }
  });
  return edits;
}

/** Blanks, line ends and continuations between two tokens. Offsets are relative to the chunk. */
interface Gap {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Open brackets that count for the line after the gap. */
  readonly level: number;
  readonly isBeforeComment: boolean;
  /** A block begins behind the `\` in the gap, and goes on below. */
  readonly opensBlock: boolean;
  /** Behind an opening bracket or `;`, or ahead of a closing one: a `\` there breaks no statement. */
  readonly isBetween: boolean;
  readonly isAtStart: boolean;
  readonly isAtEnd: boolean;
}

const BETWEEN = new Set(["blank", "continuation", "newline"]);

/** The gaps of one chunk; those inside strings (also in `$[…]` there) are left out. */
function gapsOf(chunk: Chunk): Gap[] {
  const { text } = chunk;
  const tokens = tokensOf(chunk).filter(({ kind }) => !BETWEEN.has(kind));
  const gaps: Gap[] = [];
  /** The line each open bracket stands on; -1 for an open string. */
  const open: number[] = [];
  let line = 0;
  let at = 0;
  for (let i = 0; i <= tokens.length; i++) {
    const token = tokens[i];
    const end = token?.from ?? text.length;
    const gapText = text.slice(at, end);
    const isFree = !open.includes(-1);
    if (/[\r\n]/.test(gapText)) line++;
    if (isFree && gapText !== "") {
      gaps.push({
        start: at,
        end,
        text: gapText,
        level: levelOf(open, leadingClosers(text, tokens, i)),
        isBeforeComment: leadsToComment(text, tokens, i),
        opensBlock: gapText.includes("\\") && BLOCK.test(text.slice(end, end + 40)),
        isBetween: token?.kind === "close" || tokens[i - 1]?.kind === "open" || text[at - 1] === ";",
        isAtStart: at === 0,
        isAtEnd: token === undefined,
      });
    }
    if (token === undefined) break;
    if (token.kind === "open") open.push(line);
    else if (token.kind === "close" || (token.kind === "quote" && open.at(-1) === -1)) open.pop();
    else if (token.kind === "quote") open.push(-1);
    at = token.to;
  }
  return gaps;
}

const BLOCK = /^(?:do|else|on-error)[ \t]*=?[ \t]*\{[ \t]*[\r\n]/;

/** A comment follows, perhaps behind the `;` that it needs on a statement's line. */
function leadsToComment(text: string, tokens: readonly Token[], at: number): boolean {
  const [token, next] = [tokens[at], tokens[at + 1]];
  if (token?.kind === "comment") return true;
  return (
    token?.kind === "semicolon" && next?.kind === "comment" && !/[\r\n]/.test(text.slice(token.to, next.from))
  );
}

/**
 * Brackets opened on one line indent once. A line that begins by closing some stands where the line stands
 * that opened them.
 */
function levelOf(open: readonly number[], closing: number): number {
  const staying = open.slice(0, Math.max(0, open.length - closing));
  const opener = open[staying.length];
  return new Set(opener === undefined ? staying : staying.filter((line) => line < opener)).size;
}

/** How many closing brackets the line after a gap begins with. */
function leadingClosers(text: string, tokens: readonly Token[], from: number): number {
  let count = 0;
  for (let i = from; tokens[i]?.kind === "close"; i++) {
    const gap = i === from ? "" : text.slice(tokens[i - 1]?.to, tokens[i]?.from);
    if (/[\r\n]/.test(gap)) break;
    count++;
  }
  return count;
}

interface Context {
  readonly indent: string;
  readonly maxBlankLines: number;
}

/** The indentation of the line that a broken line goes on from, as written and as it will be. */
interface Margin {
  readonly written: string;
  readonly normal: string;
}

function marginAfter(gap: Gap, newText: string): Margin | undefined {
  const isLineStart = gap.isAtStart || /[\r\n]/.test(gap.text);
  if (!isLineStart || gap.text.includes("\\")) return undefined;
  return { written: blanksAtEnd(gap.text), normal: blanksAtEnd(newText) };
}

function blanksAtEnd(text: string): string {
  return /[ \t]*$/.exec(text)?.[0] ?? "";
}

function normalGap(
  gap: Gap,
  context: Context,
  lineMargin: Margin,
  isTextStart: boolean,
  isTextEnd: boolean,
): string {
  if (gap.text.includes("\uFEFF")) return gap.text;
  if (gap.text.includes("\\")) return continued(gap, context, lineMargin);
  const lineEnds = gap.text.match(/\r\n|\r|\n/g) ?? [];
  const eol = lineEnds[0];
  const isLineStart = gap.isAtStart || eol !== undefined;
  const margin = gap.isAtEnd ? "" : context.indent.repeat(gap.level);
  if (isTextEnd) return gap.isAtStart ? "" : (eol ?? "");
  if (!isLineStart) return gap.isBeforeComment || gap.isAtEnd ? trimmedEnd(gap) : " ";
  if (isTextStart) return margin;
  const most = context.maxBlankLines + (gap.isAtStart ? 0 : 1);
  return lineEnds.slice(0, most).join("") + margin;
}

/** Blanks before a comment behind a statement align it: they stay. */
function trimmedEnd(gap: Gap): string {
  return gap.isAtEnd ? "" : gap.text;
}

/**
 * A broken line: in blocks its rest moves with the statement, as deep as it is written, since people set it below
 * what it goes on with. What is no deeper than the statement goes one level in, but for a block, which begins below
 * the statement where it ends. Elsewhere all stays as it is.
 */
function continued(gap: Gap, context: Context, { written, normal }: Margin): string {
  if (gap.level === 0 || !/^[ \t]*\\(?:\r\n|\r|\n)[ \t]+$/.test(gap.text)) return gap.text;
  const head = /^[ \t]*/.exec(gap.text)?.[0] ?? "";
  const eol = /\r\n|\r|\n/.exec(gap.text)?.[0] ?? "";
  const own = blanksAtEnd(gap.text);
  if (!gap.isBetween && own.startsWith(written) && (own !== written || gap.opensBlock)) {
    return `${head}\\${eol}${normal}${own.slice(written.length)}`;
  }
  return `${head}\\${eol}${context.indent.repeat(gap.level + (gap.isBetween ? 0 : 1))}`;
}

/** The most common indentation of lines one level deep; some scripts are indented as a whole, which does not count. */
function ownIndent(gaps: readonly Gap[]): string | undefined {
  const counts = new Map<string, number>();
  let outer = "";
  for (const gap of gaps) {
    if (gap.level > 1 || gap.isAtEnd || gap.text.includes("\\")) continue;
    const lineStart = gap.isAtStart ? /(?:^|[\r\n])([ \t]*)$/ : /[\r\n]([ \t]*)$/;
    const written = lineStart.exec(gap.text)?.[1];
    if (written === undefined) continue;
    if (gap.level === 0) {
      if (!gap.isBeforeComment) outer = written;
      continue;
    }
    const margin = written.startsWith(outer) ? written.slice(outer.length) : written;
    if (margin !== "" && margin !== " ") counts.set(margin, (counts.get(margin) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}
