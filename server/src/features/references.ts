import type { Location, Position } from "vscode-languageserver-types";
import type { AnalysedFile, Analysis } from "./analysis.ts";
import { toLocation, toOffset } from "./place.ts";
import { occurrencesOf, subjectAt } from "./subject.ts";

/** Every place that names what the cursor stands on, in all files of the router. */
export function references(
  analysis: Analysis,
  file: AnalysedFile,
  position: Position,
  includeDeclaration: boolean,
): Location[] {
  const subject = subjectAt(analysis, file, toOffset(file, position));
  if (!subject) return [];
  return occurrencesOf(analysis, subject)
    .filter(({ role }) => includeDeclaration || role === "use")
    .flatMap((occurrence) => {
      const target = analysis.file(occurrence.file.path);
      return target ? [toLocation(target, occurrence.range)] : [];
    });
}
