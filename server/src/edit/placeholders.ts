import type { TextEdit } from "../text/edit.ts";
import type { Range } from "../text/range.ts";
import { escapeString, quoteValue } from "./quote.ts";

/** `<PEER-PUBLIC-KEY>` in a text: `name` is the input's name, `peer-public-key`. Offsets are in UTF-16 units. */
export interface Placeholder {
  readonly name: string;
  readonly text: string;
  readonly range: Range;
}

/** The text that stands for an input until it is known. */
export function placeholderOf(name: string): string {
  return `<${name.toUpperCase()}>`;
}

/**
 * All placeholders of `text` in order. With `names` only those inputs are found, which is the safe way in text
 * that people wrote: RouterOS itself writes comments as `<AUTO:DHCP>`, and anyone may write `<WAN>`.
 */
export function findPlaceholders(text: string, names?: readonly string[]): Placeholder[] {
  const found: Placeholder[] = [];
  for (const match of text.matchAll(/<([A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*)>/g)) {
    const name = (match[1] ?? "").toLowerCase();
    if (names !== undefined && !names.includes(name)) continue;
    found.push({ name, text: match[0], range: { start: match.index, end: match.index + match[0].length } });
  }
  return found;
}

/** Puts the answers in; placeholders without an answer stay. Values are escaped where they stand in quotes. */
export function fillPlaceholders(text: string, answers: Readonly<Record<string, string>>): string {
  let result = "";
  let at = 0;
  for (const { name, range } of findPlaceholders(text)) {
    const answer = Object.hasOwn(answers, name) ? answers[name] : undefined;
    if (answer === undefined) continue;
    result += text.slice(at, range.start) + answerText(text, range, answer);
    at = range.end;
  }
  return result + text.slice(at);
}

/** Inside quotes, and in comments, there is nothing to add; a bare place gets quotes when the answer needs them. */
function answerText(text: string, range: Range, answer: string): string {
  const isInString = isQuotedAt(text, range.start);
  if (isInString) return escapeString(answer);
  const isWholeValue =
    text[range.start - 1] === "=" && /^(?:$|[\s;\])}])/.test(text.slice(range.end, range.end + 1));
  return isWholeValue ? quoteValue(answer) : answer;
}

/** True when an odd number of unescaped quotes stands before `offset`, comment lines apart. */
function isQuotedAt(text: string, offset: number): boolean {
  let inString = false;
  for (let i = 0; i < offset; i++) {
    const char = text[i];
    if (char === "\\") i++;
    else if (char === '"') inString = !inString;
    else if (char === "#" && !inString && /(?:^|[\r\n])[ \t]*$/.test(text.slice(Math.max(0, i - 80), i))) {
      while (i + 1 < offset && text[i + 1] !== "\n" && text[i + 1] !== "\r") i++;
    }
  }
  return inString;
}

/**
 * `text` as an LSP snippet: each placeholder becomes a tab stop that shows it (`${1:<PEER-PUBLIC-KEY>}`), the
 * same name the same stop; `$`, `}` and `\` of the text are escaped.
 */
export function toSnippet(text: string, names?: readonly string[]): string {
  return snippetPart(text, findPlaceholders(text, names), new Map());
}

/** Several edits as snippets with tab stops numbered through in text order. */
export function editsToSnippets(edits: readonly TextEdit[], names?: readonly string[]): TextEdit[] {
  const stops = new Map<string, number>();
  return edits.map((edit) => ({
    range: edit.range,
    newText: snippetPart(edit.newText, findPlaceholders(edit.newText, names), stops),
  }));
}

function snippetPart(text: string, found: readonly Placeholder[], stops: Map<string, number>): string {
  let result = "";
  let at = 0;
  for (const { name, range, text: shown } of found) {
    const stop = stops.get(name) ?? stops.size + 1;
    stops.set(name, stop);
    result += `${escapeSnippet(text.slice(at, range.start))}\${${stop}:${shown}}`;
    at = range.end;
  }
  return result + escapeSnippet(text.slice(at));
}

function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, "\\$&");
}
