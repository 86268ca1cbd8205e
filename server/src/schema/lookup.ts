import type { Version } from "../values/version.ts";
import type { Catalog, MenuRecord, SchemaExtension } from "./catalog.ts";
import { createCatalog, parentOf } from "./catalog.ts";
import { defaultFor } from "./defaults.ts";
import { isList, isOpenEnum, scriptProperty } from "./enum-exceptions.ts";
import type { ArgumentRecord, Facts } from "./layer.ts";
import { positionalArguments } from "./positional.ts";
import type { Judgement, Standpoint, VersionSpans } from "./presence.ts";
import { judge, judgeUnknown, spansOf, standpointOf } from "./presence.ts";
import type { Definition, ReferenceInfo } from "./references.ts";
import { builtinsOf, definitionsOf, isDeclaredByUse, readReference } from "./references.ts";
import type { Successor } from "./renames.ts";
import { isGone, isV7Only, successorOf } from "./renames.ts";
import { requiredFor } from "./required.ts";
import type { PropertyMeaning, WordMeaning } from "./resolve.ts";
import { resolveName, resolvePropertyName } from "./resolve.ts";
import type { ValueCheck, ValueType } from "./value-type.ts";
import { checkValue } from "./value-type.ts";

export type { SchemaExtension } from "./catalog.ts";
export type { VersionSpan, VersionSpans } from "./presence.ts";
export { formatSpans } from "./presence.ts";
export type { Definition, ReferenceInfo } from "./references.ts";
export type { Successor } from "./renames.ts";
export type { PropertyMeaning, WordMeaning } from "./resolve.ts";

/**
 * known: it exists in the version looked at. absent: it does not, and that is certain; `seenIn` tells where it
 * does (empty: nowhere). no-data: the facts cannot tell (hardware, extra packages, 7.0 to 7.8, 6.x, versions
 * newer than the facts); nothing may be reported. `likely` is what other versions say of it, for hover and types.
 */
export type Knowledge<T> =
  | { readonly kind: "known"; readonly value: T }
  | { readonly kind: "absent"; readonly seenIn: VersionSpans }
  | { readonly kind: "no-data"; readonly likely?: T };

export interface MenuInfo {
  /** "/ip/firewall/filter"; the root is "/". */
  readonly path: string;
  /** Comes with an extra package in this version. */
  readonly extra: boolean;
  /** On some hardware only. */
  readonly hardware: boolean;
  /** One record that is `set`, not a list of items. */
  readonly isSettings: boolean;
  readonly versions: VersionSpans;
}

export interface CommandInfo {
  readonly menu: string;
  readonly name: string;
  readonly versions: VersionSpans;
}

export interface PropertyInfo {
  readonly name: string;
  readonly type: ValueType;
  readonly reference?: ReferenceInfo;
  readonly list: boolean;
  readonly negatable: boolean;
  /** `add` without it fails (alone, not as one of several). */
  readonly required: boolean;
  readonly versions: VersionSpans;
}

/**
 * The commands of RouterOS as one version has them, or all versions together where `version` is undefined.
 * Menus are written "/ip/address"; nothing here throws; unknown names give empty answers.
 */
export interface Schema {
  readonly version: Version | undefined;
  menu(path: string): Knowledge<MenuInfo>;
  /** Names of the menus directly inside that this version has, sorted. */
  childMenus(path: string): readonly string[];
  /** Names of the commands this version has, sorted. */
  commands(path: string): readonly string[];
  /** What a word means in a menu, shortened words included; the root's commands count in "/" only. */
  resolveWord(menu: string, word: string): WordMeaning;
  command(menu: string, name: string): Knowledge<CommandInfo>;
  property(menu: string, command: string, name: string): Knowledge<PropertyInfo>;
  /** What this version's command takes, sorted by name, positional arguments included. */
  properties(menu: string, command: string): readonly PropertyInfo[];
  resolveProperty(menu: string, command: string, word: string): PropertyMeaning;
  /** Names of the arguments that values without a name fill, in order. */
  positional(menu: string, command: string): readonly string[];
  /** What `add` needs: one of each group. An item with `copy-from` needs none. */
  requiredProperties(menu: string): readonly (readonly string[])[];
  /** The value that counts where the property is not written, as the router prints it; undefined where not known. */
  defaultValue(menu: string, property: string): string | undefined;
  /** What took the place of a thing that later versions lack. */
  successor(menu: string, command?: string, property?: string): Successor | undefined;
  /** The namespaces a property's value names objects of. */
  reference(menu: string, property: string): ReferenceInfo | undefined;
  /** Where objects of a namespace come from. */
  definitionsOf(namespace: string): readonly Definition[];
  /** Names that are there without being written. */
  builtinsOf(namespace: string): readonly string[];
  /** Objects of the namespace exist by being named (address lists, chains, marks). */
  isDeclaredByUse(namespace: string): boolean;
  /** Checks a whole written value (list and `!` included), unquoted. Only certain failures fail. */
  checkProperty(property: PropertyInfo, text: string): ValueCheck;
}

