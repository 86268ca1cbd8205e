import { constantText, type StringNode, type Value, type Variable, type Word } from "../syntax/tree.ts";
import type { BoundNode, Mention } from "./bound.ts";
import { innerValues, isPlain, operandsOf } from "./nested.ts";

/** The variables a command itself declares, reads and sets, those in nested commands left to them; in text order. */
export function mentionsIn(command: BoundNode): readonly Mention[] {
  command.mentions ??= collect(command);
  return command.mentions;
}

const NONE: readonly Mention[] = [];

function collect(command: BoundNode): readonly Mention[] {
  const declared = command.menu === "/" ? declaredNames(command) : NONE;
  const found: Mention[] = [];
  const named = new Set(declared.map((mention) => mention.node));
  const takesNames = command.command !== "find" && command.command !== "print";
  for (const { value } of command.node.args) {
    if (value === undefined || isPlain(value)) continue;
    for (const inner of innerValues(value)) {
      if (inner.kind === "variable" && !named.has(inner)) found.push(mention("read", inner.name, inner));
      else if (takesNames) found.push(...wordsIn(inner).map((word) => mention("read", word.text, word)));
    }
  }
  found.sort((one, other) => one.from - other.from);
  const [first] = found;
  if (first !== undefined && command.command === undefined && command.node.args[0]?.value === first.node) {
    found[0] = { ...first, kind: "call" };
  }
  return declared.length === 0 && found.length === 0 ? NONE : [...found, ...declared];
}

/**
 * `(count + 1)` reads `$count` where such a variable is in reach (measured on 7.22.1, `->` and `$(count)` too). In a
 * condition of `find` and `print where` a bare name is a property first.
 */
function wordsIn(value: Value): readonly Word[] {
  return operandsOf(value).flatMap((operand) =>
    operand.kind === "word" && /^[A-Za-z][A-Za-z0-9]*$/.test(operand.text) && !CONSTANTS.has(operand.text)
      ? [operand]
      : [],
  );
}

const CONSTANTS: ReadonlySet<string> = new Set(["true", "false", "yes", "no"]);

interface Declaring {
  readonly kind: Mention["kind"];
  readonly argument: string;
}

const DECLARING: ReadonlyMap<string | undefined, Declaring> = new Map<string, Declaring>([
  ["local", { kind: "local", argument: "name" }],
  ["global", { kind: "global", argument: "name" }],
  ["set", { kind: "write", argument: "name" }],
  ["for", { kind: "counter", argument: "counter" }],
  ["foreach", { kind: "counter", argument: "counter" }],
  ["onerror", { kind: "error", argument: "error" }],
]);

function declaredNames(command: BoundNode): readonly Mention[] {
  const declaring = DECLARING.get(command.command);
  if (declaring === undefined) return NONE;
  const { kind, argument } = declaring;
  const named = command.args.find((arg) => arg.name === argument);
  const value = named === undefined ? command.unnamed[0] : named.node.value;
  if (value === undefined) return NONE;
  if (kind === "counter" && value.kind === "word") return counters(value);
  if (kind === "counter" && value.kind === "list") return value.items.flatMap((item) => nameOf(kind, item));
  return nameOf(kind, value);
}

/** `:set ($a->"k") 1` writes into a variable that it reads first, so it counts as a read. */
function nameOf(kind: Mention["kind"], value: Value | Word): readonly Mention[] {
  if (value.kind === "variable") return [mention(kind, value.name, value)];
  if (value.kind !== "word" && value.kind !== "string") return NONE;
  const name = constantText(value);
  return name === undefined || name === "" ? NONE : [mention(kind, name, value)];
}

/** `k,v` in `:foreach k,v in=…`. */
function counters(word: Word): readonly Mention[] {
  const found: Mention[] = [];
  let from = word.from;
  for (const name of word.text.split(",")) {
    if (name !== "") found.push({ kind: "counter", name, node: word, from, to: from + name.length });
    from += name.length + 1;
  }
  return found;
}

/** Offsets of the bare name, without `$` and quotes. */
function mention(kind: Mention["kind"], name: string, node: Word | StringNode | Variable): Mention {
  const text = node.chunk.text.slice(node.from, node.to);
  const opening = /^\$?"?/.exec(text)?.[0].length ?? 0;
  const closing = text.endsWith('"') && text.length > opening ? 1 : 0;
  return { kind, name, node, from: node.from + opening, to: node.to - closing };
}
