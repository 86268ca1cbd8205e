import type { BoundCommand, Model, ModelFile } from "../../model/model.ts";
import { type VariableDeclaration, type VariableUse, variablesOf } from "../../model/scope.ts";
import { rangeOf, type Value } from "../../syntax/tree.ts";
import { readTree } from "../../syntax/tree-text.ts";
import type { Range } from "../../text/range.ts";
import { isSecretName } from "../../values/secret-name.ts";
import { didYouMean, writeInstead } from "../facts/did-you-mean.ts";
import { atImport } from "../facts/script-severity.ts";
import { runsText } from "../facts/scripts.ts";
import { defineRule, type Finding, type Severity } from "../rule.ts";

/**
 * `:set x` without a declaration in scope and `:global $x` are refused by the parser; reading `$x` is not (measured on
 * 7.22.1). `:set $x` is not either: many scripts that people use make their variables so.
 */
export const undeclaredVariable = defineRule({
  id: "undeclared-variable",
  group: "language",
  title: "Undeclared variable",
  severity: "error",
  why: "RouterOS refuses `:set x` of a variable that is not declared in the same scope; one that is only read is empty.",
  advice: "Declare it with :local or :global in the block that uses it.",
  references: ["Manual: Scripting"],
  presets: ["recommended", "strict", "vpn"],
  bad: "{\n:local count 1\n:set cuont 2\n:put $count\n}\n",
  good: "{\n:local count 1\n:set count 2\n:put $count\n}\n",
  fixes: { "did-you-mean": "suggestion", "drop-dollar": "safe" },
  on: "model",
  check(model) {
    const { declarations, uses } = model.derive(variablesOf);
    const unknown = uses.filter(({ variable }) => variable === undefined);
    const dollars = model.gather(dollarDeclaration).flatMap(declaredWithDollar);
    // As nearly always; the rest looks through all that thousands of scripts say.
    if (unknown.length === 0) return dollars;
    const handed = argumentsOfCalls(uses);
    const made = namesMade(unknown);
    const named = (isWanted: (declaration: VariableDeclaration) => boolean) => [
      ...new Set(declarations.filter(isWanted).map(({ name }) => name)),
    ];
    const functions = named(({ isFunction }) => isFunction);
    const values = named(({ isFunction }) => !isFunction);
    return [
      ...unknown
        .filter((use) => isRefused(use) || !handed.has(use.name))
        .filter((use) => isRefused(use) || !made.has(use.name))
        .flatMap((use) => {
          const cut = use.kind === "read" ? cutName(use, declarations) : undefined;
          if (cut !== undefined) return [cut];
          return undeclared(use, use.kind === "call" ? functions : values, declarations);
        }),
      ...setWithDollar(
        [...made.values()].filter(({ name }) => !handed.has(name)),
        values,
      ),
      ...emptyInScripts(
        model,
        unknown.filter(({ name }) => !handed.has(name) && !made.has(name)),
        declarations,
      ),
      ...dollars,
    ];
  },
});

/** `$onUp wan=ether1`: whatever is handed to a function by name may be handed to this script too. */
function argumentsOfCalls(uses: readonly VariableUse[]): ReadonlySet<string> {
  const calls = uses.filter((use) => use.kind === "call").map((use) => use.command.node);
  return new Set(calls.flatMap(({ args }) => args.flatMap(({ name }) => name?.text ?? [])));
}

function isRefused(use: VariableUse): boolean {
  return use.kind === "write" && !use.hasDollar;
}

/** By name, the first `:set $x`, among the uses of variables that nothing declares; `:set $1` changes an argument. */
function namesMade(uses: readonly VariableUse[]): ReadonlyMap<string, VariableUse> {
  const made = new Map<string, VariableUse>();
  for (const use of uses) {
    if (use.kind !== "write" || !use.hasDollar || /^\d+$/.test(use.name)) continue;
    if (!made.has(use.name)) made.set(use.name, use);
  }
  return made;
}

/** Who writes so does it throughout, so it is told once a file; what looks misspelt, each time. */
function setWithDollar(made: readonly VariableUse[], names: readonly string[]): Finding[] {
  const others = new Map<ModelFile, VariableUse[]>();
  const misspelt: Finding[] = [];
  for (const use of made) {
    const guess = use.name.length < 4 ? undefined : guessFor(use, names);
    if (guess === undefined || guess === use.name)
      others.set(use.file, [...(others.get(use.file) ?? []), use]);
    else misspelt.push(asSet(use, "warning", guess));
  }
  const alike = [...others.values()].flatMap(([first, ...rest]) =>
    first === undefined ? [] : [asSet(first, "info", undefined, rest.length)],
  );
  return [...alike, ...misspelt];
}

function asSet(use: VariableUse, severity: Severity, guess: string | undefined, more = 0): Finding {
  const hint = guess === undefined ? "" : `; did you mean \`${guess}\`?`;
  const alike = more === 0 ? "" : more === 1 ? ", and so is one other" : `, and so are ${more} others`;
  return {
    at: { file: use.file, range: use.range },
    severity,
    message: `Variable \`${use.name}\` is set, but not declared in this scope${hint === "" ? `${alike}.` : hint}`,
    fixes: guess === undefined ? [] : [writeInstead(use, guess)],
  };
}