/** Keeps what was read, so that many versions and documents share it. Make one per server or CLI run. */
export interface SchemaStore {
  schema(version: Version | undefined): Schema;
}

export function createSchemaStore(extra: readonly SchemaExtension[] = []): SchemaStore {
  const catalog = createCatalog(extra);
  const schemas = new Map<string, Schema>();
  return {
    schema(version) {
      const key = version ? JSON.stringify(version) : "";
      const schema = schemas.get(key) ?? buildSchema(catalog, version);
      schemas.set(key, schema);
      return schema;
    },
  };
}

/** A schema of its own; use a store (`createSchemaStore`) where several are needed. */
export function createSchema(
  options: { readonly version?: Version; readonly extra?: readonly SchemaExtension[] } = {},
): Schema {
  return createSchemaStore(options.extra).schema(options.version);
}

/** What every question below is asked of. */
interface View {
  readonly catalog: Catalog;
  readonly version: Version | undefined;
  readonly at: Standpoint;
}

function buildSchema(catalog: Catalog, version: Version | undefined): Schema {
  const view: View = { catalog, version, at: standpointOf(version, catalog.axis) };
  const names = createNames(view);
  return {
    version,
    menu: (path) => menuKnowledge(view, path),
    childMenus: names.menus,
    commands: names.commands,
    resolveWord: (menu, word) =>
      resolveName(word, names.menus(menu), names.commands(menu), allNames(view, menu)),
    command: (menu, name) => commandKnowledge(view, menu, name),
    property: (menu, command, name) => propertyKnowledge(view, menu, command, name),
    properties: (menu, command) => knownProperties(view, menu, command),
    resolveProperty: (menu, command, word) =>
      resolvePropertyName(word, names.properties(menu, command), [
        ...catalog.arguments(menu, command).keys(),
      ]),
    positional: (menu, command) =>
      positionalArguments(menu, command, (name) => catalog.arguments(menu, command).has(name)),
    requiredProperties: (menu) => requiredFor(catalog.required(menu), version),
    defaultValue: (menu, property) => defaultFor(menu, property, version),
    successor: (menu, command, property) => successorOf(menu, command, property),
    reference: (menu, property) => referenceOf(view, menu, property),
    definitionsOf: (namespace) => definitionsOf(namespace, () => interfaceMenus(view)),
    builtinsOf: (namespace) => builtinsOf(namespace, version),
    isDeclaredByUse: (namespace) => isDeclaredByUse(namespace, version),
    checkProperty: (property, text) => checkWhole(property, text, version),
  };
}

function createNames(view: View): {
  menus(path: string): readonly string[];
  commands(path: string): readonly string[];
  properties(path: string, command: string): readonly string[];
} {
  const { catalog } = view;
  const child = (path: string, name: string): string => (path === "/" ? `/${name}` : `${path}/${name}`);
  return {
    menus: cached((path) =>
      catalog.childMenus(path).filter((name) => menuKnowledge(view, child(path, name)).kind === "known"),
    ),
    commands: cached((path) =>
      [...catalog.commands(path).keys()]
        .filter((name) => commandKnowledge(view, path, name).kind === "known")
        .sort(),
    ),
    properties: (path, command) => knownProperties(view, path, command).map((property) => property.name),
  };
}

function cached<T>(compute: (key: string) => T): (key: string) => T {
  const known = new Map<string, { readonly value: T }>();
  return (key) => {
    const entry = known.get(key) ?? { value: compute(key) };
    known.set(key, entry);
    return entry.value;
  };
}

