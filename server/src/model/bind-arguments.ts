import { ArgumentNode } from "../syntax/nodes.ts";
import type { Argument, Command, Value, Word } from "../syntax/tree.ts";
import type { Head } from "./head.ts";
import type { BoundArgument } from "./model.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** The arguments of a command with their full names. */
interface BoundArguments {
  readonly args: readonly BoundArgument[];
  readonly unnamed: readonly (Word | Value)[];
}

/** Names the arguments of a command in full: abbreviations, `.width=` after `channel.band=`, and bare flags. */
export function bindArguments(node: Command, head: Head, vocabulary: Vocabulary): BoundArguments {
  if (head.rest.length === 0 && node.args.every(hasOwnName)) {
    return { args: node.args.map((argument) => nameOwn(argument, head, vocabulary)), unnamed: NONE };
  }
  const args: BoundArgument[] = [];
  const unnamed: (Word | Value)[] = [];
  const flagsFrom = head.command === "add" ? 0 : head.command === "set" ? 1 : Number.POSITIVE_INFINITY;
  const flagOf = (value: Word | Value | undefined): BoundArgument | undefined =>
    unnamed.length >= flagsFrom && value?.kind === "word" ? asFlag(value, head, vocabulary) : undefined;
  for (const word of head.rest) {
    const flag = flagOf(word);
    if (flag) args.push(flag);
    else unnamed.push(word);
  }
  let dotted = "";
  for (const argument of node.args) {
    if (argument.name === undefined) {
      const flag = flagOf(argument.value);
      args.push(flag ?? { node: argument, name: undefined, isAbbreviated: false });
      if (!flag && argument.value !== undefined) unnamed.push(argument.value);
    } else {
      const bound = nameArgument(argument, argument.name, head, dotted, vocabulary);
      args.push(bound);
      dotted = dottedPrefix(bound.name) ?? dotted;
    }
  }
  return { args, unnamed };
}

const NONE: readonly Value[] = [];

/** Whether it is named, and not by the end of a name as `.width=` is. */
function hasOwnName({ name }: Argument): boolean {
  return name !== undefined && !name.text.startsWith(".");
}

function nameOwn(node: Argument, head: Head, vocabulary: Vocabulary): BoundArgument {
  const name = node.name?.text ?? "";
  const full = head.command === undefined ? name : vocabulary.fullProperty(head.menu, head.command, name);
  return { node, name: full, isAbbreviated: full !== name };
}

/** `channel` of `channel.band`, which `.width=` after it continues. */
function dottedPrefix(name: string | undefined): string | undefined {
  const dot = name?.lastIndexOf(".") ?? -1;
  return dot > 0 ? name?.slice(0, dot) : undefined;
}

/** `blackhole` in `add dst-address=10.0.0.0/8 blackhole`: a property without a value. */
function asFlag(word: Word, head: Head, vocabulary: Vocabulary): BoundArgument | undefined {
  if (head.command === undefined || !/^[a-z]/.test(word.text)) return undefined;
  if (vocabulary.property(head.menu, head.command, word.text).kind !== "known") return undefined;
  const { chunk, from, to } = word;
  const node = new ArgumentNode(chunk, from, to, { name: word });
  return { node, name: word.text, isAbbreviated: false };
}

function nameArgument(
  node: Argument,
  name: Word,
  head: Head,
  dotted: string,
  vocabulary: Vocabulary,
): BoundArgument {
  const written = name.text.startsWith(".") && dotted !== "" ? `${dotted}${name.text}` : name.text;
  if (head.command === undefined) return { node, name: written, isAbbreviated: false };
  const full = vocabulary.fullProperty(head.menu, head.command, written);
  return { node, name: full, isAbbreviated: full !== written };
}
