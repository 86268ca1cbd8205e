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
  readonly columns: Columns[];
  /** The same as a set for each tab stop: a line may be as long as the file. */
  readonly starts: readonly Set<number>[];
}

/** Under each of the usual tab stops; the same number where no tab stands before. */
type Columns = readonly number[];

const TAB_STOPS = [8, 4];

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
  const columns = line.columns[index];
  if (columns === undefined || !isWide(gap)) return false;
  const isNoChance = gap.text.length > 2 || gap.text.includes("\t");
  return columns.some(
    (column, stop) =>
      other.columns[index]?.[stop] === column || (isNoChance && other.starts[stop]?.has(column) === true),
  );
}

function isInline({ text, isAtStart }: InlineGap): boolean {
  return !isAtStart && /^[ \t]+$/.test(text);
}

function isWide(gap: InlineGap): boolean {
  return (gap.text.length > 1 || gap.text === "\t") && isInline(gap);
}

/** `before`: where the gap begins under each tab stop. */
function columnsAfter({ text }: InlineGap, before: Columns): Columns {
  return before.map((column, i) => {
    const stop = TAB_STOPS[i] ?? 1;
    let at = column;
    for (const sign of text) at = sign === "\t" ? (Math.floor(at / stop) + 1) * stop : at + 1;
    return at;
  });
}

function startOf(text: string, origin: number): string {
  return origin < 0 ? "" : (/^(?:"|[^\s"]+)/.exec(text.slice(origin, origin + 80))?.[0] ?? "");
}

const NO_TABS: Columns = TAB_STOPS.map(() => 0);

function newLine<G>(start: string): Line<G> {
  return { start, gaps: [], columns: [], starts: TAB_STOPS.map(() => new Set<number>()) };
}

function linesOf<G extends InlineGap>(
  files: readonly { readonly chunk: Chunk; readonly gaps: readonly G[] }[],
): ReadonlyMap<number, Line<G>> {
  const lines = new Map<number, Line<G>>();
  let number = 0;
  /** Where the line's first token starts, relative to the chunk; before it for a line that another one began. */
  let origin = 0;
  /** How many columns the tabs of the line so far are wider than one sign each. */
  let wider: Columns = NO_TABS;
  for (const { chunk, gaps } of files) {
    const { text } = chunk;
    let at = 0;
    const goTo = (end: number): void => {
      for (const match of text.slice(at, end).matchAll(/(?:\r\n|\r|\n)[ \t]*/g)) {
        number++;
        wider = NO_TABS;
        origin = at + match.index + match[0].length;
      }
      at = Math.max(at, end);
    };
    if (origin === 0) origin = /^[ \t]*/.exec(text)?.[0].length ?? 0;
    for (const gap of gaps) {
      goTo(gap.end);
      if (!isInline(gap)) continue;
      const line = lines.get(number) ?? newLine(startOf(text, origin));
      lines.set(number, line);
      line.gaps.push(gap);
      const end = gap.end - origin;
      const columns = columnsAfter(
        gap,
        wider.map((width) => end - gap.text.length + width),
      );
      line.columns.push(columns);
      columns.forEach((column, stop) => void line.starts[stop]?.add(column));
      wider = columns.map((column) => column - end);
    }
    goTo(text.length);
    origin -= text.length;
  }
  return lines;
}
