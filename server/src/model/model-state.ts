import type { Schema } from "../schema/lookup.ts";
import type { Chunk } from "../syntax/tree.ts";
import type { Version } from "../values/version.ts";
import { accessPointPrefixes } from "./access-points.ts";
import type { BoundNode } from "./bound.ts";
import type { BoundPage, PageReferences } from "./bound-page.ts";
import { createDeriver } from "./derive.ts";
import { ItemState } from "./item.ts";
import { joined } from "./joined.ts";
import { createKeep, sameOrNew } from "./keep.ts";
import { createMenuState, definedNames, isSameMenu, type MenuState } from "./menu-state.ts";
import type { BoundCommand, ExportInfo, Item, Model, ModelFile, Reference } from "./model.ts";
import type { FileState, NamespaceStamp, UnderSchema } from "./model-cache.ts";
import type { Answers, AskedName, Aspect, NameMeaning, ResolvedName, Stamp } from "./name-meaning.ts";
import { readSource } from "./read-source.ts";
import { referencesOf } from "./references.ts";
import { renamedHardware } from "./renamed-hardware.ts";
import { type NameSource, resolveName, scopeOf } from "./resolve-name.ts";
import { shapeOf } from "./shape.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** The model of one revision; every part of it is worked out when first asked for. A class: it is where that state lives. */
export class ModelState implements Model, NameSource, Answers {
  readonly files: readonly ModelFile[];
  readonly revision: number;
  readonly vocabulary: Vocabulary;
  readonly #states: readonly FileState[];
  readonly #pages: readonly BoundPage[];
  readonly #under: UnderSchema;
  readonly #menus = new Map<string, MenuState>();
  readonly #defining = new Map<string, readonly MenuIndex[]>();
  readonly derive: Model["derive"] = createDeriver(() => this, createKeep());
  readonly #names = new Map<string, readonly string[]>();
  readonly #found = new Map<string, Map<string, readonly ItemState[]>>();
  readonly #stamps = new Map<readonly string[], Stamp>();
  #runs: ReadonlyMap<string, readonly (readonly BoundNode[])[]> | undefined;
  #isIndexed = false;
  #prefixes: readonly string[] | undefined;
  #commands: readonly BoundNode[] | undefined;
  #commandRuns: readonly (readonly BoundNode[])[] | undefined;
  #referenceRuns: readonly (readonly Reference[])[] | undefined;
  #source: ExportInfo | undefined;
  #menuNames: readonly string[] | undefined;
  #references: readonly Reference[] | undefined;

  constructor(states: readonly FileState[], under: UnderSchema) {
    this.files = states.map(({ file }) => file);
    this.vocabulary = under.vocabulary;
    this.#states = states;
    this.#pages = states.flatMap(({ pages }) => pages);
    this.revision = under.revision;
    this.#under = under;
  }

  get schema(): Schema {
    return this.#under.facts.schema;
  }

  get version(): Version | undefined {
    return this.#under.facts.version;
  }

  get commands(): readonly BoundNode[] {
    this.#commands ??= joined(this.commandRuns);
    return this.#commands;
  }

  get commandRuns(): readonly (readonly BoundNode[])[] {
    this.#commandRuns ??= this.#pages.map((page) => page.commands);
    return this.#commandRuns;
  }

  itemRuns(menu: string): readonly (readonly ItemState[])[] {
    return this.#menu(menu).itemRuns;
  }

  get referenceRuns(): readonly (readonly Reference[])[] {
    this.#referenceRuns ??= this.#pages.map((page) => page.references(this.#under.resolver));
    return this.#referenceRuns;
  }

  gather<T>(pick: (command: BoundNode) => readonly T[]): readonly T[] {
    return this.#under.joiner.join(this.#pages, pick, (page) => page.gather(pick));
  }

  gatherItems<T>(menu: string, pick: (item: ItemState) => readonly T[]): readonly T[] {
    return this.#menu(menu).gather(pick);
  }

