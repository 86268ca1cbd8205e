import { holdsScript } from "../model/embedded.ts";
import type { BoundCommand, Model } from "../model/model.ts";
import { partSeparators } from "../model/named-parts.ts";
import { type Argument, isSameNode, type Node, rangeOf, type Value, type Word } from "../syntax/tree.ts";
import { nodeAt } from "../syntax/walk.ts";
import type { Range } from "../text/range.ts";
import type { AnalysedFile, Analysis } from "./analysis.ts";
import { lastStartingBefore } from "./at-cursor.ts";
import { eventVariables } from "./event-variables.ts";

/** What may be written at the cursor. `replace` is the word being typed. */
export type CompletionContext = HeadContext | PropertyContext | ValueContext | VariableContext;

export interface VariableContext {
  readonly kind: "variable";
  /** Absent where the `$` is written. */
  readonly lead?: "$";
  readonly typed: string;
  readonly replace: Range;
  /** What a name with other signs than letters and digits is put in; none where a quote is written. */
  readonly quote: string;
  /** What the event that runs the script hands to it. */
  readonly handedIn: readonly string[];
}

/** The start of a statement or the next word of a path. */
export interface HeadContext {
  readonly kind: "head";
  /** The menu whose children and commands are meant. */
  readonly menu: string;
  readonly lead: "" | "/" | ":";
  readonly typed: string;
  readonly replace: Range;
  /** True for the first word of a statement. */
  readonly isFirst: boolean;
}

export interface PropertyContext {
  readonly kind: "property";
  readonly command: BoundCommand;
  readonly used: ReadonlySet<string>;
  readonly typed: string;
  readonly replace: Range;
  /** The position may also hold a value without a name, as the item in `set NAME`. */
  readonly positional: number | undefined;
}

export interface ValueContext {
  readonly kind: "value";
  readonly command: BoundCommand;
  readonly property: string;
  /** The part of a list that is typed; without quote and `!`. */
  readonly typed: string;
  readonly replace: Range;
  readonly isQuoted: boolean;
  /** The value's part after this sign, as `ether1` in `10.0.0.1%ether1` or `blue` in `10.0.0.1@blue`. */
  readonly part?: "%" | "@";
}

