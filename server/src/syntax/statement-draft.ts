import { ArgumentNode, wordNode } from "./nodes.ts";
import type { Argument, ArgumentOperator, Chunk, Command, Value, Word } from "./tree.ts";

/** A statement while its parts come in, from left to right. */
export interface StatementDraft {
  readonly chunk: Chunk;
  lead: Command["lead"];
  readonly words: Word[];
  readonly args: Argument[];
  /** After `where` or `find`: operators may stand between blanks. */
  isCondition: boolean;
  /** After `where` no word belongs to the head any more. */
  isHeadClosed: boolean;
  /** `name =` seen, the value not yet. */
  pending: { readonly left: Argument; readonly operator: ArgumentOperator; readonly to: number } | undefined;
}

const OPERATORS: readonly ArgumentOperator[] = ["!=", "<=", ">=", "=", "~", "<", ">"];

/** Commands whose unnamed argument is a block. */
const BLOCK_COMMANDS: ReadonlySet<string> = new Set(["do", "retry", "onerror", "time", "execute"]);
const BLOCK_NAMES: ReadonlySet<string> = new Set(["do", "else", "on-error", "command"]);

/** Commands whose unnamed argument is a value, so that a brace after them is an array, also when they stand behind `/`. */
const VALUE_COMMANDS: ReadonlySet<string> = new Set(
  "local global set put return error len typeof pick find toarray tostr tonum serialize".split(" "),
);

export function newDraft(chunk: Chunk): StatementDraft {
  return {
    chunk,
    lead: "",
    words: [],
    args: [],
    isCondition: false,
    isHeadClosed: false,
    pending: undefined,
  };
}

export type Brace = "block" | "array" | "guess";

/** What a `{` after `name=` holds. */
export function braceAfterName(draft: StatementDraft, name: string): Brace {
  if (BLOCK_NAMES.has(name)) return "block";
  return name === "in" && draft.words[0]?.text === "onerror" ? "block" : "guess";
}

/** What an unnamed `{` holds: at a statement's start or after a menu path it is a block. */
export function braceOf({ lead, words, args }: StatementDraft): Brace {
  if (args.length > 0) return "guess";
  const command = words[0]?.text;
  if (command === undefined || (lead === "/" && !VALUE_COMMANDS.has(command))) return "block";
  return BLOCK_COMMANDS.has(command) ? "block" : "guess";
}

/** The operator that a word begins with; undefined for other words. */
export function leadingOperator(text: string): ArgumentOperator | undefined {
  const first = text.charCodeAt(0);
  // Letters and digits, which nearly all words begin with, lie outside of this.
  if (first > 62 ? first !== 126 : first < 60 && first !== 33) return undefined;
  return OPERATORS.find((operator) => text.startsWith(operator));
}

/** The operator that ends a name token such as `name=` or `name!=`. */
export function trailingOperator(image: string): ArgumentOperator {
  const before = image.charCodeAt(image.length - 2);
  const isPlain = before !== 33 && before !== 60 && before !== 62;
  if (isPlain && image.charCodeAt(image.length - 1) === 61) return "=";
  return OPERATORS.find((operator) => image.endsWith(operator)) ?? "=";
}

export function addWord(draft: StatementDraft, word: Word): void {
  const { text } = word;
  const isWhere = text === "where";
  if (isWhere || text.endsWith("find")) draft.isCondition = true;
  const isHead = draft.args.length === 0 && !draft.isHeadClosed && draft.pending === undefined;
  if (isWhere) draft.isHeadClosed = true;
  // `add !keepalive mtu=1480`: an unset property is an argument, never part of the path.
  if (!isHead || /^![a-z.]/i.test(text)) addArgument(draft, unnamed(word));
  else if (draft.words.length === 0 && draft.lead === "") addFirstWord(draft, word);
  else draft.words.push(word);
}

/** A bare word right behind a value that is none: `$address/24` and `[get x].` want parentheses or quotes. */
export function isGluedOn({ words, args, isCondition }: StatementDraft, value: Value): boolean {
  const last = args[args.length - 1];
  if (last === undefined || last.to !== value.from || value.kind !== "word") return false;
  if (isCondition || words.length === 0) return false;
  return last.value !== undefined && COMPUTED.has(last.value.kind) && !value.text.startsWith("->");
}

/** What was meant by the two: `$WAN_IF` is the variable `WAN` and a word, as names are of letters and digits only. */
export function glueHint({ args }: StatementDraft, value: Value): string {
  const last = args[args.length - 1]?.value;
  const [rest] = /^[_-][\w-]+/.exec(value.kind === "word" ? value.text : "") ?? [];
  if (last?.kind !== "variable" || rest === undefined) return "a blank parts two values";
  return `a variable of such a name stands in quotes, \`$"${last.name}${rest}"\``;
}

