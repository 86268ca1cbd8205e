import type { Value, Word } from "../syntax/tree.ts";
import type { BoundNode } from "./bound.ts";
import { builtinItems, knowsBuiltins } from "./builtins.ts";
import type { ItemFacts } from "./effective.ts";
import { ItemState } from "./item.ts";
import { matchTarget, readTargets, type Target, targetsOf } from "./targets.ts";

/**
 * The live items of a menu after its commands ran in order: what was added, what was changed and is still
 * there, then the untouched built-in ones. Linear for the plain `add` lines of an export.
 */
export function foldMenu(
  menu: string,
  commands: readonly BoundNode[],
  facts: ItemFacts,
): readonly ItemState[] {
  const fold: Fold = {
    menu,
    facts,
    written: [],
    builtin: [...builtinStates(menu, facts)],
    gone: new Set(),
  };
  for (const command of commands) APPLY.get(command.command)?.(fold, command);
  const items = fold.written.concat(fold.builtin);
  return fold.gone.size === 0 ? items : items.filter((item) => !fold.gone.has(item));
}

/** The items a version builds in, untouched. */
export function builtinStates(menu: string, facts: ItemFacts): readonly ItemState[] {
  return builtinItems(menu, facts.version).map(
    ({ given }, index) =>
      new ItemState(menu, "builtin", undefined, facts, { ...given, [ORDER]: String(index) }),
  );
}

/** The items of commands that only add, one after the other; undefined when there is any other change among them. */
export function foldPlain(
  menu: string,
  commands: readonly BoundNode[],
  facts: ItemFacts,
): readonly ItemState[] | undefined {
  const items: ItemState[] = [];
  for (const command of commands) {
    if (command.menu !== menu) return undefined;
    if (command.command === "add" && !command.args.some((arg) => arg.name === "place-before")) {
      items.push(madeItem(command, facts));
    } else if (APPLY.has(command.command)) return undefined;
  }
  return items;
}

/** The one item of a settings menu, its `set` commands merged. */
export function foldSettings(menu: string, commands: readonly BoundNode[], facts: ItemFacts): ItemState {
  const sets = commands.filter((command) => command.command === "set" || command.command === "unset");
  const first = sets.find((command) => command.isCertain);
  const item = new ItemState(menu, "settings", first, facts);
  for (const command of sets) if (command !== first) item.change(command, command.isCertain);
  return item;
}

interface Fold {
  readonly menu: string;
  readonly facts: ItemFacts;
  readonly written: ItemState[];
  builtin: ItemState[];
  readonly gone: Set<ItemState>;
}

const APPLY: ReadonlyMap<string | undefined, (fold: Fold, command: BoundNode) => void> = new Map([
  ["add", add],
  ["set", change],
  ["enable", change],
  ["disable", change],
  ["comment", change],
  ["unset", change],
  ["remove", remove],
  ["move", move],
]);

function add(fold: Fold, command: BoundNode): void {
  // `/interface add` is no command of the router, though `/interface set` acts on interfaces of every kind.
  if (command.menu !== fold.menu) return;
  const item = madeItem(command, fold.facts);
  const before = command.args.find((arg) => arg.name === "place-before")?.node.value;
  const place = before === undefined ? -1 : placeOf(fold, before, command);
  if (place >= 0) fold.written.splice(place, 0, item);
  else fold.written.push(item);
}

/** The same command makes the same item in every revision, unless something changed it there. */
function madeItem(command: BoundNode, facts: ItemFacts): ItemState {
  const known = command.madeItem;
  if (known instanceof ItemState && known.facts === facts && known.changes.length === 0) return known;
  const item = new ItemState(command.menu, "add", command, facts);
  command.madeItem = item;
  return item;
}

function placeOf(fold: Fold, value: Value | Word, command: BoundNode): number {
  const [target, ...others] = readTargets(value, command);
  if (target === undefined || others.length > 0) return -1;
  const [match, ...more] = matches(fold, target);
  if (match === undefined || more.length > 0 || (!match.isDecided && target.kind !== "index")) return -1;
  return fold.written.indexOf(match.item);
}

function matches(fold: Fold, target: Target): ReturnType<typeof matchTarget> {
  const live = [...fold.written, ...fold.builtin];
  const here = fold.gone.size === 0 ? live : live.filter((item) => !fold.gone.has(item));
  return matchTarget(target, here, () => routerOrder(here));
}

