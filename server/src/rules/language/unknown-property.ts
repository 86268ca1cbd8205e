import type { BoundArgument, BoundCommand, Model } from "../../model/model.ts";
import { type Argument, rangeOf, type Value, type Word } from "../../syntax/tree.ts";
import { didYouMeanWord, writeInstead } from "../facts/did-you-mean.ts";
import { misnamedProperties } from "../facts/item-names.ts";
import { type KnownCommand, knownCommand, propertyArguments } from "../facts/known-command.ts";
import { menuWords } from "../facts/label.ts";
import { atImport } from "../facts/script-severity.ts";
import { isFilledIn } from "../facts/template-marks.ts";
import { defineRule, type Finding } from "../rule.ts";

/** The router says "expected end of command" at the first argument it does not know (measured on 7.22.1). */
export const unknownProperty = defineRule({
  id: "unknown-property",
  group: "language",
  title: "Unknown property",
  severity: "error",
  why: 'The command takes no argument of this name in this RouterOS version, so the import stops here with "expected end of command".',
  advice: "Correct or remove the argument.",
  references: ["Manual: Scripting"],
  presets: ["recommended", "strict", "vpn"],
  bad: "/ip address\nadd adress=192.168.88.1/24 interface=ether2\n",
  good: "/ip address\nadd addr=192.168.88.1/24 interface=ether2\nprint where dynamic=yes\n",
  fixes: { "did-you-mean": "suggestion" },
  on: "command",
  ignoresValues: true,
  check(command, { model }) {
    const known = knownCommand(command, model);
    if (known === undefined || isInUnknownMenu(command, model)) return undefined;
    return [
      ...unknownNames(command, known, model),
      ...surplusValue(command, known, model),
      ...misnamed(command, model),
    ];
  },
});

function misnamed(command: BoundCommand, model: Model): Finding[] {
  return misnamedProperties(command, model).map(({ at: word, guess }) => {
    const isInCapitals = word.text.toLowerCase() === guess;
    const at = { file: command.file, range: rangeOf(word) };
    return {
      at,
      // What `get` reads is looked up when it runs; a guess may be a property of hardware that no data holds.
      severity: command.command === "get" || !isInCapitals ? "warning" : atImport(command),
      message: `\`${menuWords(command.menu)}\` has no property \`${word.text}\`; did you mean \`${guess}\`?`,
      fixes: [writeInstead(at, guess)],
    };
  });
}

function unknownNames(command: BoundCommand, known: KnownCommand, model: Model): Finding[] {
  return propertyArguments(command).flatMap((argument) => {
    const name = argument.name ?? "";
    const knowledge = model.schema.property(known.menu, known.command, name);
    if (knowledge.kind !== "absent" || knowledge.seenIn.length > 0) return [];
    const finding = unknownName(command, known, argument, name, model);
    // Without a version the property may be one of RouterOS 6 that no data holds: only a likely slip is told.
    if (model.version !== undefined || known.menu === "/") return [finding];
    return finding.fixes?.length === 0 ? [] : [{ ...finding, severity: "warning" as const }];
  });
}

function unknownName(
  command: BoundCommand,
  known: KnownCommand,
  argument: BoundArgument,
  name: string,
  model: Model,
): Finding {
  const meaning = model.schema.resolveProperty(known.menu, known.command, name);
  const names = model.schema.properties(known.menu, known.command).map((property) => property.name);
  const guess = meaning.kind === "ambiguous" ? undefined : didYouMeanWord(name, unwritten(names, command));
  const range = rangeOf(argument.node.name ?? argument.node);
  const place = `\`${known.menu === "/" ? "" : `${menuWords(known.menu)} `}${known.command}\``;
  const hint =
    meaning.kind === "ambiguous"
      ? `; it may be short for ${meaning.candidates.slice(0, 5).join(", ")}`
      : guess === undefined
        ? ""
        : `; did you mean \`${guess}\`?`;
  return {
    at: { file: command.file, range },
    severity: atImport(command),
    message: `${place} has no property \`${name}\`${hint}`,
    fixes: guess === undefined ? [] : [writeInstead({ file: command.file, range }, guess)],
  };
}

/** To write a property a second time is never what was meant. */
function unwritten(names: readonly string[], command: BoundCommand): string[] {
  return names.filter((name) => !command.args.some((argument) => argument.name === name));
}

/** More values without a name than the command has places for. */
function surplusValue(command: BoundCommand, known: KnownCommand, model: Model): Finding[] {
  if (!endsAfterItsValues(known) || isMisread(command)) return [];
  const places = model.schema.positional(known.menu, known.command);
  const named = new Set(command.args.map((argument) => argument.name));
  const values = valuesWithoutName(command, known, model);
  const isNumbered = known.command === "set" && !isWordInSettings(values[0], known, model);
  const free = Math.max(places.filter((place) => !named.has(place)).length, isNumbered ? 1 : 0);
  const surplus = values[free];
  // `:if (…) {…} else={…}`: control commands take their block without a name too.
  if (surplus === undefined || surplus.kind === "block" || isEllipsis(surplus, command)) return [];
  if (isSuffix(surplus, command) || isBehindBlank(surplus, command)) return [];
  // `name=ptp{{ site }}.{{ rest }}`: what the marks stand for may be one value.
  if (isFilledIn(command.node.chunk)) return [];
  const place = `\`${known.menu === "/" ? ":" : `${menuWords(known.menu)} `}${known.command}\``;
  const at = { file: command.file, range: rangeOf(surplus) };
  const meant = pairMeant(surplus, command, known, model);
  if (meant !== undefined) {
    const message = `${place} takes properties as \`name=value\`; did you mean \`${meant}\`?`;
    return [{ at, severity: atImport(command), message, fixes: [writeInstead(at, meant)] }];
  }
  return [
    {
      at,
      severity: atImport(command),
      message: `${place} takes ${free === 0 ? "no value" : free === 1 ? "one value" : `${free} values`} without a name; the command should end here.`,
    },
  ];
}

