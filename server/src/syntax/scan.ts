/** Where a top-level statement ends. All offsets are absolute in the text. */
export interface Extent {
  /** After the statement's line end. */
  readonly end: number;
  /** The text up to here decided the extent; a change before it asks for a new scan. */
  readonly reach: number;
  /** A bracket or quote stayed open, and the statement was cut where another one obviously starts. */
  readonly recovered: boolean;
}

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const QUOTE = 34;
const HASH = 35;
const DOLLAR = 36;
const OPEN_PAREN = 40;
const CLOSE_PAREN = 41;
const SEMICOLON = 59;
const OPEN_SQUARE = 91;
const BACKSLASH = 92;
const CLOSE_SQUARE = 93;
const OPEN_CURLY = 123;
const CLOSE_CURLY = 125;
const BYTE_ORDER_MARK = 0xfeff;

/** Where the walk over plain text outside and inside of strings halts. */
const STATEMENT_STOPS = stopTable('"#()[]{}\\\r\n');
const STRING_STOPS = stopTable('"\\$\r\n');

/** How many open brackets a stray closing one is compared with. */
const SEARCH_DEPTH = 64;
/**
 * How many chars the search for a closing bracket may look at after a line that looks like a new statement.
 * A search in vain spends them, every char of text read gives some back: hostile text costs no square time,
 * and an edit is felt only as far as it takes to have them all again.
 */
export const FULL_CREDIT = 1 << 17;
const LEAST_CREDIT = 256;
const CREDIT_PER_CHAR = 8;

/**
 * Finds the end of the statement that starts at `start`: the line's end outside all brackets and quotes.
 * Blank lines and comments before it belong to it. `credit` is FULL_CREDIT for the first statement of a text,
 * then what `creditAfter` gives.
 */
export function scanStatement(text: string, start: number, credit: number): Extent {
  return new Scanner(text, start, credit).run();
}

/** What the search in the next statement may spend. */
export function creditAfter(credit: number, start: number, { end, reach, recovered }: Extent): number {
  const left = recovered ? Math.max(0, credit - (reach - end)) : credit;
  return creditAfterPlain(left, end - start);
}

/** The same after `length` chars in which every bracket found its end. */
export function creditAfterPlain(credit: number, length: number): number {
  return Math.min(FULL_CREDIT, credit + CREDIT_PER_CHAR * length);
}

class Scanner {
  private readonly text: string;
  private at: number;
  private limit: number;
  private readonly patience: number;
  private readonly open: number[] = [];
  /** Where the first char that is no blank, comment or line end stands. */
  private content = -1;
  /** First line inside an open bracket or string that looks like a new top-level statement. */
  private candidate = -1;
  /** The candidate stands in the string that is open now. */
  private isCandidateInString = false;
  /** A `\\` before this offset continues no line. */
  private commentEnd: number;
  private lead: RegExp | undefined;

  constructor(text: string, start: number, credit: number) {
    this.text = text;
    this.commentEnd = start;
    this.at = start;
    this.limit = text.length;
    this.patience = Math.max(LEAST_CREDIT, credit);
  }

  run(): Extent {
    const { text, open } = this;
    while (this.at < this.limit || (open.length === 0 && this.at < text.length)) {
      const extent = open[open.length - 1] === QUOTE ? this.inString() : this.outsideStrings();
      if (extent !== undefined) return extent;
    }
    if (open.length === 0 || this.candidate < 0) {
      return { end: text.length, reach: text.length + 1, recovered: false };
    }
    return { end: this.candidate, reach: Math.min(this.limit, text.length) + 1, recovered: true };
  }

  private inString(): Extent | undefined {
    this.string();
    if (!this.isSuspicious()) return undefined;
    return { end: this.candidate, reach: this.at + 1, recovered: true };
  }

  /** Up to the next char that means something; gives the extent when it ends the statement. */
  private outsideStrings(): Extent | undefined {
    const { text } = this;
    if (this.content >= 0) this.at = afterPlain(text, this.at, STATEMENT_STOPS);
    if (this.at >= text.length) return undefined;
    const code = text.charCodeAt(this.at++);
    if (code !== LF && code !== CR) this.special(code);
    else if (this.newline(code)) return { end: this.at, reach: this.reachOf(code), recovered: false };
    return undefined;
  }

  /** A lone CR ends the line only because no LF follows. */
  private reachOf(lineEnd: number): number {
    return lineEnd === CR && this.text.charCodeAt(this.at - 1) === CR ? this.at + 1 : this.at;
  }

  private mark(): void {
    if (this.content < 0) this.content = this.at - 1;
  }

  private special(code: number): void {
    switch (code) {
      case SPACE:
      case TAB:
      case SEMICOLON:
      case BYTE_ORDER_MARK:
        return;
      case BACKSLASH:
        this.mark();
        this.at = afterContinuation(this.text, this.at);
        return;
      case HASH:
        this.comment();
        return;
      case QUOTE:
      case OPEN_PAREN:
      case OPEN_SQUARE:
      case OPEN_CURLY:
        this.open.push(code);
        break;
      case CLOSE_PAREN:
        this.close(OPEN_PAREN);
        break;
      case CLOSE_SQUARE:
        this.close(OPEN_SQUARE);
        break;
      case CLOSE_CURLY:
        this.close(OPEN_CURLY);
        break;
      default:
    }
    this.mark();
  }

  /** True at the end of the statement. */
  private newline(code: number): boolean {
    if (code === CR && this.text.charCodeAt(this.at) === LF) this.at++;
    this.closeParentheses();
    if (this.open.length > 0) {
      this.lineStart();
      return false;
    }
    return this.content >= 0;
  }

