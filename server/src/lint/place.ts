import { headerRange } from "../model/export-header.ts";
import { headFile } from "../model/head-file.ts";
import type { BoundCommand, Item, Model, ModelFile, Property } from "../model/model.ts";
import { placeInValue } from "../rules/facts/value-place.ts";
import type { FindingPlace } from "../rules/rule.ts";
import { type Node, rangeOf } from "../syntax/tree.ts";
import type { Range } from "../text/range.ts";

export interface Place {
  readonly file: ModelFile;
  readonly range: Range;
  /** The whole value, where the place is a part of it. */
  readonly value?: Range;
  /** No text speaks of the item, nor of its menu: the place stands for the whole file. */
  readonly isUnwritten?: true;
}

export type Placer = (at: FindingPlace) => Place | undefined;

/** Tells where findings are shown; undefined when the item was never written and there is no file at all. */
export function createPlacer(model: Model): Placer {
  return (at) => {
    if ("range" in at) return { file: at.file, range: at.range };
    if ("command" in at) return headOf(at.command);
    if ("reference" in at) return { file: at.reference.file, range: at.reference.range };
    const written = at.property === undefined ? undefined : propertyPlace(at.item, at.property, at.words);
    return written ?? itemPlace(at.item) ?? menuPlace(model.headerOf(at.item.menu), headFile(model));
  };
}

function propertyPlace(item: Item, name: string, words: readonly string[] = []): Place | undefined {
  const property = item.property(name);
  if (property === undefined) return undefined;
  const whole = placeOf(property.command, property.argument.value ?? property.argument);
  const part = partOf(property, words);
  return part === undefined ? whole : { ...whole, range: part, value: whole.range };
}

/** Where some words of a comma list stand; undefined where they are all of it. */
function partOf(property: Property, words: readonly string[]): Range | undefined {
  const text = property.text ?? "";
  const places = [...text.matchAll(/[^,\s]+/g)].filter(([word]) => words.includes(word));
  const [first, last] = [places[0], places.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const end = last.index + last[0].length;
  return first.index === 0 && end === text.length
    ? undefined
    : placeInValue(property, first.index, end)?.range;
}

function itemPlace(item: Item): Place | undefined {
  const command = item.command ?? item.changes[0];
  return command && headOf(command);
}

/**
 * An item that no text speaks of (all defaults) is shown at its menu's section, else at the file's header, which
 * vouches for it.
 */
function menuPlace(header: BoundCommand | undefined, file: ModelFile | undefined): Place | undefined {
  if (header !== undefined) return headOf(header);
  return file && { file, range: headerRange(file.tree), isUnwritten: true };
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
