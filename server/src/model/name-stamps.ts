import type { Item, Model, Reference } from "./model.ts";
import { ModelState } from "./model-state.ts";
import { ReferenceState } from "./references.ts";

/** What a reference's name may be one of; the same array for all references that may name the same. */
export function askedNamespaces(reference: Reference): readonly string[] {
  return reference instanceof ReferenceState ? reference.part.namespaces : UNKNOWN;
}

/** Grows from revision to revision whenever what names of these namespaces mean may have changed. */
export function namesStamp(model: Model, namespaces: readonly string[]): number {
  return model instanceof ModelState ? model.stampOf(namespaces) : Number.NaN;
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

const UNKNOWN: readonly string[] = [];