  inChunks<T>(file: ModelFile, pick: (chunk: Chunk) => readonly T[]): readonly T[] {
    const state = this.#states.find((one) => one.file.path === file.path);
    return state?.joiner.join(state.pages, pick, (page) => page.inChunks(pick)) ?? [];
  }

  shapeOf(command: BoundNode): object | undefined {
    return shapeOf(command, this.#under.shapes);
  }

  headerOf(menu: string): BoundNode | undefined {
    for (const { headers } of this.#pages) {
      const header = headers.get(menu);
      if (header !== undefined) return header;
    }
    return undefined;
  }

  /** The same object as long as it says the same. */
  get source(): ExportInfo {
    this.#source ??= sameOrNew(
      this.#under.source,
      readSource(
        this.files,
        {
          services: this.#commandsIn("/ip/service").flat(),
          rootMenus: [...new Set(this.#pages.flatMap((page) => [...page.rootMenus]))],
          hasLogic: this.#pages.some((page) => page.hasLogic),
          hasSecrets: this.#pages.some((page) => page.hasSecrets),
          failedMenus: [...new Set(this.#pages.flatMap((page) => page.failedMenus))],
        },
        this.version,
      ),
    );
    this.#under.source = this.#source;
    return this.#source;
  }

  get menus(): readonly string[] {
    this.#menuNames ??= [...new Set(this.#pages.flatMap((page) => [...page.writtenMenus]))].sort();
    return this.#menuNames;
  }

  items(menu: string): readonly ItemState[] {
    return this.#menu(menu).items;
  }

  settings(menu: string): Item {
    const [item] = this.#menu(menu).items;
    return item ?? new ItemState(menu, "settings", undefined, this.#under.facts);
  }

  itemOf(command: BoundCommand): Item | undefined {
    return command.embeddedIn === undefined ? this.#menu(command.menu).itemOf(command) : undefined;
  }

  get references(): readonly Reference[] {
    this.#references ??= joined(this.referenceRuns);
    return this.#references;
  }

  referencesFrom(item: Item): readonly Reference[] {
    const commands = item instanceof ItemState ? item.applied : [];
    return commands
      .flatMap((command) => referencesOf(command, this.#under.resolver))
      .filter((reference) => reference.property !== "numbers" && !reference.isDeclaration);
  }

  referencesTo(item: Item): readonly Reference[] {
    const lists = this.#namesOf(item).flatMap(({ namespace, name }) => {
      const found = this.occurrences(namespace, name).filter(
        (reference) => !reference.isDeclaration && meansItemOf(reference, item, namespace),
      );
      return found.length === 0 ? [] : [found];
    });
    const [only, ...others] = lists;
    return others.length === 0 ? (only ?? []) : [...new Set(lists.flat())].sort(byPlace(this.files));
  }

  /** Differs from an earlier one whenever what `referencesTo` gives may. */
  stateOfReferencesTo(item: Item): readonly unknown[] {
    return this.#namesOf(item).flatMap(({ namespace, name }) => this.stateOfOccurrences(namespace, name));
  }

  #namesOf(item: Item): readonly { readonly namespace: string; readonly name: string }[] {
    if (!(item instanceof ItemState)) return [];
    return this.vocabulary
      .definedIn(item.menu)
      .flatMap(({ namespace, property }) =>
        definedNames(item, property).map((name) => ({ namespace, name })),
      );
  }

  occurrences(namespace: string, name: string): readonly Reference[] {
    const key = ALIASES[namespace] ?? namespace;
    return this.#pagesNaming(key, name).flatMap(({ references }) =>
      references.filter((reference) => reference.namespace === key),
    );
  }

  isNamedInScripts(namespace: string, name: string): boolean {
    const key = ALIASES[namespace] ?? namespace;
    return this.#pagesNaming(key, name).some(({ weak }) => weak.some((one) => one.namespace === key));
  }

  /** Differs from an earlier one whenever what `occurrences` gives may: its references, what they mean, who writes them. */
  stateOfOccurrences(namespace: string, name: string): readonly unknown[] {
    const pages = this.#pagesNaming(ALIASES[namespace] ?? namespace, name);
    const asked = new Set(pages.flatMap((page) => [...page.namespaces]));
    const menus = new Set(pages.flatMap((page) => [...page.menus]));
    return [
      ...pages,
      ...[...asked].map((namespaces) => this.stampOf(namespaces).stamp),
      ...[...menus].map((menu) => this.items(menu)),
    ];
  }

  #pagesNaming(namespace: string, name: string): readonly PageReferences[] {
    const { index, resolver } = this.#under;
    if (!this.#isIndexed) index.update(this.#pages, resolver);
    this.#isIndexed = true;
    return index.find(namespace, name);
  }

  find(namespace: string, name: string): readonly ItemState[] {
    const key = ALIASES[namespace] ?? namespace;
    const found = this.#found.get(key) ?? new Map<string, readonly ItemState[]>();
    this.#found.set(key, found);
    const items = found.get(name) ?? joined(this.lookUp(key, name));
    found.set(name, items);
    return items;
  }

  lookUp(namespace: string, name: string, menu?: string): readonly (readonly ItemState[])[] {
    return this.#indexesOf(namespace)
      .filter((index) => menu === undefined || index.menu === menu)
      .flatMap(({ state, property }) => state.named(property, name));
  }

  isOnlyAddedTo(menu: string): boolean {
    return this.#menu(menu).isOnlyAddedTo;
  }

  /** Differs from an earlier one whenever what `find` gives may, or where those items stand. */
  stateOfFound(namespace: string, name: string): readonly unknown[] {
    return this.lookUp(ALIASES[namespace] ?? namespace, name).flatMap((items) => [items, items[0]?.index]);
  }

  names(namespace: string): readonly string[] {
    const key = ALIASES[namespace] ?? namespace;
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const written = this.#indexesOf(key).flatMap(({ state, property }) => state.names(property));
    const names = [...new Set([...written, ...this.schema.builtinsOf(key)])].sort();
    this.#names.set(key, names);
    return names;
  }

  absenceMeansDefault(menu: string): boolean {
    if (this.source.kind !== "full") return false;
    return !this.source.failedMenus.some((failed) => menu === failed || menu.startsWith(`${failed}/`));
  }

  isRenamedHardware(name: string): boolean {
    return this.derive(renamedHardware).has(name);
  }

  isWhole(namespace: string, name: string): boolean {
    if (namespace === "iface" && this.#capPrefixes.some((prefix) => name.startsWith(prefix))) return false;
    return this.#printsAll(namespace);
  }

  #printsAll(namespace: string): boolean {
    return this.vocabulary.definitions(namespace).every(({ menu }) => this.absenceMeansDefault(menu));
  }

  get #capPrefixes(): readonly string[] {
    this.#prefixes ??= accessPointPrefixes((menu) => this.items(menu));
    return this.#prefixes;
  }

  resolve(asked: AskedName): ResolvedName {
    return resolveName(asked, this);
  }

  stampOf(namespaces: readonly string[]): Stamp {
    const known = this.#stamps.get(namespaces);
    if (known !== undefined) return known;
    const each = namespaces.map((namespace) => this.#stampOf(namespace));
    const stamp = {
      stamp: each.reduce((sum, one) => sum + one.stamp, 0),
      at: Math.max(...each.map(({ at }) => at)),
    };
    this.#stamps.set(namespaces, stamp);
    return stamp;
  }

  renamedAfter(revision: number, aspect: Aspect, of?: readonly string[]): readonly Reference[] {
    const mayBe = (names: readonly string[]) => of === undefined || names.some((name) => of.includes(name));
    const isAsked = (names: readonly string[]) => mayBe(names) && this.stampOf(names).at > revision;
    const isRenamed = (meaning: NameMeaning) =>
      isAsked(meaning.namespaces) && meaning.since(aspect) > revision;
    return joined(this.#pages.map((page) => page.referencesMeaning(isRenamed, this.#under.resolver)));
  }

  /** A namespace's names mean what they meant as long as the items that have them are the same. */
  #stampOf(namespace: string): NamespaceStamp {
    const { stamps } = this.#under;
    const states = this.vocabulary
      .definitions(namespace)
      .flatMap(({ menu, property }) => this.#menu(menu).namesBy(property));
    const extent = `${this.#printsAll(namespace)} ${namespace === "iface" ? this.#capPrefixes.join(" ") : ""}`;
    const earlier = stamps.get(namespace);
    const isSame =
      earlier !== undefined &&
      earlier.extent === extent &&
      states.length === earlier.states.length &&
      states.every((state, index) => state === earlier.states[index]);
    if (isSame) return earlier;
    const fresh = { states, extent, stamp: (earlier?.stamp ?? 0) + 1, at: this.revision };
    stamps.set(namespace, fresh);
    return fresh;
  }

  /** An earlier revision's menu serves as long as its commands are the same. */
  #menu(menu: string): MenuState {
    const known = this.#menus.get(menu);
    if (known !== undefined) return known;
    const { facts, menus } = this.#under;
    const runs = this.#commandsFor(menu);
    const earlier = menus.get(menu);
    const state =
      earlier && isSameMenu(earlier, runs, this.absenceMeansDefault(menu))
        ? earlier
        : createMenuState(menu, runs, facts, earlier);
    this.#menus.set(menu, state);
    menus.set(menu, state);
    return state;
  }

  #commandsIn(menu: string): readonly (readonly BoundNode[])[] {
    this.#runs ??= indexRuns(this.#pages);
    return this.#runs.get(menu) ?? [];
  }

  /** `/interface set`, `enable` and `disable` act on interfaces of every kind. */
  #commandsFor(menu: string): readonly (readonly BoundNode[])[] {
    const isInterface =
      menu.startsWith("/interface/") && this.vocabulary.namespacesOf(menu).includes("iface");
    if (!isInterface || this.#commandsIn("/interface").length === 0) return this.#commandsIn(menu);
    return [
      this.commands.filter(
        (command) =>
          command.embeddedIn === undefined && (command.menu === menu || command.menu === "/interface"),
      ),
    ];
  }

  /** The menus that define names of a namespace and hold any item. */
  #indexesOf(namespace: string): readonly MenuIndex[] {
    const known = this.#defining.get(namespace);
    if (known !== undefined) return known;
    const indexes = this.vocabulary
      .definitions(namespace)
      .filter(({ property }) => property !== "default-name")
      .map(({ menu, property }) => ({ menu, property, state: this.#menu(menu) }))
      .filter(({ state }) => state.items.length > 0);
    this.#defining.set(namespace, indexes);
    return indexes;
  }
}

/** A menu's commands, page by page. */
function indexRuns(pages: readonly BoundPage[]): ReadonlyMap<string, readonly (readonly BoundNode[])[]> {
  const runs = new Map<string, (readonly BoundNode[])[]>();
  for (const page of pages) {
    for (const [menu, commands] of page.byMenu) {
      const same = runs.get(menu);
      if (same === undefined) runs.set(menu, [commands]);
      else same.push(commands);
    }
  }
  return runs;
}

interface MenuIndex {
  readonly menu: string;
  readonly property: string;
  readonly state: MenuState;
}

/** Names that people use for namespaces of the schema. */
const ALIASES: Readonly<Record<string, string>> = {
  interface: "iface",
  "interface-list": "iface-list",
  "address-list": "addr-list4",
  "ip-pool": "pool4",
};

function meansItemOf(reference: Reference, item: Item, namespace: string): boolean {
  if (reference.target.kind !== "item") return false;
  if (reference.property === "numbers" && reference.item === item) return false;
  const scope = scopeOf(namespace, reference.command.menu);
  return scope === undefined || scope === item.menu;
}

function byPlace(files: readonly ModelFile[]): (a: Reference, b: Reference) => number {
  return (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.range.start - b.range.start;
}
