import type {
  AnnotatedTextEdit,
  ChangeAnnotation,
  Position,
  Range,
  TextDocumentEdit,
  TextEdit as WireTextEdit,
  WorkspaceEdit,
} from "vscode-languageserver-types";
import { escapeString, isBareValue, quoteValue } from "../edit/quote.ts";
import { planEdits } from "../edit/render-edits.ts";
import type { Item } from "../model/model.ts";
import { rangeOf, type Word } from "../syntax/tree.ts";
import { nodeAt } from "../syntax/walk.ts";
import type { TextEdit } from "../text/edit.ts";
import type { AnalysedFile, Analysis } from "./analysis.ts";
import type { Occurrence } from "./occurrence.ts";
import { toOffset, toRange } from "./place.ts";
import { namespacesOf, renameProblem } from "./rename-problem.ts";
import { occurrencesOf, type Subject, subjectAt } from "./subject.ts";

export interface RenameTraits {
  /** The client shows change annotations and asks for the ones that need it. */
  readonly supportsAnnotations: boolean;
}

/** Why nothing is renamed, for people. */
export interface RenameRefusal {
  readonly refusal: string;
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

/** Edits of every place; those in scripts wait for the user's yes, or stay away where the client cannot ask. */
export function rename(
  analysis: Analysis,
  file: AnalysedFile,
  position: Position,
  newName: string,
  traits: RenameTraits,
): WorkspaceEdit | RenameRefusal | undefined {
  const subject = renamable(analysis, file, position);
  if (!subject) return undefined;
  const isSame = newName === subject.name;
  const refusal = isSame ? undefined : renameProblem(analysis, file, subject, newName);
  if (refusal !== undefined) return { refusal };
  const changes = isSame ? [] : changesFor(analysis, subject, newName);
  return toWire(analysis, changes, traits);
}

function renamable(analysis: Analysis, file: AnalysedFile, position: Position): Subject | undefined {
  const subject = subjectAt(analysis, file, toOffset(file, position));
  if (!subject || isBuiltinName(analysis, subject)) return undefined;
  if (hardwareOf(subject) !== undefined || isMadeByUse(analysis, subject)) return subject;
  const hasDeclaration = occurrencesOf(analysis, subject).some(({ role }) => role === "declaration");
  return hasDeclaration ? subject : undefined;
}

/** `input`, `no-mark`: rules use them, but do not make them; `default`, `all`: there by themselves, in verbose exports too. */
function isBuiltinName({ model: { schema } }: Analysis, subject: Subject): boolean {
  const isMade = subject.kind === "item" && subject.items.some(({ origin }) => origin === "add");
  if (subject.kind === "variable" || isMade) return false;
  const namespaces = subject.kind === "name" ? [subject.namespace] : namespacesOf(subject.items, schema);
  return namespaces.some((namespace) => schema.builtinsOf(namespace).includes(subject.name));
}

/** Chains, marks and lists, and the tables of RouterOS 6: whoever writes the name makes it. */
function isMadeByUse({ model }: Analysis, subject: Subject): boolean {
  return subject.kind === "name" && model.schema.isDeclaredByUse(subject.namespace);
}

/** A port that is still called as the hardware calls it, and that the file sets something of. */
function hardwareOf(subject: Subject): Item | undefined {
  if (subject.kind !== "item") return undefined;
  return subject.items.find(
    (item) =>
      item.command?.isCertain === true &&
      item.property("name") === undefined &&
      item.value("default-name").from === "default" &&
      item.name === subject.name,
  );
}

interface Change {
  readonly path: string;
  readonly edit: TextEdit;
  readonly isWeak: boolean;
}

function changesFor(analysis: Analysis, subject: Subject, newName: string): readonly Change[] {
  const hardware = hardwareOf(subject);
  const naming = hardware === undefined ? [] : namingChanges(analysis, hardware, newName);
  const words: WordsToQuote = new Map();
  const changes = occurrencesOf(analysis, subject).flatMap((occurrence): Change[] => {
    const newText = newTextAt(analysis, occurrence, subject, newName, words);
    if (newText === undefined) return [];
    return [changeAt(occurrence, occurrence.range, newText)];
  });
  return [...naming, ...changes, ...quotedWords(analysis, words, newName)];
}

/** `set [ find default-name=ether1 ]` gets `name=wan`. */
function namingChanges({ model }: Analysis, item: Item, newName: string): Change[] {
  const { files } = planEdits(model, [{ kind: "set", item, properties: { name: newName } }]);
  return files.flatMap(({ file, edits }) => edits.map((edit) => ({ path: file.path, edit, isWeak: false })));
}

function changeAt({ file, strength }: Occurrence, range: TextEdit["range"], newText: string): Change {
  return { path: file.path, edit: { range, newText }, isWeak: strength === "weak" };
}

/** By their places. */
type WordsToQuote = Map<string, { readonly word: Word; readonly occurrences: readonly Occurrence[] }>;

/** What stands in place of the old name; undefined when the word around it has to be quoted as a whole. */
function newTextAt(
  analysis: Analysis,
  occurrence: Occurrence,
  subject: Subject,
  newName: string,
  words: WordsToQuote,
): string | undefined {
  if (subject.kind === "variable" || isBareValue(newName)) return newName;
  const file = analysis.file(occurrence.file.path);
  if (!file) return undefined;
  const { range } = occurrence;
  const around = nodeAt(file.tree, range.start);
  if (around.some((node) => node.kind === "string"))
    return textInString(file.text.slice(0, range.start), newName, occurrence.depth);
  const word = around.findLast((node) => node.kind === "word");
  if (word?.kind !== "word") return undefined;
  const place = `${rangeOf(word).start} ${file.path}`;
  const { occurrences } = words.get(place) ?? { occurrences: [] };
  words.set(place, { word, occurrences: [...occurrences, occurrence] });
  return undefined;
}

/** `br1,ether2` becomes `"my lan,ether2"`: a word that holds the name among others is quoted as a whole. */
function quotedWords(analysis: Analysis, words: WordsToQuote, newName: string): Change[] {
  return [...words.values()].flatMap(({ word, occurrences }) => {
    const [first] = occurrences;
    const text = first && analysis.file(first.file.path)?.text;
    if (first === undefined || text === undefined) return [];
    const whole = rangeOf(word);
    const renamed = occurrences.reduceRight(
      (result, { range }) => {
        const [start, end] = [range.start - whole.start, range.end - whole.start];
        return result.slice(0, start) + newName + result.slice(end);
      },
      text.slice(whole.start, whole.end),
    );
    return [changeAt(first, whole, quoteValue(renamed))];
  });
}

/** In the text of a script, and of scripts inside it, the name gets quotes of its own unless it has them. */
function textInString(before: string, newName: string, depth: number): string {
  const inner = escapeString(newName);
  const isQuoted = depth === 0 || before.endsWith(escaped('"', depth));
  return escaped(isQuoted ? inner : `"${inner}"`, depth);
}

function escaped(text: string, times: number): string {
  return times === 0 ? text : escaped(escapeString(text), times - 1);
}

function toWire(analysis: Analysis, changes: readonly Change[], traits: RenameTraits): WorkspaceEdit {
  const byFile = new Map<string, (WireTextEdit | AnnotatedTextEdit)[]>();
  for (const { path, edit, isWeak } of changes) {
    const file = analysis.file(path);
    if (!file || (isWeak && !traits.supportsAnnotations)) continue;
    const wire = { range: toRange(file, edit.range), newText: edit.newText };
    byFile.set(path, [...(byFile.get(path) ?? []), isWeak ? { ...wire, annotationId: WEAK } : wire]);
  }
  if (!traits.supportsAnnotations) return { changes: Object.fromEntries(byFile) };
  const documentChanges: TextDocumentEdit[] = [...byFile].map(([uri, edits]) => ({
    textDocument: { uri, version: null },
    edits,
  }));
  return { documentChanges, changeAnnotations: { [WEAK]: WEAK_ANNOTATION } };
}
