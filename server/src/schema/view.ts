import type { Version } from "../values/version.ts";
import type { Catalog, MenuRecord } from "./catalog.ts";
import { parentOf } from "./catalog.ts";
import { isList, isOpenEnum, scriptProperty } from "./enum-exceptions.ts";
import type { CommandInfo, Knowledge, MenuInfo, PropertyInfo } from "./knowledge.ts";
import type { ArgumentRecord, Facts } from "./layer.ts";
import { memo, memo2, memo3 } from "./memo.ts";
import type { Judgement, Standpoint, VersionSpans } from "./presence.ts";
import { judge, judgeUnknown, spansOf, standpointOf } from "./presence.ts";
import type { ReferenceInfo } from "./references.ts";
import { definitionsOf, readReference } from "./references.ts";
import { isGone, isV7Only } from "./renames.ts";
import { requiredFor } from "./required.ts";
import { formOf } from "./value-form.ts";
import type { ValueType } from "./value-type.ts";

/** The catalog as one version sees it; answers are kept. */
export interface View {
  readonly catalog: Catalog;
  readonly version: Version | undefined;
  readonly at: Standpoint;
  readonly menu: (path: string) => Knowledge<MenuInfo>;
  readonly command: (menu: string, name: string) => Knowledge<CommandInfo>;
  readonly property: (menu: string, command: string, name: string) => Knowledge<PropertyInfo>;
  /** What a command takes in this version, sorted by name. */
  readonly properties: (menu: string, command: string) => readonly PropertyInfo[];
}

export function viewOf(catalog: Catalog, version: Version | undefined): View {
  const view: View = {
    catalog,
    version,
    at: standpointOf(version, catalog.axis),
    menu: memo((path) => menuKnowledge(view, path)),
    command: memo2((menu, name) => commandKnowledge(view, menu, name)),
    property: memo3((menu, command, name) => propertyKnowledge(view, menu, command, name)),
    properties: memo2((menu, command) => knownProperties(view, menu, command)),
  };
  return view;
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
  const options = {
    softStart: record.extra.length > 0,
    isV7Only: () => isV7Only(path),
    isGone: () => isGone(path),
  };
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

const PLAIN = { softStart: false, isV7Only: () => false, isGone: () => false } as const;

/** Whether all that a menu holds in this version is in the facts. */
function isComplete(view: View, menu: MenuRecord): boolean {
  if (menu.hardware || DRIVER_MENUS.test(menu.path) || menu.dumpFacts.ranges.length === 0) return false;
  if (view.catalog.isWidened(menu.path)) return false;
  return view.at.kind === "any" || judge(menu.facts, view.at, PLAIN) === "known";
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
    isV7Only: () => isV7Only(menu, name),
    isGone: () => isGone(menu, name),
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
    isV7Only: () => isV7Only(menu, command, name),
    isGone: () => isGone(menu, command, name),
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
  const known = view.command(menu, command).kind === "known";
  const complete =
    isComplete(view, record) && known && view.catalog.commands(menu).get(command)?.hardware !== true;
  return judgeUnknown(view.at, complete) === "absent" ? { kind: "absent", seenIn: [] } : { kind: "no-data" };
}

function knownProperties(view: View, menu: string, command: string): readonly PropertyInfo[] {
  return [...view.catalog.arguments(menu, command).keys()].sort().flatMap((name) => {
    const knowledge = view.property(menu, command, name);
    return knowledge.kind === "known" ? [knowledge.value] : [];
  });
}

function propertyInfo(view: View, menu: string, command: string, argument: ArgumentRecord): PropertyInfo {
  const { name } = argument;
  const reference = command === "add" || command === "set" ? referenceOf(view, menu, name) : undefined;
  const required = requiredFor(menu, view.catalog.required(menu), view.version);
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
  const { name } = argument;
  if (scriptProperty(menu, command, name)) return { kind: "script" };
  const word = formOf(menu, name) ?? (argument.type || typeElsewhere(view, menu, command, name));
  const type = view.catalog.type(word);
  return type.kind === "enum" && !type.open && isOpenEnum(menu, name) ? { ...type, open: true } : type;
}

/** `add` and `set` take the same values, and so does the menu under its newer name. */
function typeElsewhere({ catalog }: View, menu: string, command: string, name: string): string {
  if (command !== "add" && command !== "set") return "";
  for (const path of new Set([menu, newerName(menu)])) {
    for (const verb of ["set", "add"]) {
      const type = catalog.arguments(path, verb).get(name)?.type;
      if (type) return type;
    }
  }
  return "";
}

export function referenceOf(view: View, menu: string, property: string): ReferenceInfo | undefined {
  const text = view.catalog.references(newerName(menu)).get(property);
  return text === undefined ? innerReference(view, menu, property) : readReference(text);
}

/** `datapath.bridge` is the `bridge` of what `datapath` names, written in place. */
function innerReference(view: View, menu: string, property: string): ReferenceInfo | undefined {
  const dot = property.indexOf(".");
  if (dot < 0) return undefined;
  const [namespace = ""] = referenceOf(view, menu, property.slice(0, dot))?.namespaces ?? [];
  for (const definition of definitionsOf(namespace, () => [])) {
    const inner = referenceOf(view, definition.menu, property.slice(dot + 1));
    if (inner !== undefined) return { ...inner, inferred: true };
  }
  return undefined;
}

/** wifiwave2 became wifi; values and references stayed. */
function newerName(menu: string): string {
  return menu.replace(/^\/interface\/wifiwave2(?=\/|$)/, "/interface/wifi");
}

/** Menus below /interface that hold interfaces: their items are added, or set by name, and have a name. */
export function interfaceMenus({ catalog }: View): readonly string[] {
  return catalog
    .childMenus("/interface")
    .filter((name) => name !== "list")
    .map((name) => `/interface/${name}`)
    .filter(
      (path) => catalog.arguments(path, "add").has("name") || catalog.arguments(path, "set").has("name"),
    );
}
