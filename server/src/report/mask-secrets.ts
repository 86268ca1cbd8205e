import type { Range } from "../text/range.ts";
import {
  BOT_TOKEN,
  HIDDEN_NAME,
  isSecretVariable,
  LOGIN_IN_URL,
  notedSecrets,
} from "../values/secret-name.ts";
import { type KnownSecrets, NONE_KNOWN } from "./known-secrets.ts";
import { createStringEnds } from "./string-ends.ts";

/** What is shown instead of a secret; always as long, so that it does not tell the secret's length. */
export const MASK = "***";

/**
 * What is not to be shown of a text: values of properties and variables that hold passwords and keys, logins in
 * addresses, tokens. By name and shape, since reports also show text that could not be understood. Values may
 * stand in quotes, span lines, or begin on the line after `=\`. Of what is `known` to be secret, every place. In
 * text order, without overlaps.
 */
export function secretRanges(text: string, known: KnownSecrets = NONE_KNOWN): Range[] {
  const endsString = createStringEnds(text);
  const found = [
    ...known.rangesIn(text),
    ...notedRanges(text, endsString),
    ...writtenRanges(text, endsString),
  ];
  return merged(found.sort((a, b) => a.start - b.start));
}

/** What prose and comments call a secret: the words behind `password:`, which may be words of a sentence only. */
export function notedRanges(text: string, endsString = createStringEnds(text)): Range[] {
  return notedSecrets(text).filter(
    ({ start }) => text[start - 1] !== '"' || !endsString(quoteAt(text, start - 1)),
  );
}

/** What stands where commands and scripts keep a secret. */
export function writtenRanges(text: string, endsString = createStringEnds(text)): Range[] {
  const valueAt = (start: number) => valuesAt(text, start, endsString);
  return [
    ...[...text.matchAll(SECRET_PROPERTY)].flatMap(({ 0: all, index }) => valueAt(index + all.length)),
    ...[VARIABLE, ENVIRONMENT, ELEMENT, SET_ELEMENT].flatMap((shape) =>
      [...text.matchAll(shape)].flatMap(({ 0: all, 1: name = "", index }) =>
        isSecretVariable(name) ? valueAt(index + all.length) : [],
      ),
    ),
    ...[LOGIN, TOKEN, BOT_ADDRESS].flatMap((shape) => [...text.matchAll(shape)].flatMap(lastGroup)),
  ];
}

/** The text as people may see it. Line breaks within a value are kept, so that line numbers stay those of the file. */
export function maskSecrets(text: string, known?: KnownSecrets): string {
  return masked(text, secretRanges(text, known));
}

/** The same for a sentence or a document that is no RouterOS text: only what is known is masked. */
export function maskKnown(text: string, known: KnownSecrets): string {
  return masked(text, merged(known.rangesIn(text)));
}

function masked(text: string, ranges: readonly Range[]): string {
  let result = "";
  let at = 0;
  for (const { start, end } of ranges) {
    const breaks = text.slice(start, end).match(/\\?\r?\n/g) ?? [];
    result += `${text.slice(at, start)}${MASK}${breaks.join("")}`;
    at = end;
  }
  return result + text.slice(at);
}

const SECRET_PROPERTY = new RegExp(String.raw`(?<![\w.-])[.]?(?:${HIDDEN_NAME})(?:[ \t]*\\\r?\n\s*)?=`, "gi");
/** A value in quotes, in quotes inside a string, or bare. */
const VALUE =
  /((?:\\\r?\n\s*)?)("(?:[^"\\]|\\[\s\S])*"?|\\"(?:[^"\\]|\\[^"])*\\"|(?:[^\s;\]})"\\]|\\(?:\r?\n\s*|.))*)/y;
/** Not `:global makePassword do={`, which is a function. */
const VARIABLE = /:(?:local|global|set)\s+\\?"?([\w-]+)\\?"?[ \t]+(?=\S)(?!do=)/gi;
/** `{"smtpPass"="…"; token="…"}`, in strings too. */
const ELEMENT = /(?<![\w.$-])([\w-]*(?:pass\w*|pwd|secret|token|key|psk|pw))\\?"?=/gi;
/** `:set ($mail->"password") "…"` */
const SET_ELEMENT = /\bset\s+\([^()\n]*->\s*\\?"?([\w-]+)\\?"?\s*\)[ \t]+(?=\S)/gi;
/** `/container envs`: the name of the entry tells what its value is. */
const ENVIRONMENT = /(?<![\w.-])key="?([\w-]+)"?[^\n]*?[ \t]value=/gi;

const LOGIN = new RegExp(LOGIN_IN_URL, "gd");
const TOKEN = new RegExp(BOT_TOKEN, "gd");
const BOT_ADDRESS = /api\.telegram\.org\/bot([^\s/"\\$]+)/dg;

/** With the backslash of a quote in a string. */
function quoteAt(text: string, at: number): number {
  return text[at - 1] === "\\" ? at - 1 : at;
}

function valuesAt(text: string, start: number, endsString: (at: number) => boolean): Range[] {
  VALUE.lastIndex = start;
  const value = VALUE.exec(text);
  const glue = value?.[1] ?? "";
  const content = value?.[2] ?? "";
  if (
    content === "" ||
    content === '""' ||
    content === String.raw`\"\"` ||
    /^[[({]|^\\?"?\\?\$|^"?<[A-Z0-9-]+>"?$/.test(content)
  )
    return [];
  // `"…&pass=" . $x`: the quote ends the text that the name stands in.
  if (/^\\?"/.test(content) && endsString(start + glue.length)) return [];
  return [{ start: start + glue.length, end: start + glue.length + content.length }];
}

function lastGroup({ indices }: RegExpMatchArray): Range[] {
  const [start, end] = indices?.at(-1) ?? [];
  return start === undefined || end === undefined ? [] : [{ start, end }];
}

function merged(sorted: readonly Range[]): Range[] {
  const kept: Range[] = [];
  for (const { start, end } of sorted) {
    const last = kept.at(-1);
    if (last === undefined || start >= last.end) kept.push({ start, end });
    else if (end > last.end) kept[kept.length - 1] = { start: last.start, end };
  }
  return kept;
}
