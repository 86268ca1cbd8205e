import type { Change } from "../edit/change.ts";
import { planEdits, type Surroundings } from "../edit/render-edits.ts";
import type { Model } from "../model/model.ts";
import type { FileEdits } from "./finding.ts";

/**
 * A fix as edits, one entry a file. Undefined when a part of it cannot be written (half a fix is none) or
 * nothing is left to change.
 */
export function renderFixEdits(
  model: Model,
  changes: readonly Change[],
  surroundings?: Surroundings,
): readonly FileEdits[] | undefined {
  const { files, refused } = planEdits(model, changes, surroundings);
  const written = files.filter(({ edits }) => edits.length > 0);
  if (refused.length > 0 || written.length === 0) return undefined;
  return written.map(({ file, edits }) => ({ file: file.path, edits }));
}
