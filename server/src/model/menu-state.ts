import type { BoundNode } from "./bound.ts";
import type { ItemFacts } from "./effective.ts";
import { builtinStates, foldMenu, foldPlain, foldSettings } from "./fold-menu.ts";
import { createGatherer } from "./gather.ts";
import { ItemState } from "./item.ts";
import { createJoiner, type Joiner } from "./join.ts";
import { joined } from "./joined.ts";
import type { BoundCommand } from "./model.ts";
import { targetsOf } from "./targets.ts";

/** A menu's items with what is looked up in them; kept from revision to revision while its commands stay the same. */
export interface MenuState {
  /** Its commands as the pages hold them. */
  readonly runs: readonly Run[];
  readonly pieces: readonly Piece[];
  readonly isSettings: boolean;
  /** Whether absence was taken for default here when the state was made; undefined where that changes nothing. */
  readonly absence: boolean | undefined;
  /** Whether each item is what one `add` line says, or one that is there by itself. */
  readonly isOnlyAddedTo: boolean;
  readonly items: readonly ItemState[];
  readonly itemRuns: readonly (readonly ItemState[])[];
  /** Handed on from revision to revision. */
  readonly joiner: Joiner<Piece>;
  /** What `pick` finds in each item; the same list as long as that, and where those items stand, is the same. */
  gather<T>(pick: (item: ItemState) => readonly T[]): readonly T[];
  /** Items that have a name in one of their properties, in order; each list the same as long as its items are. */
  named(property: string, name: string): readonly (readonly ItemState[])[];
  /** All names in a property. */
  names(property: string): readonly string[];
  /** By what `named` answers for a property: the same maps as long as the answers are the same. */
  namesBy(property: string): readonly ReadonlyMap<string, readonly ItemState[]>[];
  /** The item a command made or changed first. */
  itemOf(command: BoundCommand): ItemState | undefined;
}

export type Run = readonly BoundNode[];

/** `earlier`: the menu in the revision before; where both are nothing but `add` lines, unchanged runs are taken over. */
export function createMenuState(
  menu: string,
  runs: readonly Run[],
  facts: ItemFacts,
  earlier: MenuState | undefined,
): MenuState {
  const isSettings = holdsSettings(menu, runs, facts);
  const plain = isSettings ? undefined : plainPieces(menu, runs, facts, earlier);
  const pieces = plain ?? [
    createPiece(
      isSettings ? [foldSettings(menu, runs.flat(), facts)] : foldMenu(menu, runs.flat(), facts),
      undefined,
    ),
  ];
  const items = joined(pieces.map((piece) => piece.items));
  const isAdded = plain !== undefined && items.length > 0 && items.every(({ origin }) => origin === "add");
  let index = 0;
  for (const item of items) item.index = index++;
  const joiner = earlier?.joiner ?? createJoiner(sizeOf);
  let byCommand: Map<BoundCommand, ItemState> | undefined;
  return {
    runs,
    pieces,
    isSettings,
    absence: isAdded ? undefined : facts.absenceMeansDefault(menu),
    isOnlyAddedTo: plain !== undefined,
    items,
    itemRuns: pieces.map((piece) => piece.items),
    joiner,
    gather: (pick) => joiner.join(pieces, pick, (piece) => piece.gather(pick)),
    named: (property, name) =>
      pieces.flatMap((piece) => {
        const same = piece.index(property).get(name);
        return same === undefined ? [] : [same];
      }),
    names: (property) => [...new Set(pieces.flatMap((piece) => [...piece.index(property).keys()]))],
    namesBy: (property) =>
      pieces.flatMap((piece) => {
        const index = piece.index(property);
        return index.size === 0 ? [] : [index];
      }),
    itemOf(command) {
      if (plain !== undefined) return madeBy(command, items);
      byCommand ??= indexCommands(items);
      return byCommand.get(command);
    },
  };
}

/** Neighbouring items with their names; of a run of `add` lines, or of a whole menu. */
interface Piece {
  /** Undefined for what is there by itself, and in menus that are not only added to. */
  readonly run: Run | undefined;
  readonly items: readonly ItemState[];
  gather<T>(pick: (item: ItemState) => readonly T[]): readonly T[];
  index(property: string): ReadonlyMap<string, readonly ItemState[]>;
}

/** Out here, since the joiner is handed on: made in there it would hold on to the first revision's items. */
function sizeOf(piece: Piece): number {
  return piece.items.length;
}

