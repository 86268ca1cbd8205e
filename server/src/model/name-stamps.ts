import type { Model, Reference } from "./model.ts";
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

const UNKNOWN: readonly string[] = [];
