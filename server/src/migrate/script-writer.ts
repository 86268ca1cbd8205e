import type { AddChange, Change, PropertyValue } from "../edit/change.ts";
import {
  conditionOf,
  type Described,
  describedItem,
  leadingWord,
  sharedCondition,
} from "../edit/item-condition.ts";
import { escapeString, type QuoteOptions, quoteValue } from "../edit/quote.ts";
import { questionMarkOf } from "../edit/style.ts";
import type { Item, Model } from "../model/model.ts";
import { writtenProperties } from "./carry/properties.ts";
import { isOpen } from "./draft.ts";
import type { Plan } from "./plan.ts";

/**
 * The router's items as they stand at one moment of the scripts: conditions that find an item are made for that
 * moment, so that a rollback finds what the stage before has changed.
 */
export interface RouterState {
  readonly model: Model;
  readonly quoting: QuoteOptions;
  readonly items: Map<string, Rows>;
  /** Items of the file that a script has changed. */
  readonly changed: Set<Item>;
  /** Names of IPsec peers that a script leaves to the day they are needed. */
  readonly later: Set<string>;
  /** Names of IPsec peers that are on in the end, though they may be brought up at cutover only. */
  readonly awaited: ReadonlySet<string>;
}

interface Entry {
  /** The item of the file, or the change that added it. */
  readonly key: Item | AddChange;
  values: ReadonlyMap<string, PropertyValue>;
  described: Described;
}

/** One menu's items in their order; `byWord` finds those that share a property without looking at all. */
interface Rows {
  readonly list: Entry[];
  readonly byWord: Map<string, Set<Entry>>;
}

export interface WrittenCommand {
  readonly lines: readonly string[];
  /** What takes it back, made for the state after it; undefined when nothing can. */
  readonly undo: readonly string[] | undefined;
}

export function routerState(model: Model, { steps }: Plan): RouterState {
  const peers = steps
    .flatMap(({ changes }) => changes)
    .flatMap((change) =>
      change.kind === "add" && change.menu === "/ip/ipsec/peer" ? [change.properties] : [],
    )
    .filter(({ disabled }) => disabled !== "yes");
  return {
    model,
    quoting: { questionMark: questionMarkOf(model) },
    items: new Map(),
    changed: new Set(),
    later: new Set(),
    awaited: new Set(peers.map(({ name }) => String(name ?? ""))),
  };
}

/** Writes one change as commands and takes it into the state. A text tells why it cannot be written. */
export function writeChange(state: RouterState, change: Change): WrittenCommand | string {
  switch (change.kind) {
    case "add":
      return writeAdd(state, change);
    case "set":
      return writeSet(state, change.item, change.properties);
    case "remove":
      return writeRemove(state, change.item);
    case "text":
      return "A correction of the text is no command.";
    default:
      return change satisfies never;
  }
}

/** Removes what an earlier change added. */
export function writeUndoAdd(state: RouterState, change: AddChange): readonly string[] | undefined {
  const list = entriesOf(state, change.menu);
  const entry = list.find(({ key }) => key === change);
  const find = entry && findOf(state, change.menu, entry);
  if (entry === undefined || find === undefined) return undefined;
  takeOut(rowsOf(state, change.menu), entry);
  return [`${path(change.menu)} remove [find where ${find}]`];
}

/** Whether a script can change an item of the file, or has done so; settings always. */
export function canChange(state: RouterState, item: Item): boolean {
  if (item.origin === "settings" || state.changed.has(item)) return true;
  const entry = entriesOf(state, item.menu).find(({ key }) => key === item);
  return entry !== undefined && findOf(state, item.menu, entry) !== undefined;
}

/** A new item that is off and would be refused for an open place, or that belongs to a peer which is. */
export function isForLater(state: RouterState, change: Change): boolean {
  if (change.kind !== "add") return false;
  const { menu, properties } = change;
  const { name, peer } = properties;
  if (state.awaited.has(String(menu === "/ip/ipsec/peer" ? name : peer))) return false;
  if (typeof peer === "string" && state.later.has(peer)) return true;
  const isOff =
    properties["disabled"] === "yes" ||
    (peer !== undefined &&
      entriesOf(state, "/ip/ipsec/peer").some(
        ({ values }) => values.get("name") === peer && values.get("disabled") === "yes",
      ));
  const isLater = isOff && Object.values(properties).some((value) => value !== true && isOpen(value));
  if (isLater && menu === "/ip/ipsec/peer" && typeof name === "string") state.later.add(name);
  return isLater;
}

