import type { Schema } from "../schema/lookup.ts";
import type { Version } from "../values/version.ts";
import type { BoundChunk, BoundNode, NamedPart } from "./bound.ts";
import type { ItemFacts } from "./effective.ts";
import { ItemState } from "./item.ts";
import { createMenuState, definedNames, isSameMenu, type MenuState } from "./menu-state.ts";
import type { BoundCommand, ExportInfo, Item, Model, ModelFile, Reference } from "./model.ts";
import type { CacheState } from "./model-cache.ts";
import { readSource } from "./read-source.ts";
import { partsOf, type ResolvedName, referencesOf } from "./references.ts";
import { type NameSource, resolveName, scopeOf } from "./resolve-name.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** What a model is made of. */
export interface ModelParts {
  readonly files: readonly ModelFile[];
  readonly bound: readonly (readonly BoundChunk[])[];
  readonly facts: ItemFacts;
  readonly vocabulary: Vocabulary;
  readonly cache: CacheState;
}

/** The model of one revision; every part of it is worked out when first asked for. A class: it is where that state lives. */
export class ModelState implements Model, NameSource {
  readonly files: readonly ModelFile[];
  readonly vocabulary: Vocabulary;
  readonly #parts: ModelParts;
  readonly #menus = new Map<string, MenuState>();
  readonly #defining = new Map<string, readonly ReadonlyMap<string, readonly ItemState[]>[]>();
  #commands: readonly BoundNode[] | undefined;
  #groups: Groups | undefined;
  #source: ExportInfo | undefined;
  #menuNames: readonly string[] | undefined;
  #references: readonly Reference[] | undefined;
  #byName: Map<string, Map<string, Reference[]>> | undefined;

  constructor(parts: ModelParts) {
    this.#parts = parts;
    this.files = parts.files;
    this.vocabulary = parts.vocabulary;
  }

  get schema(): Schema {
    return this.#parts.facts.schema;
  }

  get version(): Version | undefined {
    return this.#parts.facts.version;
  }

  get commands(): readonly BoundNode[] {
    this.#commands ??= this.#parts.bound.flatMap((chunks) => chunks.flatMap((chunk) => chunk.commands));
    return this.#commands;
  }

  get source(): ExportInfo {
    this.#source ??= readSource(this.files, this.#grouped(), this.version);
    return this.#source;
  }

  get menus(): readonly string[] {
    this.#menuNames ??= [...this.#grouped().byMenu]
      .filter(([, commands]) => commands.some((command) => WRITING.has(command.command ?? "")))
      .map(([menu]) => menu)
      .sort();
    return this.#menuNames;
  }

  items(menu: string): readonly ItemState[] {
    return this.#menu(menu).items;
  }

  settings(menu: string): Item {
    const [item] = this.#menu(menu).items;
    return item ?? new ItemState(menu, "settings", undefined, this.#parts.facts);
  }

  itemOf(command: BoundCommand): Item | undefined {
    const { menu } = command;
    return command.embeddedIn === undefined ? this.#menu(menu).itemOf(command) : undefined;
  }

  get references(): readonly Reference[] {
    this.#references ??= this.commands.flatMap((command) => referencesOf(command, this.#parts.cache.resolver));
    return this.#references;
  }

  referencesFrom(item: Item): readonly Reference[] {
    const commands = item.command === undefined ? item.changes : [item.command, ...item.changes];
    return this.commandReferences(commands).filter((reference) => reference.property !== "numbers" && !reference.isDeclaration);
  }

  referencesTo(item: Item): readonly Reference[] {
    const found = new Set<Reference>();
    for (const { namespace, property } of this.vocabulary.definedIn(item.menu)) {
      for (const name of item instanceof ItemState ? definedNames(item, property) : []) {
        for (const reference of this.occurrences(namespace, name)) {
          if (!reference.isDeclaration && meansItemOf(reference, item, namespace)) found.add(reference);
        }
      }
    }
    return [...found].sort(byPlace(this.files));
  }

  occurrences(namespace: string, name: string): readonly Reference[] {
    const key = ALIASES[namespace] ?? namespace;
    const candidates = this.#nameIndex().get(key)?.get(name) ?? [];
    return candidates.filter((reference) => reference.namespace === key);
  }

  find(namespace: string, name: string, menu?: string): readonly ItemState[] {
    const indexes = this.#indexesOf(ALIASES[namespace] ?? namespace);
    const found = indexes.flatMap((index) => index.get(name) ?? []);
    return menu === undefined ? found : found.filter((item) => item.menu === menu);
  }

  names(namespace: string): readonly string[] {
    const key = ALIASES[namespace] ?? namespace;
    const written = this.#indexesOf(key).flatMap((index) => [...index.keys()]);
    return [...new Set([...written, ...this.schema.builtinsOf(key)])].sort();
  }

  absenceMeansDefault(menu: string): boolean {
    if (this.source.kind !== "full") return false;
    return !this.source.failedMenus.some((failed) => menu === failed || menu.startsWith(`${failed}/`));
  }

  isWhole(namespace: string): boolean {
    return this.vocabulary.definitions(namespace).every(({ menu }) => this.absenceMeansDefault(menu));
  }

  resolve(part: NamedPart, command: BoundNode): ResolvedName {
    return resolveName(part, command, this);
  }

  commandReferences(commands: readonly BoundCommand[]): readonly Reference[] {
    return commands.flatMap((command) => referencesOf(command, this.#parts.cache.resolver));
  }

  #grouped(): Groups {
    this.#groups ??= group(this.#parts.bound);
    return this.#groups;
  }

  /** An earlier revision's menu serves as long as its commands are the same. */
  #menu(menu: string): MenuState {
    const known = this.#menus.get(menu);
    if (known !== undefined) return known;
    const { facts, cache } = this.#parts;
    const commands = this.#commandsFor(menu);
    const earlier = cache.menus.get(menu);
    const state = earlier && isSameMenu(earlier, commands, facts) ? earlier : createMenuState(menu, commands, facts);
    this.#menus.set(menu, state);
    cache.menus.set(menu, state);
    return state;
  }

  /** `/interface set`, `enable` and `disable` act on interfaces of every kind. */
  #commandsFor(menu: string): readonly BoundNode[] {
    const { byMenu } = this.#grouped();
    const own = byMenu.get(menu) ?? [];
    const general = menu.startsWith("/interface/") ? byMenu.get("/interface") : undefined;
    if (general === undefined || !this.vocabulary.namespacesOf(menu).includes("iface")) return own;
    return this.commands.filter(
      (command) => command.embeddedIn === undefined && (command.menu === menu || command.menu === "/interface"),
    );
  }

