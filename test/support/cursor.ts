import type { Position, Range, WorkspaceEdit } from "vscode-languageserver-types";
import {
  type Analysis,
  type AnalysisSettings,
  createLanguageService,
  type LanguageService,
} from "../../server/src/service.ts";

/** A text with a cursor: `<|>` marks it, `<|word|>` marks a selection. */
export interface Marked {
  readonly text: string;
  /** Of the cursor, or of the selection's start. */
  readonly offset: number;
  readonly position: Position;
  /** Empty where the mark is a cursor. */
  readonly range: Range;
}

export const FILE = "file:///router.rsc";

/** Takes the first mark out of `marked`; without any the cursor stands at the end. */
export function readMarks(marked: string): Marked {
  const selection = /<\|((?:(?!\|>|<\|).)+)\|>/s.exec(marked);
  if (selection) {
    const text = marked.replace(selection[0], selection[1] ?? "");
    const start = selection.index;
    const end = start + (selection[1] ?? "").length;
    return { text, offset: start, position: positionIn(text, start), range: rangeIn(text, start, end) };
  }
  const at = marked.indexOf("<|>");
  const text = marked.replace("<|>", "");
  const offset = at < 0 ? text.length : at;
  return { text, offset, position: positionIn(text, offset), range: rangeIn(text, offset, offset) };
}

/** A service and the analysis of one marked text. */
export interface Opened extends Marked {
  readonly service: LanguageService;
  readonly analysis: Analysis;
}

export function open(marked: string, settings: AnalysisSettings = {}): Opened {
  const read = readMarks(marked);
  const service = createLanguageService({ docsUrl: "https://example.org/rules/" });
  return { ...read, service, analysis: service.analyse([{ path: FILE, text: read.text }], settings) };
}

/** The text that a range of the protocol covers. */
export function textAt(text: string, range: Range): string {
  return text.slice(offsetIn(text, range.start), offsetIn(text, range.end));
}

/** What the protocol's edits make of the text. */
export function applyWireEdits(
  text: string,
  edits: readonly { readonly range: Range; readonly newText: string }[],
): string {
  return edits
    .map(({ range, newText }) => ({
      start: offsetIn(text, range.start),
      end: offsetIn(text, range.end),
      newText,
    }))
    .sort((a, b) => a.start - b.start)
    .reduceRight(
      (result, { start, end, newText }) => result.slice(0, start) + newText + result.slice(end),
      text,
    );
}

/** The edit of a rename that was not refused. */
export function renamed(answer: ReturnType<LanguageService["rename"]>): WorkspaceEdit {
  if (answer === undefined || "refusal" in answer) throw new Error(answer?.refusal ?? "nothing to rename");
  return answer;
}

function rangeIn(text: string, start: number, end: number): Range {
  return { start: positionIn(text, start), end: positionIn(text, end) };
}

export function positionIn(text: string, offset: number): Position {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

function offsetIn(text: string, { line, character }: Position): number {
  const lines = text.split("\n");
  return lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + character;
}