export function completionContext(
  analysis: Analysis,
  file: AnalysedFile,
  offset: number,
): CompletionContext | undefined {
  const around = nodeAt(file.tree, offset);
  if (around.at(-1)?.kind === "comment" || isInComment(file, offset)) return undefined;
  const command = openCommand(analysis.model, file, offset);
  const quote = command?.embeddedIn === undefined ? '"' : String.raw`\"`;
  const variable = /\$("?)([A-Za-z0-9]*)$/.exec(lineBefore(file, offset));
  if (variable) {
    const handedIn = command === undefined ? [] : eventVariables(command);
    return variableContext(variable[2] ?? "", offset, variable[1] === "" ? quote : "", handedIn);
  }
  if (!command) return newStatement(analysis.model, file, offset);
  if (command.menu === "/" && command.command === "set") {
    const name = /\bset[ \t]+([A-Za-z0-9]*)$/.exec(lineBefore(file, offset));
    if (name) return variableContext(name[1] ?? "", offset, quote);
  }
  return insideCommand(analysis.model, file, command, offset);
}

function variableContext(
  typed: string,
  offset: number,
  quote: string,
  handedIn: readonly string[] = [],
): VariableContext {
  return { kind: "variable", typed, quote, handedIn, replace: { start: offset - typed.length, end: offset } };
}

function lineBefore(file: AnalysedFile, offset: number): string {
  const { line } = file.lines.positionAt(offset);
  return file.text.slice(file.lines.lineStart(line), offset);
}

function isInComment(file: AnalysedFile, offset: number): boolean {
  const before = lineBefore(file, offset);
  return /^\s*#/.test(before);
}

/** The innermost statement that what is typed at the cursor would belong to. */
function openCommand(model: Model, file: AnalysedFile, offset: number): BoundCommand | undefined {
  for (let i = lastStartingBefore(model, file, offset); i >= 0; i--) {
    const command = model.commands[i];
    if (!command || command.file.path !== file.path) return undefined;
    const range = rangeOf(command.node);
    const isInside = offset <= range.end;
    if (isInside && !isInEmptyContainer(model, file, command, offset)) return command;
    if (isInside) return undefined;
    const between = file.text.slice(range.end, offset);
    if (between.length < 4000 && /^(?:[ \t]|\\\r?\n)+$/.test(between)) return command;
    if (/[;\r\n{[]/.test(between) && command.parent === undefined) return undefined;
  }
  return undefined;
}

/** In `[ ]`, `{ }` or after a `;` inside them, what is typed starts a statement of its own. */
function isInEmptyContainer(
  model: Model,
  file: AnalysedFile,
  command: BoundCommand,
  offset: number,
): boolean {
  const innermost = nodeAt(file.tree, offset).findLast(
    (node) => isContainer(node) || isEmptyScript(model, command, node) || node === command.node,
  );
  if (!innermost || innermost === command.node) return false;
  const range = rangeOf(innermost);
  const isTerminated = /[}\]]$/.test(file.text.slice(range.start, range.end));
  return range.start < offset && (offset < range.end || !isTerminated);
}

function isContainer({ kind }: Node): boolean {
  return kind === "block" || kind === "substitution";
}

/** `source={ }`: braces with nothing in them are read as an array, and are the script that one begins to write. */
function isEmptyScript(model: Model, command: BoundCommand, node: Node): boolean {
  if (node.kind !== "array" || node.elements.length > 0) return false;
  const argument = command.args.find(({ node: { value } }) => value !== undefined && isSameNode(value, node));
  if (argument === undefined) return false;
  const isAttempt = command.menu === "/" && command.command === "onerror" && argument.name === "in";
  return isAttempt || holdsScript(command, argument.name ?? "script", model.schema);
}

function isInEmptyScript(model: Model, file: AnalysedFile, command: BoundCommand, offset: number): boolean {
  return nodeAt(file.tree, offset).some((node) => isEmptyScript(model, command, node));
}

/** Where a statement at the cursor would start. */
function newStatement(model: Model, file: AnalysedFile, offset: number): HeadContext {
  const menu = menuBefore(model, file, offset);
  const typed = /[A-Za-z0-9_-]*$/.exec(lineBefore(file, offset))?.[0] ?? "";
  const replace = { start: offset - typed.length, end: offset };
  const sign = file.text[replace.start - 1];
  const lead = sign === "/" || sign === ":" ? sign : "";
  return { kind: "head", menu: lead === "" ? menu : "/", lead, typed, replace, isFirst: true };
}

/** The menu that the statement before the cursor, or the one around it, leaves off in. */
function menuBefore(model: Model, file: AnalysedFile, offset: number): string {
  const container = nodeAt(file.tree, offset).findLast(isContainer);
  for (let i = lastStartingBefore(model, file, offset); i >= 0; i--) {
    const command = model.commands[i];
    if (!command || command.file.path !== file.path) break;
    if (rangeOf(command.node).end >= offset && isInEmptyScript(model, file, command, offset)) return "/";
    if (container !== undefined && rangeOf(command.node).end >= offset) {
      return command.menu === "/" ? command.context : command.menu;
    }
    const isSibling =
      container === undefined ? command.parent === undefined : command.container === container;
    if (!isSibling) continue;
    const opensMenu = command.command === undefined && command.node.args.length === 0;
    return opensMenu ? command.menu : command.context;
  }
  return "/";
}

function insideCommand(
  model: Model,
  file: AnalysedFile,
  command: BoundCommand,
  offset: number,
): CompletionContext | undefined {
  const argument = command.node.args.find((node) => isWithin(node, offset));
  if (argument && isInExpression(file, command, offset)) return expressionContext(file, offset);
  if (argument && command.command !== undefined) return argumentContext(file, command, argument, offset);
  const cut = argumentBefore(file, command, offset);
  if (cut?.name !== undefined) return valueContext(file, command, fullName(command, cut), offset);
  const head = command.commandWord;
  if (head && offset > rangeOf(head).end) {
    const word = command.node.words.find((node) => isWithin(node, offset));
    return propertyContext(command, offset, word);
  }
  return headContext(model, file, command, offset);
}

/** In the parentheses of `:if (…)`, where no property stands; those of a condition ask for properties. */
function isInExpression(file: AnalysedFile, command: BoundCommand, offset: number): boolean {
  const inner = nodeAt(file.tree, offset).findLast(
    (node) => node.kind === "group" || isContainer(node) || node.kind === "command",
  );
  return inner?.kind === "group" && !isConditional(command);
}

/** Variables; where a word begins no other thing is sure. */
function expressionContext(file: AnalysedFile, offset: number): CompletionContext | undefined {
  const isInText = nodeAt(file.tree, offset).some(({ kind }) => kind === "string");
  const typed = /(?:^|[(\s!=<>.,+*/%&|^~-])([A-Za-z0-9]*)$/.exec(lineBefore(file, offset))?.[1];
  if (isInText || typed === undefined) return undefined;
  return { ...variableContext(typed, offset, '"'), lead: "$" };
}

function isWithin(node: Node, offset: number): boolean {
  const { start, end } = rangeOf(node);
  return start < offset && offset <= end;
}

function fullName(command: BoundCommand, argument: Argument): string {
  return command.args.find(({ node }) => node === argument)?.name ?? argument.name?.text ?? "";
}

function argumentContext(
  file: AnalysedFile,
  command: BoundCommand,
  argument: Argument,
  offset: number,
): CompletionContext | undefined {
  const { name, operator, value } = argument;
  if (name && operator && offset > rangeOf(name).end)
    return valueContext(file, command, fullName(command, argument), offset);
  if (name && offset <= rangeOf(name).end) return propertyContext(command, offset, name);
  if (value?.kind === "group" && isConditional(command))
    return conditionContext(file, command, value, offset);
  return value && !name ? unnamedContext(command, file, offset) : undefined;
}

function isConditional({ command }: BoundCommand): boolean {
  return command === "find" || command === "print";
}

/** Inside `find where (interface=lan and …)`. */
function conditionContext(
  file: AnalysedFile,
  command: BoundCommand,
  value: Value,
  offset: number,
): CompletionContext {
  let at = value;
  for (;;) {
    if (at.kind === "group" && at.value !== undefined) at = at.value;
    else if (at.kind === "unary") at = at.operand;
    else if (at.kind !== "binary") break;
    else if (at.left.kind === "word" && COMPARISONS.has(at.operator) && offset > rangeOf(at.left).end)
      return valueContext(file, command, at.left.text, offset);
    else at = offset <= rangeOf(at.left).end ? at.left : at.right;
  }
  return propertyContext(command, offset, at.kind === "word" && isWithin(at, offset) ? at : undefined);
}

const COMPARISONS: ReadonlySet<string> = new Set(["=", "!=", "~", "<", ">", "<=", ">="]);

/** `name=\` at a line's end: the value is expected on the next line. */
function argumentBefore(file: AnalysedFile, command: BoundCommand, offset: number): Argument | undefined {
  const last = command.node.args.findLast((node) => rangeOf(node).end <= offset);
  if (command.command === undefined || last?.operator === undefined || last.value !== undefined)
    return undefined;
  const between = file.text.slice(rangeOf(last).end, offset);
  return between.length < 200 && /^\\[ \t]*\r?\n[ \t]*$/.test(between) ? last : undefined;
}

/** In the path of a statement: the words before the cursor decide the menu. */
function headContext(
  model: Model,
  file: AnalysedFile,
  command: BoundCommand,
  offset: number,
): CompletionContext {
  const { start } = rangeOf(command.node);
  const written = file.text.slice(start, offset);
  const typed = /[^\s/:]*$/.exec(written)?.[0] ?? "";
  const path = written.slice(0, written.length - typed.length);
  const steps = path.split(/[\s/:]+/).filter((step) => step !== "");
  const replace = { start: offset - typed.length, end: offset };
  const { lead } = command.node;
  if (lead === ":" && steps.length === 0) {
    return { kind: "head", menu: "/", lead, typed, replace, isFirst: true };
  }
  let menu = lead === "" ? command.context : "/";
  for (const step of steps) {
    if (step === "..") menu = menu.slice(0, Math.max(1, menu.lastIndexOf("/")));
    else {
      const meaning = model.schema.resolveWord(menu, step);
      if (meaning.kind === "menu") menu = menu === "/" ? `/${meaning.name}` : `${menu}/${meaning.name}`;
    }
  }
  return { kind: "head", menu, lead, typed, replace, isFirst: steps.length === 0 };
}

function propertyContext(command: BoundCommand, offset: number, word: Word | undefined): PropertyContext {
  const range = word ? rangeOf(word) : { start: offset, end: offset };
  const isTyped = (name: Word | undefined) =>
    name !== undefined && word !== undefined && isSameNode(name, word);
  const used = new Set(
    command.args.flatMap(({ name, node }) => (name === undefined || isTyped(node.name) ? [] : [name])),
  );
  const before = command.unnamed.filter((value) => rangeOf(value).end < offset && value !== word).length;
  return {
    kind: "property",
    command,
    used,
    typed: word ? word.text.slice(0, offset - range.start) : "",
    replace: range,
    positional: before,
  };
}

function unnamedContext(command: BoundCommand, file: AnalysedFile, offset: number): PropertyContext {
  const typed = /[^\s,="]*$/.exec(lineBefore(file, offset))?.[0] ?? "";
  const context = propertyContext(command, offset, undefined);
  return { ...context, typed, replace: { start: offset - typed.length, end: offset } };
}

function valueContext(
  file: AnalysedFile,
  command: BoundCommand,
  property: string,
  offset: number,
): ValueContext {
  const line = lineBefore(file, offset);
  // In a script inside a string every quote and escape is escaped itself.
  const isEmbedded = command.embeddedIn !== undefined;
  const value = line.slice(Math.max(line.lastIndexOf("="), line.lastIndexOf("~")) + 1);
  const isQuoted = (value.match(isEmbedded ? /\\"/g : /"/g) ?? []).length % 2 === 1;
  const separators = partSeparators(property);
  const stops = `,${separators}"${isEmbedded ? "\\\\" : ""}`;
  const typed = new RegExp(isQuoted ? `[^${stops}]*$` : `[^\\s=!${stops}]*$`).exec(value)?.[0] ?? "";
  const rest = new RegExp(isQuoted ? `^[^\r\n${stops}]*` : `^[^\\s;\\]})${stops}]*`);
  const after = rest.exec(file.text.slice(offset, offset + 500))?.[0] ?? "";
  const start = offset - typed.length;
  const sign = file.text[start - 1] ?? "";
  return {
    kind: "value",
    command,
    property,
    typed,
    replace: { start, end: offset + after.length },
    isQuoted,
    ...(separators.includes(sign) && (sign === "%" || sign === "@") ? { part: sign } : {}),
  };
}
