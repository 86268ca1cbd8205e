import type { IToken, ParserMethod } from "chevrotain";
import type { RscLexer } from "./lexer.ts";
import { ArgumentNode, type ChunkDraft, kept, namedArgument, WordNode, wordNode } from "./nodes.ts";
import { endOf } from "./parser-base.ts";
import {
  addArgument,
  addOperator,
  addWord,
  badHeadIndex,
  braceAfterName,
  braceOf,
  cutArgument,
  glueHint,
  isGluedOn,
  leadingOperator,
  newDraft,
  type StatementDraft,
  trailingOperator,
  unnamed,
  upTo,
} from "./statement-draft.ts";
import type { Argument, ArrayElement, Comment, Statement, Value, Word } from "./tree.ts";
import { ValueRules } from "./value-rules.ts";

/** How far ahead the first token of a `{` is looked for. */
const LOOK_AHEAD = 50;

const EXCLAMATION = 33;

/** What the router calls the interface of a session, as `<pppoe-anna>`: exports write it bare. */
const SESSION = /^<[a-z\d]+-[^<>]+>$/;

const NO_BLANK = "no blank may stand ahead of `=`";

/** Reads the tokens of one chunk into statements. Never throws: what does not fit becomes an error node. */
export class ChunkParser extends ValueRules {
  private list: Statement[] = [];
  private draft: StatementDraft = newDraft(this.chunk);

  protected readonly whole: ParserMethod<[], void> = this.RULE("whole", () => {
    this.MANY(this.wholePart);
  });

  private readonly wholePart = () => this.OR(this.wholeParts);

  /** The inside of `{ }` or `[ ]`; a closing bracket that nothing opened is reported and left out. */
  protected readonly statements: ParserMethod<[], readonly Statement[]> = this.RULE("statements", () => {
    const outer = this.list;
    const list: Statement[] = [];
    this.list = list;
    this.MANY({ GATE: this.gateInside, DEF: this.statementPart });
    this.list = outer;
    return kept(list);
  });

  private readonly gateInside = () => this.isInside();
  private readonly statementPart = () => this.OR(this.statementParts);
  private readonly statementParts: { ALT: () => void }[] = [
    { ALT: () => this.list.push(this.SUBRULE(this.statement)) },
    { ALT: () => this.CONSUME(this.t.newline) },
    { ALT: () => this.CONSUME(this.t.semicolon) },
    { ALT: () => this.addComment(this.CONSUME(this.t.comment)) },
    { ALT: () => this.SUBRULE(this.strayCloser) },
  ];
  private readonly wholeParts = [
    ...this.statementParts,
    { ALT: () => this.strayValue(this.CONSUME(this.t.endQuote)) },
  ];

  protected readonly statement: ParserMethod<[], Statement> = this.RULE("statement", (): Statement => {
    const outer = this.draft;
    const draft = newDraft(this.chunk);
    this.draft = draft;
    const from = this.LA(1).startOffset;
    this.AT_LEAST_ONE(this.argument);
    this.draft = outer;
    if (draft.pending !== undefined) this.endPending(draft, draft.pending);
    const { lead, words, args } = draft;
    const to = this.lastEnd();
    return { kind: "command", chunk: this.chunk, from, to, lead, words: kept(words), args: kept(args) };
  });

  private readonly argument = () => this.OR(this.argumentAlternatives);
  /** A value may hold `x=` too, as in `data=x=1`, but not begin a statement's part with it. */
  private readonly argumentAlternatives = [
    { ALT: () => this.addNamed(this.draft, this.namedArgument(this.draft)), IGNORE_AMBIGUITIES: true },
    {
      ALT: () => {
        this.brace = braceOf(this.draft);
        const value = this.loneWord() ?? this.SUBRULE(this.value);
        this.brace = "guess";
        this.addValue(this.draft, value);
      },
    },
  ];

  /** Part of the rules for statements and for array elements. */
  private namedArgument(draft: StatementDraft | undefined): Argument {
    const { image, startOffset } = this.CONSUME(this.t.name);
    const operator = trailingOperator(image);
    const negated = image.charCodeAt(0) === EXCLAMATION;
    const text = image.slice(negated ? 1 : 0, image.length - operator.length);
    const from = startOffset + (negated ? 1 : 0);
    const isGlued = this.LA(1).startOffset === startOffset + image.length;
    const value = (isGlued ? this.loneWord() : undefined) ?? this.attachedValue(draft, text);
    if (value !== undefined && operator === "=" && !negated) return namedArgument(from, text, value);
    const name = new WordNode(this.chunk, from, text);
    const to = value?.to ?? startOffset + image.length;
    return new ArgumentNode(this.chunk, startOffset, to, { name, operator, value, negated });
  }

