/** A text that can be read piece by piece; a string is one. Reading a piece need not put the whole together. */
export interface ReadableText {
  /** In UTF-16 code units. */
  readonly length: number;
  slice(start: number, end: number): string;
}
