import type { Item, Model } from "../model/model.ts";
import type { AddChange, Change, PropertyValue, SetChange } from "./change.ts";
import { conditionOf, type Described, describedItem } from "./item-condition.ts";
import { escapeString, type QuoteOptions, quoteValue } from "./quote.ts";
import type { Refusal } from "./render-edits.ts";
import { compareNames } from "./statement-text.ts";
import { menuText, questionMarkOf, styleOf } from "./style.ts";

export interface ScriptOptions {
  /** Comment lines at the top: what the script does. */
  readonly heading?: string;
  /** A comment for single changes, put above them. */
  readonly comments?: ReadonlyMap<Change, string>;
  /** LF when not given. */
  readonly eol?: string;
}

export interface Script {
  /** Ends in a line end; empty when there is nothing to do. */
  readonly text: string;
  readonly refused: readonly Refusal[];
}

/**
 * The same changes as a script to import on the router: in the order given, each safe to run twice. Items are
 * found by name, else by comment or whatever tells them apart; new ones are only added when they are not there.
 */
export function renderScript(model: Model, changes: readonly Change[], options: ScriptOptions = {}): string {
  return planScript(model, changes, options).text;
}

export function planScript(model: Model, changes: readonly Change[], options: ScriptOptions = {}): Script {
  const context: Context = { model, changes, quoting: { questionMark: questionMarkOf(model) } };
  const file = model.files[0];
  const path = (menu: string) =>
    file === undefined ? `/${menu.slice(1).replaceAll("/", " ")}` : menuText(styleOf(model, file), menu);
  const refused: Refusal[] = [];
  const lines: string[] = (options.heading ?? "").split(/\r\n|\n|\r/).flatMap(commentLine);
  let menu: string | undefined;
  for (const change of changes) {
    const written = writeChange(context, change);
    if (typeof written === "string") refused.push({ change, reason: written });
    else if (written.lines.length > 0) {
      const comment = options.comments?.get(change)?.split(/\r\n|\n|\r/) ?? [];
      lines.push(...comment.flatMap(commentLine));
      if (written.menu !== menu) lines.push(path(written.menu));
      menu = written.menu;
      lines.push(...written.lines);
    }
  }
  const eol = options.eol ?? "\n";
  return { text: lines.map((line) => line + eol).join(""), refused };
}

interface Context {
  readonly model: Model;
  readonly changes: readonly Change[];
  readonly quoting: QuoteOptions;
}

interface Written {
  readonly menu: string;
  readonly lines: readonly string[];
}

function commentLine(text: string): string[] {
  const line = text.trim();
  return line === "" ? [] : [`# ${line}`];
}

/** The lines of one change, or why there are none. */
function writeChange(context: Context, change: Change): Written | string {
  switch (change.kind) {
    case "add":
      return writeAdd(context, change);
    case "set":
      return writeSet(context, change);
    case "remove":
      return writeRemove(context, change.item);
    case "text":
      return "A correction of the text is no command.";
    default:
      return change satisfies never;
  }
}

function writeAdd(context: Context, change: AddChange): Written | string {
  const { menu } = change;
  const own: Described = { menu, values: textValues(change.properties) };
  const find = conditionOf(own, othersIn(context, menu, change), context.quoting);
  if (find === undefined) return "Nothing tells the new item apart from others.";
  const words = propertyWords(context, change.properties);
  const place = placeWord(context, change);
  if (place !== undefined) words.push(["place-before", place]);
  const command = ["add", ...words.sort(([a], [b]) => compareNames(a, b)).map(([, word]) => word)].join(" ");
  return { menu, lines: [`:if ([:len [find where ${find}]] = 0) do={`, `    ${command}`, "}"] };
}

function writeSet(context: Context, change: SetChange): Written | string {
  const { item } = change;
  const words = [
    ...propertyWords(context, change.properties),
    ...Object.keys(change.properties)
      .filter((name) => change.properties[name] === undefined)
      .map((name): [string, string] => [name, `!${name}`]),
  ].sort(([a], [b]) => compareNames(a, b));
  if (words.length === 0) return { menu: item.menu, lines: [] };
  const target = targetOf(context, item);
  if (target === undefined) return NOT_FOUND;
  return { menu: item.menu, lines: [["set", ...target, ...words.map(([, word]) => word)].join(" ")] };
}

function writeRemove(context: Context, item: Item): Written | string {
  if (item.origin === "settings") return "A settings menu cannot be removed; set its values instead.";
  const target = targetOf(context, item);
  return target === undefined ? NOT_FOUND : { menu: item.menu, lines: [["remove", ...target].join(" ")] };
}

const NOT_FOUND = "Nothing tells it apart from other items, so a script could not find it again.";

/** `[find where …]`; nothing for a settings menu. */
function targetOf(context: Context, item: Item): readonly string[] | undefined {
  if (item.origin === "settings") return [];
  const find = findOf(context, item);
  return find === undefined ? undefined : [`[find where ${find}]`];
}

function findOf(context: Context, item: Item): string | undefined {
  const others = context.model
    .items(item.menu)
    .filter((other) => other !== item)
    .map(describedItem);
  return conditionOf(describedItem(item), others, context.quoting);
}

/** What else may be in the menu when the script runs: the items that are there, and the other new ones. */
function othersIn(context: Context, menu: string, own: AddChange): Described[] {
  const added = context.changes
    .filter((change) => change.kind === "add")
    .filter((change) => change !== own && change.menu === menu)
    .map((change) => ({ menu, values: textValues(change.properties) }));
  return [...context.model.items(menu).map(describedItem), ...added];
}

function textValues(properties: Readonly<Record<string, PropertyValue>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(properties).flatMap(([name, value]) => (value === true ? [] : [[name, value] as const])),
  );
}

function propertyWords(
  context: Context,
  properties: Readonly<Record<string, PropertyValue | undefined>>,
): [string, string][] {
  return Object.entries(properties).flatMap(([name, value]): [string, string][] => {
    if (value === undefined) return [];
    return [[name, value === true ? name : `${name}=${scriptValue(value, context.quoting)}`]];
  });
}

/** A bare `<PLACEHOLDER>` reads as a comparison within blocks to some eyes: in scripts it is always quoted. */
function scriptValue(value: string, quoting: QuoteOptions): string {
  return /[<>]/.test(value) ? `"${escapeString(value, quoting)}"` : quoteValue(value, quoting);
}

/** There is no `place-after`: the place before the next item is the same. */
function placeWord(context: Context, { menu, place }: AddChange): string | undefined {
  if (place === undefined) return undefined;
  const anchor = "before" in place ? place.before : nextOf(context.model, menu, place.after);
  const find = anchor === undefined ? undefined : findOf(context, anchor);
  return find === undefined ? undefined : `place-before=[find where ${find}]`;
}

function nextOf(model: Model, menu: string, item: Item): Item | undefined {
  const items = model.items(menu);
  const at = items.indexOf(item);
  return at < 0 ? undefined : items[at + 1];
}
