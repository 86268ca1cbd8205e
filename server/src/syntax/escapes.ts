const ESCAPE = /\\(?:(\r\n|\r|\n)[ \t]*|([0-9A-F]{2})|([\s\S])|$)/g;

const CONTROL: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  a: "\x07",
  b: "\b",
  f: "\f",
  v: "\v",
  _: " ",
};

/**
 * The meaning of a literal run inside a string: escapes are replaced, continuations and the blanks after
 * them dropped. `\XX` gives the char of that code, so UTF-8 written in bytes stays bytes, as on the router.
 */
export function decodeEscapes(raw: string): string {
  if (!raw.includes("\\")) return raw;
  return raw.replace(ESCAPE, (_, lineEnd?: string, hex?: string, char?: string) => {
    if (lineEnd !== undefined) return "";
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    return char === undefined ? "" : (CONTROL[char] ?? char);
  });
}
