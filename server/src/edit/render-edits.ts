import type { BoundCommand, Item, Model, ModelFile } from "../model/model.ts";
import { sortEdits, type TextEdit } from "../text/edit.ts";
import { insertionEdits, lastOfMenu, type NewStatement } from "./add-edits.ts";
import type { AddChange, Change, PropertyValue, RemoveChange, SetChange, TextChange } from "./change.ts";
import { homeFile, type NewNames } from "./home-file.ts";
import { ownersOf, setTarget, statementsOf } from "./item-statements.ts";
import { type Layout, layoutOf } from "./layout.ts";
import { removalEdits } from "./remove-edits.ts";
import { editCommand } from "./set-edits.ts";
import { type FileStyle, styleOf } from "./style.ts";

export interface EditPlan {
  /** Every file that changes, in the router's order. */
  readonly files: readonly FileEdits[];
  /** What cannot be written safely, and why in words. */
  readonly refused: readonly Refusal[];
}

export interface FileEdits {
  readonly file: ModelFile;
  /** Sorted, not overlapping, offsets in UTF-16 units. */
  readonly edits: readonly TextEdit[];
}

export interface Refusal {
  readonly change: Change;
  readonly reason: string;
}

/**
 * Turns changes into text edits. Changes that already hold give no edit, so applying the result and planning
 * again changes nothing. Never throws.
 */
export function planEdits(
  model: Model,
  changes: readonly Change[],
  surroundings: Surroundings = surroundingsOf(model),
): EditPlan {
  const draft: Draft = {
    model,
    properties: new Map(),
    verbs: new Map(),
    removed: new Set(),
    added: new Map(),
    waiting: new Set(),
    texts: [],
    refused: [],
    ...surroundings,
  };
  for (const change of changes) if (change.kind === "remove") planRemoval(draft, change);
  for (const change of changes) {
    if (change.kind === "set") planSet(draft, change);
    else if (change.kind === "add") planAdd(draft, change);
    else if (change.kind === "text") draft.texts.push(change);
  }
  return { files: model.files.flatMap((file) => fileEdits(draft, file)), refused: draft.refused };
}

/** How the files of a model are laid out and written: worked out once where many plans are made of one model. */
export interface Surroundings {
  readonly layouts: ReadonlyMap<ModelFile, Layout>;
  readonly styles: ReadonlyMap<ModelFile, FileStyle>;
  /** Filled as they are asked for: items by each of their properties, as `name=text`, menu by menu. */
  readonly alike: Map<string, ReadonlyMap<string, readonly Item[]>>;
  /** What stands last of a menu in a file. */
  readonly lasts: Map<string, BoundCommand | undefined>;
}

export function surroundingsOf(model: Model): Surroundings {
  return {
    layouts: new Map(model.files.map((file) => [file, layoutOf(model, file)])),
    styles: new Map(model.files.map((file) => [file, styleOf(model, file)])),
    alike: new Map(),
    lasts: new Map(),
  };
}

interface Draft extends Surroundings {
  readonly model: Model;
  readonly properties: Map<BoundCommand, Map<string, PropertyValue | undefined>>;
  /** `enable` and `disable` commands that become the other one. */
  readonly verbs: Map<BoundCommand, "enable" | "disable">;
  readonly removed: Set<BoundCommand>;
  readonly added: Map<ModelFile, { readonly change: Change; statement: NewStatement }[]>;
  /** Of additions that wait, so that none is written twice. */
  readonly waiting: Set<string>;
  readonly texts: TextChange[];
  readonly refused: Refusal[];
}

function planRemoval(draft: Draft, change: RemoveChange): void {
  const { item } = change;
  const made = item.command;
  const refuse = (reason: string) => draft.refused.push({ change, reason });
  const statements = statementsOf(item);
  if (statements.length === 0) return;
  if (made !== undefined && !made.isCertain) return void refuse(UNCERTAIN);
  const shared = (command: BoundCommand) => ownersOf(draft.model, item.menu, command).length > 1;
  if (made !== undefined && shared(made)) return void refuse(SHARED);
  for (const command of statements) if (command.isCertain && !shared(command)) draft.removed.add(command);
}

const UNCERTAIN = "It is made by a command that may or may not run, or runs more than once.";
const SHARED = "The command speaks of several items at once.";

function planSet(draft: Draft, change: SetChange): void {
  const { item } = change;
  const fresh: Record<string, PropertyValue> = {};
  for (const [name, value] of Object.entries(change.properties)) {
    const target = setTarget(draft.model, item, name, value);
    switch (target.kind) {
      case "done":
        break;
      case "refused":
        draft.refused.push({ change, reason: target.reason });
        break;
      case "commands":
        for (const command of target.commands) planProperty(draft, command, name, value);
        break;
      case "verb":
        draft.verbs.set(target.command, target.verb);
        break;
      case "new":
        if (value !== undefined) fresh[name] = value;
        break;
      default:
        target satisfies never;
    }
  }
  if (Object.keys(fresh).length > 0) planNewSet(draft, change, fresh);
}

