import type { Position, SelectionRange } from "vscode-languageserver-types";
import { rangeOf } from "../syntax/tree.ts";
import { nodeAt } from "../syntax/walk.ts";
import type { Range } from "../text/range.ts";
import type { AnalysedFile, Analysis } from "./analysis.ts";
import { toOffset, toRange } from "./place.ts";
import { sectionsOf } from "./sections.ts";

/** Part of a list, word, value, argument, statement, section, file: each step a node of the tree. */
export function selectionRanges(
  analysis: Analysis,
  file: AnalysedFile,
  positions: readonly Position[],
): SelectionRange[] {
  return positions.map((position) => selectionAt(analysis, file, toOffset(file, position)));
}

function selectionAt(analysis: Analysis, file: AnalysedFile, offset: number): SelectionRange {
  let selection: SelectionRange = { range: toRange(file, { start: 0, end: file.text.length }) };
  let outer: Range = { start: 0, end: file.text.length };
  const section = sectionsOf(analysis, file).find(
    ({ range }) => range.start <= offset && offset <= range.end,
  );
  const nodes = nodeAt(file.tree, offset).map(rangeOf);
  const innermost = nodes.at(-1);
  const part = innermost === undefined ? [] : [partOf(file.text, innermost, offset)];
  const steps = [...(section ? [section.range] : []), ...nodes, ...part];
  for (const range of steps) {
    const isSmaller =
      range.start >= outer.start &&
      range.end <= outer.end &&
      range.end - range.start < outer.end - outer.start;
    if (!isSmaller) continue;
    selection = { range: toRange(file, range), parent: selection };
    outer = range;
  }
  return selection;
}

/** `ether2` of `ether1,ether2`; the quotes of a list belong to no part. */
function partOf(text: string, { start, end }: Range, offset: number): Range {
  const before = /[^,"\s]*$/.exec(text.slice(Math.max(start, offset - LONGEST), offset))?.[0].length ?? 0;
  const after = /^[^,"\s]*/.exec(text.slice(offset, Math.min(end, offset + LONGEST)))?.[0].length ?? 0;
  const part = { start: offset - before, end: offset + after };
  const isOfList = text[part.start - 1] === "," || text[part.end] === ",";
  return isOfList ? part : { start, end };
}

/** More than any name; a line may be as long as the file. */
const LONGEST = 500;
