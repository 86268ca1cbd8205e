import { type DocumentHighlight, DocumentHighlightKind, type Position } from "vscode-languageserver-types";
import type { AnalysedFile, Analysis } from "./analysis.ts";
import { toOffset, toRange } from "./place.ts";
import { occurrencesOf, subjectAt } from "./subject.ts";

/** The subject's places in this file; what declares it counts as writing. */
export function documentHighlights(
  analysis: Analysis,
  file: AnalysedFile,
  position: Position,
): DocumentHighlight[] {
  const subject = subjectAt(analysis, file, toOffset(file, position));
  if (!subject) return [];
  return occurrencesOf(analysis, subject)
    .filter((occurrence) => occurrence.file.path === file.path)
    .map(({ range, role }) => ({
      range: toRange(file, range),
      kind: role === "declaration" ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
    }));
}