/**
 * `set 0` and `set [ find ]` name an item even where the schema knows of none, as in `/routing bfd interface` of v6; settings are one,
 * and a bare word names nothing there.
 */
function isWordInSettings(
  value: Word | Value | undefined,
  { menu }: KnownCommand,
  { schema }: Model,
): boolean {
  const known = schema.menu(menu);
  const isSettings = known.kind === "known" && known.value.isSettings;
  return isSettings && value?.kind === "word" && /^[a-z]/i.test(value.text);
}

/** `chain:input` and `--chain=input`: a property and its value, put together as other languages do. */
function pairMeant(
  value: Word | Value | Argument,
  command: BoundCommand,
  known: KnownCommand,
  model: Model,
): string | undefined {
  const text = value.kind === "word" || value.kind === "unary" ? textOf(value) : undefined;
  const [, name = "", operand = ""] = /^-{0,2}([a-z0-9.-]+?)[:=]([\w./,-]+)$/.exec(text ?? "") ?? [];
  if (model.schema.property(known.menu, known.command, name).kind !== "known") return undefined;
  if (unwritten([name], command).length === 0) return undefined;
  return `${name}=${operand}`;
}

/** As it is written; a unary operator's operand is one word of its own. */
function textOf(value: Word | Extract<Value, { kind: "unary" }>): string | undefined {
  if (value.kind === "word") return value.text;
  return value.operand.kind === "word" ? `${value.operator}${value.operand.text}` : undefined;
}

/** The places for unnamed values are known for certain of `add` and `set` and of the root's own commands. */
function endsAfterItsValues({ menu, command }: KnownCommand): boolean {
  return menu === "/" || command === "add" || command === "set";
}

/**
 * Flags left out, and `name value` pairs: the router takes a property and its value without `=`, as in
 * `on-error {…}` and `set memory memory-lines 1`.
 */
function valuesWithoutName(command: BoundCommand, known: KnownCommand, model: Model): (Word | Value)[] {
  const bareNames = command.args.flatMap(({ name, node }) =>
    name !== undefined && node.operator === undefined ? [node] : [],
  );
  const isName = (value: Word | Value) => isFlag(value, known, model);
  const names = [...bareNames, ...command.unnamed.filter(isName)];
  const isPaired = (value: Word | Value) => {
    const before = [...names, ...command.unnamed.filter((other) => !isName(other))].filter(
      (node) => node.to <= value.from,
    );
    const last = before.reduce<(typeof before)[number] | undefined>(
      (best, node) => (best === undefined || node.to > best.to ? node : best),
      undefined,
    );
    return last !== undefined && names.some((name) => name === last);
  };
  return command.unnamed.filter((value) => !isName(value) && !isPaired(value) && value.kind !== "unary");
}

/** What is no value at all, as the text on both sides of ` = `, is told by the syntax error. */
function isMisread({ node }: BoundCommand): boolean {
  return node.chunk.problems.some(({ from }) => from >= node.from && from <= node.to);
}

/** `print detail`, `fetch … as-value`: a bare word that is an argument's name. */
function isFlag(value: Word | Value | Argument, known: KnownCommand, model: Model): boolean {
  if (value.kind !== "word") return false;
  const knowledge = model.schema.property(known.menu, known.command, value.text);
  // One of another version is told as that.
  return knowledge.kind !== "absent" || knowledge.seenIn.length > 0;
}

/** `add name=x ...` in prose: the router takes the dots for a command of their own. */
function isEllipsis(value: Word | Value | Argument, command: BoundCommand): boolean {
  return value.kind === "word" && /^\.+$/.test(value.text) && value.to >= command.node.to;
}

/** `[find …]` inside a command that is not known acts on a menu that is not known either. */
function isInUnknownMenu(command: BoundCommand, model: Model): boolean {
  const { parent, context } = command;
  // `set` in a menu of which not all commands are known was taken for the root's own.
  if (command.menu === "/" && command.node.lead === "" && ["set", "find"].includes(command.command ?? "")) {
    if (context !== "/" && model.schema.command(context, "set").kind === "no-data") return true;
  }
  if (command.menu !== "/" || parent === undefined || command.embeddedIn !== undefined) return false;
  return (
    parent.problem !== undefined ||
    isBroken(parent, command) ||
    (parent.command !== undefined && knownCommand(parent, model) === undefined) ||
    isInUnknownMenu(parent, model)
  );
}

/** Behind a place that could not be read, `[admin@office] > ip address set [find …]`, the words of the menu are lost. */
function isBroken({ node }: BoundCommand, inner: BoundCommand): boolean {
  return (
    inner.container?.kind === "substitution" &&
    node.chunk.problems.some(({ from }) => from >= node.from && from < inner.node.from)
  );
}

/** `:for i from= 1 to= 2`: the router takes a blank after the sign, by the manual's own example (Manual: Scripting). */
function isBehindBlank(value: Word | Value, command: BoundCommand): boolean {
  return command.args.some(
    ({ node }) =>
      node.operator === "=" &&
      node.value === undefined &&
      node.to < value.from &&
      /^[ \t]+$/.test(node.chunk.text.slice(node.to, value.from)),
  );
}

/** `address=$ip/32`: text right behind a variable; whether the router joins the two is not known. */
function isSuffix(value: Word | Value, command: BoundCommand): boolean {
  return (
    value.kind === "word" &&
    value.text.startsWith("/") &&
    command.args.some(({ node }) => node.to === value.from)
  );
}
