import type { IToken, ParserMethod, TokenType } from "chevrotain";
import { ExpressionRules } from "./expression-rules.ts";
import { WordNode, wordNode } from "./nodes.ts";
import { endOf } from "./parser-base.ts";
import type { Value, Word } from "./tree.ts";

/** Values in statements and arrays: after `name=`, unnamed, elements. */
export abstract class ValueRules extends ExpressionRules {
  /** One piece, or a comma list of pieces without blanks between. */
  protected readonly value: ParserMethod<[], Value> = this.RULE("value", (): Value => {
    const first = this.OR<Value>(this.pieces);
    if (!this.RECORDING_PHASE && !this.isAttached()) return first;
    const operand = this.OPTION({
      GATE: () => isPrefix(first) && this.isAttached(),
      DEF: () => this.SUBRULE(this.operand),
    });
    if (operand !== undefined && !this.RECORDING_PHASE) return this.unaryOf(first, operand);
    const all = [first];
    this.MANY({
      GATE: () => this.continuesValue(),
      DEF: () => all.push(this.SUBRULE(this.piece)),
    });
    return this.joined(all);
  });

  protected readonly piece: ParserMethod<[], Value> = this.RULE("piece", (): Value => {
    return this.OR<Value>(this.pieces);
  });

  /** Made once, since building alternatives at every entry costs more than taking them. */
  private readonly pieces: { ALT: () => Value }[] = [
    { ALT: () => this.wordOf(this.CONSUME(this.t.word)) },
    { ALT: () => this.SUBRULE(this.string) },
    { ALT: () => this.variableOf(this.CONSUME(this.t.variable), 1, 0) },
    { ALT: () => this.variableOf(this.CONSUME(this.t.quotedVariable), 2, 1) },
    { ALT: () => this.SUBRULE(this.substitution) },
    { ALT: () => this.SUBRULE(this.group) },
    { ALT: () => this.SUBRULE(this.commandGroup) },
    { ALT: () => this.SUBRULE(this.curly) },
    { ALT: () => this.wordOf(this.CONSUME(this.t.name)) },
    { ALT: () => this.wordOf(this.CONSUME(this.t.equals)) },
    { ALT: () => this.wordOf(this.CONSUME(this.t.escapedWord)) },
    { ALT: () => this.wordOf(this.CONSUME(this.t.atom)) },
    { ALT: () => this.foreign(this.CONSUME(this.t.foreignWord)) },
    { ALT: () => this.strayValue(this.CONSUME(this.t.operator)) },
    { ALT: () => this.strayValue(this.CONSUME(this.t.stray)) },
    { ALT: () => this.strayValue(this.CONSUME(this.t.quotedVariableInString)) },
    { ALT: () => this.strayValue(this.CONSUME(this.t.stringText)) },
    { ALT: () => this.strayValue(this.CONSUME(this.t.stringDollar)) },
  ];

  private readonly bareTypes: ReadonlySet<TokenType> = new Set([
    this.t.word,
    this.t.name,
    this.t.equals,
    this.t.escapedWord,
    this.t.foreignWord,
  ]);

  /** Takes a bare word with a blank or the end behind it, by far the most frequent value, without any rule. */
  protected loneWord(): Word | undefined {
    const next = this.LA(1);
    if (next.tokenType !== this.t.word) return undefined;
    const to = endOf(next);
    const after = this.chunk.text.charCodeAt(to);
    if (after !== 32 && after !== 10 && after !== 13 && after !== 59) return undefined;
    this.SKIP_TOKEN();
    return new WordNode(this.chunk, next.startOffset, next.image);
  }

  private continuesValue(): boolean {
    if (!this.isAttached()) return false;
    const last = this.LA(0);
    const next = this.LA(1);
    const isBareBefore = this.bareTypes.has(last.tokenType);
    if (this.bareTypes.has(next.tokenType)) return isBareBefore || next.image.startsWith(",");
    return isBareBefore && last.image.endsWith(",");
  }

  /** Bare pieces run together into one word; commas between other pieces make a list. */
  private joined(pieces: readonly Value[]): Value {
    const [first] = pieces;
    if (first === undefined) return this.missing();
    if (pieces.length === 1) return first;
    const last = pieces[pieces.length - 1] ?? first;
    const { chunk } = this;
    if (pieces.every((piece) => piece.kind === "word")) {
      const text = pieces.map((piece) => piece.text).join("");
      return wordNode(chunk, first.from, last.to, text);
    }
    const items = pieces.flatMap((piece): Value[] => (piece.kind === "word" ? this.split(piece) : [piece]));
    return { kind: "list", chunk, from: first.from, to: last.to, items };
  }

  private split(word: Word): Word[] {
    let from = word.from;
    const words: Word[] = [];
    for (const text of word.text.split(",")) {
      if (text !== "") words.push(new WordNode(this.chunk, from, text));
      from += text.length + 1;
    }
    return words;
  }

  private unaryOf(prefix: Value, operand: Value): Value {
    const operator = prefix.kind === "word" ? prefix.text : "";
    return { kind: "unary", chunk: this.chunk, from: prefix.from, to: operand.to, operator, operand };
  }

  protected foreign(token: IToken): Word {
    this.problem(token.startOffset, endOf(token), "expected end of command", foreignHint(token.image));
    return this.wordOf(token);
  }
}

/** What was copied out of Markdown brings its fences and code marks along. */
function foreignHint(image: string): string {
  if (image.startsWith("```")) return "this is a fence of Markdown, no part of a script";
  return image.startsWith("`") ? "a backtick stands in quotes" : "letters beyond ASCII stand in quotes";
}

function isPrefix(value: Value): boolean {
  return value.kind === "word" && (value.text === "!" || value.text === "-" || value.text === ">");
}
