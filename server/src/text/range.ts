/** A half-open stretch of text, in UTF-16 offsets from the start of the document. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** True when the two share at least one character; touching ends do not count. */
export function overlaps(a: Range, b: Range): boolean {
  return a.start < b.end && b.start < a.end;
}