function writeAdd(state: RouterState, change: AddChange): WrittenCommand | string {
  const rows = rowsOf(state, change.menu);
  const { list } = rows;
  if (list.some((entry) => isSame(entry, change))) return { lines: [], undo: [] };
  const entry = entryOf(change.menu, change, new Map(Object.entries(change.properties)));
  const place = placeWord(state, change);
  if (place === null)
    return "Nothing tells the item apart that it has to stand before; add it there by hand.";
  const beside = change.place;
  const anchor = beside === undefined ? undefined : "before" in beside ? beside.before : beside.after;
  const at = anchor === undefined ? -1 : list.findIndex(({ key }) => key === anchor);
  if (at < 0) list.push(entry);
  else list.splice(beside !== undefined && "after" in beside ? at + 1 : at, 0, entry);
  noteWords(rows, entry);
  const find = fullFind(state, change, entry);
  if (find === undefined) return "Nothing tells the new item apart from others; add it by hand.";
  const words = [...propertyWords(state, change.properties), ...(place === undefined ? [] : [place])];
  const menu = path(change.menu);
  return {
    lines: [`:if ([:len [${menu} find where ${find}]] = 0) do={`, `    ${menu} add ${words.join(" ")}`, "}"],
    undo: [`${menu} remove [find where ${find}]`],
  };
}

/** The file holds it already, as after another tunnel's move: taking the stage back must leave it there. */
function isSame({ key, values }: Entry, { properties }: AddChange): boolean {
  if (!("origin" in key)) return false;
  const wanted = Object.entries(properties);
  return (
    values.size === wanted.length &&
    wanted.every(([name, value]) => (value === true ? values.has(name) : values.get(name) === value))
  );
}

/** Twins of one comment, as the clamps of both directions, are told apart before the second is there. */
function fullFind(state: RouterState, { menu }: AddChange, entry: Entry): string | undefined {
  const find = findOf(state, menu, entry);
  if (find === undefined || !menu.startsWith("/ip/firewall/") || !entry.values.has("comment")) return find;
  const { values } = entry.described;
  const more = TWIN_KEYS.flatMap((key) => {
    const value = values.get(key) ?? "";
    return /^[\w./-]+$/.test(value) && !find.includes(` ${key}=`) ? [`${key}=${value}`] : [];
  });
  return [find, ...more].join(" ");
}

const TWIN_KEYS = [
  "in-interface",
  "out-interface",
  "src-address",
  "dst-address",
  "src-address-list",
  "dst-address-list",
];

function writeSet(
  state: RouterState,
  item: Item,
  properties: Readonly<Record<string, PropertyValue | undefined>>,
): WrittenCommand | string {
  if (item.origin === "settings") return writeSettings(state, item, properties);
  const entry = entriesOf(state, item.menu).find(({ key }) => key === item);
  const find = entry && findOf(state, item.menu, entry);
  if (entry === undefined || find === undefined) return notFound(item);
  const before = new Map(entry.values);
  const after = new Map(entry.values);
  const inverse: Record<string, PropertyValue | undefined> = {};
  for (const [name, value] of Object.entries(properties)) {
    inverse[name] = before.get(name) ?? item.value(name).text;
    if (value === undefined) after.delete(name);
    else after.set(name, value);
  }
  setValues(rowsOf(state, item.menu), entry, after);
  state.changed.add(item);
  const menu = path(item.menu);
  const back = findOf(state, item.menu, entry);
  return {
    lines: [`${menu} set [find where ${find}] ${setWords(state, properties)}`],
    undo: back === undefined ? undefined : [`${menu} set [find where ${back}] ${setWords(state, inverse)}`],
  };
}

function writeSettings(
  state: RouterState,
  item: Item,
  properties: Readonly<Record<string, PropertyValue | undefined>>,
): WrittenCommand {
  // Once a service is off again, the rest does no harm: values that the export did not hold are not guessed.
  const isService = Object.hasOwn(properties, "enabled");
  const inverse = Object.fromEntries(
    Object.keys(properties).flatMap((name) => {
      const written = item.property(name);
      // Services that the export does not speak of are off.
      const text = isService
        ? written?.text || (name === "enabled" && written === undefined ? "no" : undefined)
        : item.value(name).text;
      return text === undefined ? [] : [[name, text] as const];
    }),
  );
  const menu = path(item.menu);
  return {
    lines: [`${menu} set ${setWords(state, properties)}`],
    undo: Object.keys(inverse).length === 0 ? undefined : [`${menu} set ${setWords(state, inverse)}`],
  };
}

