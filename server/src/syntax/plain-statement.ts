import { decodeEscapes } from "./escapes.ts";
import { ArgumentNode, ConstantString, NONE, ValueArgument, WordArgument, WordNode } from "./nodes.ts";
import type { Argument, Chunk, Command, Comment, StringNode, Substitution, Word } from "./tree.ts";

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const QUOTE = 34;
const HASH = 35;
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
const TEXT = 16;
const CLASSES = charClasses();

/** So many names and values are remembered, to be shared by the nodes that repeat them. */
const CACHE_SIZE = 4096;
const LONGEST_SHARED = 24;

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
  /** The arguments of the open commands, the innermost's last; kept from line to line, `argCount` of them count. */
  private readonly args: Argument[] = [];
  private argCount = 0;

  constructor(text: string) {
    this.text = text;
    this.cache = text.length > CACHE_SIZE ? new Array<string>(CACHE_SIZE).fill("") : undefined;
  }

  /** The chunk that starts at `start`; undefined when the grammar must read it. */
  read(start: number, credit: number): Chunk | undefined {
    const { text } = this;
    this.at = start;
    this.base = start;
    this.argCount = 0;
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
    let to = this.at - base;
    for (;;) {
      const next = this.blanks();
      if (next < 0) return undefined;
      if (next === 0) break;
      if (!this.part(chunk, words)) return undefined;
      to = this.at - base;
    }
    const lead = isPath ? "/" : "";
    return { kind: "command", chunk, from: start - base, to, lead, words, args: this.argsFrom(0) };
  }

  /** A list of just the length, as one that grows keeps room for more. */
  private argsFrom(first: number): readonly Argument[] {
    const args = this.argCount === first ? NONE : this.args.slice(first, this.argCount);
    this.argCount = first;
    return args;
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
  private head(chunk: Chunk, mask = HEAD): WordNode | undefined {
    const from = this.at;
    this.run(mask);
    if (this.at === from) return undefined;
    const word = this.word(chunk, from, this.at);
    return word.text === "where" || word.text.endsWith("find") ? undefined : word;
  }

  /** `name=value`, or a word: another one of the head, or an argument without a name. False for all else. */
  private part(chunk: Chunk, words: Word[]): boolean {
    const { text } = this;
    const from = this.at;
    if (this.isName()) return this.named(chunk, from);
    const value = text.charCodeAt(from) === OPEN_SQUARE ? this.find(chunk) : this.head(chunk);
    if (value === undefined) return false;
    if (this.argCount === 0 && value.kind === "word") words.push(value);
    else this.add(new ArgumentNode(chunk, from - this.base, this.at - this.base, { value }));
    return true;
  }

  /** Passes a name that `=` follows. */
  private isName(): boolean {
    const { text } = this;
    const from = this.at;
    if (!isLowerCase(text.charCodeAt(from))) return false;
    this.run(NAME);
    if (text.charCodeAt(this.at) === EQUALS) return true;
    this.at = from;
    return false;
  }

  private add(argument: Argument): true {
    this.args[this.argCount++] = argument;
    return true;
  }

  private named(chunk: Chunk, start: number): boolean {
    const { text, base } = this;
    const name = this.shared(start, this.at, this.hash);
    this.at++;
    const nameEnd = this.at - base;
    let code = text.charCodeAt(this.at);
    if (code === SPACE || code === LF || code === CR || this.at >= text.length) {
      if (name === "where") return false;
      const word = new WordNode(chunk, start - base, name);
      return this.add(new ArgumentNode(chunk, start - base, nameEnd, { name: word, operator: "=" }));
    }
    if (code === BACKSLASH) {
      if (!this.continuation()) return false;
      code = text.charCodeAt(this.at);
    }
    if (code === QUOTE || code === OPEN_SQUARE) {
      const value = code === QUOTE ? this.string(chunk) : this.find(chunk);
      return value !== undefined && this.add(new ValueArgument(start - base, name, value));
    }
    const from = this.at;
    this.run(VALUE);
    if (this.at === from) return false;
    const value = this.shared(from, this.at, this.hash);
    if (from - base === nameEnd) return this.add(new WordArgument(chunk, start - base, name, value));
    return this.add(new ValueArgument(start - base, name, new WordNode(chunk, from - base, value)));
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
    const command = new WordNode(chunk, start - base, "find");
    const firstArg = this.argCount;
    let end = this.at - base;
    while (this.blanks() > 0 && text.charCodeAt(this.at) !== CLOSE_SQUARE) {
      const from = this.at;
      if (!this.isName() || !this.named(chunk, from)) return undefined;
      end = this.at - base;
    }
    if (text.charCodeAt(this.at++) !== CLOSE_SQUARE) return undefined;
    const args = this.argsFrom(firstArg);
    const found = {
      kind: "command",
      chunk,
      from: start - base,
      to: end,
      lead: "",
      words: [command],
      args,
    } as const;
    return { kind: "substitution", chunk, from, to: this.at - base, statements: [found], comments: NONE };
  }

  /** A string that holds nothing but text, with no line end other than continuations. */
  private string(chunk: Chunk): StringNode | undefined {
    const { text, base } = this;
    const start = this.at++;
    let isEscaped = false;
    for (;;) {
      const code = this.afterText();
      if (code === QUOTE) break;
      if (code !== BACKSLASH) return undefined;
      isEscaped = true;
      this.at++;
      if (!this.lineEnd()) this.at++;
    }
    const constant = isEscaped
      ? decodeEscapes(text.slice(start + 1, this.at))
      : this.shared(start + 1, this.at, 0);
    this.at++;
    return new ConstantString(chunk, start - base, this.at - base, constant);
  }

  /** Over what stands for itself in a string; gives the char behind it. */
  private afterText(): number {
    const { text } = this;
    let at = this.at;
    let code = text.charCodeAt(at);
    while (code >= 128 || ((CLASSES[code] ?? 0) & TEXT) !== 0) code = text.charCodeAt(++at);
    this.at = at;
    return code;
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
  private word(chunk: Chunk, from: number, to: number): WordNode {
    return new WordNode(chunk, from - this.base, this.shared(from, to, this.hash));
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
  add(/[^"$\r\n\\]/, TEXT);
  add(/[\w.-]/, NAME);
  add(/[a-z0-9._/-]/, FIRST);
  add(/[\w./*,-]/, HEAD);
  add(/[\w.,:/*+@%&|'?!<>^~-]/, VALUE);
  return classes;
}
