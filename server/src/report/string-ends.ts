/**
 * Whether the quote at an offset, `"` or `\"` within a string, ends a string rather than begins one. The answer is
 * yes only where all signs say so, since what begins there may be a secret.
 */
export function createStringEnds(text: string): (at: number) => boolean {
  let known: readonly number[] | undefined;
  return (at) => {
    const isInner = text[at] === "\\";
    if (!AFTER_STRING.test(text.slice(at + (isInner ? 2 : 1), at + REACH))) return false;
    known ??= quotesOf(text);
    const before = countBefore(known, at);
    if (before % 2 === 0) return false;
    const start = known[before - 1] ?? 0;
    if (isInner) return innerQuotes(text.slice(start + 1, at)) % 2 === 1;
    // A quote too many further up turns everything round; a command begins anew.
    return quotesOf(text.slice(commandStart(text, at), at)).length % 2 === 1;
  };
}

/** What goes on behind a string: an operator, a separator, the next property, the end. Passwords hardly begin so. */
const AFTER_STRING = /^[ \t]*(?:[.,)\];}\r\n]|\\(?:[rn]|\r?\n)|[a-z][\w-]*=|$)/;
const REACH = 60;

/** Where strings begin and end, outside of comments. */
function quotesOf(text: string): readonly number[] {
  const quotes: number[] = [];
  const token = /\\[\s\S]|"|^[ \t]*#/gm;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    if (found[0] === '"') quotes.push(found.index);
    else if (found[0].endsWith("#") && found[0] !== "\\#" && quotes.length % 2 === 0) {
      const end = text.indexOf("\n", found.index);
      if (end < 0) break;
      token.lastIndex = end;
    }
  }
  return quotes;
}

function countBefore(sorted: readonly number[], at: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Quotes of the strings in a string, not of those deeper down. */
function innerQuotes(text: string): number {
  return [...text.matchAll(/\\\\(?:\\")?|\\[\s\S]/g)].filter(([token]) => token === '\\"').length;
}

/** Of the line, and of those that are continued in it. */
function commandStart(text: string, at: number): number {
  let start = text.lastIndexOf("\n", at - 1) + 1;
  while (start > 0 && /\\\r?\n$/.test(text.slice(Math.max(0, start - 3), start)))
    start = text.lastIndexOf("\n", start - 2) + 1;
  return start;
}