function allNames(
  view: View,
  menu: string,
): { readonly menus: readonly string[]; readonly commands: readonly string[] } {
  return { menus: view.catalog.childMenus(menu), commands: [...view.catalog.commands(menu).keys()] };
}

/** Wraps a judgement of something the catalog knows. */
function answer<T>(judgement: Judgement, value: T, versions: VersionSpans): Knowledge<T> {
  if (judgement === "known") return { kind: "known", value };
  return judgement === "absent" ? { kind: "absent", seenIn: versions } : { kind: "no-data", likely: value };
}

function menuKnowledge(view: View, path: string): Knowledge<MenuInfo> {
  const record = view.catalog.menu(path);
  if (!record) return unknownMenu(view, path);
  const info = menuInfo(view, record);
  const options = { softStart: record.extra.length > 0, v7Only: isV7Only(path), v6Only: isGone(path) };
  return answer(judge(record.facts, view.at, options), info, info.versions);
}

function unknownMenu(view: View, path: string): Knowledge<MenuInfo> {
  const parent = parentOf(path);
  const within = view.catalog.menu(parent);
  if (!within) return path === "/" ? { kind: "no-data" } : unknownMenu(view, parent);
  const complete = isComplete(view, within);
  return judgeUnknown(view.at, complete) === "absent" ? { kind: "absent", seenIn: [] } : { kind: "no-data" };
}

/** Extra packages whose menus depend on what is plugged in or on a service. */
const DRIVER_MENUS = /^\/(?:app|dude|iot|lora|openflow|zerotier|tr069-client|system\/gps)(?:\/|$)/;

/** Whether all that a menu holds in this version is in the facts. */
function isComplete(view: View, menu: MenuRecord): boolean {
  if (menu.hardware || menu.fromUser || DRIVER_MENUS.test(menu.path) || menu.dumpFacts.ranges.length === 0)
    return false;
  return (
    view.at.kind === "any" ||
    judge(menu.facts, view.at, { softStart: false, v7Only: false, v6Only: false }) === "known"
  );
}

function menuInfo(view: View, record: MenuRecord): MenuInfo {
  const commands = view.catalog.commands(record.path);
  const { dumps } = view.at;
  const last = record.facts.ranges.at(-1)?.[1] ?? 0;
  const asked = dumps.length > 0 ? dumps : [last];
  const extra = record.extra.some(([from, to]) => asked.some((dump) => dump >= from && dump <= to));
  const has = (name: string): boolean => commandKnowledge(view, record.path, name).kind === "known";
  return {
    path: record.path,
    extra,
    hardware: record.hardware,
    isSettings: commands.has("set") && has("set") && !has("add") && !has("find"),
    versions: spansOf(record.facts, view.catalog.axis),
  };
}

function commandKnowledge(view: View, menu: string, name: string): Knowledge<CommandInfo> {
  const record = view.catalog.menu(menu);
  const command = view.catalog.commands(menu).get(name);
  if (!record) return { kind: "no-data" };
  if (!command) {
    const judgement = judgeUnknown(view.at, isComplete(view, record));
    return judgement === "absent" ? { kind: "absent", seenIn: [] } : { kind: "no-data" };
  }
  const versions = spansOf(command.facts, view.catalog.axis);
  const options = {
    softStart: isSoft(view, record),
    v7Only: isV7Only(menu, name),
    v6Only: isGone(menu, name),
  };
  return answer(
    judge(assumeV6(command.facts, record, name), view.at, options),
    { menu, name, versions },
    versions,
  );
}

/** A package may be missing from an early crawl; where its menu was crawled, so was all in it. */
function isSoft(view: View, menu: MenuRecord): boolean {
  const crawled = view.at.dumps.some((dump) =>
    menu.dumpFacts.ranges.some(([from, to]) => dump >= from && dump <= to),
  );
  return menu.extra.length > 0 && !crawled;
}

/** A v6 export shows `add` and `set` only; every menu of it has the common verbs too. */
function assumeV6(facts: Facts, menu: MenuRecord, name: string): Facts {
  const common = /^(?:add|set|print|find|get|remove|enable|disable|export|move|comment|edit|unset)$/.test(
    name,
  );
  return menu.facts.v6 && common && facts.ranges[0]?.[0] === 0 ? { ...facts, v6: true } : facts;
}