function writeRemove(state: RouterState, item: Item): WrittenCommand | string {
  if (item.origin === "settings") return "Settings cannot be removed.";
  const rows = rowsOf(state, item.menu);
  const at = rows.list.findIndex(({ key }) => key === item);
  const entry = rows.list[at];
  const find = entry && findOf(state, item.menu, entry);
  if (entry === undefined || find === undefined) return notFound(item);
  const next = rows.list[at + 1];
  takeOut(rows, entry);
  const lines = [`${path(item.menu)} remove [find where ${find}]`];
  return { lines, undo: addAgain(state, item, entry, find, next) };
}

/** Menus whose items hold no secret and stand in the file as a whole. */
const RESTORABLE =
  /^\/(?:interface\/list\/member|ip(?:v6)?\/firewall\/|ip(?:v6)?\/(?:route|address|pool)$|queue\/|routing\/|tool\/netwatch)/;
const ORDERED = /^\/(?:ip(?:v6)?\/firewall\/(?:filter|nat|mangle|raw)|queue\/simple|routing\/rule)$/;

/** As it was at that moment: what cutover had switched off comes back switched off. */
function addAgain(
  state: RouterState,
  item: Item,
  { values }: Entry,
  find: string,
  next: Entry | undefined,
): readonly string[] | undefined {
  const written = RESTORABLE.test(item.menu) ? writtenProperties(item) : undefined;
  if (written === undefined || item.origin !== "add") return undefined;
  const properties = Object.fromEntries(
    [...values].map(([name, value]) => [name, written[name] === true ? true : value]),
  );
  const hasNext = ORDERED.test(item.menu) && next !== undefined;
  const before = hasNext ? placeOf(state, item.menu, next) : undefined;
  // At the end of the list it would stand behind the drop that it was an exception of.
  if (hasNext && before === undefined) return undefined;
  const words = [
    ...propertyWords(state, properties),
    ...(before === undefined ? [] : [`place-before=${before}`]),
  ];
  const menu = path(item.menu);
  return [`:if ([:len [${menu} find where ${find}]] = 0) do={`, `    ${menu} add ${words.join(" ")}`, "}"];
}

/** For a person, who has to know which of several routes to one destination is meant. */
function notFound({ menu, properties }: Item): string {
  const told = /^\/ip(?:v6)?\/route$/.test(menu)
    ? properties.filter(({ name, text }) => ROUTE_WORDS.includes(name) && text !== undefined)
    : [];
  const words = told.map(({ name, text, argument }) =>
    argument.operator === undefined ? name : `${name}=${text ?? ""}`,
  );
  const which = words.length === 0 ? "" : ` It is the one with \`${words.join(" ")}\`.`;
  return `Nothing tells it apart from other items, so a script could not find it; do it by hand.${which}`;
}

const ROUTE_WORDS = ["gateway", "blackhole", "type", "routing-table", "routing-mark", "distance"];

function path(menu: string): string {
  return `/${menu.slice(1).replaceAll("/", " ")}`;
}

function entriesOf(state: RouterState, menu: string): readonly Entry[] {
  return rowsOf(state, menu).list;
}

function rowsOf(state: RouterState, menu: string): Rows {
  const known = state.items.get(menu);
  if (known !== undefined) return known;
  const list = state.model.items(menu).map((item) => entryOf(menu, item, describedItem(item).values));
  const rows: Rows = { list, byWord: new Map() };
  for (const entry of list) noteWords(rows, entry);
  state.items.set(menu, rows);
  return rows;
}

function entryOf(menu: string, key: Entry["key"], values: Entry["values"]): Entry {
  return { key, values, described: described(menu, values) };
}

function setValues(rows: Rows, entry: Entry, values: Entry["values"]): void {
  dropWords(rows, entry);
  entry.values = values;
  entry.described = described(entry.described.menu, values);
  noteWords(rows, entry);
}

function takeOut(rows: Rows, entry: Entry): void {
  rows.list.splice(rows.list.indexOf(entry), 1);
  dropWords(rows, entry);
}

function noteWords({ byWord }: Rows, entry: Entry): void {
  for (const [name, value] of entry.described.values) {
    const word = `${name}=${value}`;
    const known = byWord.get(word);
    if (known === undefined) byWord.set(word, new Set([entry]));
    else known.add(entry);
  }
}

function dropWords({ byWord }: Rows, entry: Entry): void {
  for (const [name, value] of entry.described.values) byWord.get(`${name}=${value}`)?.delete(entry);
}

/** Menus where the router makes items by itself: a route at login, an MSS rule of a profile. Nothing may set those. */
const HAS_DYNAMIC =
  /^\/(?:ip(?:v6)?\/(?:route|address|firewall\/(?:filter|nat|mangle|raw|address-list))|interface\/(?:list\/member|pptp-server|l2tp-server)|queue\/simple|ip\/ipsec\/(?:policy|peer|identity))$/;

