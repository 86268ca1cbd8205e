import type { Keep } from "../model/keep.ts";
import type { BoundCommand, Item, Model, ModelFile, Reference } from "../model/model.ts";
import { foundStamp, occurrencesStamp, referencesToStamp } from "../model/name-stamps.ts";
import type { Chunk } from "../syntax/tree.ts";

/**
 * A model that follows a document's revisions and notes what it is asked. Whoever computed something from it can
 * tell later, by asking the same questions again, whether that still holds.
 *
 * Schema and version are not noted: when they change, nothing holds any more. Nor are an item's values: where they
 * change, its menu gives other items.
 */
export interface Watch {
  /** Answers as the newest revision does. */
  readonly model: Model;
  /** What was asked since the last call of this. */
  taken(): Asked;
  /** Keeps what is worked out of the model as long as all that was asked for it is answered the same. */
  readonly keep: Keep;
  isCurrent(asked: Asked): boolean;
}

/** Questions with the answers they got. */
export type Asked = ReadonlySet<Question>;

export const NOTHING_ASKED: Asked = new Set();

interface Question {
  ask(): readonly unknown[];
  readonly answer: readonly unknown[];
  holds: boolean;
  /** The revision for which `holds` was last told. */
  toldAt: number;
}

/** The newest revision; counts up so that each question is asked once a revision. */
interface Newest {
  readonly model: Model;
  readonly revision: number;
}

export function createWatch(newest: () => Newest): Watch {
  const log: Log = { newest, known: new WeakMap(), asked: new Set(), lastTaken: NOTHING_ASKED };
  return {
    model: watchedModel(log),
    taken() {
      if (log.asked.size === 0) return NOTHING_ASKED;
      const taken = sharedSet(log);
      log.asked = new Set();
      return taken;
    },
    keep: createWatchedKeep(log),
    isCurrent: (asked) => areCurrent(asked, newest()),
  };
}

interface Log {
  readonly newest: () => Newest;
  /** By what the question is about, then by kind and name. */
  readonly known: WeakMap<object, Map<string, Question>>;
  asked: Set<Question>;
  lastTaken: Asked;
}

const ABSENCE = {};
const MENUS = {};
const NAMES = {};
const WHOLE = {};

function note(log: Log, about: object, name: string, ask: () => readonly unknown[]): void {
  const newest = log.newest();
  const same = log.known.get(about) ?? new Map<string, Question>();
  log.known.set(about, same);
  const known = same.get(name);
  if (known !== undefined && holds(known, newest)) {
    log.asked.add(known);
    return;
  }
  const fresh: Question = { ask, answer: ask(), holds: true, toldAt: newest.revision };
  same.set(name, fresh);
  log.asked.add(fresh);
}

function holds(question: Question, { revision }: Newest): boolean {
  if (question.toldAt === revision || !question.holds) return question.holds;
  question.toldAt = revision;
  question.holds = isSame(question.answer, question.ask());
  return question.holds;
}

function areCurrent(asked: Asked, newest: Newest): boolean {
  for (const question of asked) if (!holds(question, newest)) return false;
  return true;
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a === b || (a.length === b.length && a.every((part, index) => part === b[index]));
}

/** The same set for the same questions, so that thousands of items share one. */
function sharedSet(log: Log): Asked {
  const last = log.lastTaken;
  const isSameSet = last.size === log.asked.size && [...log.asked].every((question) => last.has(question));
  if (!isSameSet) log.lastTaken = log.asked;
  return log.lastTaken;
}

/** A kept value is a question itself: it is answered the same where working it out again gives the same value. */
function createWatchedKeep(log: Log): Keep {
  const each: Keep["each"] = <K extends string, T>(compute: (key: K, earlier: T | undefined) => T) => {
    const known = new Map<K, Kept<T>>();
    const current = (key: K): Kept<T> => {
      const kept = known.get(key);
      const newest = log.newest();
      if (kept !== undefined && (kept.heldAt === newest.revision || areCurrent(kept.asked, newest))) {
        kept.heldAt = newest.revision;
        return kept;
      }
      const ask = () => [current(key).value];
      const fresh = keptOf(log, kept, ask, () => compute(key, kept?.value));
      known.set(key, fresh);
      return fresh;
    };
    return (key: K): T => {
      const { question, value } = current(key);
      log.asked.add(question);
      return value;
    };
  };
  return {
    one: (compute) => {
      const only = each((_key: "", earlier: Parameters<typeof compute>[0]) => compute(earlier));
      return () => only("");
    },
    each,
  };
}

interface Kept<T> {
  readonly value: T;
  readonly asked: Asked;
  readonly question: Question;
  heldAt: number;
}

/** What is asked while computing belongs to the value; whoever wanted it asks for the value alone. */
function keptOf<T>(log: Log, earlier: Kept<T> | undefined, ask: Question["ask"], compute: () => T): Kept<T> {
  const outer = log.asked;
  log.asked = new Set();
  try {
    const value = compute();
    const { revision } = log.newest();
    const question =
      earlier?.value === value ? earlier.question : { ask, answer: [value], holds: true, toldAt: revision };
    return { value, asked: log.asked, question, heldAt: revision };
  } finally {
    log.asked = outer;
  }
}

function watchedModel(log: Log): Model {
  const now = (): Model => log.newest().model;
  const whole = (name: string, ask: () => readonly unknown[]) => note(log, WHOLE, name, ask);
  const inMenu = (menu: string) => note(log, MENUS, menu, () => [now().items(menu)]);
  return {
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
      note(log, pick, "gather", () => now().gather(pick));
      return now().gather(pick);
    },
    inChunks<T>(file: ModelFile, pick: (chunk: Chunk) => readonly T[]) {
      note(log, pick, `chunks ${file.path}`, () => now().inChunks(file, pick));
      return now().inChunks(file, pick);
    },
    headerOf(menu) {
      note(log, MENUS, `header ${menu}`, () => [now().headerOf(menu)]);
      return now().headerOf(menu);
    },
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