function propertyKnowledge(view: View, menu: string, command: string, name: string): Knowledge<PropertyInfo> {
  const record = view.catalog.menu(menu);
  if (!record || !view.catalog.commands(menu).has(command)) return { kind: "no-data" };
  const argument = argumentRecord(view, menu, command, name);
  if (!argument) return unknownProperty(view, record, menu, command);
  const info = propertyInfo(view, menu, command, argument);
  const options = {
    softStart: isSoft(view, record),
    v7Only: isV7Only(menu, command, name),
    v6Only: isGone(menu, command, name),
  };
  return answer(judge(argument.facts, view.at, options), info, info.versions);
}

/** `set` takes what `add` takes in 6.x, where exports show only one of them. */
function argumentRecord(view: View, menu: string, command: string, name: string): ArgumentRecord | undefined {
  const own = view.catalog.arguments(menu, command).get(name);
  if (own?.facts.v6 || (command !== "set" && command !== "add")) return own;
  const sibling = view.catalog.arguments(menu, command === "set" ? "add" : "set").get(name);
  if (!sibling?.facts.v6 || name === "numbers") return own;
  return { ...sibling, ...own, facts: { ...(own?.facts ?? { ranges: [], loose: false }), v6: true } };
}

function unknownProperty(
  view: View,
  record: MenuRecord,
  menu: string,
  command: string,
): Knowledge<PropertyInfo> {
  const known = commandKnowledge(view, menu, command).kind === "known";
  const complete =
    isComplete(view, record) && known && view.catalog.commands(menu).get(command)?.hardware !== true;
  return judgeUnknown(view.at, complete) === "absent" ? { kind: "absent", seenIn: [] } : { kind: "no-data" };
}

function knownProperties(view: View, menu: string, command: string): readonly PropertyInfo[] {
  return [...view.catalog.arguments(menu, command).keys()].sort().flatMap((name) => {
    const knowledge = propertyKnowledge(view, menu, command, name);
    return knowledge.kind === "known" ? [knowledge.value] : [];
  });
}

function propertyInfo(view: View, menu: string, command: string, argument: ArgumentRecord): PropertyInfo {
  const { name } = argument;
  const reference = command === "add" || command === "set" ? referenceOf(view, menu, name) : undefined;
  const required = requiredFor(view.catalog.required(menu), view.version);
  return {
    name,
    type: typeOf(view, menu, command, argument),
    ...(reference ? { reference } : {}),
    list: argument.list || (reference?.list ?? false) || isList(name),
    negatable: argument.negatable,
    required: command === "add" && required.some((group) => group.length === 1 && group[0] === name),
    versions: spansOf(argument.facts, view.catalog.axis),
  };
}

function typeOf(view: View, menu: string, command: string, argument: ArgumentRecord): ValueType {
  if (scriptProperty(menu, command, argument.name)) return { kind: "script" };
  const own = view.catalog.type(argument.type);
  const sibling = command === "add" ? "set" : "add";
  const type =
    own.kind === "unknown" && (command === "add" || command === "set")
      ? view.catalog.type(view.catalog.arguments(menu, sibling).get(argument.name)?.type ?? "")
      : own;
  return type.kind === "enum" && !type.open && isOpenEnum(menu, argument.name)
    ? { ...type, open: true }
    : type;
}

function referenceOf(view: View, menu: string, property: string): ReferenceInfo | undefined {
  const text = view.catalog.references(menu).get(property);
  return text === undefined ? undefined : readReference(text);
}

function checkWhole(property: PropertyInfo, text: string, version: Version | undefined): ValueCheck {
  const { type } = property;
  const value = property.negatable && text.startsWith("!") ? text.slice(1) : text;
  const whole = checkValue(type, value, version);
  // Lists of words are not always marked as lists; lists of numbers may be pairs and limits instead.
  if (!whole.ok || !value.includes(",") || !(property.list || type.kind === "enum")) return whole;
  const parts = value.split(",").map((part) => checkValue(type, part.replace(/^!/, ""), version));
  return parts.find((part) => !part.ok) ?? whole;
}

/** Menus below /interface that hold interfaces: their items are added, or set by name, and have a name. */
function interfaceMenus({ catalog }: View): readonly string[] {
  return catalog
    .childMenus("/interface")
    .filter((name) => name !== "list")
    .map((name) => `/interface/${name}`)
    .filter(
      (path) => catalog.arguments(path, "add").has("name") || catalog.arguments(path, "set").has("name"),
    );
}
