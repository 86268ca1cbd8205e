import {
  type CompletionItem,
  CompletionItemKind,
  InsertTextFormat,
  type Position,
} from "vscode-languageserver-types";
import { escapeString, quoteValue } from "../edit/quote.ts";
import { builtinItems } from "../model/builtins.ts";
import type { BoundCommand, Item } from "../model/model.ts";
import { namespaceWord } from "../rules/facts/namespace-words.ts";
import type { PropertyInfo, Schema } from "../schema/lookup.ts";
import { type Node, rangeOf } from "../syntax/tree.ts";
import type { AnalysedFile, Analysis } from "./analysis.ts";
import {
  type CompletionContext,
  completionContext,
  type HeadContext,
  type PropertyContext,
  type ValueContext,
  type VariableContext,
} from "./completion-context.ts";
import { isSenselessJump, namesAt } from "./completion-names.ts";
import { describeProperty, wordsOf } from "./describe-type.ts";
import { toOffset, toRange } from "./place.ts";
import { snippetsFor } from "./snippets.ts";
import { namesProperties, valueNames, writtenProperties } from "./value-names.ts";
import { variablesOf } from "./variables.ts";

export interface CompletionTraits {
  readonly supportsSnippets: boolean;
  /** The client has VS Code's command to open the list again, e.g. after `name=`. */
  readonly canRetrigger: boolean;
}

/** Menus, commands, properties (required first, used ones gone), values, names of the configuration's own items, variables, snippets. */
export function completion(
  analysis: Analysis,
  file: AnalysedFile,
  position: Position,
  traits: CompletionTraits,
): CompletionItem[] {
  const context = completionContext(analysis, file, toOffset(file, position));
  if (!context) return [];
  return candidates(analysis, file, context, traits).map((candidate) => toItem(file, context, candidate));
}

interface Candidate {
  readonly label: string;
  readonly kind: CompletionItemKind;
  readonly insert?: string;
  readonly detail?: string;
  /** "0" comes before "1"; within one, by name. */
  readonly rank: string;
  readonly isSnippet?: boolean;
  readonly retrigger?: boolean;
}

