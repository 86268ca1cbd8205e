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
    ahead: [],
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
  written: ItemState[];
  builtin: ItemState[];
  readonly gone: Set<ItemState>;
  /** What was put before items of the router that no line of the file made. */
  readonly ahead: { readonly item: ItemState; readonly words: string }[];
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
  if (before === undefined) return void fold.written.push(item);
  const place = placeBefore(fold, before, command);
  item.isCertain = command.isCertain && place.isSure;
  fold.written.splice(place.at, 0, item);
  if (place.aheadOf !== undefined) fold.ahead.push({ item, words: place.aheadOf });
}

/** The same command makes the same item in every revision, unless something changed it there. */
function madeItem(command: BoundNode, facts: ItemFacts): ItemState {
  const known = command.madeItem;
  if (known instanceof ItemState && known.facts === facts && known.changes.length === 0) return known;
  const item = new ItemState(command.menu, "add", command, facts);
  command.madeItem = item;
  return item;
}

/** Where an item goes among the written ones; where that is not sure, the first place in which it may stand. */
interface Place {
  readonly at: number;
  readonly isSure: boolean;
  /** It goes before an item of the router that the file did not make, in these words. */
  readonly aheadOf?: string;
}

function placeBefore(fold: Fold, value: Value | Word, command: BoundNode): Place {
  const targets = readTargets(value, command);
  const found = targets.flatMap((target) => placed(fold, target));
  const [first] = found;
  if (first !== undefined)
    return { at: Math.min(...found.map(({ at }) => at)), isSure: first.isSure && found.length === 1 };
  const isNumber = targets.every(({ kind }) => kind === "index");
  if (isNumber) return { at: 0, isSure: fold.written.length === 0 || isFirst(targets) };
  return aheadOfAdded(fold, value.chunk.text.slice(value.from, value.to));
}

/** The written items that a target may mean; a number is taken for that of the file's own item. */
function placed(
  fold: Fold,
  target: Target,
): { readonly item: ItemState; readonly at: number; readonly isSure: boolean }[] {
  return matches(fold, target).flatMap(({ item, isDecided }) => {
    const at = fold.written.indexOf(item);
    return at < 0 ? [] : [{ item, at, isSure: isDecided || target.kind === "index" }];
  });
}

/** Number 0 is the first place, whatever else there is. */
function isFirst([target]: readonly Target[]): boolean {
  return target?.kind === "index" && target.index === 0;
}

/**
 * What the router had before stands ahead of all that was added since, and so does what is put before it: one after
 * the other before the same item, in unknown order before several.
 */
function aheadOfAdded({ ahead, written }: Fold, words: string): Place {
  const last = ahead.at(-1);
  if (last === undefined) return { at: 0, isSure: true, aheadOf: words };
  const isSame = ahead.every((other) => other.words === words);
  return { at: isSame ? written.indexOf(last.item) + 1 : 0, isSure: isSame, aheadOf: words };
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

/** Without a destination to the end. Where it is in doubt what goes where, each stands in the first place it may be in. */
function move(fold: Fold, command: BoundNode): void {
  const isNamed = command.args.some((arg) => arg.name === "numbers");
  const destination =
    command.args.find((arg) => arg.name === "destination")?.node.value ?? command.unnamed[isNamed ? 0 : 1];
  const moved = targetsOf(command).flatMap((target) => placed(fold, target));
  if (moved.length === 0) return;
  const place: Place =
    destination === undefined
      ? { at: fold.written.length, isSure: true }
      : placeBefore(fold, destination, command);
  const isSure = command.isCertain && place.isSure && moved.every((one) => one.isSure);
  if (!isSure) for (const { item } of moved) item.change(command, false);
  const going = isSure ? moved : moved.filter(({ at }) => at > place.at);
  putAt(
    fold,
    going.map(({ item }) => item),
    place.at,
  );
}

function putAt(fold: Fold, items: readonly ItemState[], at: number): void {
  const going = new Set(items);
  const stays = (item: ItemState) => !going.has(item);
  const ahead = fold.written.slice(0, at).filter(stays);
  fold.written = ahead.concat([...going], fold.written.slice(at).filter(stays));
}
