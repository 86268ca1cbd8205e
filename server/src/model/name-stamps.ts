import type { Item, Model, Reference } from "./model.ts";
import { ModelState } from "./model-state.ts";
import type { Aspect } from "./name-meaning.ts";
import { ReferenceState } from "./references.ts";

export type { Aspect } from "./name-meaning.ts";

/** What a reference's name may be one of; the same array for all references that may name the same. */
export function askedNamespaces(reference: Reference): readonly string[] {
  return reference instanceof ReferenceState ? reference.part.namespaces : UNKNOWN;
}

/** The same parts in another revision only if `occurrences` and all that its references tell are the same. */
export function occurrencesStamp(model: Model, namespace: string, name: string): readonly unknown[] {
  return model instanceof ModelState ? model.stateOfOccurrences(namespace, name) : [{}];
}

/** The same for `referencesTo`. */
export function referencesToStamp(model: Model, item: Item): readonly unknown[] {
  return model instanceof ModelState ? model.stateOfReferencesTo(item) : [{}];
}

/** The same for `find`. */
export function foundStamp(model: Model, namespace: string, name: string): readonly unknown[] {
  return model instanceof ModelState ? model.stateOfFound(namespace, name) : [{}];
}

/** Counts the revisions of a document. */
export function revisionOf(model: Model): number {
  return model instanceof ModelState ? model.revision : Number.NaN;
}

/** References whose name was first seen to mean what it means after that revision; `of` narrows what they may name. */
export function renamedAfter(
  model: Model,
  revision: number,
  aspect: Aspect,
  of?: readonly string[],
): readonly Reference[] {
  return model instanceof ModelState ? model.renamedAfter(revision, aspect, of) : model.references;
}

/** Whether a menu's items are what one `add` line each says, so that no other line has a part in them. */
export function isOnlyAddedTo(model: Model, menu: string): boolean {
  return model instanceof ModelState && model.isOnlyAddedTo(menu);
}

const UNKNOWN: readonly string[] = [];
