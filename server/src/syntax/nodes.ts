import type {
  Argument,
  ArgumentOperator,
  Chunk,
  Comment,
  Statement,
  StringNode,
  StringPart,
  SyntaxProblem,
  Value,
  Word,
} from "./tree.ts";

// An export has these nodes by the hundred thousand, and a parse spends most of its time on moving them about in
// memory. So they are classes, with no field for what follows from another or is the same for all, and
// `name=word` is one object, whose words are made when asked for. None of them may be spread, which would lose
// just that; the fields are only declared, so that no `undefined` is written into them first.

export const NONE: readonly never[] = [];

/** A chunk while it is being parsed. */
export interface ChunkDraft extends Chunk {
  statements: readonly Statement[];
  comments: readonly Comment[];
  problems: readonly SyntaxProblem[];
}

/** A word that stands in the source as it is. */
export class WordNode implements Word {
  declare readonly chunk: Chunk;
  declare readonly from: number;
  declare readonly text: string;

  constructor(chunk: Chunk, from: number, text: string) {
    this.chunk = chunk;
    this.from = from;
    this.text = text;
  }

  get kind() {
    return "word" as const;
  }

  get to() {
    return this.from + this.text.length;
  }
}

/** `text` is shorter than its source where a line is continued within the word. */
export function wordNode(chunk: Chunk, from: number, to: number, text: string): Word {
  return to - from === text.length
    ? new WordNode(chunk, from, text)
    : { kind: "word", chunk, from, to, text };
}

/** `name=value` where nothing stands between the two; it has no room for its name, which follows from it. */
abstract class PlainArgument implements Argument {
  abstract readonly chunk: Chunk;
  abstract readonly to: number;
  abstract readonly value: Value;
  declare readonly from: number;
  declare readonly nameText: string;

  constructor(from: number, nameText: string) {
    this.from = from;
    this.nameText = nameText;
  }

  get kind() {
    return "argument" as const;
  }

  get name() {
    return new WordNode(this.chunk, this.from, this.nameText);
  }

  get operator() {
    return "=" as const;
  }

  get negated() {
    return false;
  }
}

/** `name=word`, by far the most frequent: one object instead of three. */
export class WordArgument extends PlainArgument {
  declare readonly chunk: Chunk;
  declare readonly valueText: string;

  constructor(chunk: Chunk, from: number, nameText: string, valueText: string) {
    super(from, nameText);
    this.chunk = chunk;
    this.valueText = valueText;
  }

  get to() {
    return this.from + this.nameText.length + 1 + this.valueText.length;
  }

  get value() {
    return new WordNode(this.chunk, this.from + this.nameText.length + 1, this.valueText);
  }
}

/** `name="text"` and the like. */
export class ValueArgument extends PlainArgument {
  declare readonly value: Value;

  constructor(from: number, nameText: string, value: Value) {
    super(from, nameText);
    this.value = value;
  }

  get chunk() {
    return this.value.chunk;
  }

  get to() {
    return this.value.to;
  }
}

/** `name=value` */
export function namedArgument(from: number, name: string, value: Value): Argument {
  return value instanceof WordNode && value.from === from + name.length + 1
    ? new WordArgument(value.chunk, from, name, value.text)
    : new ValueArgument(from, name, value);
}

/** Any other argument. */
export class ArgumentNode implements Argument {
  declare readonly chunk: Chunk;
  declare readonly from: number;
  declare readonly to: number;
  declare readonly name: Word | undefined;
  declare readonly operator: ArgumentOperator | undefined;
  declare readonly value: Value | undefined;
  declare readonly negated: boolean;

  constructor(
    chunk: Chunk,
    from: number,
    to: number,
    {
      name,
      operator,
      value,
      negated = false,
    }: Partial<Pick<Argument, "name" | "operator" | "value" | "negated">>,
  ) {
    this.chunk = chunk;
    this.from = from;
    this.to = to;
    this.name = name;
    this.operator = operator;
    this.value = value;
    this.negated = negated;
  }

  get kind() {
    return "argument" as const;
  }
}

/** A closed string in which nothing is interpolated. */
export class ConstantString implements StringNode {
  declare readonly chunk: Chunk;
  declare readonly from: number;
  declare readonly to: number;
  declare readonly constant: string;

  constructor(chunk: Chunk, from: number, to: number, constant: string) {
    this.chunk = chunk;
    this.from = from;
    this.to = to;
    this.constant = constant;
  }

  get kind() {
    return "string" as const;
  }

  get terminated() {
    return true;
  }

  /** Made when asked for, which is seldom: its text is what a constant string is read for. */
  get parts(): readonly StringPart[] {
    const { chunk, constant: text } = this;
    const from = this.from + 1;
    const to = this.to - 1;
    return to > from ? [{ kind: "text", chunk, from, to, text }] : NONE;
  }
}

/** The list as it is kept: one that grew has room for more, and most are empty. */
export function kept<T>(list: readonly T[]): readonly T[] {
  return list.length === 0 ? NONE : list.slice();
}

/** How tightly a binary operator binds; 0 for what is none. */
export function bindingPower(operator: string): number {
  return POWERS.get(operator) ?? 0;
}

const POWERS: ReadonlyMap<string, number> = new Map([
  ["<%%", 1],
  [",", 2],
  ["or", 3],
  ["||", 3],
  ["and", 4],
  ["&&", 4],
  ["in", 5],
  ["=", 5],
  ["!=", 5],
  ["<", 5],
  [">", 5],
  ["<=", 5],
  [">=", 5],
  ["~", 5],
  [".", 6],
  ["|", 7],
  ["^", 7],
  ["&", 8],
  ["<<", 9],
  [">>", 9],
  ["+", 10],
  ["-", 10],
  ["*", 11],
  ["/", 11],
  ["%", 11],
  ["->", 13],
]);
