/**
 * Breaks a one-line command as RouterOS does in exports: before a word, after `name=`, inside strings at the
 * line's edge and before each `\n`. Rules found by re-wrapping 827 wrapped commands of real exports (820 equal,
 * the others edited by hand). `width` is the last column a word may fill; `Infinity` only breaks at `\n`.
 */
export function wrapCommand(command: string, width: number, eol: string): string {
  if (INTERPOLATION.test(command)) return command;
  const writer = createWriter(eol);
  // A bare value that begins with `#` would read as a comment at the start of a line.
  for (const piece of splitPieces(command)) {
    const { text } = piece;
    const fits = writer.column() + text.length <= width;
    const mayMove = !text.startsWith("#");
    if (!fits && mayMove && (!piece.isString || INDENT.length + text.length <= width)) writer.breakLine();
    if (piece.isString) putString(writer, text, width);
    else writer.put(text);
    if (piece.isSpaceAfter) writer.put(" ");
  }
  return writer.text();
}

/** The widest line of an export is 79: a word up to column 77, a blank, the backslash. */
export const EXPORT_WIDTH = 77;

const INDENT = "    ";

/** Code inside a string: where it may be broken is another matter, so it is left alone. Exports have none. */
const INTERPOLATION = /"(?:[^"\\]|\\.)*?(?<!\\)\$[[(]/s;

/** Takes line continuations out of a command, also those inside strings. Lossless in meaning. */
export function unwrapCommand(text: string): string {
  if (!/\\[\r\n]/.test(text)) return text;
  let result = "";
  let inString = false;
  for (let i = 0; i < text.length; ) {
    const char = text[i] ?? "";
    if (char === "\\") {
      const unit = afterBackslash(text, i, inString);
      if (!inString && unit.text === "" && joinsWords(result, text, unit.next)) result += " ";
      result += unit.text;
      i = unit.next;
      continue;
    }
    const isComment = char === "#" && !inString && startsComment(result);
    const next = isComment ? lineEndFrom(text, i) : i + 1;
    if (char === '"') inString = !inString;
    result += text.slice(i, next);
    i = next;
  }
  return result;
}

/** Where someone broke a line without a blank before the backslash, the next `name=` is still a word of its own. */
function joinsWords(before: string, text: string, next: number): boolean {
  NEXT_NAME.lastIndex = next;
  return /[^\s=]$/.test(before.slice(-1)) && NEXT_NAME.test(text);
}

const NEXT_NAME = /[A-Za-z.][\w.-]*[=~]/y;

/** An escape stays; a continuation goes, and the `\_` that holds a blank at the start of a line is a blank again. */
function afterBackslash(text: string, at: number, inString: boolean): { text: string; next: number } {
  const joined = continuationEnd(text, at);
  if (joined === undefined) return { text: text.slice(at, at + 2), next: at + 2 };
  const isBlank = inString && text.startsWith("\\_", joined);
  return isBlank ? { text: " ", next: joined + 2 } : { text: "", next: joined };
}

/** Where the text after the continuation at `at` goes on; undefined when the backslash is none. */
export function continuationEnd(text: string, at: number): number | undefined {
  let i = at + 1;
  if (text[i] === "\r") i++;
  if (text[i] === "\n") i++;
  if (i === at + 1) return undefined;
  while (text[i] === " " || text[i] === "\t") i++;
  return i;
}

interface Piece {
  readonly text: string;
  readonly isString: boolean;
  readonly isSpaceAfter: boolean;
}

/** Words, `name=` and strings, each with whether a blank follows. */
function splitPieces(command: string): Piece[] {
  const pieces: Piece[] = [];
  const pattern = /"(?:[^"\\]|\\.)*"?|!?[A-Za-z0-9.-]+=|(?:[^ "\\]|\\.)+|[\\ ]/gs;
  const tokens = command.match(pattern) ?? [];
  tokens.forEach((text, i) => {
    if (text === " " && i > 0 && tokens[i - 1] !== " ") return;
    const isBlank = text === " ";
    pieces.push({
      text: isBlank ? "" : text,
      isString: text.startsWith('"'),
      isSpaceAfter: isBlank || tokens[i + 1] === " ",
    });
  });
  return pieces;
}

interface Writer {
  put(text: string): void;
  breakLine(): void;
  column(): number;
  text(): string;
}

function createWriter(eol: string): Writer {
  let done = "";
  let line = "";
  return {
    put(text) {
      line += text;
    },
    breakLine() {
      if (line.trim() === "") return;
      done += `${line}\\${eol}`;
      line = INDENT;
    },
    column: () => line.length,
    text: () => done + line,
  };
}

/** A blank that would begin a continued line is written `\_`, since leading blanks are skipped there. */
function putString(writer: Writer, text: string, width: number): void {
  for (const [unit] of text.matchAll(/\\[0-9A-F]{2}|\\.|./gsu)) {
    const isFull = writer.column() + unit.length > width + 1;
    if (unit === "\\n" || isFull) writer.breakLine();
    writer.put(isFull && unit === " " ? "\\_" : unit);
  }
}

/** `#` opens a comment where a command may begin. */
function startsComment(before: string): boolean {
  let at = before.length - 1;
  while (before[at] === " " || before[at] === "\t") at--;
  return at < 0 || "\n\r;{[".includes(before[at] ?? "");
}

function lineEndFrom(text: string, at: number): number {
  let end = at;
  while (end < text.length && text[end] !== "\n" && text[end] !== "\r") end++;
  return end;
}