const COMPUTED: ReadonlySet<Value["kind"]> = new Set(["string", "variable", "substitution", "group"]);

/** Splits `/` or `:` off. */
function addFirstWord(draft: StatementDraft, word: Word): void {
  const sign = word.text[0];
  if (sign !== "/" && sign !== ":") {
    draft.words.push(word);
    return;
  }
  draft.lead = sign;
  if (word.text.length > 1)
    draft.words.push(wordNode(word.chunk, word.from + 1, word.to, word.text.slice(1)));
}

export function addArgument(draft: StatementDraft, argument: Argument): void {
  const { pending, args } = draft;
  if (pending === undefined) {
    args.push(argument);
    return;
  }
  draft.pending = undefined;
  if (argument.name !== undefined && argument.operator !== undefined) {
    args.push(upTo(pending.left, pending.to), argument);
  } else if (argument.value !== undefined) {
    args.push(compared(pending.left, pending.operator, argument.value));
  } else {
    args.push(upTo(pending.left, pending.to), argument);
  }
}

/** `name = value` with blanks, in a condition: the operator waits for its right side. */
export function addOperator(draft: StatementDraft, operator: ArgumentOperator, to: number): boolean {
  const { args, words } = draft;
  if (draft.pending !== undefined) return false;
  const lastWord = args.length === 0 && words.length > 1 && !draft.isHeadClosed ? words.pop() : undefined;
  const left = lastWord === undefined ? args.pop() : unnamed(lastWord);
  if (left === undefined) return false;
  draft.pending = { left, operator, to };
  return true;
}

function compared(left: Argument, operator: ArgumentOperator, right: Value): Argument {
  const { chunk, from, name, value, negated } = left;
  const { to } = right;
  if (name !== undefined && left.operator === undefined) {
    return new ArgumentNode(chunk, from, to, { name, operator, value: right, negated });
  }
  if (value === undefined) return new ArgumentNode(chunk, from, to, { value: right });
  if (value.kind === "word")
    return new ArgumentNode(chunk, from, to, { name: value, operator, value: right });
  const binary = { kind: "binary", chunk, from, to, operator, left: value, right } as const;
  return new ArgumentNode(chunk, from, to, { value: binary });
}

export function unnamed(value: Value): Argument {
  const { chunk, from, to } = value;
  if (value.kind === "word" && /^![a-z.]/i.test(value.text)) {
    const name = wordNode(chunk, from + 1, to, value.text.slice(1));
    return new ArgumentNode(chunk, from, to, { name, negated: true });
  }
  return new ArgumentNode(chunk, from, to, { value });
}

/** The argument with another end. */
export function upTo(argument: Argument, to: number): Argument {
  return new ArgumentNode(argument.chunk, argument.from, to, argument);
}

/**
 * `na\⏎me=value`, a name that a line break cuts, comes in as one word. `raw` is the text from the word on;
 * the value is absent when it is no bare word, and follows by itself.
 */
export function cutArgument(word: Word, raw: string): Argument | undefined {
  const match = CUT_NAME.exec(word.text);
  const operator = match?.[2] === undefined ? undefined : leadingOperator(match[2]);
  const text = match?.[1];
  if (operator === undefined || text === undefined || word.to - word.from === word.text.length)
    return undefined;
  const { chunk, from, to } = word;
  const nameEnd = from + raw.indexOf(operator);
  const name = wordNode(chunk, from, nameEnd, text);
  const rest = word.text.slice(text.length + operator.length);
  if (rest === "") return new ArgumentNode(chunk, from, to, { name, operator });
  const value = wordNode(chunk, nameEnd + operator.length, to, rest);
  return new ArgumentNode(chunk, from, to, { name, operator, value });
}

const CUT_NAME = /^((?:\d{1,3}[A-Za-z]|[A-Za-z.])[\w.-]*(?:(?<=-a)\/g)?)(!=|<=|>=|[=~<>])/;

/**
 * Where in a statement's first word the router stops: command names are lower case, digits, dots and
 * hyphens, and none that begins with a digit is a menu (measured on 7.22.1). -1 when it is well formed.
 */
export function badHeadIndex(text: string): number {
  const start = text[0] === ":" || text[0] === "/" ? 1 : 0;
  const bad = text.slice(start).search(/[^a-z0-9._/-]/);
  const digits = /^[0-9][^/]*(?=\/)/.exec(text.slice(start))?.[0].length;
  if (digits !== undefined && (bad < 0 || digits < bad)) return start + digits;
  return bad < 0 ? -1 : start + bad;
}
