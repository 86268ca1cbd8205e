import type { Knowledge, PropertyInfo, ReferenceInfo, Schema, WordMeaning } from "../schema/lookup.ts";
import { namespaces } from "../schema/references.ts";

/**
 * The questions the binder asks of the schema, answered once each: an export asks the same few hundred again
 * and again.
 */
export interface Vocabulary {
  readonly schema: Schema;
  resolveWord(menu: string, word: string): WordMeaning;
  menu: Schema["menu"];
  property(menu: string, command: string, name: string): Knowledge<PropertyInfo>;
  /** The property a written name means; the name itself where it is no unambiguous abbreviation. */
  fullProperty(menu: string, command: string, word: string): string;
  /** What a property's values name. */
  naming(menu: string, property: string): Naming;
  definitions: Schema["definitionsOf"];
  /** What a menu's items define, by which property. */
  definedIn(menu: string): readonly { readonly namespace: string; readonly property: string }[];
  /** Namespaces whose objects are items of this menu, called by `name`. */
  namespacesOf(menu: string): readonly string[];
}

export interface Naming {
  /** The schema's own reference, else what using the property declares. */
  readonly namespaces: readonly string[];
  readonly isList: boolean;
  /** Its values are brought into being by its use. */
  readonly isDeclaration: boolean;
  /** Told by completions only. */
  readonly isInferred: boolean;
}

export function createVocabulary(schema: Schema): Vocabulary {
  const definitions = remembered((namespace) => [
    ...schema.definitionsOf(namespace),
    // A VRF is an interface too, and firewall rules match on it (7.x).
    ...(namespace === "iface" ? [{ menu: "/ip/vrf", property: "name" }] : []),
  ]);
  const usedNamespaces = namespaces().filter((namespace) => schema.isDeclaredByUse(namespace));
  const property = remembered3((menu, command, name) => schema.property(menu, command, name));
  return {
    schema,
    menu: remembered((path) => schema.menu(path)),
    resolveWord: remembered2((menu, word) => schema.resolveWord(menu, word)),
    property,
    definitions,
    definedIn: remembered((menu) =>
      namespaces().flatMap((namespace) =>
        definitions(namespace)
          .filter((definition) => definition.menu === menu)
          .map(({ property }) => ({ namespace, property })),
      ),
    ),
    naming: remembered2((menu, name) => {
      const reference = withLists(schema.reference(menu, name), menu, name);
      const declared = usedNamespaces.filter((namespace) =>
        definitions(namespace).some((one) => one.menu === menu && one.property === name),
      );
      return {
        namespaces: reference?.namespaces ?? declared,
        isList: reference?.list === true || SEPARATED.test(name),
        isDeclaration: declared.length > 0,
        isInferred: reference?.inferred === true,
      };
    }),
    namespacesOf: remembered((menu) =>
      // `/interface set wan …` speaks of interfaces of every kind.
      menu === "/interface"
        ? ["iface"]
        : namespaces().filter((namespace) =>
            definitions(namespace).some(
              (definition) => definition.menu === menu && definition.property === "name",
            ),
          ),
    ),
    fullProperty: remembered3((menu, command, word) => {
      if (property(menu, command, word).kind === "known") return word;
      const found = schema.resolveProperty(menu, command, word);
      return found.kind === "abbreviation" ? found.name : word;
    }),
  };
}

/** Properties that take several names though the facts call them single: ECMP gateways, lists of marks. */
const SEPARATED = /^(gateway|packet-marks?|address-lists?|forward-to)$/;

/** Interface lists stand for their members here, though completion offers interfaces only (seen in exports of 7.x). */
const TAKES_LISTS =
  /^\/interface\/bridge\/vlan (un)?tagged$|\/interface-template interfaces$|^\/routing\/bfd\/configuration interfaces$/;

function withLists(
  known: ReferenceInfo | undefined,
  menu: string,
  property: string,
): ReferenceInfo | undefined {
  if (known === undefined || known.namespaces.includes("iface-list")) return known;
  return TAKES_LISTS.test(`${menu} ${property}`)
    ? { ...known, namespaces: [...known.namespaces, "iface-list"] }
    : known;
}

/** The namespaces whose names a property's values write: those it refers to, else those it brings names into. */
export function namespacesWrittenBy(schema: Schema, menu: string, property: string): readonly string[] {
  const reference = withLists(schema.reference(menu, property), menu, property);
  if (reference !== undefined) return reference.namespaces;
  if (menu === "/interface" && property === "name") return ["iface"];
  return namespaces().filter((namespace) =>
    schema
      .definitionsOf(namespace)
      .some((definition) => definition.menu === menu && definition.property === property),
  );
}

/** Words nobody knows would pile up in a server that runs for days; then it starts afresh. */
const MOST = 20_000;

function remembered<T>(compute: (key: string) => T): (key: string) => T {
  let known = new Map<string, { readonly value: T }>();
  return (key) => {
    const kept = known.get(key);
    if (kept !== undefined) return kept.value;
    const value = compute(key);
    if (known.size >= MOST) known = new Map();
    known.set(key, { value });
    return value;
  };
}

function remembered2<T>(compute: (a: string, b: string) => T): (a: string, b: string) => T {
  const byFirst = remembered((a: string) => remembered((b: string) => compute(a, b)));
  return (a, b) => byFirst(a)(b);
}

function remembered3<T>(
  compute: (a: string, b: string, c: string) => T,
): (a: string, b: string, c: string) => T {
  const byFirst = remembered((a: string) => remembered2((b: string, c: string) => compute(a, b, c)));
  return (a, b, c) => byFirst(a)(b, c);
}
