import type { Location, Position, Range } from "vscode-languageserver-types";
import type { LineIndex } from "../text/line-index.ts";
import type { Range as OffsetRange } from "../text/range.ts";

/** A file as far as positions are concerned. `path` is the document's URI inside the language server. */
export interface Placed {
  readonly path: string;
  readonly lines: LineIndex;
}

/** Offsets to the protocol's lines and characters, both from 0. */
export function toRange(file: Placed, range: OffsetRange): Range {
  return { start: toPosition(file, range.start), end: toPosition(file, range.end) };
}

export function toPosition(file: Placed, offset: number): Position {
  const { line, column } = file.lines.positionAt(offset);
  return { line, character: column };
}

/** Clamped to the line and to the text. */
export function toOffset(file: Placed, position: Position): number {
  return file.lines.offsetAt({ line: position.line, column: position.character });
}

export function toOffsets(file: Placed, range: Range): OffsetRange {
  return { start: toOffset(file, range.start), end: toOffset(file, range.end) };
}

export function toLocation(file: Placed, range: OffsetRange): Location {
  return { uri: file.path, range: toRange(file, range) };
}
