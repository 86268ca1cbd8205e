import type { Range } from "../text/range.ts";

/** What is shown instead of a secret; always as long, so that it does not tell the secret's length. */
export const MASK = "***";

/**
 * Values of properties that hold passwords, pre-shared and private keys. By name, since reports also show text
 * that could not be understood. Values may stand in quotes, span lines, or begin on the line after `=\`.
 */
export function secretRanges(text: string): Range[] {
  const ranges: Range[] = [];
  for (const match of text.matchAll(SECRET_PROPERTY)) {
    const start = match.index + match[0].length;
    VALUE.lastIndex = start;
    const value = VALUE.exec(text);
    const glue = value?.[1] ?? "";
    const content = value?.[2] ?? "";
    if (content === "" || content === '""' || /^[[($]/.test(content)) continue;
    ranges.push({ start: start + glue.length, end: start + glue.length + content.length });
  }
  return ranges;
}

const SECRET_PROPERTY =
  /(?<![\w-])[\w.-]*(?:password|passphrase|secret|(?:private|shared|auth|authentication|md5|protection|static|tls)-key(?:-\d)?|(?<=[\s.])(?:key|pin|psk|token))(?:[ \t]*\\\r?\n\s*)?=/gi;
const VALUE = /((?:\\\r?\n\s*)?)("(?:[^"\\]|\\[\s\S])*"?|(?:[^\s;\]})"\\]|\\(?:\r?\n\s*|.))*)/y;
