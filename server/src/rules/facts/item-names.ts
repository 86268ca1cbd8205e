import type { BoundCommand, Model } from "../../model/model.ts";
import type { Argument, Value, Word } from "../../syntax/tree.ts";
import { didYouMeanWord } from "./did-you-mean.ts";

/** A word that should name a property of a menu's items, and most likely is a slip for another one. */
export interface MisnamedProperty {
  readonly at: Word;
  readonly guess: string;
}

/**
 * Slips in what `get` reads and in what `find` and `print where` ask for. Hardware brings properties that no data
 * holds, so only a name near to one that is known counts; without RouterOS 7 in the header, only one in capitals.
 */
export function misnamedProperties(command: BoundCommand, model: Model): readonly MisnamedProperty[] {
  const { menu, command: verb } = command;
  if (menu === "/" || command.problem !== undefined) return [];
  const words = verb === "get" ? valueNames(command, model) : conditionNames(command);
  if (words.length === 0 || model.schema.readOnly(menu).length === 0) return [];
  const names = model.derive(itemNames)(menu);
  return words.flatMap((at) => {
    const guess = meant(at.text, names, model.version?.major === 7);
    return guess === undefined ? [] : [{ at, guess }];
  });
}

function meant(word: string, names: readonly string[], isSeventh: boolean): string | undefined {
  // The router takes a name cut short, and its own `.id`, `.about` and the like.
  if (word.startsWith(".") || names.some((name) => name.startsWith(word))) return undefined;
  const lower = word.toLowerCase();
  if (lower !== word && names.includes(lower)) return lower;
  return isSeventh ? didYouMeanWord(word, names) : undefined;
}

/** All that an item of a menu has by any command, looked up once for each menu. */
function itemNames(model: Model): (menu: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (menu) => {
    const { schema } = model;
    const names = known.get(menu) ?? [
      ...["add", "set", "find", "print", "get"].flatMap((command) =>
        schema.properties(menu, command).map(({ name }) => name),
      ),
      ...schema.readOnly(menu),
    ];
    known.set(menu, names);
    return names;
  };
}

/**
 * `get NUMBER NAME` and `get NUMBER value-name=NAME`, `get NAME` of settings. A statement of named arguments alone is
 * judged without their values (`ignoresValues`), and a `get` that nobody reads does nothing.
 */
function valueNames(command: BoundCommand, model: Model): readonly Word[] {
  if (command.parent === undefined) return [];
  const named = command.args.find(({ name }) => name === "value-name")?.node.value;
  if (named !== undefined) return named.kind === "word" ? [named] : [];
  const place = model.schema.positional(command.menu, "get").indexOf("value-name");
  const value = command.unnamed[place];
  return value?.kind === "word" ? [value] : [];
}

function conditionNames({ command, node, args }: BoundCommand): readonly Word[] {
  if (command !== "find" && command !== "print") return [];
  const where = [...node.words, ...node.args.map(({ value }) => value)].find(
    (value) => value?.kind === "word" && value.text === "where",
  );
  if (command === "print" && where === undefined) return [];
  const asked = args.filter((arg) => where === undefined || arg.node.from > where.from);
  return asked.flatMap(({ node: argument }) => namesIn(argument));
}

function namesIn({ name, operator, value }: Argument): readonly Word[] {
  if (name !== undefined) return operator === undefined ? [] : [name];
  return value === undefined ? [] : comparedIn(value);
}

const COMPARISONS: ReadonlySet<string> = new Set(["=", "!=", "~", "<", ">", "<=", ">="]);
const JOINTS: ReadonlySet<string> = new Set(["and", "or", "&&", "||"]);

/** `(interface=lan or comment~"x")`: what stands on the left of a comparison. */
function comparedIn(value: Value): readonly Word[] {
  if (value.kind === "group") return value.value === undefined ? [] : comparedIn(value.value);
  if (value.kind === "unary") return comparedIn(value.operand);
  if (value.kind !== "binary") return [];
  if (JOINTS.has(value.operator)) return [...comparedIn(value.left), ...comparedIn(value.right)];
  return COMPARISONS.has(value.operator) && value.left.kind === "word" ? [value.left] : [];
}
