import { createDeriver } from "../model/derive.ts";
import type { Keep } from "../model/keep.ts";
import type { BoundCommand, Item, Model, ModelFile, Reference } from "../model/model.ts";
import { foundStamp, occurrencesStamp, referencesToStamp } from "../model/name-stamps.ts";
import type { Chunk } from "../syntax/tree.ts";
import { type Log, note } from "./questions.ts";

const ABSENCE = {};
const MENUS = {};
const NAMES = {};
const WHOLE = {};

/** Answers as the newest revision does, and notes each question. */
export function watchedModel(log: Log, keep: Keep): Model {
  const now = (): Model => log.newest().model;
  const whole = (name: string, ask: () => readonly unknown[]) => note(log, WHOLE, name, ask);
  const inMenu = (menu: string) => note(log, MENUS, menu, () => [now().items(menu)]);
  const model: Model = {
    derive: createDeriver(() => model, keep),
    get schema() {
      return now().schema;
    },
    get version() {
      return now().version;
    },
    get source() {
      whole("source", () => [now().source]);
      return now().source;
    },
    absenceMeansDefault(menu) {
      note(log, ABSENCE, menu, () => [now().absenceMeansDefault(menu)]);
      return now().absenceMeansDefault(menu);
    },
    get files() {
      whole("files", () => now().files.map(({ tree }) => tree));
      return now().files;
    },
    get commands() {
      whole("commands", () => [now().commands]);
      return now().commands;
    },
    gather<T>(pick: (command: BoundCommand) => readonly T[]) {
      note(log, pick, "gather", () => [now().gather(pick)]);
      return now().gather(pick);
    },
    gatherItems<T>(menu: string, pick: (item: Item) => readonly T[]) {
      note(log, pick, `items ${menu}`, () => [now().gatherItems(menu, pick)]);
      return now().gatherItems(menu, pick);
    },
    inChunks<T>(file: ModelFile, pick: (chunk: Chunk) => readonly T[]) {
      note(log, pick, `chunks ${file.path}`, () => [now().inChunks(file, pick)]);
      return now().inChunks(file, pick);
    },
    headerOf(menu) {
      note(log, MENUS, `header ${menu}`, () => [now().headerOf(menu)]);
      return now().headerOf(menu);
    },
    shapeOf: (command) => now().shapeOf(command),
    get menus() {
      whole("menus", () => now().menus);
      return now().menus;
    },
    items(menu) {
      inMenu(menu);
      return now().items(menu);
    },
    settings(menu) {
      inMenu(menu);
      return now().settings(menu);
    },
    get references() {
      whole("references", () => [now().references]);
      return now().references;
    },
    ...watchedNames(log),
  };
  return model;
}

type Names = Pick<
  Model,
  "referencesFrom" | "referencesTo" | "occurrences" | "isNamedInScripts" | "itemOf" | "find" | "names"
>;

function watchedNames(log: Log): Names {
  const now = (): Model => log.newest().model;
  return {
    referencesFrom(item) {
      note(log, item, "from", () => stateOfAll(now().referencesFrom(item), now()));
      return now().referencesFrom(item);
    },
    referencesTo(item) {
      note(log, item, "to", () => referencesToStamp(now(), item));
      return now().referencesTo(item);
    },
    occurrences(namespace, name) {
      note(log, NAMES, `occurrences ${namespace} ${name}`, () => occurrencesStamp(now(), namespace, name));
      return now().occurrences(namespace, name);
    },
    isNamedInScripts(namespace, name) {
      note(log, NAMES, `in scripts ${namespace} ${name}`, () => [now().isNamedInScripts(namespace, name)]);
      return now().isNamedInScripts(namespace, name);
    },
    itemOf(command) {
      note(log, command, "item", () => stateOf(now().itemOf(command)));
      return now().itemOf(command);
    },
    find(namespace, name) {
      note(log, NAMES, `find ${namespace} ${name}`, () => foundStamp(now(), namespace, name));
      return now().find(namespace, name);
    },
    names(namespace) {
      note(log, NAMES, `names ${namespace}`, () => now().names(namespace));
      return now().names(namespace);
    },
  };
}

/** An `add` line's item lives on from revision to revision, but a later `set` may change it, and it may move. */
function stateOf(item: Item | undefined): readonly unknown[] {
  return item === undefined ? [undefined] : [item, item.changes.length, item.index];
}

/** With what the names mean, and the menus of the items that write them. */
function stateOfAll(references: readonly Reference[], model: Model): readonly unknown[] {
  const targets = new Set<unknown>();
  const menus = new Set<string>();
  for (const { target, command } of references) {
    targets.add(target);
    menus.add(command.menu);
  }
  return [references.length, ...references, ...targets, ...[...menus].map((menu) => model.items(menu))];
}
