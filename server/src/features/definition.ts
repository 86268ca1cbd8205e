import type { Location, Position } from "vscode-languageserver-types";
import type { AnalysedFile, Analysis } from "./analysis.ts";
import { toLocation, toOffset } from "./place.ts";
import { occurrencesOf, placeOfItem, type Subject, subjectAt } from "./subject.ts";

/** From a name to what it names: the item, the places that declare a chain, mark or list, a variable's declaration. */
export function definition(analysis: Analysis, file: AnalysedFile, position: Position): Location[] {
  const subject = subjectAt(analysis, file, toOffset(file, position));
  if (!subject) return [];
  return placesOf(analysis, subject).flatMap((place) => {
    const target = analysis.file(place.file.path);
    return target ? [toLocation(target, place.range)] : [];
  });
}

function placesOf(analysis: Analysis, subject: Subject) {
  if (subject.kind === "item") return subject.items.map(placeOfItem).filter((place) => place !== undefined);
  return occurrencesOf(analysis, subject).filter(({ role }) => role === "declaration");
}