function createPiece(items: readonly ItemState[], run: Run | undefined): Piece {
  const indexes = new Map<string, ReadonlyMap<string, readonly ItemState[]>>();
  return {
    run,
    items,
    gather: createGatherer(items),
    index(property) {
      const index = indexes.get(property) ?? indexNames(items, property);
      indexes.set(property, index);
      return index;
    },
  };
}

/** The pieces of a menu that is only added to, as nearly every one of an export; undefined for others. */
function plainPieces(
  menu: string,
  runs: readonly Run[],
  facts: ItemFacts,
  earlier: MenuState | undefined,
): readonly Piece[] | undefined {
  const before = earlier?.isOnlyAddedTo === true ? earlier.pieces : [];
  const known = new Map(before.map((piece) => [piece.run, piece] as const));
  // What is there by itself has other values where absence says something else: other items, so that all notice.
  if (earlier !== undefined && !isSameAbsence(earlier, facts.absenceMeansDefault(menu)))
    known.delete(undefined);
  const pieces: Piece[] = [];
  for (const run of runs) {
    const items = known.get(run) === undefined ? foldPlain(menu, run, facts) : [];
    if (items === undefined) return undefined;
    pieces.push(known.get(run) ?? createPiece(items, run));
  }
  return [...pieces, known.get(undefined) ?? createPiece(builtinStates(menu, facts), undefined)];
}

/** What an `add` makes has the defaults; what was there before may have been changed, unless the file is a whole export. */
export function isSameMenu(state: MenuState, runs: readonly Run[], absenceMeansDefault: boolean): boolean {
  return (
    state.runs.length === runs.length &&
    runs.every((run, index) => isSameRun(run, state.runs[index])) &&
    isSameAbsence(state, absenceMeansDefault)
  );
}

function isSameAbsence({ absence }: MenuState, absenceMeansDefault: boolean): boolean {
  return absence === undefined || absence === absenceMeansDefault;
}

function isSameRun(a: Run, b: Run | undefined): boolean {
  if (a === b) return true;
  return a.length === b?.length && a.every((command, index) => command === b[index]);
}

/**
 * What the file does tells first: `set` without a target is written for settings only, `add` for lists only.
 * So `/interface ovpn-server server`, settings up to 7.16, is read right though the version is not known.
 */
function holdsSettings(menu: string, runs: readonly Run[], facts: ItemFacts): boolean {
  if (runs.some((run) => run.some(({ command }) => command === "add" || command === "remove"))) return false;
  const sets = runs.flat().filter((command) => command.command === "set");
  if (sets.length > 0) return sets.every((command) => targetsOf(command).length === 0);
  const known = facts.schema.menu(menu);
  if (known.kind === "known") return known.value.isSettings;
  return known.kind === "no-data" && known.likely?.isSettings === true;
}

function indexNames(items: readonly ItemState[], property: string): Map<string, ItemState[]> {
  const index = new Map<string, ItemState[]>();
  for (const item of items) {
    for (const name of definedNames(item, property)) {
      const same = index.get(name);
      if (same === undefined) index.set(name, [item]);
      else same.push(item);
    }
  }
  return index;
}

/** The names an item answers to by one of its properties; hardware answers to its default name until renamed. */
export function definedNames(item: ItemState, property: string): readonly string[] {
  const { text } = item.value(property);
  if (property === "name") {
    const name =
      text ??
      (item.property("name") === undefined ? (item.given["default-name"] ?? item.given["label"]) : undefined);
    return name === undefined || name === "" ? [] : [name];
  }
  if (text === undefined || text === "" || property === "default-name") return [];
  return /address-lists?$/.test(property) ? text.split(",") : [text];
}

/** Where nothing but `add` lines stand, the command itself knows its item. */
function madeBy(command: BoundCommand, items: readonly ItemState[]): ItemState | undefined {
  const made = "madeItem" in command ? command.madeItem : undefined;
  return made instanceof ItemState && items[made.index] === made ? made : undefined;
}

function indexCommands(items: readonly ItemState[]): Map<BoundCommand, ItemState> {
  const index = new Map<BoundCommand, ItemState>();
  for (const item of items) {
    if (item.command !== undefined) index.set(item.command, item);
    for (const change of item.changes) if (!index.has(change)) index.set(change, item);
  }
  return index;
}