  private attachedValue(draft: StatementDraft | undefined, name: string): Value | undefined {
    this.brace = draft === undefined ? "guess" : braceAfterName(draft, name);
    const value = this.OPTION(this.attached);
    this.brace = "guess";
    return value;
  }

  private readonly attached = { GATE: () => this.isAttached(), DEF: () => this.SUBRULE9(this.value) };

  protected readonly curly: ParserMethod<[], Value> = this.RULE("curly", (): Value => {
    const open = this.CONSUME(this.t.openCurly);
    const { chunk } = this;
    const from = open.startOffset;
    if (this.isTooDeep()) return this.skipNested(open);
    this.enter("curly");
    const outer = this.comments;
    const comments: Comment[] = [];
    this.comments = comments;
    const isBlock = this.isBlockAhead();
    this.brace = "guess";
    let statements: readonly Statement[] = [];
    const elements: ArrayElement[] = [];
    this.OR([
      {
        GATE: () => isBlock,
        ALT: () => {
          statements = this.SUBRULE(this.statements);
        },
      },
      { ALT: () => this.SUBRULE(this.elements, { ARGS: [elements] }) },
    ]);
    this.comments = outer;
    const to = this.close(open, "curly");
    if (isBlock) return { kind: "block", chunk, from, to, statements, comments: kept(comments) };
    for (const comment of comments) outer.push(comment);
    return { kind: "array", chunk, from, to, elements: kept(elements) };
  });

  protected readonly elements: ParserMethod<[ArrayElement[]?], void> = this.RULE(
    "elements",
    (list: ArrayElement[] = []) => {
      this.MANY({
        GATE: () => this.isInside(),
        DEF: () =>
          this.OR([
            { ALT: () => this.CONSUME(this.t.newline) },
            { ALT: () => this.CONSUME(this.t.semicolon) },
            { ALT: () => this.comments.push(this.commentOf(this.CONSUME(this.t.comment))) },
            { ALT: () => list.push(this.SUBRULE(this.element)) },
            { ALT: () => this.SUBRULE(this.strayCloser) },
          ]),
      });
    },
  );

  /** `value`, `key=value` or `key=`. */
  protected readonly element: ParserMethod<[], ArrayElement> = this.RULE("element", (): ArrayElement => {
    return this.OR([
      {
        IGNORE_AMBIGUITIES: true,
        ALT: () => {
          const { name, value } = this.namedArgument(undefined);
          return this.elementOf(name, value);
        },
      },
      {
        ALT: () => {
          const first = this.loneWord() ?? this.SUBRULE(this.value);
          let isKey = false;
          const value = this.OPTION1({
            GATE: () => this.LA(1).tokenType === this.t.equals,
            DEF: () => {
              this.brace = "guess";
              this.CONSUME(this.t.equals);
              isKey = true;
              return this.OPTION2(() => this.SUBRULE2(this.value));
            },
          });
          return isKey ? this.elementOf(first, value) : this.elementOf(undefined, first);
        },
      },
    ]);
  });

  constructor(lexer: RscLexer, skipValidations = true) {
    super(lexer, skipValidations);
    this.performSelfAnalysis();
  }

  parseChunk(chunk: ChunkDraft, tokens: IToken[]): void {
    this.chunk = chunk;
    this.depth = 0;
    this.lastProblem = -1;
    this.openCounts = { paren: 0, square: 0, curly: 0 };
    this.comments = [];
    this.problems = [];
    this.brace = "guess";
    this.list = [];
    this.input = tokens;
    this.whole();
    chunk.statements = kept(this.list);
    chunk.comments = kept(this.comments);
    chunk.problems = kept(this.problems);
  }

  private addNamed(draft: StatementDraft, argument: Argument): void {
    if (this.RECORDING_PHASE) return;
    if (draft.args.length === 0 && draft.words.length === 0 && draft.lead !== "/") {
      const at = argument.name?.from ?? argument.from;
      const isCommand = draft.lead === "" && /^[a-z0-9]/.test(argument.name?.text ?? "");
      const hint = "a line goes on to the next one only by a `\\` at its end";
      if (isCommand) this.problem(argument.name?.to ?? at, argument.to, "syntax error", hint);
      else this.problem(at, argument.to, "expected command name");
    }
    if (argument.value === undefined && argument.name?.text === "where" && argument.operator === "=")
      this.problem(argument.to, argument.to, "missing value for where");
    addArgument(draft, argument);
  }

  private addValue(draft: StatementDraft, value: Value): void {
    if (this.RECORDING_PHASE) return;
    const isFirst = draft.args.length === 0 && draft.words.length === 0 && draft.lead === "";
    if (isFirst) this.checkFirst(value);
    else if (isGluedOn(draft, value))
      this.problem(value.from, value.to, "expected end of command", glueHint(draft, value));
    if (value.kind !== "word") {
      addArgument(draft, unnamed(value));
      return;
    }
    const isCut = value.to - value.from !== value.text.length && !isFirst;
    if (isCut && this.addCut(draft, value)) return;
    const operator = isFirst || SESSION.test(value.text) ? undefined : leadingOperator(value.text);
    if (operator === undefined) addWord(draft, value);
    else this.addComparison(draft, operator, value);
  }

