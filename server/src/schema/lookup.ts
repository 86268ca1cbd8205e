import type { Version } from "../values/version.ts";
import type { Catalog, SchemaExtension } from "./catalog.ts";
import { createCatalog } from "./catalog.ts";
import { defaultFor } from "./defaults.ts";
import type { CommandInfo, Knowledge, MenuInfo, PropertyInfo } from "./knowledge.ts";
import { memo, memo2, memo3 } from "./memo.ts";
import { positionalArguments } from "./positional.ts";
import type { Definition, ReferenceInfo } from "./references.ts";
import { builtinsOf, definitionsOf, isDeclaredByUse } from "./references.ts";
import type { Successor } from "./renames.ts";
import { successorOf } from "./renames.ts";
import { requiredFor } from "./required.ts";
import type { PropertyMeaning, WordMeaning } from "./resolve.ts";
import { resolveName, resolvePropertyName } from "./resolve.ts";
import type { ValueCheck } from "./value-type.ts";
import { checkValue } from "./value-type.ts";
import { interfaceMenus, referenceOf, viewOf } from "./view.ts";

export type { SchemaExtension } from "./catalog.ts";
export type { CommandInfo, Knowledge, MenuInfo, PropertyInfo } from "./knowledge.ts";
export { layerProblem } from "./layer.ts";
export type { VersionSpans } from "./presence.ts";
export { formatSpans } from "./presence.ts";
export type { Definition, ReferenceInfo } from "./references.ts";
export type { Successor } from "./renames.ts";
export type { PropertyMeaning, WordMeaning } from "./resolve.ts";

/**
 * The commands of RouterOS as one version has them, or all versions together where `version` is undefined.
 * Menus are written "/ip/address"; nothing here throws; unknown names give empty answers.
 */
export interface Schema {
  readonly version: Version | undefined;
  menu(path: string): Knowledge<MenuInfo>;
  /** Names of the menus directly inside that this version has, sorted. */
  childMenus(path: string): readonly string[];
  /** Every menu of this version whose last word is `name`, wherever it stands, sorted. */
  menusNamed(name: string): readonly string[];
  /** Names of the commands this version has, sorted. */
  commands(path: string): readonly string[];
  /** What a word means in a menu, shortened words included; the root's commands count in "/" only. */
  resolveWord(menu: string, word: string): WordMeaning;
  command(menu: string, name: string): Knowledge<CommandInfo>;
  property(menu: string, command: string, name: string): Knowledge<PropertyInfo>;
  /** What this version's command takes, sorted by name, positional arguments included. */
  properties(menu: string, command: string): readonly PropertyInfo[];
  resolveProperty(menu: string, command: string, word: string): PropertyMeaning;
  /** Names of what an item has and only `get`, `find` and `print` tell of, sorted; empty where no data tells. */
  readOnly(menu: string): readonly string[];
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

function buildSchema(catalog: Catalog, version: Version | undefined): Schema {
  const view = viewOf(catalog, version);
  const isKnown = (knowledge: Knowledge<unknown>): boolean => knowledge.kind === "known";
  const childMenus = memo((path) =>
    catalog.childMenus(path).filter((name) => isKnown(view.menu(inside(path, name)))),
  );
  const menus = memo((path): readonly string[] =>
    childMenus(path).flatMap((name) => [inside(path, name), ...menus(inside(path, name))]),
  );
  const commands = memo((path) =>
    [...catalog.commands(path).keys()].filter((name) => isKnown(view.command(path, name))).sort(),
  );
  const properties = memo2((menu, command) =>
    view.properties(menu, command).map((property) => property.name),
  );
  return {
    version,
    menu: view.menu,
    childMenus,
    menusNamed: memo((name) => menus("/").filter((path) => path.endsWith(`/${name}`))),
    commands,
    resolveWord: memo2((menu, word) => {
      const all = { menus: catalog.childMenus(menu), commands: [...catalog.commands(menu).keys()] };
      return resolveName(word, childMenus(menu), commands(menu), all);
    }),
    command: view.command,
    property: view.property,
    properties: view.properties,
    resolveProperty: memo3((menu, command, word) =>
      resolvePropertyName(word, properties(menu, command), [...catalog.arguments(menu, command).keys()]),
    ),
    readOnly: catalog.readOnly,
    positional: (menu, command) =>
      positionalArguments(menu, command, (name) => catalog.arguments(menu, command).has(name)),
    requiredProperties: memo((menu) => requiredFor(menu, catalog.required(menu), version)),
    defaultValue: memo2((menu, property) => defaultFor(menu, property, version)),
    successor: successorOf,
    reference: (menu, property) => referenceOf(view, menu, property),
    definitionsOf: (namespace) => definitionsOf(namespace, () => interfaceMenus(view)),
    builtinsOf: (namespace) => builtinsOf(namespace, version),
    isDeclaredByUse: (namespace) => isDeclaredByUse(namespace, version),
    checkProperty: (property, text) => checkWhole(property, text, version),
  };
}

function inside(path: string, name: string): string {
  return path === "/" ? `/${name}` : `${path}/${name}`;
}

function checkWhole(property: PropertyInfo, text: string, version: Version | undefined): ValueCheck {
  const { type } = property;
  // The console names 1..255, but older versions print 0 and an import takes it.
  if (property.name === "default-route-distance" && text === "0") return { ok: true };
  const sign = property.negatable && text.startsWith("!") ? "!" : "";
  const value = text.slice(sign.length);
  const whole = suggesting(checkValue(type, value, version), (word) => `${sign}${word}`);
  // Lists of words are not always marked as lists; lists of numbers may be pairs and limits instead.
  if (!whole.ok || !value.includes(",") || !(property.list || type.kind === "enum")) return whole;
  const parts = value.split(",");
  const checks = parts.map((part, at) =>
    suggesting(checkValue(type, part.replace(/^!/, ""), version), (word) => {
      const right = part.startsWith("!") ? `!${word}` : word;
      return `${sign}${parts.with(at, right).join(",")}`;
    }),
  );
  return checks.find((check) => !check.ok) ?? whole;
}

/** A suggestion is for the whole value, of which only a part may be wrong. */
function suggesting(check: ValueCheck, whole: (word: string) => string): ValueCheck {
  if (check.ok || check.suggestion === undefined) return check;
  return { ...check, suggestion: whole(check.suggestion) };
}
