/** Line and column count from 0; the column is in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Turns offsets into positions and back. Lines end in LF, CRLF or a lone CR, as on the router. */
export interface LineIndex {
  readonly lineCount: number;
  positionAt(offset: number): Position;
  /** Clamped to the line's end and to the text's end. */
  offsetAt(position: Position): number;
  /** The line's own text, without its end. */
  lineText(line: number): string;
  lineStart(line: number): number;
}

export function createLineIndex(text: string): LineIndex {
  const starts = lineStarts(text);
  const lineStart = (line: number) => starts[Math.max(0, Math.min(line, starts.length - 1))] ?? 0;
  const lineEnd = (line: number) => {
    let end = line + 1 < starts.length ? lineStart(line + 1) : text.length;
    if (line + 1 < starts.length) {
      if (text[end - 1] === "\n") end--;
      if (text[end - 1] === "\r" && end > lineStart(line)) end--;
    }
    return end;
  };
  return {
    lineCount: starts.length,
    positionAt(offset) {
      const at = Math.max(0, Math.min(offset, text.length));
      const line = lastAtOrBefore(starts, at);
      return { line, column: at - lineStart(line) };
    },
    offsetAt({ line, column }) {
      if (line < 0) return 0;
      if (line >= starts.length) return text.length;
      return Math.min(lineStart(line) + Math.max(0, column), lineEnd(line));
    },
    lineText: (line) => text.slice(lineStart(line), lineEnd(line)),
    lineStart,
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  return starts;
}

function lastAtOrBefore(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
