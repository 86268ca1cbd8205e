import type { IToken, ParserMethod, TokenType } from "chevrotain";
import { decodeEscapes } from "./escapes.ts";
import { bindingPower } from "./nodes.ts";
import { endOf, ParserBase } from "./parser-base.ts";
import type { Comment, Group, Statement, StringPart, Substitution, Value, Variable, Word } from "./tree.ts";

/** Operators in one expression; the tree leans to the left by one level for each. */
const MAX_CHAIN = 1000;

/** The power of `and`, which two values side by side stand for. */
const JUXTAPOSED = bindingPower("and");

/** Values: what stands after `name=`, unnamed arguments, the inside of `( )` and of strings. */
export abstract class ValueRules extends ParserBase {
  /** A value in a statement or array: one piece, or a comma list of pieces without blanks between. */
  protected readonly value: ParserMethod<[], Value> = this.RULE("value", (): Value => {
    const first = this.SUBRULE(this.piece);
    if (!this.RECORDING_PHASE && !this.isAttached()) return first;
    const operand = this.OPTION({
      GATE: () => isPrefix(first) && this.isAttached(),
      DEF: () => this.SUBRULE(this.operand),
    });
    if (operand !== undefined && !this.RECORDING_PHASE) return this.unaryOf(first, operand);
    const pieces = [first];
    this.MANY({
      GATE: () => this.continuesValue(),
      DEF: () => pieces.push(this.SUBRULE2(this.piece)),
    });
    return this.joined(pieces);
  });

  protected readonly piece: ParserMethod<[], Value> = this.RULE("piece", (): Value => {
    return this.OR<Value>(
      this.pieceAlternatives ??
        (this.pieceAlternatives = [
          { ALT: () => this.wordOf(this.CONSUME(this.t.word)) },
          { ALT: () => this.wordOf(this.CONSUME(this.t.name)) },
          { ALT: () => this.wordOf(this.CONSUME(this.t.equals)) },
          { ALT: () => this.wordOf(this.CONSUME(this.t.atom)) },
          { ALT: () => this.wordOf(this.CONSUME(this.t.escapedWord)) },
          { ALT: () => this.foreign(this.CONSUME(this.t.foreignWord)) },
          { ALT: () => this.SUBRULE(this.operand) },
          { ALT: () => this.strayValue(this.CONSUME(this.t.operator)) },
          { ALT: () => this.strayValue(this.CONSUME(this.t.stray)) },
          { ALT: () => this.strayValue(this.CONSUME(this.t.quotedVariableInString)) },
          { ALT: () => this.strayValue(this.CONSUME(this.t.stringText)) },
          { ALT: () => this.strayValue(this.CONSUME(this.t.stringDollar)) },
        ]),
    );
  });
  private pieceAlternatives: { ALT: () => Value }[] | undefined;

  /** What values in statements and in expressions have in common. */
  protected readonly operand: ParserMethod<[], Value> = this.RULE("operand", (): Value => {
    return this.OR<Value>(
      this.operandAlternatives ??
        (this.operandAlternatives = [
          { ALT: () => this.SUBRULE(this.string) },
          { ALT: () => this.variableOf(this.CONSUME(this.t.variable), 1, 0) },
          { ALT: () => this.variableOf(this.CONSUME(this.t.quotedVariable), 2, 1) },
          { ALT: () => this.SUBRULE(this.substitution) },
          { ALT: () => this.SUBRULE(this.group) },
          { ALT: () => this.SUBRULE(this.commandGroup) },
          { ALT: () => this.SUBRULE(this.curly) },
        ]),
    );
  });
  private operandAlternatives: { ALT: () => Value }[] | undefined;

