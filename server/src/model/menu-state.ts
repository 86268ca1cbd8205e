import type { BoundNode } from "./bound.ts";
import type { ItemFacts } from "./effective.ts";
import { foldMenu, foldSettings } from "./fold-menu.ts";
import type { ItemState } from "./item.ts";
import type { BoundCommand } from "./model.ts";
import { targetsOf } from "./targets.ts";

/** A menu's items with what is looked up in them; kept from revision to revision while its commands stay the same. */
export interface MenuState {
  /** Its commands as the pages hold them. */
  readonly runs: readonly (readonly BoundNode[])[];
  readonly isSettings: boolean;
  readonly items: readonly ItemState[];
  /** Items by the names that one of their properties holds. */
  named(property: string): ReadonlyMap<string, readonly ItemState[]>;
  /** The item a command made or changed first. */
  itemOf(command: BoundCommand): ItemState | undefined;
}

export function createMenuState(
  menu: string,
  runs: readonly (readonly BoundNode[])[],
  facts: ItemFacts,
): MenuState {
  const commands = runs.length === 1 && runs[0] !== undefined ? runs[0] : runs.flat();
  const isSettings = holdsSettings(menu, commands, facts);
  const items = isSettings ? [foldSettings(menu, commands, facts)] : foldMenu(menu, commands, facts);
  const indexes = new Map<string, ReadonlyMap<string, readonly ItemState[]>>();
  let byCommand: Map<BoundCommand, ItemState> | undefined;
  return {
    runs,
    isSettings,
    items,
    named(property) {
      const index = indexes.get(property) ?? indexNames(items, property);
      indexes.set(property, index);
      return index;
    },
    itemOf(command) {
      byCommand ??= indexCommands(items);
      return byCommand.get(command);
    },
  };
}

export function isSameMenu(state: MenuState, runs: readonly (readonly BoundNode[])[]): boolean {
  return state.runs.length === runs.length && runs.every((run, index) => isSameRun(run, state.runs[index]));
}

function isSameRun(a: readonly BoundNode[], b: readonly BoundNode[] | undefined): boolean {
  if (a === b) return true;
  return a.length === b?.length && a.every((command, index) => command === b[index]);
}

/**
 * What the file does tells first: `set` without a target is written for settings only, `add` for lists only.
 * So `/interface ovpn-server server`, settings up to 7.16, is read right though the version is not known.
 */
function holdsSettings(menu: string, commands: readonly BoundNode[], facts: ItemFacts): boolean {
  if (commands.some((command) => command.command === "add" || command.command === "remove")) return false;
  const sets = commands.filter((command) => command.command === "set");
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
  return property.startsWith("address-list") ? text.split(",") : [text];
}

function indexCommands(items: readonly ItemState[]): Map<BoundCommand, ItemState> {
  const index = new Map<BoundCommand, ItemState>();
  for (const item of items) {
    if (item.command !== undefined) index.set(item.command, item);
    for (const change of item.changes) if (!index.has(change)) index.set(change, item);
  }
  return index;
}
