import type { BoundCommand, Item, Model, Reference } from "./model.ts";
import { ModelState } from "./model-state.ts";

/**
 * What a model holds, in neighbours: a run is the same array as long as it holds the same objects, so that who
 * compares two revisions looks into a few runs only.
 */
export type Runs<T> = readonly (readonly T[])[];

export function commandRuns(model: Model): Runs<BoundCommand> {
  return model instanceof ModelState ? model.commandRuns : [model.commands];
}

export function referenceRuns(model: Model): Runs<Reference> {
  return model instanceof ModelState ? model.referenceRuns : [model.references];
}

export function itemRuns(model: Model, menu: string): Runs<Item> {
  return model instanceof ModelState ? model.itemRuns(menu) : [model.items(menu)];
}