  protected readonly string: ParserMethod<[], Value> = this.RULE("string", (): Value => {
    const open = this.CONSUME(this.t.quote);
    const parts: StringPart[] = [];
    const outer = this.openCounts;
    this.openCounts = { paren: 0, square: 0, curly: 0 };
    this.MANY(() =>
      this.OR([
        { ALT: () => this.addText(parts, this.CONSUME(this.t.stringText)) },
        { ALT: () => this.addText(parts, this.CONSUME(this.t.stringDollar)) },
        { ALT: () => this.addInterpolation(parts, this.variableOf(this.CONSUME(this.t.variable), 1, 0)) },
        {
          ALT: () => {
            const token = this.CONSUME(this.t.quotedVariableInString);
            this.addInterpolation(parts, this.variableOf(token, 2, 1));
          },
        },
        { ALT: () => this.addInterpolation(parts, this.SUBRULE(this.substitution)) },
        { ALT: () => this.addInterpolation(parts, this.SUBRULE(this.group)) },
        { ALT: () => this.addInterpolation(parts, this.SUBRULE(this.commandGroup)) },
      ]),
    );
    this.openCounts = outer;
    const end = this.OPTION(() => this.CONSUME(this.t.endQuote));
    const terminated = end !== undefined;
    if (!terminated) this.unterminated(open);
    const to = this.RECORDING_PHASE ? 0 : this.lastEnd();
    return { kind: "string", chunk: this.chunk, from: open.startOffset, to, parts, terminated };
  });

  protected readonly substitution: ParserMethod<[], Substitution> = this.RULE(
    "substitution",
    (): Substitution => {
      const open = this.CONSUME(this.t.openSquare);
      const { chunk } = this;
      const from = open.startOffset;
      if (this.isTooDeep()) {
        const { to } = this.skipNested(open);
        return { kind: "substitution", chunk, from, to, statements: [], comments: [] };
      }
      this.enter("square");
      const outer = this.comments;
      const comments: Comment[] = [];
      this.comments = comments;
      const statements = this.SUBRULE(this.statementsOrStrays);
      this.comments = outer;
      const to = this.close(open, "square");
      return { kind: "substitution", chunk, from, to, statements, comments };
    },
  );

  protected readonly group: ParserMethod<[], Group> = this.RULE("group", (): Group => {
    const open = this.CONSUME(this.t.openParen);
    const { chunk } = this;
    const from = open.startOffset;
    if (this.isTooDeep()) {
      const value = this.skipNested(open);
      return { kind: "group", chunk, from, to: value.to, value };
    }
    this.enter("paren");
    let value: Value | undefined;
    this.MANY({
      GATE: () => this.isInside(),
      DEF: () => this.OR([
        {
          ALT: () => {
            const next = this.SUBRULE(this.expression);
            value ??= next;
          },
        },
        { ALT: () => this.strayValue(this.CONSUME(this.t.semicolon)) },
        { ALT: () => this.strayValue(this.CONSUME(this.t.comment)) },
        { ALT: () => this.strayValue(this.CONSUME(this.t.stray)) },
        { ALT: () => this.foreign(this.CONSUME(this.t.foreignWord)) },
        { ALT: () => this.SUBRULE(this.strayCloser) },
      ]),
    });
    const to = this.close(open, "paren");
    return { kind: "group", chunk, from, to, ...(value && { value }) };
  });

  /** `(:command …)`: a group that holds the command as a substitution. */
  protected readonly commandGroup: ParserMethod<[], Group> = this.RULE("commandGroup", (): Group => {
    const open = this.CONSUME(this.t.openCommand);
    const { chunk } = this;
    const from = open.startOffset;
    if (this.isTooDeep()) {
      const value = this.skipNested(open);
      return { kind: "group", chunk, from, to: value.to, value };
    }
    this.enter("paren");
    const statements = [this.SUBRULE(this.statement)];
    const inner = { from: endOf(open), to: this.RECORDING_PHASE ? 0 : this.lastEnd() };
    const to = this.close(open, "paren");
    const value: Substitution = { kind: "substitution", chunk, ...inner, statements, comments: [] };
    return { kind: "group", chunk, from, to, value };
  });