/** The router numbers what it brought before what was added. */
function routerOrder(items: readonly ItemState[]): readonly ItemState[] {
  const added = items.filter((item) => item.origin === "add");
  const given = items.filter((item) => item.origin !== "add");
  const place = (item: ItemState): number => Number(item.given[ORDER] ?? Number.MAX_SAFE_INTEGER);
  return [...given.sort((a, b) => place(a) - place(b)), ...added];
}

const ORDER = ".order";

function change(fold: Fold, command: BoundNode): void {
  for (const target of targetsOf(command)) {
    const found = matches(fold, target);
    for (const { item, isDecided } of found) {
      item.change(command, isDecided && command.isCertain);
      if (item.origin === "builtin" && isDecided && command.isCertain) adopt(fold, item);
    }
    if (found.some(({ isDecided }) => isDecided)) continue;
    if (found.length > 0 || command.menu !== fold.menu || !MENTIONS.has(command.command)) continue;
    const given = unseen(fold, target);
    if (given !== undefined) fold.written.push(new ItemState(fold.menu, "set", command, fold.facts, given));
  }
}

/** Commands whose target must be there, though no line made it. */
const MENTIONS: ReadonlySet<string | undefined> = new Set(["set", "enable", "disable", "comment"]);

/** A built-in item that the file changes stands where the file first speaks of it. */
function adopt(fold: Fold, item: ItemState): void {
  item.origin = "set";
  fold.builtin = fold.builtin.filter((other) => other !== item);
  fold.written.push(item);
}

/** Menus that hold what the hardware has: an item named there exists though no line made it. */
const HARDWARE =
  /^\/interface$|^\/interface\/(ethernet|wireless|wifi|wifiwave2|lte|w60g|pwr-line|sfp)$|^\/(disk|port|system\/console|interface\/ethernet\/switch)/;

/** Exports leave accounts out, so a script that changes one by its name knows that it is there. */
const NEVER_EXPORTED = "/user";

/**
 * What is known of an item that the file changes and that neither the file nor the list of built-in ones
 * holds. Undefined where such an item need not exist: a `find` that finds nothing changes nothing.
 */
function unseen(fold: Fold, target: Target): Record<string, string> | undefined {
  switch (target.kind) {
    case "id":
      return { ".id": target.id };
    case "name":
      return isOldName(fold, target.name) ? undefined : { label: target.name };
    case "index":
      return knowsBuiltins(fold.menu) ? undefined : { [ORDER]: String(target.index) };
    case "find": {
      if (target.key?.name === "default-name" || target.key?.name === "default")
        return { [target.key.name]: target.key.text };
      if (fold.menu !== NEVER_EXPORTED && !HARDWARE.test(fold.menu)) return undefined;
      if (target.key?.name === "name") return { label: target.key.text };
      return target.isAll || target.key !== undefined
        ? { [target.key?.name ?? "default"]: target.key?.text ?? "yes" }
        : undefined;
    }
    default:
      return undefined;
  }
}

/** `ether1` names nothing any more once that port is called otherwise. */
function isOldName({ written }: Fold, name: string): boolean {
  return written.some((item) => item.given["default-name"] === name);
}

function remove(fold: Fold, command: BoundNode): void {
  for (const target of targetsOf(command)) {
    for (const { item, isDecided } of matches(fold, target)) {
      if (item.origin === "builtin" && target.kind === "find") continue;
      if (isDecided && command.isCertain) fold.gone.add(item);
      else item.change(command, false);
    }
  }
}

function move(fold: Fold, command: BoundNode): void {
  const value = command.args.find((arg) => arg.name === "destination")?.node.value ?? command.unnamed[1];
  const [target] = targetsOf(command);
  const [moved, ...others] = target === undefined ? [] : matches(fold, target);
  if (moved === undefined || value === undefined || others.length > 0 || !command.isCertain) return;
  const from = fold.written.indexOf(moved.item);
  const to = placeOf(fold, value, command);
  if (from < 0 || to < 0) return;
  fold.written.splice(from, 1);
  fold.written.splice(to > from ? to - 1 : to, 0, moved.item);
}
