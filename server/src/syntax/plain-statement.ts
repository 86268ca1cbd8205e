import { decodeEscapes } from "./escapes.ts";
import type { Argument, Chunk, Command, Comment, StringNode, Substitution, Value, Word } from "./tree.ts";

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const QUOTE = 34;
const HASH = 35;
const DOLLAR = 36;
const SLASH = 47;
const EQUALS = 61;
const OPEN_SQUARE = 91;
const BACKSLASH = 92;
const CLOSE_SQUARE = 93;

/** Classes of chars, as bits. */
const NAME = 1;
const HEAD = 2;
const VALUE = 4;
/** What the first word of a statement consists of, see `badHeadIndex`. */
const FIRST = 8;
const CLASSES = charClasses();

/** So many names and values are remembered, to be shared by the nodes that repeat them. */
const CACHE_SIZE = 4096;
const LONGEST_SHARED = 24;

const NONE: readonly never[] = [];

/**
 * Reads what nearly every line of an export is, without the grammar's machinery: `/menu words`, or
 * `words… name=value name="text"…`, wrapped or not, with comments before it. Anything else, and everything
 * that is not plainly right, is left to the grammar; where this reader answers, both give the same chunk.
 */
export class PlainReader {
  private readonly text: string;
  /** Recently seen strings by hash. It lives as long as one parse, since its strings may hold on to the text. */
  private readonly cache: string[] | undefined;
  private at = 0;
  private base = 0;
  private hash = 0;

  constructor(text: string) {
    this.text = text;
    this.cache = text.length > CACHE_SIZE ? new Array<string>(CACHE_SIZE).fill("") : undefined;
  }

  /** The chunk that starts at `start`; undefined when the grammar must read it. */
  read(start: number, credit: number): Chunk | undefined {
    const { text } = this;
    this.at = start;
    this.base = start;
    const chunk = {
      start,
      text: "",
      statements: NONE as readonly Command[],
      comments: NONE as readonly Comment[],
      problems: NONE,
      recovered: false,
      reach: 0,
      credit,
    };
    this.trivia(chunk);
    const statement = this.statement(chunk);
    if (statement === undefined) return undefined;
    const isEnd = this.at >= text.length;
    if (!isEnd && !this.lineEnd()) return undefined;
    chunk.statements = [statement];
    chunk.text = text.slice(start, this.at);
    chunk.reach = this.at - start + (isEnd ? 1 : 0);
    return chunk;
  }

