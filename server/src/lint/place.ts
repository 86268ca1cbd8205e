import type { BoundCommand, Item, ModelFile } from "../model/model.ts";
import type { FindingPlace } from "../rules/rule.ts";
import { type Node, rangeOf } from "../syntax/tree.ts";
import type { Range } from "../text/range.ts";

export interface Place {
  readonly file: ModelFile;
  readonly range: Range;
}

/** Where a finding is shown; undefined when the item was never written and there is no file at all. */
export function resolvePlace(at: FindingPlace, files: readonly ModelFile[]): Place | undefined {
  if ("range" in at) return { file: at.file, range: at.range };
  if ("command" in at) return headOf(at.command);
  return (at.property !== undefined && propertyPlace(at.item, at.property)) || itemPlace(at.item, files);
}

function propertyPlace(item: Item, name: string): Place | undefined {
  const property = item.property(name);
  if (property === undefined) return undefined;
  return placeOf(property.command, property.argument.value ?? property.argument);
}

/** An item that no text speaks of (all defaults) is shown at the file's first line: the header that vouches for it. */
function itemPlace(item: Item, files: readonly ModelFile[]): Place | undefined {
  const command = item.command ?? item.changes[0];
  if (command !== undefined) return headOf(command);
  const file = files[0];
  return file && { file, range: firstLine(file.text) };
}

/** The word that says what is done, as `add`; else the head words; else all of a bare call. */
function headOf(command: BoundCommand): Place {
  const { node } = command;
  const first = command.commandWord ?? node.words[0];
  const last = command.commandWord ?? node.words[node.words.length - 1];
  if (first === undefined || last === undefined) return placeOf(command, node);
  const { start } = rangeOf(first);
  return { file: command.file, range: { start, end: rangeOf(last).end } };
}

function placeOf(command: BoundCommand, node: Node): Place {
  return { file: command.file, range: rangeOf(node) };
}

function firstLine(text: string): Range {
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const end = text.slice(start).search(/[\r\n]/);
  return { start, end: end < 0 ? text.length : start + end };
}
