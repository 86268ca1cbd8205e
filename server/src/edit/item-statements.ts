import type { BoundCommand, Item, Model } from "../model/model.ts";
import type { PropertyValue } from "./change.ts";

/** Everything in the files that speaks of one item: what made it, then what changed it. */
export function statementsOf(item: Item): readonly BoundCommand[] {
  return item.command === undefined ? item.changes : [item.command, ...item.changes];
}

/** The items a command makes or changes. */
export function ownersOf(model: Model, menu: string, command: BoundCommand): readonly Item[] {
  // Without a list for each item: it is asked for every fix, of every item there is.
  return model.items(menu).filter((item) => item.command === command || item.changes.includes(command));
}

/** Where a property of an item is to be written. */
export type SetTarget =
  | { readonly kind: "done" }
  | { readonly kind: "commands"; readonly commands: readonly BoundCommand[] }
  /** `disable x` becomes `enable x`, or the other way round. */
  | { readonly kind: "verb"; readonly command: BoundCommand; readonly verb: "enable" | "disable" }
  /** No statement speaks of the item yet. */
  | { readonly kind: "new" }
  | { readonly kind: "refused"; readonly reason: string };

export function setTarget(
  model: Model,
  item: Item,
  name: string,
  value: PropertyValue | undefined,
): SetTarget {
  const statements = statementsOf(item);
  const verb = name === "disabled" ? statements.findLast(isVerb) : undefined;
  const mentions = statements.filter((s) => s.args.some((argument) => argument.name === name));
  if (verb !== undefined && isAfter(statements, verb, mentions.at(-1))) {
    return verbTarget(model, item, verb, value === "yes");
  }
  if (holds(model, item, name, value, mentions.length > 0)) return { kind: "done" };
  if (value === undefined) return checked(model, item, mentions);
  const target = mentions.at(-1) ?? writable(model, item, statements);
  return target === undefined ? { kind: "new" } : checked(model, item, [target]);
}

function isVerb(command: BoundCommand): boolean {
  return command.command === "enable" || command.command === "disable";
}

function isAfter(
  statements: readonly BoundCommand[],
  verb: BoundCommand,
  mention: BoundCommand | undefined,
): boolean {
  return mention === undefined || statements.indexOf(verb) > statements.indexOf(mention);
}

function verbTarget(model: Model, item: Item, command: BoundCommand, isDisabled: boolean): SetTarget {
  const verb = isDisabled ? "disable" : "enable";
  if (command.command === verb) return { kind: "done" };
  const target = checked(model, item, [command]);
  return target.kind === "commands" ? { kind: "verb", command, verb } : target;
}

/** True when the item is already so; a default counts only where the item certainly has it. */
function holds(
  model: Model,
  item: Item,
  name: string,
  value: PropertyValue | undefined,
  isWritten: boolean,
): boolean {
  if (!isWritten) {
    if (value === undefined) return true;
    const effective = item.value(name);
    const isSure = item.origin === "add" || model.absenceMeansDefault(item.menu);
    return isSure && effective.from === "default" && effective.text === (value === true ? "yes" : value);
  }
  const own = item.property(name);
  if (value === undefined || own === undefined || own.isUnset) return false;
  return value === true ? own.argument.operator === undefined : own.text === value;
}

/** The statement a new property joins: the one that made the item, else one that sets only this item. */
function writable(model: Model, item: Item, statements: readonly BoundCommand[]): BoundCommand | undefined {
  const candidates = statements.filter((s) => s.command === "add" || s.command === "set");
  if (item.origin === "add") return item.command;
  return candidates.find((s) => ownersOf(model, item.menu, s).length === 1);
}

function checked(model: Model, item: Item, commands: readonly BoundCommand[]): SetTarget {
  if (commands.some((c) => !c.isCertain || c.embeddedIn !== undefined)) {
    return { kind: "refused", reason: "The statement may or may not run, or runs more than once." };
  }
  if (item.command !== undefined && !item.command.isCertain) {
    return { kind: "refused", reason: "The item is made by a command that may or may not run." };
  }
  if (commands.some((c) => ownersOf(model, item.menu, c).length > 1)) {
    return { kind: "refused", reason: "The statement sets several items at once." };
  }
  return { kind: "commands", commands };
}