/** The first letter is seldom mistyped, and often tells two names apart: `aPorts`, `sPorts`. */
function guessFor({ name }: VariableUse, names: readonly string[]): string | undefined {
  const first = name.charAt(0).toLowerCase();
  return didYouMean(
    name,
    names.filter((other) => other.charAt(0).toLowerCase() === first),
  );
}

/** A name ends at a `_` or `-`: `$my_var` is `$my` and then a text, even where `my_var` is declared. */
function cutName(use: VariableUse, declarations: readonly VariableDeclaration[]): Finding | undefined {
  const { name, file, range, command } = use;
  if (command.node.chunk.problems.length > 0 || isHandedIn(name) || /^\d+$/.test(name)) return undefined;
  const whole = declarations.find(
    (other) =>
      other.file === file &&
      other.name.startsWith(name) &&
      /^[_-]/.test(other.name.slice(name.length)) &&
      readTree(file.tree).slice(range.start, range.start + other.name.length) === other.name,
  );
  if (whole === undefined) return undefined;
  return {
    at: { file, range: { start: range.start, end: range.start + whole.name.length } },
    severity: "warning",
    message: `Only \`$${name}\` is read here, which nothing declares: a variable of such a name stands in quotes, \`$"${whole.name}"\`.`,
  };
}

function undeclared(
  use: VariableUse,
  names: readonly string[],
  declarations: readonly VariableDeclaration[],
): Finding[] {
  const guess = guessFor(use, names);
  if (use.kind === "write") {
    return use.hasDollar ? [] : [asSet(use, atImport(use.command), guess === use.name ? undefined : guess)];
  }
  // A script may be handed variables by what runs it, so a bare read is reported only where a misspelling is likely.
  const isGuessed = guess !== undefined && guess !== use.name && use.name.length >= 4;
  if (use.mayBeArgument || !isGuessed || isHandedIn(use.name)) return leftEmpty(use, declarations);
  return [
    {
      at: { file: use.file, range: use.range },
      severity: "warning",
      message: `Variable \`${use.name}\` is read, but never declared in this scope; did you mean \`${guess}\`?`,
      fixes: [writeInstead(use, guess)],
    },
  ];
}

/** A property of an imported line whose whole value is a variable that nothing sets: a script file may be a template. */
function leftEmpty(use: VariableUse, declarations: readonly VariableDeclaration[]): Finding[] {
  const { command, file, range } = use;
  const isImported = command.parent === undefined && ["add", "set"].includes(command.command ?? "");
  if (!isImported || command.menu === "/" || command.node.chunk.problems.length > 0) return [];
  if (use.kind !== "read" || use.mayBeArgument || isHandedIn(use.name)) return [];
  const name = command.args.find(({ node }) => isAlone(node.value, range))?.name;
  if (name === undefined) return cutSecret(use);
  const declaresOthers = declarations.some(
    (other) => other.file === file && other.command.parent === undefined,
  );
  return [
    {
      at: { file, range },
      severity: declaresOthers ? "warning" : "info",
      message: `Variable \`${use.name}\` is read, but nothing declares it ahead of this line, so \`${name}\` is left empty.`,
    },
  ];
}

/** `secret="k8$Zq2"`: the router reads a variable there, and the key is another than the one that was meant. */
function cutSecret({ command, file, range }: VariableUse): Finding[] {
  const holder = command.args.find(({ node }) => isHeldBy(node.value, range));
  if (holder?.name === undefined || !isSecretName(command.menu, holder.name)) return [];
  return [
    {
      at: { file, range },
      severity: "warning",
      message: `\`${holder.name}\` loses a part here: the dollar sign begins a variable, which nothing declares. A dollar sign that is meant is written \`\\$\`.`,
    },
  ];
}

function isHeldBy(value: Value | undefined, range: Range): boolean {
  if (value?.kind !== "string") return false;
  const { start, end } = rangeOf(value);
  return start <= range.start && range.end <= end;
}

/**
 * A scheduler hands its script nothing, and `/system script run` no more; a global has to be declared in each script
 * that reads it (Manual: Scripting). So what no line of the script declares is empty there, each time once told.
 */
function emptyInScripts(
  model: Model,
  uses: readonly VariableUse[],
  declarations: readonly VariableDeclaration[],
): Finding[] {
  // A global that another script declares may be meant, and some say that the router finds it.
  const globals = new Set(
    declarations.flatMap(({ name, variable }) => (variable.kind === "global" ? [name] : [])),
  );
  const isParsed = model.gather(parsesText).length > 0;
  const found = new Map<BoundCommand, Map<string, VariableUse[]>>();
  for (const use of uses) {
    const holder = use.command.embeddedIn?.command;
    if (holder === undefined || !isHandedNothing(use, isParsed) || globals.has(use.name)) continue;
    const names = found.get(holder) ?? new Map<string, VariableUse[]>();
    found.set(holder, names.set(use.name, [...(names.get(use.name) ?? []), use]));
  }
  return [...found].flatMap(([holder, names]) => {
    const own = declarations.filter(({ command }) => command.embeddedIn?.command === holder);
    if (isRunByEvent(model, holder)) return [];
    return [...names.values()].flatMap((same) => emptyInScript(same, own, model));
  });
}

