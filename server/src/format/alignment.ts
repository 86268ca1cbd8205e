import type { Chunk } from "../syntax/tree.ts";

/** What this needs of a gap between two tokens; offsets are relative to the chunk. */
interface InlineGap {
  readonly end: number;
  readonly text: string;
  readonly isAtStart: boolean;
}

interface Line<G> {
  /** The line's first word, or just the quote it begins with; "" for the rest of a line that another chunk began. */
  readonly start: string;
  readonly gaps: G[];
  /** Where tokens behind a gap start, counted from the line's first token: indentation moves no column. */
  readonly columns: number[];
}

/**
 * The gaps of lines that are written in columns by hand: a token that is set off by two or more blanks starts
 * right below or above another one in a line that begins alike; as far in the line, too, unless there are so many
 * blanks that it is no chance. All gaps of both lines count, since one blank less would break the column.
 */
export function alignedGaps<G extends InlineGap>(
  files: readonly { readonly chunk: Chunk; readonly gaps: readonly G[] }[],
): ReadonlySet<G> {
  const aligned = new Set<G>();
  if (!files.some(({ gaps }) => gaps.some(isWide))) return aligned;
  const lines = linesOf(files);
  for (const [number, line] of lines) {
    for (const neighbour of [lines.get(number - 1), lines.get(number + 1)]) {
      if (
        neighbour?.start !== line.start ||
        line.start === "" ||
        !line.gaps.some((gap, i) => standsBelow(gap, i, line, neighbour))
      )
        continue;
      for (const gap of [...line.gaps, ...neighbour.gaps]) aligned.add(gap);
    }
  }
  return aligned;
}

function standsBelow<G extends InlineGap>(gap: G, index: number, line: Line<G>, other: Line<G>): boolean {
  const column = line.columns[index];
  if (column === undefined || !isWide(gap)) return false;
  return other.columns[index] === column || (gap.text.length > 2 && other.columns.includes(column));
}

function isInline({ text, isAtStart }: InlineGap): boolean {
  return !isAtStart && /^ +$/.test(text);
}

function isWide(gap: InlineGap): boolean {
  return gap.text.length > 1 && isInline(gap);
}

function startOf(text: string, origin: number): string {
  return origin < 0 ? "" : (/^(?:"|[^\s"]+)/.exec(text.slice(origin, origin + 80))?.[0] ?? "");
}

function linesOf<G extends InlineGap>(
  files: readonly { readonly chunk: Chunk; readonly gaps: readonly G[] }[],
): ReadonlyMap<number, Line<G>> {
  const lines = new Map<number, Line<G>>();
  let number = 0;
  /** Where the line's first token starts, relative to the chunk; before it for a line that another one began. */
  let origin = 0;
  for (const { chunk, gaps } of files) {
    const { text } = chunk;
    let at = 0;
    const goTo = (end: number): void => {
      for (const match of text.slice(at, end).matchAll(/(?:\r\n|\r|\n)[ \t]*/g)) {
        number++;
        origin = at + match.index + match[0].length;
      }
      at = Math.max(at, end);
    };
    if (origin === 0) origin = /^[ \t]*/.exec(text)?.[0].length ?? 0;
    for (const gap of gaps) {
      goTo(gap.end);
      if (!isInline(gap)) continue;
      const line = lines.get(number) ?? { start: startOf(text, origin), gaps: [], columns: [] };
      lines.set(number, line);
      line.gaps.push(gap);
      line.columns.push(gap.end - origin);
    }
    goTo(text.length);
    origin -= text.length;
  }
  return lines;
}
