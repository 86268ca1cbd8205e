import { absoluteOffset } from "../../model/embedded.ts";
import type { Property } from "../../model/model.ts";
import { sourceOffsets } from "../../model/source-offsets.ts";
import type { FindingPlace } from "../rule.ts";

/** A part of a property's decoded text, where it stands in the file; undefined for computed values. */
export function placeInValue(
  { argument, command }: Property,
  start: number,
  end: number,
): Extract<FindingPlace, { readonly range: unknown }> | undefined {
  const { value } = argument;
  if (value?.kind !== "word" && value?.kind !== "string") return undefined;
  const offsets = sourceOffsets(value);
  const at = (index: number) => absoluteOffset(value.chunk, offsets[index] ?? value.to);
  return { file: command.file, range: { start: at(start), end: at(end) } };
}
