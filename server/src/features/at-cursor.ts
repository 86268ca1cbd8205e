import type {
  BoundArgument,
  BoundCommand,
  Item,
  Model,
  ModelFile,
  Property,
  Reference,
} from "../model/model.ts";
import { rangeOf } from "../syntax/tree.ts";
import type { Range } from "../text/range.ts";

/** Whether the cursor stands in the range or at one of its ends. */
export function touches(range: Range, offset: number): boolean {
  return range.start <= offset && offset <= range.end;
}

/** The innermost bound command around the offset, those of embedded scripts included. */
export function commandAt(model: Model, file: ModelFile, offset: number): BoundCommand | undefined {
  const { commands } = model;
  for (let i = lastStartingBefore(model, file, offset); i >= 0; i--) {
    const command = commands[i];
    if (!command || command.file.path !== file.path) return undefined;
    if (touches(rangeOf(command.node), offset)) return command;
    if (command.parent === undefined && !isEmbedded(command)) return undefined;
  }
  return undefined;
}

function isEmbedded(command: BoundCommand): boolean {
  return command.embeddedIn !== undefined;
}

/** The last command of the file that starts at or before the offset; commands stand in text order. */
export function lastStartingBefore(model: Model, file: ModelFile, offset: number): number {
  const { commands, files } = model;
  const order = new Map(files.map((each, i) => [each.path, i]));
  const wanted = order.get(file.path) ?? 0;
  let low = -1;
  let high = commands.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const command = commands[middle];
    const at = command ? (order.get(command.file.path) ?? 0) : Number.POSITIVE_INFINITY;
    const isBefore =
      at < wanted || (at === wanted && command !== undefined && rangeOf(command.node).start <= offset);
    if (isBefore) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function argumentAt(command: BoundCommand, offset: number): BoundArgument | undefined {
  return command.args.find((argument) => touches(rangeOf(argument.node), offset));
}

/** References lie in text order; the one whose name the cursor touches. */
export function referenceAt(model: Model, file: ModelFile, offset: number): Reference | undefined {
  return model.references.find(
    (reference) => reference.file.path === file.path && touches(reference.range, offset),
  );
}

/** The item that a command made or changed. */
export function itemOf(model: Model, command: BoundCommand): Item | undefined {
  return model.items(command.menu).find((item) => item.command === command || item.changes.includes(command));
}

/** The property that the cursor touches, as its item has it now. */
export function propertyAt(
  model: Model,
  file: ModelFile,
  offset: number,
): { readonly item: Item; readonly property: Property } | undefined {
  const command = commandAt(model, file, offset);
  if (!command) return undefined;
  const argument = argumentAt(command, offset);
  if (argument?.name === undefined) return undefined;
  const item = itemOf(model, command);
  const property = item?.property(argument.name);
  if (!item || !property || property.argument !== argument.node) return undefined;
  return property.text === undefined ? undefined : { item, property };
}
