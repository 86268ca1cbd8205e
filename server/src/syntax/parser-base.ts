import { EmbeddedActionsParser, type IToken, type ParserMethod, type TokenType } from "chevrotain";
import { FirstTokenLookahead } from "./first-token-lookahead.ts";
import type { RscLexer, Tokens } from "./lexer.ts";
import { type ChunkDraft, WordNode } from "./nodes.ts";
import type { Comment, ErrorNode, SyntaxProblem, Value, Word } from "./tree.ts";

/** Deeper nesting becomes an error node; chosen so that the JavaScript stack is never near its end. */
const MAX_DEPTH = 100;

const BACKSLASH = 92;

export type BracketKind = "paren" | "square" | "curly";

const BRACKET_NAMES = { paren: "parenthesis", square: "bracket", curly: "brace" } as const;
const CLOSERS = { paren: ")", square: "]", curly: "}" } as const;

const fits = (closer: string) => `\`${closer}\` would fit here`;

export const endOf = (token: IToken) => token.startOffset + token.image.length;

/** State and small tools for the rules: positions, problems, the way out of nesting that is too deep. */
export abstract class ParserBase extends EmbeddedActionsParser {
  protected readonly t: Tokens;
  protected chunk: ChunkDraft;
  protected comments: Comment[] = [];
  protected problems: SyntaxProblem[] = [];
  /** What the next `{` holds. */
  protected brace: "block" | "array" | "guess" = "guess";
  protected depth = 0;
  /** The furthest offset that a problem of this chunk starts at. */
  protected lastProblem = -1;
  /** How many brackets of each kind are open around the next token, up to the nearest string. */
  protected openCounts: Record<BracketKind, number> = { paren: 0, square: 0, curly: 0 };

  /** What Chevrotain made the parser of, before it records the grammar. */
  private readonly made: ReadonlySet<string> = new Set(Object.keys(this));
  private readonly openers: ReadonlySet<TokenType>;
  private readonly closers: ReadonlySet<TokenType>;

  constructor(lexer: RscLexer, skipValidations: boolean) {
    super(Object.values(lexer.tokens), {
      recoveryEnabled: false,
      maxLookahead: 1,
      lookaheadStrategy: new FirstTokenLookahead(),
      skipValidations,
    });
    const t = lexer.tokens;
    this.t = t;
    this.chunk = { start: 0, text: "", statements: [], comments: [], problems: [] };
    this.openers = new Set([t.openCurly, t.openSquare, t.openParen, t.openCommand, t.quote]);
    this.closers = new Set([t.closeCurly, t.closeSquare, t.closeParen, t.endQuote]);
  }

  /**
   * In place of Chevrotain's own, which deletes some ninety methods that it put on the parser for the recording: that
   * takes a twelfth of the start-up. Here they become what the class has of that name.
   */
  protected disableRecording(): void {
    this.RECORDING_PHASE = false;
    for (const name of Object.keys(this)) {
      const method: unknown = this.made.has(name)
        ? undefined
        : Reflect.get(EmbeddedActionsParser.prototype, name);
      if (method !== undefined) Reflect.set(this, name, method);
    }
  }

  /** Where the token before the next one ends. */
  protected lastEnd(): number {
    return endOf(this.LA(0));
  }

  /** True when the next token follows without a blank; a continuation in between does not part them. */
  protected isAttached(): boolean {
    const next = this.LA(1);
    if (!(next.startOffset >= 0)) return false;
    const end = this.lastEnd();
    return next.startOffset === end || this.chunk.text.charCodeAt(end) === BACKSLASH;
  }

  /** Reports what is wrong from `from` on, unless something there is reported already. */
  protected problemOnce(from: number, to: number, message: string, hint?: string): void {
    if (this.lastProblem < from) this.problem(from, to, message, hint);
  }

  protected problem(from: number, to: number, message: string, hint?: string, opener?: IToken): void {
    if (this.RECORDING_PHASE) return;
    this.lastProblem = Math.max(this.lastProblem, from);
    // An operand that two levels of an expression miss is missing once.
    const last = this.problems.at(-1);
    if (last?.from === from && last.message === message) return;
    this.problems.push({
      chunk: this.chunk,
      from,
      to,
      message,
      ...(hint !== undefined && { hint }),
      ...(opener !== undefined && { opener: { from: opener.startOffset, to: endOf(opener) } }),
    });
  }

  protected wordOf(token: IToken): Word {
    return new WordNode(this.chunk, token.startOffset, token.image);
  }

  protected errorNode(from: number, to: number): ErrorNode {
    return { kind: "error-value", chunk: this.chunk, from, to };
  }

  /** What would have been right where a value is missing. */
  protected valueHint(at: number): string {
    return this.chunk.text.charCodeAt(at) === BACKSLASH
      ? "a `\\` joins two lines only where nothing but blanks follows it"
      : "a value would fit here";
  }

