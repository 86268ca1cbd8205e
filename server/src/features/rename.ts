import type {
  AnnotatedTextEdit,
  ChangeAnnotation,
  Position,
  Range,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from "vscode-languageserver-types";
import { escapeString, isBareValue } from "../edit/quote.ts";
import { nodeAt } from "../syntax/walk.ts";
import type { AnalysedFile, Analysis } from "./analysis.ts";
import type { Occurrence } from "./occurrence.ts";
import { toOffset, toRange } from "./place.ts";
import { occurrencesOf, type Subject, subjectAt } from "./subject.ts";

export interface RenameTraits {
  /** The client shows change annotations and asks for the ones that need it. */
  readonly supportsAnnotations: boolean;
}

const WEAK = "rsclint.weak";
const WEAK_ANNOTATION: ChangeAnnotation = {
  label: "In scripts",
  description: "Text of a script; check that it means this object",
  needsConfirmation: true,
};

/** The word to rename; undefined where nothing can be renamed, as on built-in names. */
export function prepareRename(
  analysis: Analysis,
  file: AnalysedFile,
  position: Position,
): { range: Range; placeholder: string } | undefined {
  const subject = renamable(analysis, file, position);
  return subject && { range: toRange(file, subject.range), placeholder: subject.name };
}

/** Edits of every place; weak ones wait for the user's yes, or stay away where the client cannot ask. */
export function rename(
  analysis: Analysis,
  file: AnalysedFile,
  position: Position,
  newName: string,
  traits: RenameTraits,
): WorkspaceEdit | undefined {
  const subject = renamable(analysis, file, position);
  if (!subject || newName === "") return undefined;
  if (subject.kind === "variable" && !/^[A-Za-z0-9]+$/.test(newName)) return undefined;
  const byFile = new Map<string, (TextEdit | AnnotatedTextEdit)[]>();
  for (const occurrence of occurrencesOf(analysis, subject)) {
    if (occurrence.strength === "weak" && !traits.supportsAnnotations) continue;
    const edit = editOf(analysis, occurrence, subject, newName);
    if (!edit) continue;
    const edits = byFile.get(occurrence.file.path) ?? [];
    edits.push(occurrence.strength === "weak" ? { ...edit, annotationId: WEAK } : edit);
    byFile.set(occurrence.file.path, edits);
  }
  if (!traits.supportsAnnotations) return { changes: Object.fromEntries(byFile) };
  const documentChanges: TextDocumentEdit[] = [...byFile].map(([uri, edits]) => ({
    textDocument: { uri, version: null },
    edits,
  }));
  return { documentChanges, changeAnnotations: { [WEAK]: WEAK_ANNOTATION } };
}

function renamable(analysis: Analysis, file: AnalysedFile, position: Position): Subject | undefined {
  const subject = subjectAt(analysis, file, toOffset(file, position));
  if (!subject) return undefined;
  const hasDeclaration = occurrencesOf(analysis, subject).some(({ role }) => role === "declaration");
  return hasDeclaration ? subject : undefined;
}

function editOf(
  analysis: Analysis,
  occurrence: Occurrence,
  subject: Subject,
  newName: string,
): TextEdit | undefined {
  const file = analysis.file(occurrence.file.path);
  if (!file) return undefined;
  const { range } = occurrence;
  if (subject.kind === "variable" || isBareValue(newName))
    return { range: toRange(file, range), newText: newName };
  const around = nodeAt(file.tree, range.start);
  const isInString = around.some((node) => node.kind === "string");
  if (isInString) {
    const isInScript = occurrence.strength === "weak" && !isQuotedThere(file.text, range.start);
    const inner = escapeString(newName);
    return { range: toRange(file, range), newText: isInScript ? escapeString(`"${inner}"`) : inner };
  }
  const word = around.findLast((node) => node.kind === "word");
  const isWhole = word && word.to - word.from === range.end - range.start;
  if (!isWhole) return undefined;
  return { range: toRange(file, range), newText: `"${escapeString(newName)}"` };
}

/** The name already stands in quotes of its own inside a script's text. */
function isQuotedThere(text: string, start: number): boolean {
  return text.slice(Math.max(0, start - 2), start) === '\\"' || text[start - 1] === '"';
}
