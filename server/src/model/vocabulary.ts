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
  reference(menu: string, property: string): ReferenceInfo | undefined;
  /** Namespaces that this property's values are declared in by being used. */
  declaredBy(menu: string, property: string): readonly string[];
  definitions: Schema["definitionsOf"];
  /** What a menu's items define, by which property. */
  definedIn(menu: string): readonly { readonly namespace: string; readonly property: string }[];
  /** Namespaces whose objects are items of this menu, called by `name`. */
  namespacesOf(menu: string): readonly string[];
}

export function createVocabulary(schema: Schema): Vocabulary {
  const definitions = remembered((namespace) => [
    ...schema.definitionsOf(namespace),
    // A VRF is an interface too, and firewall rules match on it (7.x).
    ...(namespace === "iface" ? [{ menu: "/ip/vrf", property: "name" }] : []),
  ]);
  const usedNamespaces = namespaces().filter((namespace) => schema.isDeclaredByUse(namespace));
  const property = remembered((menu, command, name) => schema.property(menu, command, name));
  return {
    schema,
    menu: remembered((path) => schema.menu(path)),
    resolveWord: remembered((menu, word) => schema.resolveWord(menu, word)),
    property,
    definitions,
    definedIn: remembered((menu) =>
      namespaces().flatMap((namespace) =>
        definitions(namespace)
          .filter((definition) => definition.menu === menu)
          .map(({ property }) => ({ namespace, property })),
      ),
    ),
    declaredBy: remembered((menu, property) =>
      usedNamespaces.filter((namespace) =>
        definitions(namespace).some(
          (definition) => definition.menu === menu && definition.property === property,
        ),
      ),
    ),
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
    reference: remembered((menu, name) => withLists(schema.reference(menu, name), menu, name)),
    fullProperty: remembered((menu, command, word) => {
      if (property(menu, command, word).kind === "known") return word;
      const found = schema.resolveProperty(menu, command, word);
      return found.kind === "abbreviation" ? found.name : word;
    }),
  };
}

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

interface Memory<T> {
  readonly inner: Map<string, Memory<T>>;
  answer?: { readonly value: T };
}

function remembered<K extends readonly string[], T>(compute: (...key: K) => T): (...key: K) => T {
  let size = 0;
  let root: Memory<T> = { inner: new Map() };
  return (...key) => {
    const kept = known(root, key);
    if (kept !== undefined) return kept.value;
    let memory = root;
    for (const word of key) {
      const inner: Memory<T> = memory.inner.get(word) ?? { inner: new Map() };
      memory.inner.set(word, inner);
      memory = inner;
    }
    const answer = { value: compute(...key) };
    memory.answer = answer;
    if (++size > MOST) [size, root] = [0, { inner: new Map() }];
    return answer.value;
  };
}

function known<T>(root: Memory<T>, key: readonly string[]): { readonly value: T } | undefined {
  let memory: Memory<T> | undefined = root;
  for (const word of key) {
    memory = memory.inner.get(word);
    if (memory === undefined) return undefined;
  }
  return memory.answer;
}