  /** An operand is missing here. */
  protected missing(): ErrorNode {
    if (this.RECORDING_PHASE) return this.errorNode(0, 0);
    const next = this.LA(1);
    const at = next.startOffset >= 0 ? next.startOffset : this.chunk.text.length;
    this.problem(at, at, "syntax error", this.valueHint(at));
    const end = this.lastEnd();
    return this.errorNode(end, end);
  }

  /**
   * The closing bracket of what `open` began; gives the end of the whole. A closing bracket of another kind
   * ends it too, and is left to the bracket outside that it belongs to, if there is one.
   */
  protected close(open: IToken, kind: BracketKind): number {
    this.openCounts[kind]--;
    this.depth--;
    if (this.RECORDING_PHASE) return 0;
    const next = this.LA(1);
    const found = this.closerKind(next);
    if (found === undefined) return this.closeAtEnd(open, kind, next);
    if (found !== kind) {
      // Strays are taken out before, so this one belongs to a bracket further out.
      const message = kind === "paren" ? "syntax error" : `missing closing ${BRACKET_NAMES[kind]}`;
      this.problem(next.startOffset, endOf(next), message, fits(CLOSERS[kind]), open);
      return this.lastEnd();
    }
    this.SKIP_TOKEN();
    return endOf(next);
  }

  /** The router sees a missing brace at the text's end; where another statement cuts it off, its start says more. */
  private closeAtEnd(open: IToken, kind: BracketKind, next: IToken): number {
    const to = this.lastEnd();
    if (this.lastProblem >= open.startOffset) return to;
    if (kind === "paren") {
      const at = next.startOffset >= 0 ? next.startOffset : this.chunk.text.length;
      this.problem(at, at, "syntax error", fits(")"), open);
    } else if (this.chunk.recovered === true) {
      this.problem(open.startOffset, endOf(open), `missing closing ${BRACKET_NAMES[kind]}`);
    } else {
      const end = this.chunk.text.length;
      this.problem(end, end, `missing closing ${BRACKET_NAMES[kind]}`, fits(CLOSERS[kind]), open);
    }
    return to;
  }

  /** A closing bracket that no open one asks for. */
  protected isStrayCloser(token: IToken): boolean {
    const kind = this.closerKind(token);
    return kind !== undefined && this.openCounts[kind] === 0;
  }

  /** False at the closing bracket of what is open. */
  protected isInside(): boolean {
    const next = this.LA(1);
    return this.closerKind(next) === undefined || this.isStrayCloser(next);
  }

  protected readonly strayCloser: ParserMethod<[], void> = this.RULE("strayCloser", () => {
    const { t } = this;
    this.OR([
      { ALT: () => this.strayBrace(this.CONSUME(t.closeCurly)) },
      { ALT: () => this.stray(this.CONSUME(t.closeSquare)) },
      { ALT: () => this.stray(this.CONSUME(t.closeParen)) },
    ]);
  });

  /** The router ends a script at a brace too many, without complaint (measured on 7.22.1). */
  private strayBrace(token: IToken): void {
    if (this.RECORDING_PHASE) return;
    const { chunk } = this;
    const message = "unexpected closing brace, the router ignores everything after it";
    const span = { from: token.startOffset, to: endOf(token) };
    const severity = this.depth === 0 ? ({ severity: "warning" } as const) : {};
    this.problems.push({ chunk, ...span, message, ...severity });
  }

  private stray(token: IToken): void {
    const hint = `nothing is open that \`${token.image}\` could close`;
    this.problem(token.startOffset, endOf(token), "expected command name", hint);
  }

  protected enter(kind: BracketKind): void {
    this.openCounts[kind]++;
    this.depth++;
  }

  private closerKind(token: IToken): BracketKind | undefined {
    const { t } = this;
    if (token.tokenType === t.closeParen) return "paren";
    if (token.tokenType === t.closeSquare) return "square";
    if (token.tokenType === t.closeCurly) return "curly";
    return undefined;
  }

  protected strayValue(token: IToken): Value {
    this.problem(token.startOffset, endOf(token), "syntax error", this.valueHint(token.startOffset));
    return this.errorNode(token.startOffset, endOf(token));
  }

  protected isTooDeep(): boolean {
    return this.depth >= MAX_DEPTH && !this.RECORDING_PHASE;
  }

  /** From just after an opening bracket to its closing one, without looking at what is inside. */
  protected skipNested(open: IToken): ErrorNode {
    this.problem(open.startOffset, endOf(open), "nested too deeply");
    let level = 1;
    let end = endOf(open);
    while (level > 0) {
      const token = this.LA(1);
      if (!(token.startOffset >= 0)) break;
      this.SKIP_TOKEN();
      end = endOf(token);
      if (this.openers.has(token.tokenType)) level++;
      else if (this.closers.has(token.tokenType)) level--;
    }
    return this.errorNode(open.startOffset, end);
  }
}