  #indexesOf(namespace: string): readonly ReadonlyMap<string, readonly ItemState[]>[] {
    const known = this.#defining.get(namespace);
    if (known !== undefined) return known;
    const indexes = this.vocabulary
      .definitions(namespace)
      .filter(({ property }) => property !== "default-name")
      .map(({ menu, property }) => this.#menu(menu).named(property))
      .filter((index) => index.size > 0);
    this.#defining.set(namespace, indexes);
    return indexes;
  }

  #nameIndex(): Map<string, Map<string, Reference[]>> {
    this.#byName ??= indexNames(this.commands, this.#parts);
    return this.#byName;
  }
}

/** Names that people use for namespaces of the schema. */
const ALIASES: Readonly<Record<string, string>> = {
  interface: "iface",
  "interface-list": "iface-list",
  "address-list": "addr-list4",
  "ip-pool": "pool4",
};

const WRITING = new Set(["add", "set", "enable", "disable", "comment", "remove", "unset", "move"]);

/** Commands by the menu they act on, in order; those of embedded scripts are left out, they run when they run. */
export interface Groups {
  readonly byMenu: ReadonlyMap<string, readonly BoundNode[]>;
  /** Menus written at root level. */
  readonly rootMenus: ReadonlySet<string>;
  /** Anything at root level beside paths, `add` and `set`. */
  readonly hasLogic: boolean;
}

function group(bound: readonly (readonly BoundChunk[])[]): Groups {
  const byMenu = new Map<string, BoundNode[]>();
  const rootMenus = new Set<string>();
  let hasLogic = false;
  for (const chunks of bound) {
    for (const { commands } of chunks) {
      for (const command of commands) {
        if (command.embeddedIn !== undefined || command.command === undefined) continue;
        const same = byMenu.get(command.menu);
        if (same === undefined) byMenu.set(command.menu, [command]);
        else same.push(command);
        if (command.parent !== undefined) continue;
        if (command.menu !== "/" && (command.command === "add" || command.command === "set")) rootMenus.add(command.menu);
        else hasLogic = true;
      }
    }
  }
  return { byMenu, rootMenus, hasLogic };
}

function indexNames(commands: readonly BoundNode[], { vocabulary, cache }: ModelParts): Map<string, Map<string, Reference[]>> {
  const index = new Map<string, Map<string, Reference[]>>();
  for (const command of commands) {
    const parts = partsOf(command, vocabulary);
    if (parts.length === 0) continue;
    const references = referencesOf(command, cache.resolver);
    for (const [at, part] of parts.entries()) {
      const reference = references[at];
      if (reference !== undefined) for (const namespace of part.namespaces) put(index, namespace, part.name, reference);
    }
  }
  return index;
}

function put(index: Map<string, Map<string, Reference[]>>, namespace: string, name: string, reference: Reference): void {
  let names = index.get(namespace);
  if (names === undefined) index.set(namespace, (names = new Map()));
  const same = names.get(name);
  if (same === undefined) names.set(name, [reference]);
  else same.push(reference);
}

function meansItemOf(reference: Reference, item: Item, namespace: string): boolean {
  if (reference.target.kind !== "item") return false;
  if (reference.property === "numbers" && reference.item === item) return false;
  return scopeOf(namespace, reference.command) === undefined || reference.command.menu === item.menu;
}

function byPlace(files: readonly ModelFile[]): (a: Reference, b: Reference) => number {
  return (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.range.start - b.range.start;
}
