const LF = 10;
const CR = 13;
const BACKSLASH = "\\";

const CONTROL: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["a", "\x07"],
  ["b", "\b"],
  ["f", "\f"],
  ["v", "\v"],
  ["_", " "],
]);

/**
 * The meaning of a literal run inside a string: escapes are replaced, continuations and the blanks after
 * them dropped. `\XX` gives the char of that code, so UTF-8 written in bytes stays bytes, as on the router.
 */
export function decodeEscapes(raw: string): string {
  let at = raw.indexOf(BACKSLASH);
  if (at < 0) return raw;
  const pieces: string[] = [];
  let from = 0;
  // By hand, since a regular expression makes an array for every escape, and scripts are full of them.
  for (; at >= 0; at = raw.indexOf(BACKSLASH, from)) {
    pieces.push(raw.slice(from, at));
    const code = raw.charCodeAt(at + 1);
    if (code === LF || code === CR) {
      from = afterContinuation(raw, at + 1);
    } else if (isHexDigit(code) && isHexDigit(raw.charCodeAt(at + 2))) {
      pieces.push(String.fromCharCode(Number.parseInt(raw.slice(at + 1, at + 3), 16)));
      from = at + 3;
    } else {
      const char = raw.charAt(at + 1);
      pieces.push(CONTROL.get(char) ?? char);
      from = at + 2;
    }
  }
  pieces.push(raw.slice(from));
  return pieces.join("");
}

/** Past the line end at `start` and the blanks behind it. */
function afterContinuation(raw: string, start: number): number {
  let at = raw.startsWith("\r\n", start) ? start + 2 : start + 1;
  while (raw[at] === " " || raw[at] === "\t") at++;
  return at;
}

/** Upper case only, as the router reads them. */
function isHexDigit(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 70);
}
