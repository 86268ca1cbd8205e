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
  const definitions = remembered((namespace) => schema.definitionsOf(namespace));
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
        definitions(namespace).some((definition) => definition.menu === menu && definition.property === property),
      ),
    ),
    namespacesOf: remembered((menu) =>
      namespaces().filter((namespace) =>
        definitions(namespace).some((definition) => definition.menu === menu && definition.property === "name"),
      ),
    ),
    reference: remembered((menu, name) => schema.reference(menu, name)),
    fullProperty: remembered((menu, command, word) => {
      if (property(menu, command, word).kind === "known") return word;
      const found = schema.resolveProperty(menu, command, word);
      return found.kind === "abbreviation" ? found.name : word;
    }),
  };
}

/** Words nobody knows would pile up in a server that runs for days; then it starts afresh. */
const MOST = 20_000;

function remembered<K extends readonly string[], T>(compute: (...key: K) => T): (...key: K) => T {
  const known = new Map<string, { readonly answer: T }>();
  return (...key) => {
    const id = key.join(" ");
    const hit = known.get(id);
    if (hit !== undefined) return hit.answer;
    if (known.size >= MOST) known.clear();
    const answer = compute(...key);
    known.set(id, { answer });
    return answer;
  };
}
