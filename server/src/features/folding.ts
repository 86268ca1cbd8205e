import { type FoldingRange, FoldingRangeKind } from "vscode-languageserver-types";
import { type Comment, type Node, rangeOf, type SyntaxTree } from "../syntax/tree.ts";
import { childrenOf } from "../syntax/walk.ts";
import type { Range } from "../text/range.ts";
import type { AnalysedFile, Analysis } from "./analysis.ts";
import { sectionsOf } from "./sections.ts";

/** Sections, wrapped statements, blocks and arrays, runs of comment lines. */
export function foldingRanges(analysis: Analysis, file: AnalysedFile): FoldingRange[] {
  const folds: FoldingRange[] = [];
  const add = (range: Range, kind?: FoldingRangeKind) => {
    const startLine = file.lines.positionAt(range.start).line;
    const endLine = file.lines.positionAt(range.end).line;
    if (endLine > startLine) folds.push({ startLine, endLine, ...(kind === undefined ? {} : { kind }) });
  };
  for (const section of sectionsOf(analysis, file)) add(section.range, FoldingRangeKind.Region);
  for (const range of commentRuns(file)) add(range, FoldingRangeKind.Comment);
  for (const range of nodesOverLines(file.tree)) add(range);
  return onePerLine(folds);
}

/** Editors show one fold a line; the longest that starts there is the one wanted. */
function onePerLine(folds: readonly FoldingRange[]): FoldingRange[] {
  const byLine = new Map<number, FoldingRange>();
  for (const fold of folds) {
    const known = byLine.get(fold.startLine);
    if (!known || known.endLine < fold.endLine) byLine.set(fold.startLine, fold);
  }
  return [...byLine.values()].sort((a, b) => a.startLine - b.startLine);
}

function nodesOverLines(tree: SyntaxTree): Range[] {
  const found: Range[] = [];
  const visit = (node: Node) => {
    const folds = node.kind === "command" || node.kind === "block" || node.kind === "array";
    if (!node.chunk.text.slice(node.from, node.to).includes("\n")) return;
    if (folds) found.push(rangeOf(node));
    for (const child of childrenOf(node)) visit(child);
  };
  for (const chunk of tree.chunks) {
    if (chunk.text.indexOf("\n") === chunk.text.length - 1) continue;
    for (const statement of chunk.statements) visit(statement);
  }
  return found;
}

function commentRuns(file: AnalysedFile): Range[] {
  const runs: { start: number; end: number }[] = [];
  let lastLine = -2;
  for (const comment of topLevelComments(file.tree)) {
    const range = rangeOf(comment);
    const { line } = file.lines.positionAt(range.start);
    const run = runs.at(-1);
    if (run && line === lastLine + 1) run.end = range.end;
    else runs.push({ ...range });
    lastLine = line;
  }
  return runs;
}

function topLevelComments(tree: SyntaxTree): readonly Comment[] {
  return tree.chunks.flatMap((chunk) => chunk.comments);
}