function findOf(state: RouterState, menu: string, entry: Entry): string | undefined {
  const find = conditionIn(state, menu, entry);
  return find === undefined ? find : `${find}${staticOnly(menu)}`;
}

function staticOnly(menu: string): string {
  return HAS_DYNAMIC.test(menu) ? " dynamic=no" : "";
}

function conditionIn(state: RouterState, menu: string, entry: Entry): string | undefined {
  const { list, byWord } = rowsOf(state, menu);
  const own = entry.described;
  const word = leadingWord(own);
  const rivalsOf = (entries: Iterable<Entry>) =>
    [...entries].flatMap((other) => (other === entry ? [] : [other.described]));
  const plain =
    word === undefined
      ? undefined
      : conditionOf(own, rivalsOf(byWord.get(word.join("=")) ?? []), state.quoting);
  if (plain !== undefined) return plain;
  const others = rivalsOf(list);
  const isStop = ({ values }: Described) => (values.get("blackhole") ?? "no") !== "no";
  const stop = isStop(own) ? conditionOf(own, others.filter(isStop), state.quoting) : undefined;
  if (stop !== undefined) return `${stop} blackhole`;
  for (const key of MORE_KEYS) {
    const value = own.values.get(key);
    if (value === undefined || !/^[\w./,-]+$/.test(value)) continue;
    const rivals = others.filter((other) => (other.values.get(key) ?? DEFAULTS[key]) === value);
    const rest = conditionOf(own, rivals, state.quoting);
    if (rest !== undefined) return `${rest} ${key}=${value}`;
    if (rivals.length === 0) return `${key}=${value}`;
  }
  return undefined;
}

/** What may tell rules apart where names, comments and the usual properties do not. */
const MORE_KEYS = [
  "ipsec-policy",
  "new-mss",
  "dst-address-type",
  "remote-certificate",
  "area",
  "interfaces",
  "ranges",
  "type",
  "distance",
];

/** What a route is that does not say. */
const DEFAULTS: Readonly<Record<string, string>> = { type: "unicast", distance: "1" };

function described(menu: string, values: Entry["values"]): Described {
  const texts = [...values].flatMap(([name, value]) => (value === true ? [] : [[name, value] as const]));
  return { menu, values: new Map(texts) };
}

/** Undefined at the end of the list; null where the place cannot be named. */
function placeWord(state: RouterState, { menu, place }: AddChange): string | undefined | null {
  if (place === undefined) return undefined;
  const list = entriesOf(state, menu);
  const anchor = "before" in place ? place.before : place.after;
  const at = list.findIndex(({ key }) => key === anchor);
  const entry = "before" in place ? list[at] : list[at + 1];
  if (at < 0 || entry === undefined) return undefined;
  const found = placeOf(state, menu, entry);
  return found === undefined ? null : `place-before=${found}`;
}

/** An item of an ordered list; where nothing tells it apart, as the plain drops of a chain, by its turn among its like. */
function placeOf(state: RouterState, menu: string, entry: Entry): string | undefined {
  const find = findOf(state, menu, entry);
  if (find !== undefined) return `[find where ${find}]`;
  const shared = sharedCondition(entry.described, state.quoting);
  if (shared === undefined) return undefined;
  const like = entriesOf(state, menu).filter((other) =>
    shared.names.every((name) => wordOf(state, menu, other, name) === entry.described.values.get(name)),
  );
  return `[:pick [${path(menu)} find where ${shared.text}${staticOnly(menu)}] ${like.indexOf(entry)}]`;
}

function wordOf({ model }: RouterState, menu: string, entry: Entry, name: string): string | undefined {
  return entry.described.values.get(name) ?? model.schema.defaultValue(menu, name);
}

function propertyWords(
  state: RouterState,
  properties: Readonly<Record<string, PropertyValue | undefined>>,
): readonly string[] {
  return Object.entries(properties)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, value]) => {
      if (value === undefined) return [];
      return [value === true ? name : `${name}=${scriptValue(state, value)}`];
    });
}

function setWords(
  state: RouterState,
  properties: Readonly<Record<string, PropertyValue | undefined>>,
): string {
  const unset = Object.keys(properties).filter((name) => properties[name] === undefined);
  // A comment is never unset, only empty.
  const words = unset.map((name) => (name === "comment" ? 'comment=""' : `!${name}`));
  return [...propertyWords(state, properties), ...words].join(" ");
}

/** A bare `<PLACEHOLDER>` reads as a comparison within blocks to some eyes: in scripts it is always quoted. */
function scriptValue({ quoting }: RouterState, value: string): string {
  return /[<>]/.test(value) ? `"${escapeString(value, quoting)}"` : quoteValue(value, quoting);
}