function planProperty(
  draft: Draft,
  command: BoundCommand,
  name: string,
  value: PropertyValue | undefined,
): void {
  if (draft.removed.has(command)) return;
  const properties = draft.properties.get(command) ?? new Map<string, PropertyValue | undefined>();
  properties.set(name, value);
  draft.properties.set(command, properties);
}

/** Something the file does not speak of yet: a settings menu, or an item the router has by itself. */
function planNewSet(draft: Draft, change: SetChange, properties: Record<string, PropertyValue>): void {
  const { item } = change;
  const head = setHead(draft.model, item);
  if (head === undefined) {
    draft.refused.push({ change, reason: "It has no name to set it by." });
    return;
  }
  const file = homeOf(draft, { menu: item.menu, properties });
  if (file === undefined) return;
  const waiting = draft.added.get(file) ?? [];
  const same = waiting.find(({ statement }) => statement.menu === item.menu && statement.head === head);
  if (same !== undefined) {
    same.statement = { ...same.statement, properties: { ...same.statement.properties, ...properties } };
    return;
  }
  waiting.push({ change, statement: placed(draft, file, { menu: item.menu, head, properties }) });
  draft.added.set(file, waiting);
}

/** Menus whose items exports set by a default name, and those they set by their bare name. */
const BY_DEFAULT_NAME = new Set([
  "/interface/ethernet",
  "/interface/wireless",
  "/interface/wifi",
  "/interface/lte",
]);
const BY_BARE_NAME = new Set(["/ip/service", "/ip/firewall/service-port", "/ip/hotspot/service-port"]);

function setHead(model: Model, item: Item): string | undefined {
  if (item.origin === "settings") return "set";
  const { name } = item;
  if (name === undefined) return undefined;
  const text = /^[A-Za-z0-9._-]+$/.test(name) ? name : `"${name.replaceAll(/["\\$]/g, "\\$&")}"`;
  if (BY_BARE_NAME.has(item.menu)) return `set ${text}`;
  const isDefault = (other: Item) => other.text("default") === "yes";
  if (isDefault(item) && model.items(item.menu).filter(isDefault).length === 1)
    return "set [ find default=yes ]";
  const key =
    BY_DEFAULT_NAME.has(item.menu) && item.property("name") === undefined && model.source.kind !== "script"
      ? "default-name"
      : "name";
  return `set [ find ${key}=${text} ]`;
}

function planAdd(draft: Draft, change: AddChange): void {
  const menu = draft.model.schema.menu(change.menu);
  if (menu.kind === "known" && menu.value.isSettings) {
    const { properties } = change;
    planSet(draft, { kind: "set", item: draft.model.settings(change.menu), properties });
    return;
  }
  const words = wordsOf(change);
  if (draft.waiting.has(words) || isAlreadyThere(draft, change)) return;
  const beside = besideOf(draft, change);
  const file = beside?.command.file ?? homeOf(draft, change);
  if (file === undefined) return;
  const statement: NewStatement = { menu: change.menu, head: "add", properties: change.properties };
  const waiting = draft.added.get(file) ?? [];
  waiting.push({ change, statement: beside ? { ...statement, beside } : placed(draft, file, statement) });
  draft.added.set(file, waiting);
  draft.waiting.add(words);
}