function isHandedNothing(use: VariableUse, isParsed: boolean): boolean {
  const { kind, name, isInFunction, command } = use;
  if (kind === "write" || isInFunction || /^\d+$/.test(name)) return false;
  if (command.node.chunk.problems.length > 0) return false;
  const { command: holder, property } = command.embeddedIn ?? {};
  if (holder?.menu === "/system/scheduler") return property === "on-event";
  // `[:parse [/system script get x source]]` makes it a function, and an event of another file may run it by name.
  return holder?.menu === "/system/script" && property === "source" && !isParsed && !isHandedIn(name);
}

/** `up-script=x` of a netwatch, `on-up=x` of a PPP profile: the event tells the script what it knows. */
function isRunByEvent(model: Model, holder: BoundCommand): boolean {
  const name = holder.menu === "/system/script" ? model.itemOf(holder)?.name : undefined;
  if (name === undefined) return false;
  return model
    .occurrences("script", name)
    .some(({ command: { menu } }) => menu !== "/system/script" && menu !== "/system/scheduler");
}

function parsesText(command: BoundCommand): readonly BoundCommand[] {
  return command.command === "parse" && runsText(command) ? [command] : [];
}

function emptyInScript(
  uses: readonly VariableUse[],
  own: readonly VariableDeclaration[],
  model: Model,
): Finding[] {
  const [first] = uses;
  if (first === undefined) return [];
  const isCall = first.kind === "call";
  const names = own.flatMap(({ name, isFunction }) => (isFunction === isCall ? [name] : []));
  const guess = didYouMean(first.name, [...new Set(names)]);
  const isElsewhere = guess === first.name;
  const hint = isElsewhere
    ? "; it is declared in another block only."
    : guess === undefined
      ? "."
      : `; did you mean \`${guess}\`?`;
  const write = (text: string) => ({
    ...writeInstead(first, text),
    changes: uses.flatMap((use) => writeInstead(use, text).changes),
  });
  return [
    {
      at: { file: first.file, range: first.range },
      // Of a file that is no whole export, others may turn the script into a function.
      severity: model.source.kind === "full" ? "warning" : "info",
      message: `Variable \`${first.name}\` is ${isCall ? "called" : "read"}, but this script does not declare it, so ${isCall ? "nothing runs" : "it is empty"}${hint}`,
      fixes: guess === undefined || isElsewhere ? [] : [write(guess)],
    },
  ];
}

/** Whether the value is the variable in that place and nothing else, in quotes or not. */
function isAlone(value: Value | undefined, range: Range): boolean {
  if (value?.kind === "string") {
    const [part, ...others] = value.parts;
    return part?.kind === "interpolation" && others.length === 0 && isAlone(part.value, range);
  }
  if (value?.kind !== "variable") return false;
  const { start, end } = rangeOf(value);
  return start <= range.start && range.end <= end;
}

/** Variables that DHCP, PPP, hotspot and netwatch hand to the scripts they run (Manual: DHCP, PPP AAA, Hotspot, Netwatch). */
function isHandedIn(name: string): boolean {
  return HANDED_IN.includes(name) || /^(?:lease|gateway|pd-|na-|ra-)/.test(name);
}

const HANDED_IN: readonly string[] = [
  "action",
  "address",
  "bound",
  "called-id",
  "caller-id",
  "comment",
  "host",
  "interface",
  "ip-address",
  "local-address",
  "mac-address",
  "name",
  "options",
  "port",
  "profile",
  "remote-address",
  "server-address",
  "since",
  "status",
  "topics",
  "type",
  "user",
  "username",
  "vlan-id",
];

function dollarDeclaration(command: BoundCommand): readonly BoundCommand[] {
  const isDeclaration = command.menu === "/" && ["global", "local"].includes(command.command ?? "");
  return isDeclaration && command.unnamed[0]?.kind === "variable" ? [command] : [];
}

function declaredWithDollar(command: BoundCommand): Finding[] {
  const [name] = command.unnamed;
  if (name?.kind !== "variable") return [];
  const range = rangeOf(name);
  return [
    {
      at: { file: command.file, range },
      severity: atImport(command),
      message: `\`:${command.command ?? ""}\` takes the bare name \`${name.name}\`, without the dollar sign.`,
      fixes: [
        {
          id: "drop-dollar",
          title: `Write ${name.name}`,
          changes: [
            {
              kind: "text",
              file: command.file,
              edit: { range: { start: range.start, end: range.start + 1 }, newText: "" },
            },
          ],
        },
      ],
    },
  ];
}
