import type { Model, Reference } from "../model/model.ts";
import { INTERFACES, OF_INTERFACES, TABLES } from "../model/named-parts.ts";
import { builtinsAt, scopeOf } from "../model/resolve-name.ts";
import { namespacesWrittenBy } from "../model/vocabulary.ts";
import type { Range } from "../text/range.ts";
import { rootChainsOf } from "../traffic/root-chains.ts";

export interface NamePlace {
  readonly menu: string;
  readonly property: string;
  /** In a condition `name=` is that of an item there is; elsewhere it is a new one. */
  readonly isCondition: boolean;
  /** The part of the value after this sign. */
  readonly part?: "%" | "@" | undefined;
  /** The word being typed, which is no name yet. */
  readonly replace: Range;
}

export interface OfferedName {
  readonly name: string;
  readonly namespace: string;
}

/**
 * The configuration's own names for a place: what its items define, what the version has built in, and what other
 * places name although this file does not define it, as in a part of an export.
 */
export function namesAt(model: Model, place: NamePlace): readonly OfferedName[] {
  const { menu, property, isCondition } = place;
  if (property === "name" && !isCondition) return [];
  const namespaces = namespacesOf(model, place);
  if (namespaces.length === 0) return [];
  const [first = ""] = namespaces;
  return [
    ...builtinsAt(menu).map((name) => ({ name, namespace: first })),
    ...namespaces.flatMap((namespace) => definedNames(model, namespace, place)),
    ...model.references
      .filter((reference) => isToldElsewhere(reference, namespaces, place))
      .map(({ name, namespace }) => ({ name, namespace })),
  ];
}

function namespacesOf({ schema }: Model, place: NamePlace): readonly string[] {
  const { menu, property, part } = place;
  if (isOfItems(place) && OF_INTERFACES.has(menu)) return INTERFACES;
  if (part === "@") return TABLES;
  if (part === "%") return INTERFACES;
  const written = namespacesWrittenBy(schema, menu, property);
  // Tools such as ping have it too.
  return written.length === 0 && property === "interface" ? INTERFACES : written;
}

function definedNames(model: Model, namespace: string, place: NamePlace): OfferedName[] {
  const { menu, property } = place;
  const table = scopeOf(namespace, menu);
  const names = table === undefined ? model.names(namespace) : chainsOf(model, namespace, table, property);
  const fits = isOfItems(place)
    ? (name: string) => isItemOf(model, namespace, name, menu)
    : (name: string) => !isWordOfOthers(model, namespace, name, place);
  return names.filter(fits).map((name) => ({ name, namespace }));
}

/** `remove NAME` and `find name=` speak of the menu's own items, though others share their namespace. */
function isOfItems({ property, isCondition }: NamePlace): boolean {
  return isCondition && property === "name";
}

function isItemOf(model: Model, namespace: string, name: string, menu: string): boolean {
  const found = model.find(namespace, name);
  const hasAll = menu === "/interface" || OF_INTERFACES.has(menu);
  return hasAll ? found.length > 0 : found.some((item) => item.menu === menu);
}

/** Names of no object: words such as `all-ppp`, `none` and `static-only`, which only some properties take. */
const WORD_NAMESPACES: ReadonlySet<string> = new Set(["iface", "bridge", "pool4"]);

/** A word that another property takes, as far as the facts tell which words this one does. */
function isWordOfOthers(model: Model, namespace: string, name: string, place: NamePlace): boolean {
  const { schema } = model;
  if (!WORD_NAMESPACES.has(namespace) || !schema.builtinsOf(namespace).includes(name)) return false;
  if (model.find(namespace, name).length > 0) return false;
  // Not there in RouterOS 6, where people call a bridge so.
  if (name === LOOPBACK) return model.version !== undefined && model.version.major < 7;
  if (schema.defaultValue(place.menu, place.property) === name) return false;
  const known = ["add", "set"].flatMap((verb) => {
    const knowledge = schema.property(place.menu, verb, place.property);
    return knowledge.kind === "known" ? [knowledge.value.type] : [];
  });
  return known.length > 0 && !known.some((type) => "words" in type && type.words.includes(name));
}

const LOOPBACK = "lo";

/** The router takes it, but packets come into root chains by themselves; jumps are for the others (manual: Filter). */
export function isSenselessJump(menu: string, property: string, chain: string): boolean {
  return property === "jump-target" && rootChainsOf(menu).includes(chain);
}

/** Those of one table. */
function chainsOf(model: Model, namespace: string, table: string, property: string): readonly string[] {
  const roots = rootChainsOf(table);
  const own = model
    .names(namespace)
    .filter(
      (name) => !roots.includes(name) && model.find(namespace, name).some(({ menu }) => menu === table),
    );
  return [...roots.filter((name) => !isSenselessJump(table, property, name)), ...own];
}

function isToldElsewhere(reference: Reference, namespaces: readonly string[], place: NamePlace): boolean {
  const { namespace, target, range, command } = reference;
  if (!namespaces.includes(namespace)) return false;
  if (target.kind !== "unknown" && target.kind !== "declared-by-use") return false;
  const scope = scopeOf(namespace, place.menu);
  if (scope !== undefined && command.menu !== scope) return false;
  return range.end < place.replace.start || range.start > place.replace.end;
}
