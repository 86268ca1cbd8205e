import type { Position, SelectionRange } from "vscode-languageserver-types";
import { rangeOf } from "../syntax/tree.ts";
import { nodeAt } from "../syntax/walk.ts";
import type { Range } from "../text/range.ts";
import type { AnalysedFile, Analysis } from "./analysis.ts";
import { toOffset, toRange } from "./place.ts";
import { sectionsOf } from "./sections.ts";

/** Word, value, argument, statement, section, file: each step a node of the tree. */
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
  const steps = [...(section ? [section.range] : []), ...nodeAt(file.tree, offset).map(rangeOf)];
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
