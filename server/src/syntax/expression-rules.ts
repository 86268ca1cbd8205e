import type { IToken, ParserMethod } from "chevrotain";
import { bindingPower, NONE, wordNode } from "./nodes.ts";
import { endOf } from "./parser-base.ts";
import { StringRules } from "./string-rules.ts";
import type { Group, Statement, Substitution, Value, Word } from "./tree.ts";

/** Operators in one expression; the tree leans to the left by one level for each. */
const MAX_CHAIN = 1000;

/** The power of `and`, which two values side by side stand for. */
const JUXTAPOSED = bindingPower("and");

/** The inside of `( )`, by binding power: no rule is entered for a level that is not there. */
export abstract class ExpressionRules extends StringRules {
  protected abstract readonly statement: ParserMethod<[], Statement>;

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
      DEF: () =>
        this.OR([
          {
            ALT: () => {
              const next = this.SUBRULE(this.expression);
              value ??= next;
            },
          },
          { ALT: () => this.strayValue(this.CONSUME(this.t.semicolon)) },
          { ALT: () => this.strayValue(this.CONSUME(this.t.comment)) },
          { ALT: () => this.strayValue(this.CONSUME(this.t.stray)) },
          { ALT: () => this.strayValue(this.CONSUME(this.t.foreignWord)) },
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
    const value: Substitution = { kind: "substitution", chunk, ...inner, statements, comments: NONE };
    return { kind: "group", chunk, from, to, value };
  });

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
            GATE: () => bindingPower(this.LA(1).image) > 0,
            DEF: () =>
              this.OR([
                { ALT: () => this.CONSUME(this.t.operator) },
                { ALT: () => this.CONSUME(this.t.atom) },
              ]),
          });
          const right = this.OPTION2(() => this.SUBRULE(this.expression, { ARGS: [bound + 1] }));
          left = this.binary(left, token, right ?? this.missing());
        },
      });
      return left;
    },
  );

  protected readonly unary: ParserMethod<[], Value> = this.RULE("unary", (): Value => {
    return this.OR<Value>(this.unaryAlternatives);
  });

  private readonly unaryAlternatives = [
    { GATE: () => !this.isAnyAhead(), ALT: () => this.SUBRULE(this.primary) },
    {
      ALT: () => {
        const operators: IToken[] = [];
        this.AT_LEAST_ONE({
          GATE: () => this.LA(1).tokenType === this.t.operator || this.isAnyAhead(),
          DEF: () =>
            operators.push(
              this.OR2([
                { ALT: () => this.CONSUME(this.t.operator) },
                { ALT: () => this.CONSUME(this.t.atom) },
              ]),
            ),
        });
        const value = this.OPTION(() => this.SUBRULE2(this.primary));
        return this.prefixed(operators, value);
      },
    },
  ];

  protected readonly primary: ParserMethod<[], Value> = this.RULE("primary", (): Value => {
    return this.OR<Value>(this.primaryAlternatives);
  });

  private readonly primaryAlternatives: { ALT: () => Value }[] = [
    { ALT: () => this.wordOf(this.CONSUME(this.t.atom)) },
    { ALT: () => this.SUBRULE(this.operand) },
  ];

  /** What values in statements and in expressions have in common. */
  protected readonly operand: ParserMethod<[], Value> = this.RULE("operand", (): Value => {
    return this.OR<Value>(this.operandAlternatives);
  });

  private readonly operandAlternatives: { ALT: () => Value }[] = [
    { ALT: () => this.variableOf(this.CONSUME(this.t.variable), 1, 0) },
    { ALT: () => this.SUBRULE(this.string) },
    { ALT: () => this.variableOf(this.CONSUME(this.t.quotedVariable), 2, 1) },
    { ALT: () => this.SUBRULE(this.substitution) },
    { ALT: () => this.SUBRULE(this.group) },
    { ALT: () => this.SUBRULE(this.commandGroup) },
    { ALT: () => this.SUBRULE(this.curly) },
  ];

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
      value = wordNode(chunk, last.startOffset, value.to, last.image + value.text);
      rest = rest.slice(0, -1);
    }
    for (const { image: operator, startOffset: from } of rest.reverse()) {
      const to = Math.max(value.to, from + operator.length);
      value = { kind: "unary", chunk, from, to, operator, operand: value };
    }
    return value;
  }

  /** Two values side by side are both conditions, as in `where active dst-address=0.0.0.0/0`. */
  private binary(left: Value, token: IToken | undefined, right: Value): Value {
    if (this.RECORDING_PHASE) return left;
    const to = Math.max(right.to, token === undefined ? 0 : endOf(token));
    const operator = token?.image ?? "and";
    return { kind: "binary", chunk: this.chunk, from: left.from, to, operator, left, right };
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
}

/** `*1F` is an object's id, `.id` a property. */
function isGlued(operator: IToken, word: Word): boolean {
  return (operator.image === "*" || operator.image === ".") && endOf(operator) === word.from;
}