  /** Blank lines and comments before the statement. */
  private trivia(chunk: Chunk & { comments: readonly Comment[] }): void {
    const { text, base } = this;
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (code === HASH) {
        const from = this.at;
        while (!isLineEnd(text.charCodeAt(this.at)) && this.at < text.length) this.at++;
        const words = text.slice(from + 1, this.at);
        const comment = {
          kind: "comment",
          chunk,
          from: from - base,
          to: this.at - base,
          text: words,
        } as const;
        chunk.comments = [...chunk.comments, comment];
      } else if (code === LF || code === SPACE) this.at++;
      else if (code !== CR || !this.lineEnd()) return;
    }
  }

  private statement(chunk: Chunk): Command | undefined {
    const { text, base } = this;
    const start = this.at;
    const isPath = text.charCodeAt(start) === SLASH;
    if (isPath) this.at++;
    const first = this.head(chunk, FIRST);
    if (first === undefined || !isLowerCase(text.charCodeAt(first.from + base))) return undefined;
    const words = [first];
    const args: Argument[] = [];
    let to = first.to;
    for (;;) {
      const next = this.blanks();
      if (next < 0) return undefined;
      if (next === 0) break;
      const part = this.part(chunk, args.length === 0);
      if (part === undefined) return undefined;
      if (part.kind === "word") words.push(part);
      else args.push(part);
      to = part.to;
    }
    return commandOf(chunk, start - base, to, isPath ? "/" : "", words, args.slice());
  }

  /** Skips blanks and continuations: 1 before another part, 0 at the line's end, -1 where something is odd. */
  private blanks(): number {
    const { text } = this;
    const start = this.at;
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (code === SPACE) this.at++;
      else if (code === BACKSLASH && this.at > start) {
        if (!this.continuation()) return -1;
      } else if (code === LF || code === CR || this.at >= text.length) return 0;
      else return this.at > start ? 1 : -1;
    }
  }

  /** False when the `\` is none that joins lines. */
  private continuation(): boolean {
    this.at++;
    if (!this.lineEnd()) return false;
    for (let code = this.text.charCodeAt(this.at); code === SPACE || code === TAB; ) {
      code = this.text.charCodeAt(++this.at);
    }
    return true;
  }

  /** Takes LF or CRLF; a lone CR is left to the grammar. */
  private lineEnd(): boolean {
    const { text } = this;
    const code = text.charCodeAt(this.at);
    if (code === CR && text.charCodeAt(this.at + 1) === LF) this.at += 2;
    else if (code === LF) this.at++;
    else return false;
    return true;
  }

  /** A bare word; those that change how the rest is read are left to the grammar. */
  private head(chunk: Chunk, mask = HEAD): Word | undefined {
    const from = this.at;
    this.run(mask);
    if (this.at === from) return undefined;
    const word = this.word(chunk, from, this.at);
    return word.text === "where" || word.text.endsWith("find") ? undefined : word;
  }

  /** `name=value`, or a word: another one of the head, or an argument without a name. */
  private part(chunk: Chunk, isHead: boolean): Word | Argument | undefined {
    const { text } = this;
    const from = this.at;
    if (isLowerCase(text.charCodeAt(from))) {
      this.run(NAME);
      if (text.charCodeAt(this.at) === EQUALS) return this.named(chunk, from);
      this.at = from;
    }
    if (text.charCodeAt(from) === OPEN_SQUARE) return this.unnamed(chunk, this.find(chunk));
    const word = this.head(chunk);
    return word === undefined || isHead ? word : this.unnamed(chunk, word);
  }

  private unnamed(chunk: Chunk, value: Value | undefined): Argument | undefined {
    if (value === undefined) return undefined;
    return { kind: "argument", chunk, from: value.from, to: value.to, value, negated: false };
  }

  private named(chunk: Chunk, start: number): Argument | undefined {
    const { text, base } = this;
    const from = start - base;
    const name = this.word(chunk, start, this.at);
    this.at++;
    const nameEnd = this.at - base;
    let code = text.charCodeAt(this.at);
    if (code === SPACE || code === LF || code === CR || this.at >= text.length) {
      if (name.text === "where") return undefined;
      return { kind: "argument", chunk, from, to: nameEnd, name, operator: "=", negated: false };
    }
    if (code === BACKSLASH) {
      if (!this.continuation()) return undefined;
      code = text.charCodeAt(this.at);
    }
    const value = this.value(chunk, code);
    if (value === undefined) return undefined;
    return { kind: "argument", chunk, from, to: value.to, name, operator: "=", value, negated: false };
  }

  private value(chunk: Chunk, first: number): Value | undefined {
    if (first === QUOTE) return this.string(chunk);
    if (first === OPEN_SQUARE) return this.find(chunk);
    const from = this.at;
    this.run(VALUE);
    return this.at === from ? undefined : this.word(chunk, from, this.at);
  }

  /** `[ find name=value … ]`, by which exports say what a `set` changes. */
  private find(chunk: Chunk): Substitution | undefined {
    const { text, base } = this;
    const from = this.at - base;
    this.at++;
    this.blanks();
    const start = this.at;
    if (!text.startsWith("find", start)) return undefined;
    this.at += 4;
    const command = { kind: "word", chunk, from: start - base, to: this.at - base, text: "find" } as const;
    const args: Argument[] = [];
    let end = command.to;
    while (this.blanks() > 0 && text.charCodeAt(this.at) !== CLOSE_SQUARE) {
      const part = this.part(chunk, false);
      if (part?.kind !== "argument" || part.name === undefined) return undefined;
      args.push(part);
      end = part.to;
    }
    if (text.charCodeAt(this.at++) !== CLOSE_SQUARE) return undefined;
    const statements = [commandOf(chunk, start - base, end, "", [command], args.slice())];
    return { kind: "substitution", chunk, from, to: this.at - base, statements, comments: NONE };
  }

  /** A string that holds nothing but text, with no line end other than continuations. */
  private string(chunk: Chunk): StringNode | undefined {
    const { text, base } = this;
    const start = this.at++;
    let isEscaped = false;
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (code === QUOTE) break;
      if (code === DOLLAR || code === LF || code === CR || this.at >= text.length) return undefined;
      this.at++;
      if (code !== BACKSLASH) continue;
      isEscaped = true;
      if (!this.lineEnd()) this.at++;
    }
    const from = start + 1 - base;
    const to = this.at - base;
    const raw = isEscaped
      ? decodeEscapes(text.slice(start + 1, this.at))
      : this.shared(start + 1, this.at, 0);
    this.at++;
    const parts = to > from ? [{ kind: "text", chunk, from, to, text: raw } as const] : NONE;
    return { kind: "string", chunk, from: from - 1, to: to + 1, parts, terminated: true };
  }

  /** Over the chars of a class, hashing them. */
  private run(mask: number): void {
    const { text } = this;
    let at = this.at;
    let hash = 0;
    for (; ; at++) {
      const code = text.charCodeAt(at);
      if (!(code < 128) || ((CLASSES[code] ?? 0) & mask) === 0) break;
      hash = (Math.imul(hash, 31) + code) | 0;
    }
    this.at = at;
    this.hash = hash;
  }

  /** The word that `run` has just passed. */
  private word(chunk: Chunk, from: number, to: number): Word {
    const { base } = this;
    return { kind: "word", chunk, from: from - base, to: to - base, text: this.shared(from, to, this.hash) };
  }

  private shared(from: number, to: number, hash: number): string {
    const { text, cache } = this;
    if (cache === undefined || hash === 0 || to - from > LONGEST_SHARED) return text.slice(from, to);
    const slot = (hash ^ (hash >>> 12)) & (CACHE_SIZE - 1);
    const known = cache[slot] ?? "";
    if (known.length === to - from && isAt(text, from, known)) return known;
    const fresh = text.slice(from, to);
    cache[slot] = fresh;
    return fresh;
  }
}

/** The lists come in as copies, since one that has grown keeps room for more. */
function commandOf(
  chunk: Chunk,
  from: number,
  to: number,
  lead: Command["lead"],
  words: readonly Word[],
  args: readonly Argument[],
): Command {
  return { kind: "command", chunk, from, to, lead, words, args };
}

function isAt(text: string, from: number, known: string): boolean {
  for (let i = 0; i < known.length; i++) if (text.charCodeAt(from + i) !== known.charCodeAt(i)) return false;
  return true;
}

function isLineEnd(code: number): boolean {
  return code === LF || code === CR;
}

function isLowerCase(code: number): boolean {
  return code >= 97 && code <= 122;
}

function charClasses(): Uint8Array {
  const classes = new Uint8Array(128);
  const add = (chars: RegExp, mask: number) => {
    for (let code = 0; code < 128; code++)
      if (chars.test(String.fromCharCode(code))) classes[code] = (classes[code] ?? 0) | mask;
  };
  add(/[\w.-]/, NAME);
  add(/[a-z0-9._/-]/, FIRST);
  add(/[\w./*,-]/, HEAD);
  add(/[\w.,:/*+@%&|'?!<>^~-]/, VALUE);
  return classes;
}