  /** A line end inside `( )` ends the expression, and the strings around it, as on the router. */
  private closeParentheses(): void {
    const { open } = this;
    if (open[open.length - 1] !== OPEN_PAREN) return;
    while (open.length > 0) {
      const top = open[open.length - 1];
      if (top !== OPEN_PAREN && top !== QUOTE) return;
      open.pop();
    }
  }

  private comment(): void {
    if (isWordBefore(this.text, this.at - 1, this.commentEnd)) return;
    while (this.at < this.limit) {
      const code = this.text.charCodeAt(this.at);
      if (code === LF || code === CR) break;
      this.at++;
    }
    this.commentEnd = this.at;
  }

  private close(opener: number): void {
    const { open } = this;
    const lowest = Math.max(0, open.length - SEARCH_DEPTH);
    for (let i = open.length - 1; i >= lowest && open[i] !== QUOTE; i--) {
      if (open[i] === opener) {
        open.length = i;
        return;
      }
    }
  }

  /** Up to the closing quote, to where something is interpolated, or to the end. */
  private string(): void {
    const { text } = this;
    while (this.at < this.limit) {
      this.at = afterPlain(text, this.at, STRING_STOPS);
      const code = text.charCodeAt(this.at++);
      if (code === QUOTE) {
        this.open.pop();
        return;
      }
      if (code === DOLLAR && this.interpolation()) return;
      if (code === BACKSLASH) this.at = Math.max(this.at + 1, afterLineEnd(text, this.at));
      if (code === LF || code === CR) {
        if (code === CR && text.charCodeAt(this.at) === LF) this.at++;
        this.lineStart(true);
      }
    }
  }

  private interpolation(): boolean {
    const next = this.text.charCodeAt(this.at);
    if (next === QUOTE) this.at = afterQuotedName(this.text, this.at);
    if (next !== OPEN_PAREN && next !== OPEN_SQUARE) return false;
    this.open.push(next);
    this.at++;
    return true;
  }

  /**
   * A string that runs over the start of another statement and ends right before a word: its own closing
   * quote is missing, and the one found opens another string.
   */
  private isSuspicious(): boolean {
    if (!this.isCandidateInString || this.text.charCodeAt(this.at - 1) !== QUOTE) return false;
    this.isCandidateInString = false;
    return /[\w#/:"']/.test(this.text.charAt(this.at));
  }

  /** Remembers the first line that looks like a new statement although something is still open. */
  private lineStart(isInString = false): void {
    if (this.candidate >= 0) return;
    this.lead ??= leadOf(this.text, this.content);
    this.lead.lastIndex = this.at;
    if (!this.lead.test(this.text)) return;
    this.candidate = this.at;
    this.isCandidateInString = isInString;
    this.limit = Math.min(this.limit, this.at + this.patience);
  }
}

/** What counts as an obvious start depends on how the open statement itself begins. */
function leadOf(text: string, content: number): RegExp {
  const before = content > 0 ? text.charCodeAt(content - 1) : LF;
  if (before !== LF && before !== CR) return /\/[a-z]/y;
  if (/^(?:add|set) /.test(text.slice(content, content + 4))) return /\/[a-z]|(?:add|set|remove|move) /y;
  if (/^:(?:global|local) /.test(text.slice(content, content + 8))) return /\/[a-z]|:global \S+ do=/y;
  return /\/[a-z]/y;
}

function stopTable(chars: string): Uint8Array {
  const table = new Uint8Array(128);
  for (const char of chars) table[char.charCodeAt(0)] = 1;
  return table;
}

function afterPlain(text: string, start: number, stops: Uint8Array): number {
  let at = start;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 128 && stops[code] === 1) return at;
  }
  return at;
}

/** Past `\r\n`, `\n` or `\r` at `at`, else `at` itself. */
function afterLineEnd(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code === LF) return at + 1;
  if (code !== CR) return at;
  return text.charCodeAt(at + 1) === LF ? at + 2 : at + 1;
}

/** Past the line end after a `\`, also when blanks stand between, or past an escaped quote; else `at` itself. */
function afterContinuation(text: string, at: number): number {
  let end = at;
  while (text.charCodeAt(end) === SPACE || text.charCodeAt(end) === TAB) end++;
  const after = afterLineEnd(text, end);
  if (after !== end) return after;
  return text.charCodeAt(at) === QUOTE ? at + 1 : at;
}

/** Past `"name"` at `at`, else `at` itself. */
function afterQuotedName(text: string, at: number): number {
  const name = /"[\w-]+"/y;
  name.lastIndex = at;
  return name.test(text) ? name.lastIndex : at;
}

/** A `#` at `at` is part of the word that it is glued to, or of the value after `=`, also across a line break. */
export function isWordBefore(text: string, at: number, start: number): boolean {
  const end = beforeContinuations(text, at, start);
  if (end <= start) return false;
  const code = text.charCodeAt(end - 1);
  if (code <= SPACE) return false;
  return !(
    code === SEMICOLON ||
    code === BYTE_ORDER_MARK ||
    code === QUOTE ||
    code === OPEN_PAREN ||
    code === CLOSE_PAREN ||
    code === OPEN_SQUARE ||
    code === CLOSE_SQUARE ||
    code === OPEN_CURLY ||
    code === CLOSE_CURLY
  );
}

/** Where the text before `at` ends when the `\\`, line end and blanks of every continuation are left out. */
function beforeContinuations(text: string, at: number, start: number): number {
  for (let end = at; ; ) {
    let before = end;
    while (before > start && isBlank(text.charCodeAt(before - 1))) before--;
    const lineEnd = before;
    if (before > start && text.charCodeAt(before - 1) === LF) before--;
    if (before > start && text.charCodeAt(before - 1) === CR) before--;
    if (before === lineEnd || before <= start || text.charCodeAt(before - 1) !== BACKSLASH) return end;
    end = before - 1;
  }
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}
