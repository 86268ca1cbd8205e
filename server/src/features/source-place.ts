import type { Item } from "../model/model.ts";
import type { Analysis } from "./analysis.ts";
import { toPosition } from "./place.ts";
import { placeOfItem } from "./subject.ts";

/** Where something is written; line and character from 0, as in the Language Server Protocol. */
export interface SourcePlace {
  /** The file as the analysis calls it: a path on the command line, a URI in the editor. */
  readonly file: string;
  readonly line: number;
  readonly character: number;
}

/** Where an item is written; undefined for what is there without being written. */
export function placeOf(analysis: Analysis, item: Item): SourcePlace | undefined {
  const found = placeOfItem(item);
  return found && placeAt(analysis, found.file.path, found.range.start);
}

/** `offset` in UTF-16 units. */
export function placeAt(analysis: Analysis, path: string, offset: number): SourcePlace | undefined {
  const file = analysis.file(path);
  return file && { file: path, ...toPosition(file, offset) };
}