  private addCut(draft: StatementDraft, word: Word): boolean {
    const argument = cutArgument(word, this.chunk.text.slice(word.from, word.to));
    if (argument?.name === undefined || argument.operator === undefined) return false;
    addArgument(draft, argument);
    if (argument.value !== undefined || !this.isAttached()) return true;
    // A string or the like follows and is the value.
    draft.args.pop();
    draft.pending = { left: unnamed(argument.name), operator: argument.operator, to: argument.to };
    return true;
  }

  /** What can begin a statement: a command name, a call, `[ ]`, `( )` or `{ }`. */
  private checkFirst(value: Value): void {
    if (value.kind === "string") this.problemOnce(value.from, value.to, "expected command name");
    if (value.kind !== "word") return;
    const bad = badHeadIndex(value.text);
    if (bad < 0) return;
    const sign = /^[:/]/.test(value.text) ? 1 : 0;
    const message = bad <= sign ? "expected command name" : "syntax error";
    // A mark that stands for a value: `key=[KEY-HERE]`.
    const isValue = this.chunk.text.slice(Math.max(0, value.from - 2), value.from) === "=[";
    const hint = isValue
      ? "brackets run a command, so a text that begins with one stands in quotes"
      : undefined;
    this.problemOnce(Math.min(value.from + bad, value.to), value.to, message, hint);
  }

  /** An operator with a blank before it has its place in conditions only. */
  private addComparison(
    draft: StatementDraft,
    operator: ReturnType<typeof trailingOperator>,
    word: Word,
  ): void {
    const { from, text } = word;
    if (!draft.isCondition) {
      if (operator === "=") this.problem(from, word.to, "syntax error", NO_BLANK);
      else if (operator === "<") this.problem(from, word.to, "expected end of command");
      draft.isHeadClosed = true;
      addWord(draft, word);
      return;
    }
    if (!addOperator(draft, operator, from + operator.length)) {
      this.problem(from, word.to, "syntax error");
      return;
    }
    if (text.length > operator.length) {
      const rest = text.slice(operator.length);
      addArgument(draft, unnamed(wordNode(this.chunk, from + operator.length, word.to, rest)));
    }
  }

  private endPending(draft: StatementDraft, pending: NonNullable<StatementDraft["pending"]>): void {
    draft.pending = undefined;
    draft.args.push(upTo(pending.left, pending.to));
    this.problem(pending.to, pending.to, "syntax error", this.valueHint(pending.to));
  }

  private addComment(token: IToken): void {
    if (this.RECORDING_PHASE) return;
    this.comments.push(this.commentOf(token));
    const before = this.LA(-1).tokenType;
    const { newline, semicolon, openCurly, openSquare, openCommand } = this.t;
    const isAtStart = [newline, semicolon, openCurly, openSquare, openCommand].includes(before);
    if (isAtStart || !(this.LA(-1).startOffset >= 0)) return;
    this.problem(
      token.startOffset,
      endOf(token),
      "expected end of command",
      "`;` ends a command ahead of a comment",
    );
  }

  private commentOf(token: IToken): Comment {
    const from = token.startOffset;
    return { kind: "comment", chunk: this.chunk, from, to: endOf(token), text: token.image.slice(1) };
  }

  private elementOf(key: Value | undefined, value: Value | undefined): ArrayElement {
    const { chunk } = this;
    const from = (key ?? value)?.from ?? 0;
    const to = this.RECORDING_PHASE ? 0 : this.lastEnd();
    return { kind: "element", chunk, from, to, ...(key && { key }), ...(value && { value }) };
  }

  /** Blocks and arrays look alike; where the name before does not tell, the first tokens inside do. */
  private isBlockAhead(): boolean {
    if (this.RECORDING_PHASE) return true;
    if (this.brace !== "guess") return this.brace === "block";
    const { newline, semicolon, comment, word, equals, closeCurly } = this.t;
    let at = 1;
    for (; at < LOOK_AHEAD; at++) {
      const type = this.LA(at).tokenType;
      if (type !== newline && type !== semicolon && type !== comment) break;
    }
    const first = this.LA(at);
    if (first.tokenType !== word) return false;
    if (/^[:/][a-z]/.test(first.image)) return true;
    const second = this.LA(at + 1);
    const ends = [newline, semicolon, closeCurly, equals].includes(second.tokenType);
    return /^[a-z]/.test(first.image) && !ends && second.startOffset > endOf(first);
  }
}
