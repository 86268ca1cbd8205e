import { EXPORT_WIDTH } from "../text/wrap.ts";

export interface QuoteOptions {
  /** RouterOS 6 needs `\?`, 7.1rc2 and later reject it; `hex` is right in both. */
  readonly questionMark?: "bare" | "escaped" | "hex";
  /** How U+0080–U+00FF are written: as the bytes they were decoded from (`\XX`), or as they are. */
  readonly highBytes?: "hex" | "raw";
  /** True where long lines are broken: what fits no line is quoted, since only strings can be broken. */
  readonly isWrapped?: boolean;
}

/** `value` as RouterOS writes it in an export: bare where it may be, else quoted and escaped. */
export function quoteValue(value: string, options: QuoteOptions = {}): string {
  const isLong = options.isWrapped === true && value.length > EXPORT_WIDTH - 4;
  if (isBareValue(value) && !isLong) return value;
  return `"${escapeString(value, options)}"`;
}

/**
 * True for values that need no quotes. The characters are those seen unquoted in exports; `=` and blanks are
 * always quoted there. A placeholder stays bare unless it stands for a key (base64 ends in `=`).
 */
export function isBareValue(value: string): boolean {
  if (/^<[A-Z0-9-]+-KEY>$/.test(value)) return false;
  return BARE.test(value) && !LIKE_A_CONDITION.test(value);
}

/** `name~…` and `name<…` may be taken for a condition. */
const LIKE_A_CONDITION = /^!?[A-Za-z.][\w.-]*[~<>]|[~<>]#/;

const BARE = /^[A-Za-z0-9\-._/:,!~@#*<>%]+$/;

/**
 * The inside of a quoted string; the inverse of what the parser decodes. The parser reads `\XX` as the character
 * of that code, so a comment of UTF-8 bytes is carried over byte for byte; other characters stay as they are.
 */
export function escapeString(text: string, options: QuoteOptions = {}): string {
  let result = "";
  for (const char of text) result += escapeChar(char, options);
  return result;
}

const NAMED: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  $: "\\$",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\u0007": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\v": "\\v",
};

function escapeChar(char: string, options: QuoteOptions): string {
  const named = NAMED[char];
  if (named !== undefined) return named;
  if (char === "?" && options.questionMark === "escaped") return "\\?";
  if (char === "?" && options.questionMark === "hex") return "\\3F";
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x20 || code === 0x7f) return hexByte(code);
  return code >= 0x80 && code <= 0xff && options.highBytes !== "raw" ? hexByte(code) : char;
}

function hexByte(byte: number): string {
  return `\\${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}