  /** Operators by binding power, so that no rule is entered for a level that is not there. */
  protected readonly expression: ParserMethod<[number?], Value> = this.RULE(
    "expression",
    (least = 1): Value => {
      let left = this.SUBRULE(this.unary);
      let count = 0;
      let power = 0;
      this.MANY({
        GATE: () => {
          power = this.nextPower();
          return power >= least && count++ < MAX_CHAIN;
        },
        DEF: () => {
          const bound = power;
          const token = this.OPTION({
            GATE: () => this.isOperatorAhead(),
            DEF: () =>
              this.OR([
                { ALT: () => this.CONSUME(this.t.operator) },
                { ALT: () => this.CONSUME(this.t.atom) },
              ]),
          });
          const right = this.OPTION2(() => this.SUBRULE2(this.expression, { ARGS: [bound + 1] }));
          left = this.binary(left, token, right ?? this.missing());
        },
      });
      return left;
    },
  );

  protected readonly unary: ParserMethod<[], Value> = this.RULE("unary", (): Value => {
    const operators: IToken[] = [];
    return this.OR<Value>([
      {
        GATE: () => !this.isAnyAhead(),
        ALT: () => this.SUBRULE(this.primary),
      },
      {
        ALT: () => {
          this.AT_LEAST_ONE({
            GATE: () => this.LA(1).tokenType === this.t.operator || this.isAnyAhead(),
            DEF: () =>
              operators.push(
                this.OR2([
                  { ALT: () => this.CONSUME2(this.t.operator) },
                  { ALT: () => this.CONSUME2(this.t.atom) },
                ]),
              ),
          });
          const value = this.OPTION(() => this.SUBRULE2(this.primary));
          return this.prefixed(operators, value);
        },
      },
    ]);
  });

  protected readonly primary: ParserMethod<[], Value> = this.RULE("primary", (): Value => {
    return this.OR<Value>([
      { ALT: () => this.wordOf(this.CONSUME(this.t.atom)) },
      { ALT: () => this.SUBRULE(this.operand) },
    ]);
  });

  protected abstract readonly statementsOrStrays: ParserMethod<[], Statement[]>;
  protected abstract readonly statement: ParserMethod<[], Statement>;

  /** `{ commands }` or `{1;2}`. */
  protected abstract readonly curly: ParserMethod<[], Value>;

  protected variableOf(token: IToken, head: number, tail: number): Variable {
    const { image, startOffset } = token;
    const name = image.slice(head, image.length - tail);
    return { kind: "variable", chunk: this.chunk, from: startOffset, to: endOf(token), name };
  }

  private foreign(token: IToken): Word {
    this.problem(token.startOffset, endOf(token), "expected end of command", ["plain ASCII or quotes"]);
    return this.wordOf(token);
  }

  protected strayValue(token: IToken): Value {
    this.problem(token.startOffset, endOf(token), "syntax error");
    return this.errorNode(token.startOffset, endOf(token));
  }

  private prefixed(operators: readonly IToken[], operand: Value | undefined): Value {
    if (this.RECORDING_PHASE) return this.missing();
    const { chunk } = this;
    let rest = operators.slice(-MAX_CHAIN);
    const last = rest[rest.length - 1];
    let value = operand;
    if (value === undefined) {
      // `name=-` compares with a minus sign.
      if (last?.image === "-" && operators.length === 1) return this.wordOf(last);
      value = this.missing();
    } else if (last !== undefined && value.kind === "word" && isGlued(last, value)) {
      value = { kind: "word", chunk, from: last.startOffset, to: value.to, text: last.image + value.text };
      rest = rest.slice(0, -1);
    }
    for (const { image: operator, startOffset: from } of rest.reverse()) {
      value = { kind: "unary", chunk, from, to: Math.max(value.to, from + operator.length), operator, operand: value };
    }
    return value;
  }

  private unaryOf(prefix: Value, operand: Value): Value {
    const operator = prefix.kind === "word" ? prefix.text : "";
    return { kind: "unary", chunk: this.chunk, from: prefix.from, to: operand.to, operator, operand };
  }

