import type { PlacedEdge } from "./graph-layout.ts";

type Point = readonly [x: number, y: number];

/** The words beside an edge; x and y are their middle. */
export interface PlacedLabel {
  /** In full. */
  readonly label: string;
  /** As there is room for. */
  readonly words: string;
  readonly x: number;
  readonly y: number;
}

const LONGEST = 11;
const LETTER_WIDTH = 5.8;
const LINE_HEIGHT = 12;
/** Along the first bend, the best first: in its middle edges of one node have parted, and others not met yet. */
const PLACES = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8];

/**
 * Each label on the first bend of its edge where it covers no other. One that finds no room says nothing where the
 * same words stand there already; else it stands where it covers least.
 */
export function placeLabels(edges: readonly PlacedEdge[]): readonly PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  for (const { edge, points } of edges) {
    const [from, to] = points;
    if (edge.label === "" || !from || !to) continue;
    const { label } = edge;
    const words = label.length <= LONGEST ? label : `${label.slice(0, LONGEST - 1)}…`;
    const tries = PLACES.map((part): PlacedLabel => {
      const [x, y] = onBend(from, to, part);
      return { label, words, x, y };
    }).map((one) => ({ one, covered: placed.filter((other) => doOverlap(one, other)) }));
    const best = tries.toSorted((a, b) => a.covered.length - b.covered.length)[0];
    if (best && !best.covered.some((other) => other.label === label)) placed.push(best.one);
  }
  return placed;
}

/** How far a bend's handles reach out, to the side that it goes to. */
export function turnOf([x0]: Point, [x1]: Point): number {
  const bend = Math.max(24, Math.abs(x1 - x0) / 2);
  return x1 >= x0 ? bend : -bend;
}

function onBend(from: Point, to: Point, part: number): Point {
  const turn = turnOf(from, to);
  const rest = 1 - part;
  const weights = [rest ** 3, 3 * rest ** 2 * part, 3 * rest * part ** 2, part ** 3] as const;
  const at = (a: number, b: number, c: number, d: number): number =>
    weights[0] * a + weights[1] * b + weights[2] * c + weights[3] * d;
  return [at(from[0], from[0] + turn, to[0] - turn, to[0]), at(from[1], from[1], to[1], to[1])];
}

function doOverlap(a: PlacedLabel, b: PlacedLabel): boolean {
  const room = ((a.words.length + b.words.length) / 2) * LETTER_WIDTH;
  return Math.abs(a.x - b.x) < room && Math.abs(a.y - b.y) < LINE_HEIGHT;
}
