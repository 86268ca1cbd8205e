import type { IToken, ParserMethod } from "chevrotain";
import { decodeEscapes } from "./escapes.ts";
import { ConstantString, kept, NONE } from "./nodes.ts";
import { endOf, ParserBase } from "./parser-base.ts";
import type {
  Chunk,
  Comment,
  Group,
  Statement,
  StringNode,
  StringPart,
  Substitution,
  Value,
  Variable,
} from "./tree.ts";

/** Strings with what is interpolated, and `[ commands ]`. */
export abstract class StringRules extends ParserBase {
  private parts: StringPart[] = [];

  protected abstract readonly group: ParserMethod<[], Group>;
  protected abstract readonly commandGroup: ParserMethod<[], Group>;
  protected abstract readonly statements: ParserMethod<[], readonly Statement[]>;
  /** `{ commands }` or `{1;2}`. */
  protected abstract readonly curly: ParserMethod<[], Value>;

  protected readonly string: ParserMethod<[], StringNode> = this.RULE("string", (): StringNode => {
    const open = this.CONSUME(this.t.quote);
    const outer = this.openCounts;
    const outerParts = this.parts;
    const parts: StringPart[] = [];
    this.openCounts = { paren: 0, square: 0, curly: 0 };
    this.parts = parts;
    this.MANY(this.part);
    this.openCounts = outer;
    this.parts = outerParts;
    const end = this.OPTION(this.endQuote);
    const terminated = end !== undefined;
    if (!terminated) this.unterminated(open);
    const to = this.RECORDING_PHASE ? 0 : this.lastEnd();
    return stringNode(this.chunk, open.startOffset, to, parts, terminated);
  });

  private readonly endQuote = () => this.CONSUME(this.t.endQuote);

  private readonly part = () => this.OR(this.partAlternatives);

  private readonly partAlternatives: { ALT: () => void }[] = [
    { ALT: () => this.addText(this.CONSUME(this.t.stringText)) },
    { ALT: () => this.addText(this.CONSUME(this.t.stringDollar)) },
    { ALT: () => this.addInterpolation(this.variableOf(this.CONSUME(this.t.variable), 1, 0)) },
    { ALT: () => this.addInterpolation(this.variableOf(this.CONSUME(this.t.quotedVariableInString), 2, 1)) },
    { ALT: () => this.addInterpolation(this.SUBRULE(this.substitution)) },
    { ALT: () => this.addInterpolation(this.SUBRULE(this.group)) },
    { ALT: () => this.addInterpolation(this.SUBRULE(this.commandGroup)) },
  ];

  protected readonly substitution: ParserMethod<[], Substitution> = this.RULE(
    "substitution",
    (): Substitution => {
      const open = this.CONSUME(this.t.openSquare);
      const { chunk } = this;
      const from = open.startOffset;
      if (this.isTooDeep()) {
        const { to } = this.skipNested(open);
        return { kind: "substitution", chunk, from, to, statements: NONE, comments: NONE };
      }
      this.enter("square");
      const outer = this.comments;
      const comments: Comment[] = [];
      this.comments = comments;
      const statements = this.SUBRULE(this.statements);
      this.comments = outer;
      const to = this.close(open, "square");
      return { kind: "substitution", chunk, from, to, statements, comments: kept(comments) };
    },
  );

  protected variableOf(token: IToken, head: number, tail: number): Variable {
    const { image, startOffset } = token;
    const name = image.slice(head, image.length - tail);
    return { kind: "variable", chunk: this.chunk, from: startOffset, to: endOf(token), name };
  }

  /** The literal runs that the lexer cut only for their length become one part. */
  private addText(token: IToken): void {
    const { parts, chunk } = this;
    const last = parts[parts.length - 1];
    const from = token.startOffset;
    const text = decodeEscapes(token.image);
    if (last?.kind === "text" && last.to === from && last.text.length < MAX_JOINED) {
      parts[parts.length - 1] = { ...last, to: endOf(token), text: last.text + text };
    } else {
      parts.push({ kind: "text", chunk, from, to: endOf(token), text });
    }
  }

  private addInterpolation(value: Variable | Group | Substitution): void {
    this.parts.push({ kind: "interpolation", chunk: this.chunk, from: value.from, to: value.to, value });
  }

  private unterminated(open: IToken): void {
    if (this.RECORDING_PHASE) return;
    if (this.lastProblem >= open.startOffset) return;
    this.problem(open.startOffset, endOf(open), "expected closing quote", this.curlyQuoteHint(open));
  }

  /** Word processors and web pages make `”` of a quote; the router takes it for text. */
  private curlyQuoteHint(open: IToken): string | undefined {
    const line = /^.*/.exec(this.chunk.text.slice(endOf(open)))?.[0] ?? "";
    const curly = /[“”„]/.exec(line)?.[0];
    return curly === undefined
      ? undefined
      : `\`${curly}\` is a text like any other, only \`"\` ends a string`;
  }
}

function stringNode(
  chunk: Chunk,
  from: number,
  to: number,
  parts: readonly StringPart[],
  terminated: boolean,
): StringNode {
  const constant = textOf(parts);
  if (terminated && parts.length <= 1 && constant !== undefined) {
    return new ConstantString(chunk, from, to, constant);
  }
  return { kind: "string", chunk, from, to, parts: kept(parts), constant, terminated };
}

function textOf(parts: readonly StringPart[]): string | undefined {
  let text = "";
  for (const part of parts) {
    if (part.kind !== "text") return undefined;
    text += part.text;
  }
  return text;
}

/** Longer texts stay in several parts, so that joining them costs no square time. */
const MAX_JOINED = 1 << 20;