  /** Two values side by side are both conditions, as in `where active dst-address=0.0.0.0/0`. */
  private binary(left: Value, token: IToken | undefined, right: Value): Value {
    if (this.RECORDING_PHASE) return left;
    const to = Math.max(right.to, token === undefined ? 0 : endOf(token));
    const operator = token?.image ?? "and";
    return { kind: "binary", chunk: this.chunk, from: left.from, to, operator, left, right };
  }

  private unterminated(open: IToken): void {
    if (this.RECORDING_PHASE) return;
    if (this.chunk.problems.some((problem) => problem.from >= open.startOffset)) return;
    this.problem(open.startOffset, endOf(open), "expected closing quote", ['"']);
  }

  private isOperatorAhead(): boolean {
    return bindingPower(this.LA(1).image) > 0;
  }

  /** `any $x` is true when the variable has a value. */
  private isAnyAhead(): boolean {
    const next = this.LA(1);
    return next.tokenType === this.t.atom && next.image === "any" && this.startsOperand(this.LA(2));
  }

  private startsOperand(token: IToken): boolean {
    const { t } = this;
    switch (token.tokenType) {
      case t.variable:
      case t.quotedVariable:
      case t.quote:
      case t.openParen:
      case t.openCommand:
      case t.openSquare:
        return true;
      default:
        return false;
    }
  }

  private nextPower(): number {
    const next = this.LA(1);
    if (!(next.startOffset >= 0)) return 0;
    const power = bindingPower(next.image);
    if (power > 0) return power;
    const startsValue = next.tokenType === this.t.atom || this.startsOperand(next);
    return startsValue || next.tokenType === this.t.openCurly ? JUXTAPOSED : 0;
  }

  private addText(parts: StringPart[], token: IToken): void {
    parts.push({
      kind: "text",
      chunk: this.chunk,
      from: token.startOffset,
      to: endOf(token),
      text: decodeEscapes(token.image),
    });
  }

  private addInterpolation(parts: StringPart[], value: Variable | Group | Substitution): void {
    parts.push({ kind: "interpolation", chunk: this.chunk, from: value.from, to: value.to, value });
  }

  private readonly bareTypes: ReadonlySet<TokenType> = new Set([
    this.t.word,
    this.t.name,
    this.t.equals,
    this.t.escapedWord,
    this.t.foreignWord,
  ]);

  private continuesValue(): boolean {
    if (!this.isAttached()) return false;
    const last = this.LA(0);
    const next = this.LA(1);
    const isBare = (token: IToken) => this.bareTypes.has(token.tokenType);
    if (isBare(next)) return isBare(last) || next.image.startsWith(",");
    return isBare(last) && last.image.endsWith(",");
  }

  /** Bare pieces run together into one word; commas between other pieces make a list. */
  private joined(pieces: readonly Value[]): Value {
    const [first] = pieces;
    if (first === undefined) return this.missing();
    if (pieces.length === 1) return first;
    const last = pieces[pieces.length - 1] ?? first;
    const { chunk } = this;
    if (pieces.every((piece) => piece.kind === "word")) {
      const text = pieces.map((piece) => (piece.kind === "word" ? piece.text : "")).join("");
      return { kind: "word", chunk, from: first.from, to: last.to, text };
    }
    const items = pieces.flatMap((piece): Value[] => (piece.kind === "word" ? this.split(piece) : [piece]));
    return { kind: "list", chunk, from: first.from, to: last.to, items };
  }

  private split(word: Word): Word[] {
    let from = word.from;
    const words: Word[] = [];
    for (const text of word.text.split(",")) {
      if (text !== "") words.push({ kind: "word", chunk: this.chunk, from, to: from + text.length, text });
      from += text.length + 1;
    }
    return words;
  }
}

/** `*1F` is an object's id, `.id` a property. */
function isGlued(operator: IToken, word: Word): boolean {
  return (operator.image === "*" || operator.image === ".") && endOf(operator) === word.from;
}

function isPrefix(value: Value): boolean {
  return value.kind === "word" && (value.text === "!" || value.text === "-" || value.text === ">");
}