function wordsOf({ menu, properties }: AddChange): string {
  return JSON.stringify([menu, ...Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/** The same line twice helps nobody: two fixes may ask for it, or the fix was applied before. */
function isAlreadyThere(draft: Draft, change: AddChange): boolean {
  const wanted = Object.entries(change.properties);
  const isSame = (item: Item) =>
    item.properties.filter((p) => !p.isUnset).length === wanted.length &&
    wanted.every(([name, value]) => {
      const own = item.property(name);
      return own !== undefined && !own.isUnset && (value === true || own.text === value);
    });
  const removed = (item: Item) => item.command !== undefined && draft.removed.has(item.command);
  return candidates(draft, change).some(
    (item) => item.origin === "add" && item.command?.isCertain === true && !removed(item) && isSame(item),
  );
}

/** Items that share the rarest property of the addition; all of the menu where it says nothing but bare words. */
function candidates({ model, alike }: Draft, { menu, properties }: AddChange): readonly Item[] {
  const known = alike.get(menu) ?? itemsByProperty(model.items(menu));
  alike.set(menu, known);
  const shared = Object.entries(properties).flatMap(([name, value]) =>
    value === true ? [] : [known.get(`${name}=${value}`) ?? []],
  );
  return shared.reduce((a, b) => (b.length < a.length ? b : a), shared[0] ?? model.items(menu));
}

function itemsByProperty(items: readonly Item[]): ReadonlyMap<string, readonly Item[]> {
  const found = new Map<string, Item[]>();
  for (const item of items)
    for (const { name, text } of item.properties) {
      const word = `${name}=${text ?? ""}`;
      const same = found.get(word);
      if (same === undefined) found.set(word, [item]);
      else same.push(item);
    }
  return found;
}

function besideOf(draft: Draft, { menu, place }: AddChange): NewStatement["beside"] {
  if (place === undefined) return undefined;
  const side = "before" in place ? "before" : "after";
  const item = "before" in place ? place.before : place.after;
  const { command } = item;
  if (command === undefined || item.menu !== menu || !isPlaceable(draft, command)) return undefined;
  return { command, side };
}

function isPlaceable(draft: Draft, command: BoundCommand): boolean {
  return command.isCertain && command.embeddedIn === undefined && draft.layouts.has(command.file);
}

/** Behind the last item of the menu, or whatever else speaks of the menu last. */
function placed(draft: Draft, file: ModelFile, statement: NewStatement): NewStatement {
  const key = `${draft.model.files.indexOf(file)} ${statement.menu}`;
  if (!draft.lasts.has(key)) draft.lasts.set(key, lastBeside(draft, file, statement.menu));
  const command = draft.lasts.get(key);
  return command === undefined ? statement : { ...statement, beside: { command, side: "after" } };
}

function lastBeside(draft: Draft, file: ModelFile, menu: string): BoundCommand | undefined {
  const layout = draft.layouts.get(file);
  if (layout === undefined) return undefined;
  const items = new Set(draft.model.items(menu).map((item) => item.command));
  const last = layout.top.findLast((command) => items.has(command) && isPlaceable(draft, command));
  return last ?? lastOfMenu(layout, menu);
}

function homeOf({ model, layouts, added }: Draft, statement: NewNames): ModelFile | undefined {
  const waiting = new Map([...added].map(([file, list]) => [file, list.map((each) => each.statement)]));
  return homeFile(model, layouts, statement, waiting);
}

function fileEdits(draft: Draft, file: ModelFile): FileEdits[] {
  const layout = draft.layouts.get(file);
  if (layout === undefined) return [];
  const style = draft.styles.get(file) ?? styleOf(draft.model, file);
  const added = draft.added.get(file) ?? [];
  const insertions = insertionEdits(
    layout,
    style,
    added.map(({ statement }) => statement),
  );
  for (const { change, statement } of added) {
    if (!insertions.unplaced.includes(statement)) continue;
    draft.refused.push({
      change,
      reason: "The file ends in a broken statement; nothing can be put after it.",
    });
  }
  const isOwn = (command: BoundCommand) => command.file === file;
  const removed = new Set([...draft.removed].filter(isOwn));
  const removals = removalEdits(layout, removed, {
    isScript: draft.model.source.kind === "script",
    relativeOffsets: insertions.relativeOffsets,
    insertionOffsets: insertions.edits.map((edit) => edit.range.start),
  });
  const sets = [...draft.properties]
    .filter(([command]) => isOwn(command) && !removed.has(command))
    .flatMap(([command, properties]) => editCommand(style, command, properties));
  const edits = [...insertions.edits, ...removals, ...sets, ...verbEdits(draft, isOwn)];
  const all = withTexts(draft, file, edits);
  return all.length === 0 ? [] : [{ file, edits: sortEdits(all) }];
}

function verbEdits(draft: Draft, isOwn: (command: BoundCommand) => boolean): TextEdit[] {
  return [...draft.verbs].flatMap(([command, verb]) => {
    const word = command.commandWord;
    if (word === undefined || !isOwn(command) || draft.removed.has(command)) return [];
    const start = word.chunk.start + word.from + word.text.lastIndexOf("/") + 1;
    return [{ range: { start, end: word.chunk.start + word.to }, newText: verb }];
  });
}

/** Corrections of the text itself, as long as they do not touch what other changes rewrite. */
function withTexts(draft: Draft, file: ModelFile, edits: readonly TextEdit[]): TextEdit[] {
  const all = [...edits];
  for (const change of draft.texts) {
    if (change.file !== file) continue;
    const { range, newText } = change.edit;
    const isKnown = all.some(
      (e) => e.range.start === range.start && e.range.end === range.end && e.newText === newText,
    );
    if (isKnown) continue;
    const clashes = all.some((e) => e.range.start < range.end && range.start < e.range.end);
    if (clashes) draft.refused.push({ change, reason: "Another change rewrites the same text." });
    else all.push(change.edit);
  }
  return all;
}
