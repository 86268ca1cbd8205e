const SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;
const SCALAR = new RegExp(
  String.raw`${STRING.source}|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null`,
  "y",
);

/**
 * Where a text stops being JSON (RFC 8259); undefined for JSON. `JSON.parse` does not tell the place of every
 * mistake, and what the YAML reader says of one speaks of YAML.
 */
export function jsonErrorAt(text: string): number | undefined {
  let at = 0;
  const take = (token: RegExp | string): boolean => {
    SPACE.lastIndex = at;
    at += SPACE.exec(text)?.[0].length ?? 0;
    if (typeof token === "string") {
      const isThere = text.startsWith(token, at);
      if (isThere) at += token.length;
      return isThere;
    }
    token.lastIndex = at;
    const found = token.exec(text);
    at += found?.[0].length ?? 0;
    return found !== null;
  };
  const value = (): boolean => {
    if (take("{")) return list("}", member);
    return take("[") ? list("]", value) : take(SCALAR);
  };
  const member = (): boolean => take(STRING) && take(":") && value();
  const list = (close: string, entry: () => boolean): boolean => {
    if (take(close)) return true;
    do if (!entry()) return false;
    while (take(","));
    return take(close);
  };
  return value() && take(/$/y) ? undefined : at;
}
