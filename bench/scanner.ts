/** What the parser's speed is measured against: a hand-written lexer that keeps every token, and no tree. */
export interface ScanResult {
  /** Kind, start and end of every token, one after the other. */
  readonly tokens: Int32Array;
  readonly count: number;
  readonly statements: number;
  /** How deep the brackets went. */
  readonly depth: number;
}

const WORD = 1;
const BLANK = 2;
const LINE_END = 3;
const QUOTE = 4;
const BRACKET = 5;
const SIGN = 6;

/** Words, signs, brackets, strings with escapes, continuations and the ends of statements, from bytes. */
export function scanBytes(bytes: Uint8Array): ScanResult {
  const classes = charClasses();
  let tokens = new Int32Array(1 << 16);
  let size = 0;
  let statements = 0;
  let level = 0;
  let depth = 0;
  let at = 0;
  while (at < bytes.length) {
    const start = at;
    const byte = bytes[at++] ?? 0;
    const kind = classes[byte] ?? 0;
    if (kind === BLANK) {
      while (classes[bytes[at] ?? 0] === BLANK) at++;
      continue;
    }
    if (kind === WORD) at = afterWord(bytes, at, classes);
    else if (kind === QUOTE) at = afterString(bytes, at);
    else if (kind === LINE_END && level === 0 && bytes[start - 1] !== 92) statements++;
    else if (kind === BRACKET) {
      level = levelAfter(byte, level);
      depth = Math.max(depth, level);
    }
    if (size + 3 > tokens.length) tokens = grown(tokens);
    tokens[size++] = kind;
    tokens[size++] = start;
    tokens[size++] = at;
  }
  return { tokens, count: size / 3, statements, depth };
}

function afterWord(bytes: Uint8Array, start: number, classes: Uint8Array): number {
  let at = start;
  while (at < bytes.length && classes[bytes[at] ?? 0] === WORD) at++;
  return at;
}

function levelAfter(byte: number, level: number): number {
  const isOpening = byte === 40 || byte === 91 || byte === 123;
  return isOpening ? level + 1 : Math.max(0, level - 1);
}

function grown(tokens: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(tokens.length * 2);
  larger.set(tokens);
  return larger;
}

function afterString(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length) {
    const byte = bytes[at++];
    if (byte === 92) at++;
    else if (byte === 34) return at;
  }
  return at;
}

function charClasses(): Uint8Array {
  const classes = new Uint8Array(256).fill(WORD);
  for (const char of " \t\r") classes[char.charCodeAt(0)] = BLANK;
  classes[10] = LINE_END;
  classes[34] = QUOTE;
  for (const char of "()[]{}") classes[char.charCodeAt(0)] = BRACKET;
  for (const char of "=;$\\") classes[char.charCodeAt(0)] = SIGN;
  return classes;
}
