import type { BoundArgument, BoundCommand, Model } from "../../model/model.ts";
import { type Argument, rangeOf, type Value, type Word } from "../../syntax/tree.ts";
import { didYouMean } from "../facts/did-you-mean.ts";
import { type KnownCommand, knownCommand, propertyArguments } from "../facts/known-command.ts";
import { menuWords } from "../facts/label.ts";
import { atImport } from "../facts/script-severity.ts";
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
  check(command, { model }) {
    const known = knownCommand(command, model);
    if (known === undefined) return undefined;
    return [...unknownNames(command, known, model), ...surplusValue(command, known, model)];
  },
});

function unknownNames(command: BoundCommand, known: KnownCommand, model: Model): Finding[] {
  return propertyArguments(command).flatMap((argument) => {
    const name = argument.name ?? "";
    const knowledge = model.schema.property(known.menu, known.command, name);
    if (knowledge.kind !== "absent" || knowledge.seenIn.length > 0) return [];
    return [unknownName(command, known, argument, name, model)];
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
  const guess = meaning.kind === "ambiguous" ? undefined : didYouMean(name, names);
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
    fixes:
      guess === undefined
        ? []
        : [
            {
              id: "did-you-mean",
              title: `Write ${guess}`,
              changes: [{ kind: "text", edit: { range, newText: guess } }],
            },
          ],
  };
}

/** More values without a name than the command has places for. */
function surplusValue(command: BoundCommand, known: KnownCommand, model: Model): Finding[] {
  if (!endsAfterItsValues(known)) return [];
  const places = model.schema.positional(known.menu, known.command);
  const named = new Set(command.args.map((argument) => argument.name));
  const free = Math.max(places.filter((place) => !named.has(place)).length, known.command === "set" ? 1 : 0);
  // `set 0 memory-lines 1`, a name and its value without `=`, is seen in scripts that run.
  if (known.command === "set" && command.unnamed.some((value) => isFlag(value, known, model))) return [];
  const values = command.unnamed.filter((value) => !isFlag(value, known, model) && value.kind !== "unary");
  const surplus = values[free];
  // `:if (…) {…} else={…}`: control commands take their block without a name too.
  if (surplus === undefined || surplus.kind === "block" || isEllipsis(surplus, command)) return [];
  const place = `\`${known.menu === "/" ? ":" : `${menuWords(known.menu)} `}${known.command}\``;
  return [
    {
      at: { file: command.file, range: rangeOf(surplus) },
      severity: atImport(command),
      message: `${place} takes ${free === 0 ? "no value" : free === 1 ? "one value" : `${free} values`} without a name; the command should end here.`,
    },
  ];
}

/** The places for unnamed values are known for certain of `add` and `set` and of the root's own commands. */
function endsAfterItsValues({ menu, command }: KnownCommand): boolean {
  return menu === "/" || command === "add" || command === "set";
}

/** `print detail`, `fetch … as-value`: a bare word that is an argument's name. */
function isFlag(value: Word | Value | Argument, known: KnownCommand, model: Model): boolean {
  return (
    value.kind === "word" && model.schema.property(known.menu, known.command, value.text).kind !== "absent"
  );
}

/** `add name=x ...` in prose: the router takes the dots for a command of their own. */
function isEllipsis(value: Word | Value | Argument, command: BoundCommand): boolean {
  return value.kind === "word" && /^\.+$/.test(value.text) && value.to >= command.node.to;
}
