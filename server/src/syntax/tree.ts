import type { Range } from "../text/range.ts";

/**
 * The lossless tree of a `.rsc` text. It knows no RouterOS word: which of a command's leading words are
 * menus and which is the command is found out by model/bind.ts.
 *
 * The text is cut into chunks, each one top-level statement with the trivia before it and its line end.
 * Nodes carry offsets relative to their chunk, so an edit replaces a few chunks and moves the rest by
 * one number each; nothing below an untouched chunk is copied.
 */
export interface SyntaxTree {
  /** In text order; their texts joined give the source, byte for byte. */
  readonly chunks: readonly Chunk[];
  /** UTF-16 length of the whole text. */
  readonly length: number;
  /** No chunk's `reach` goes farther beyond its own text; for reparse.ts. */
  readonly overreach: number;
}

export interface Chunk {
  /**
   * Where the chunk starts in its text. Mutable, unlike the rest of the tree: reparse.ts moves it when the
   * text before it grows or shrinks, so positions always speak of the newest revision.
   */
  start: number;
  readonly text: string;
  readonly statements: readonly Statement[];
  readonly comments: readonly Comment[];
  readonly problems: readonly SyntaxProblem[];
  /** Set for a script inside a string: maps an offset in the script's text to one in the document. */
  readonly toOuter?: (offset: number) => number;
  /** True when a bracket or string stayed open and the chunk was cut where another statement starts. */
  readonly recovered?: boolean;
  /** How much of the text, counted from `start`, decided where the chunk ends; for reparse.ts. */
  readonly reach?: number;
  /** What the search for a closing bracket could spend here, see scan.ts; mutable as `start` is. */
  credit?: number;
}

/** Names and values that are bare words may be made anew whenever an argument is asked: see `isSameNode`. */
interface NodeBase {
  readonly chunk: Chunk;
  /** Offsets relative to `chunk.start`; `to` is exclusive. Use `rangeOf` for absolute ones. */
  readonly from: number;
  readonly to: number;
}

/** What stands between two command ends. */
export type Statement = Command | ErrorStatement;

/** `[: or /] words… arguments…`, a call `$f a b=c`, a bare `[…]`, `(…)` or `{…}`, or only a menu path. */
export interface Command extends NodeBase {
  readonly kind: "command";
  /** "/" starts at the root, ":" names a global command, "" is relative to the current menu. */
  readonly lead: "" | "/" | ":";
  /** The unnamed bare words at the head: path, command and perhaps unnamed arguments. May hold slashes. */
  readonly words: readonly Word[];
  /** Everything after the head words. */
  readonly args: readonly Argument[];
}

/** Text that could not be read as a statement; its problem stands in `chunk.problems`. */
export interface ErrorStatement extends NodeBase {
  readonly kind: "error";
}

/** `name=value`, `name~value`, `!name`, or an unnamed value. */
export interface Argument extends NodeBase {
  readonly kind: "argument";
  readonly name?: Word | undefined;
  readonly operator?: ArgumentOperator | undefined;
  /** Absent in `name=` (an explicit empty value) and in `!name`. */
  readonly value?: Value | undefined;
  /** `!name`: unsets the property in add and set; negates in a condition. */
  readonly negated: boolean;
}

export type ArgumentOperator = "=" | "!=" | "~" | "<" | ">" | "<=" | ">=";

export type Value =
  | Word
  | StringNode
  | Variable
  | Substitution
  | Group
  | Block
  | ArrayNode
  | ListNode
  | Binary
  | Unary
  | ErrorNode;

/** Bare text: a name, number, address, time, list … `text` has line continuations taken out. */
export interface Word extends NodeBase {
  readonly kind: "word";
  readonly text: string;
}

export interface StringNode extends NodeBase {
  readonly kind: "string";
  readonly parts: readonly StringPart[];
  /** The parts' text together; undefined where something is interpolated. */
  readonly constant: string | undefined;
  readonly terminated: boolean;
}

export type StringPart = StringText | Interpolation;

/** A run of literal text inside a string; `text` has escapes and continuations decoded. */
export interface StringText extends NodeBase {
  readonly kind: "text";
  readonly text: string;
}

/** `$name`, `$(…)` or `$[…]` inside a string. */
export interface Interpolation extends NodeBase {
  readonly kind: "interpolation";
  readonly value: Variable | Group | Substitution;
}

/** `$name` or `$"name"`; `name` is decoded, without `$` and quotes. */
export interface Variable extends NodeBase {
  readonly kind: "variable";
  readonly name: string;
}

/** `[ commands ]` */
export interface Substitution extends NodeBase {
  readonly kind: "substitution";
  readonly statements: readonly Statement[];
  readonly comments: readonly Comment[];
}

/** `( expression )` */
export interface Group extends NodeBase {
  readonly kind: "group";
  readonly value?: Value;
}

/** `{ commands }` */
export interface Block extends NodeBase {
  readonly kind: "block";
  readonly statements: readonly Statement[];
  readonly comments: readonly Comment[];
}

/** `{ 1; 2; "key"=3 }` */
export interface ArrayNode extends NodeBase {
  readonly kind: "array";
  readonly elements: readonly ArrayElement[];
}

export interface ArrayElement extends NodeBase {
  readonly kind: "element";
  readonly key?: Value;
  readonly value?: Value;
}

/** Comma list with at least one part that is no bare word, as `$a,$b`. `1723,443` is one word. */
export interface ListNode extends NodeBase {
  readonly kind: "list";
  readonly items: readonly Value[];
}

export interface Binary extends NodeBase {
  readonly kind: "binary";
  readonly operator: string;
  readonly left: Value;
  readonly right: Value;
}

export interface Unary extends NodeBase {
  readonly kind: "unary";
  readonly operator: string;
  readonly operand: Value;
}

export interface ErrorNode extends NodeBase {
  readonly kind: "error-value";
}

/** `# …` up to the line's end; `text` without the `#`. */
export interface Comment extends NodeBase {
  readonly kind: "comment";
  readonly text: string;
}

export type Node = Statement | Argument | Value | StringPart | ArrayElement | Comment;

/** What the router would stop at. */
export interface SyntaxProblem extends NodeBase {
  /** In the router's own words where they are known, e.g. "expected end of command". */
  readonly message: string;
  /** What would have been right there, for people: a clause that follows the message. */
  readonly hint?: string;
  /** The bracket that is not closed, where the router only sees that the text ends. */
  readonly opener?: Pick<NodeBase, "from" | "to">;
  /** Set where the router reads on without a word: a `}` too many, after which it ignores the rest. */
  readonly severity?: "warning";
}

/** The absolute range of a node in its document, also from inside an embedded script. */
export function rangeOf(node: { readonly chunk: Chunk; readonly from: number; readonly to: number }): Range {
  const { chunk } = node;
  const start = chunk.start + node.from;
  const end = chunk.start + node.to;
  return chunk.toOuter === undefined
    ? { start, end }
    : { start: chunk.toOuter(start), end: chunk.toOuter(end) };
}

/** Whether two nodes of a kind are one and the same; for words `===` does not tell. */
export function isSameNode(one: Node, other: Node): boolean {
  return (
    one.chunk === other.chunk && one.from === other.from && one.to === other.to && one.kind === other.kind
  );
}

/** The text of a word or of a string without interpolation; undefined for anything computed. */
export function constantText(value: Value | undefined): string | undefined {
  if (value?.kind === "word") return value.text;
  return value?.kind === "string" ? value.constant : undefined;
}