function toItem(file: AnalysedFile, context: CompletionContext, candidate: Candidate): CompletionItem {
  return {
    label: candidate.label,
    kind: candidate.kind,
    sortText: `${candidate.rank} ${candidate.label}`,
    filterText: candidate.label,
    textEdit: { range: toRange(file, context.replace), newText: candidate.insert ?? candidate.label },
    ...(candidate.detail === undefined ? {} : { detail: candidate.detail }),
    ...(candidate.isSnippet ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
    ...(candidate.retrigger
      ? { command: { title: "Show values", command: "editor.action.triggerSuggest" } }
      : {}),
  };
}

function candidates(
  analysis: Analysis,
  file: AnalysedFile,
  context: CompletionContext,
  traits: CompletionTraits,
): Candidate[] {
  switch (context.kind) {
    case "head":
      return headCandidates(analysis, context, traits);
    case "property":
      return propertyCandidates(analysis, file, context, traits);
    case "value":
      return valueCandidates(analysis, context);
    case "variable":
      return variableCandidates(analysis, file, context);
  }
}

/** Menus that scripts write behind a colon; any other is right there too, and better sought behind a slash. */
const SCRIPT_MENUS: ReadonlySet<string> = new Set(["environment", "log", "terminal"]);

function headCandidates(analysis: Analysis, context: HeadContext, traits: CompletionTraits): Candidate[] {
  const { schema } = analysis.model;
  const { menu, lead, isFirst } = context;
  const found: Candidate[] = [];
  for (const name of schema.childMenus(menu)) {
    if (lead === ":" && isFirst && !SCRIPT_MENUS.has(name)) continue;
    found.push({
      label: name,
      kind: CompletionItemKind.Module,
      detail: "menu",
      rank: menu === "/" ? "1" : "2",
    });
  }
  for (const name of schema.commands(menu)) {
    if (menu === "/" && lead === "/") continue;
    const rank = name === "add" || name === "set" ? "0" : "1";
    found.push({ label: name, kind: CompletionItemKind.Function, detail: "command", rank });
  }
  if (!isFirst || !traits.supportsSnippets) return found;
  return [...found, ...snippetCandidates(analysis, context)];
}

function snippetCandidates(analysis: Analysis, { menu, lead }: HeadContext): Candidate[] {
  return snippetsFor(analysis.model.schema, menu, lead).map(({ label, detail, body }) => ({
    label,
    detail,
    insert: body,
    kind: CompletionItemKind.Snippet,
    rank: "3",
    isSnippet: true,
  }));
}

/** Of use in every menu, and seldom what is looked for first. */
const EVERYWHERE: ReadonlySet<string> = new Set([
  "comment",
  "disabled",
  "copy-from",
  "place-before",
  "numbers",
]);

function propertyCandidates(
  analysis: Analysis,
  file: AnalysedFile,
  context: PropertyContext,
  traits: CompletionTraits,
): Candidate[] {
  const { schema } = analysis.model;
  const { command, used } = context;
  const verb = command.command ?? "";
  const hasOperator = /^\s*[=~<>!]/.test(file.text.slice(context.replace.end, context.replace.end + 2));
  const found = positionalCandidates(analysis, context);
  const unset = file.text[context.replace.start - 1] === "!";
  const own = isAfterWhere(context) ? [] : schema.properties(command.menu, verb);
  for (const property of [...conditionNames(analysis, command), ...own]) {
    if (used.has(property.name)) continue;
    const rank = property.required ? "0" : EVERYWHERE.has(property.name) ? "2" : "1";
    const detail = `${describeProperty(property)}${property.required ? " · required" : ""}`;
    found.push({
      label: property.name,
      kind: CompletionItemKind.Property,
      detail,
      rank,
      insert: hasOperator || unset || takesNoValue(property) ? property.name : `${property.name}=`,
      retrigger: traits.canRetrigger && !hasOperator && !unset,
    });
  }
  return uniqueByLabel([...found, ...readOnlyConditions(analysis, command, used)]);
}

/** `find` and `print where` ask for what the menu's items have. */
function asksForItems({ menu, command: verb, unnamed }: BoundCommand): boolean {
  return menu !== "/" && (verb === "find" || (verb === "print" && unnamed.some(isWhere)));
}

/** Nothing but conditions stands there. */
function isAfterWhere({ command, replace }: PropertyContext): boolean {
  return (
    asksForItems(command) &&
    command.unnamed.some((value) => isWhere(value) && rangeOf(value).end < replace.start)
  );
}

function conditionNames({ model }: Analysis, command: BoundCommand): readonly PropertyInfo[] {
  if (!asksForItems(command)) return [];
  return writtenProperties(model.schema, command.menu).map((property) => ({ ...property, required: false }));
}

/** Many of them are flags, as `running` and `dynamic`, which are asked for by their name alone. */
function readOnlyConditions(
  { model }: Analysis,
  command: BoundCommand,
  used: ReadonlySet<string>,
): Candidate[] {
  if (!asksForItems(command)) return [];
  return model.schema
    .readOnly(command.menu)
    .filter((name) => !used.has(name))
    .map((name) => ({ label: name, kind: CompletionItemKind.Property, detail: "read-only", rank: "1" }));
}

function isWhere(value: Node): boolean {
  return value.kind === "word" && value.text === "where";
}

/** Flags of `print` and the like. */
function takesNoValue(property: PropertyInfo): boolean {
  return /^(?:as-value|brief|detail|terse|without-paging|count-only|follow|follow-only|value-list|where)$/.test(
    property.name,
  );
}

/** `set NAME`, `remove NAME`: the menu's own items; `monitor-traffic NAME`: an interface. */
function positionalCandidates(analysis: Analysis, context: PropertyContext): Candidate[] {
  const { model } = analysis;
  const { positional, replace } = context;
  const { menu, command } = context.command;
  if (positional === undefined || command === undefined) return [];
  const property = model.schema.positional(menu, command)[positional];
  if (property === undefined) return [];
  if (namesProperties(property)) return valueNameCandidates(model.schema, menu, command);
  const isItem = property === "numbers" || property === "number";
  const known = isItem ? model.items(menu).filter((item) => !isMadeBy(analysis, item, context.command)) : [];
  const items = known.flatMap((item) => item.name ?? []);
  const place = { menu, property: isItem ? "name" : property, isCondition: isItem, replace };
  const named = namesAt(model, place).map(({ name }) => name);
  const isBeingTyped = (name: string) => name === context.typed && !items.includes(name);
  return uniqueByLabel(
    [...items, ...named]
      .filter((label) => label !== "" && !isBeingTyped(label))
      .map((label) => ({
        label,
        kind: CompletionItemKind.Reference,
        detail: menu,
        rank: "0",
        insert: written(label, context.command, false),
      })),
  );
}

/** `disable v1` tells of an item `v1`, which it is only while it is being typed; what the router brings is there. */
function isMadeBy({ model }: Analysis, item: Item, own: BoundCommand): boolean {
  const { menu, name, command, changes, origin } = item;
  const telling = [...(command === undefined ? [] : [command]), ...changes];
  if (origin !== "set" || telling.some((each) => each !== own)) return false;
  return !builtinItems(menu, model.version).some(({ given }) => given["name"] === name);
}

function valueNameCandidates(schema: Schema, menu: string, command: string): Candidate[] {
  return valueNames(schema, menu, command).map((label) => ({
    label,
    kind: CompletionItemKind.Property,
    rank: EVERYWHERE.has(label) ? "1" : "0",
  }));
}

/** A name as it is written at the place: quoted where need be, and escaped again inside a script in a string. */
function written(name: string, command: BoundCommand, isQuoted: boolean): string {
  const text = isQuoted ? escapeString(name) : quoteValue(name);
  return command.embeddedIn === undefined ? text : escapeString(text);
}

function valueCandidates(analysis: Analysis, context: ValueContext): Candidate[] {
  const { schema } = analysis.model;
  const { menu, command } = context.command;
  if (namesProperties(context.property)) return valueNameCandidates(schema, menu, command ?? "");
  const known = propertyOf(analysis, menu, command ?? "", context.property);
  const isCondition = command === "find" || command === "print";
  const names = namesAt(analysis.model, { ...context, menu, isCondition }).map(({ name, namespace }) => ({
    label: name,
    kind: CompletionItemKind.Reference,
    detail: namespaceWord(namespace),
    rank: "0",
    insert: written(name, context.command, context.isQuoted),
  }));
  const standard = schema.defaultValue(menu, context.property);
  const words = (known ? wordsOf(known.type) : [])
    .filter((word) => !isSenselessJump(menu, context.property, word))
    .map((word) => ({
      label: word,
      kind: CompletionItemKind.EnumMember,
      rank: names.length > 0 ? "1" : "0",
      ...(word === standard ? { detail: "default" } : {}),
    }));
  return uniqueByLabel([...names, ...words]);
}

/** `find` and `print where` conditions speak of what `add` and `set` write. */
function propertyOf(analysis: Analysis, menu: string, verb: string, name: string): PropertyInfo | undefined {
  const { schema } = analysis.model;
  for (const command of [verb, "set", "add"]) {
    const knowledge = schema.property(menu, command, name);
    if (knowledge.kind === "known") return knowledge.value;
    if (knowledge.kind === "no-data" && knowledge.likely) return knowledge.likely;
  }
  return undefined;
}

function variableCandidates(
  analysis: Analysis,
  file: AnalysedFile,
  { lead, replace: { start: offset }, quote, handedIn }: VariableContext,
): Candidate[] {
  const seen = variablesOf(analysis, file).filter(
    ({ visibleIn, scope }) => scope === "global" || (visibleIn.start <= offset && offset <= visibleIn.end),
  );
  const own = seen.filter(
    ({ name, occurrences }) => name !== "" && occurrences.some(({ range }) => range.start !== offset),
  );
  const named = [
    ...own.map(({ name, scope }) => ({ name, detail: scope, rank: "0" })),
    ...handedIn.map((name) => ({ name, detail: "handed in", rank: "1" })),
  ];
  return uniqueByLabel(
    named.map(({ name, detail, rank }) => ({
      label: `${lead ?? ""}${name}`,
      insert: `${lead ?? ""}${/^[A-Za-z0-9]+$/.test(name) ? name : `${quote}${name}${quote}`}`,
      kind: CompletionItemKind.Variable,
      detail,
      rank,
    })),
  );
}

function uniqueByLabel(found: readonly Candidate[]): Candidate[] {
  const seen = new Set<string>();
  return found.filter(({ label }) => !seen.has(label) && seen.add(label));
}
