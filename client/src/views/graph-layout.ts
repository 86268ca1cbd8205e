import type { GraphEdge, GraphNode } from "../../../server/src/protocol.ts";
import { columnWidth } from "./graph-measure.ts";

/** Where a node is drawn; x and y are its upper left corner, in pixels. */
export interface PlacedNode {
  readonly node: GraphNode;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** An edge as the points it runs through, from the right side of one node to the left side of another. */
export interface PlacedEdge {
  readonly edge: GraphEdge;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface GraphLayout {
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
  readonly width: number;
  readonly height: number;
}

const LINE_HEIGHT = 16;
const COLUMN_GAP = 64;
const ROW_GAP = 16;
const MARGIN = 16;
const SWEEPS = 8;

/**
 * Parts that hang together stand below each other, the largest first; what stands alone fills rows at the end.
 * Within a part columns run from left to right as packets go: every node stands right of those that lead to it,
 * edges over several columns run through places kept free for them, and rows are ordered so that few edges cross.
 */
export function layOutGraph(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): GraphLayout {
  const parts = connectedParts(nodes, edges).toSorted((a, b) => b.length - a.length);
  const layouts = parts
    .filter((part) => part.length > 1)
    .map((part) => {
      const ids = new Set(part.map(({ id }) => id));
      return layOutPart(
        part,
        edges.filter(({ from }) => ids.has(from)),
      );
    });
  const alone = parts.filter((part) => part.length === 1).flat();
  if (alone.length > 0) layouts.push(layOutAlone(alone, Math.max(0, ...layouts.map(({ width }) => width))));
  return below(layouts);
}

function connectedParts(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): GraphNode[][] {
  const near = new Map<string, string[]>(nodes.map(({ id }) => [id, []]));
  for (const { from, to } of edges) {
    near.get(from)?.push(to);
    near.get(to)?.push(from);
  }
  const seen = new Set<string>();
  return nodes.flatMap(({ id }) => {
    if (seen.has(id)) return [];
    const part = new Set([id]);
    // A set grows while it is walked.
    for (const each of part) for (const other of near.get(each) ?? []) part.add(other);
    for (const each of part) seen.add(each);
    return [nodes.filter((node) => part.has(node.id))];
  });
}

/** In as many columns as there is room for beside the widest part, at least three. */
function layOutAlone(nodes: readonly GraphNode[], room: number): GraphLayout {
  const width = columnWidth(nodes);
  const step = width + 2 * ROW_GAP;
  const columns = Math.max(3, Math.floor((room - 2 * MARGIN) / step));
  const rowHeight = 2 * LINE_HEIGHT + 12 + ROW_GAP;
  const placed = nodes.map((node, index) => ({
    node,
    x: MARGIN + (index % columns) * step,
    y: MARGIN + Math.floor(index / columns) * rowHeight,
    width,
    height: heightOf(node),
  }));
  const rows = Math.ceil(nodes.length / columns);
  return {
    nodes: placed,
    edges: [],
    width: 2 * MARGIN + columns * step,
    height: 2 * MARGIN + rows * rowHeight,
  };
}

function below(layouts: readonly GraphLayout[]): GraphLayout {
  let top = 0;
  const nodes: PlacedNode[] = [];
  const edges: PlacedEdge[] = [];
  for (const layout of layouts) {
    const shift = top;
    nodes.push(...layout.nodes.map((node) => ({ ...node, y: node.y + shift })));
    edges.push(
      ...layout.edges.map(({ edge, points }) => ({
        edge,
        points: points.map(([x, y]) => [x, y + shift] as const),
      })),
    );
    top += layout.height;
  }
  return { nodes, edges, width: Math.max(0, ...layouts.map(({ width }) => width)), height: top };
}

function layOutPart(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): GraphLayout {
  const forward = withoutCycles(nodes, edges);
  const columnOf = longestPaths(nodes, forward);
  const cells = new Map<string, Cell>(
    nodes.map((node) => [node.id, cellOf(node, columnOf.get(node.id) ?? 0)]),
  );
  const chains = forward.map((arrow) => chainOf(arrow, cells));
  const columns = columnsOf([...cells.values()]);
  for (let sweep = 0; sweep < SWEEPS; sweep++) orderRows(columns, sweep % 2 === 0);
  placeRows(columns);
  const tracks = tracksOf(columns);
  const drawn = [...cells.values()].flatMap(({ node, column, y, height }) => {
    const { left, width } = tracks[column] ?? NO_TRACK;
    return node ? [{ node, x: left, y, width, height }] : [];
  });
  const last = tracks.at(-1) ?? NO_TRACK;
  return {
    nodes: drawn,
    edges: chains.map((chain) => ({ edge: chain.edge, points: pointsOf(chain, tracks) })),
    width: last.left + last.width + MARGIN,
    height: Math.max(0, ...[...cells.values()].map(({ y, height }) => y + height)) + MARGIN,
  };
}

/** Where a column is drawn. */
interface Track {
  readonly left: number;
  readonly width: number;
}

const NO_TRACK: Track = { left: MARGIN, width: 0 };

function tracksOf(columns: readonly (readonly Cell[])[]): readonly Track[] {
  let left = MARGIN;
  return columns.map((column) => {
    const track = { left, width: columnWidth(column.flatMap(({ node }) => node ?? [])) };
    left += track.width + COLUMN_GAP;
    return track;
  });
}

function heightOf({ detail }: GraphNode): number {
  return LINE_HEIGHT * (detail === undefined ? 1 : 2) + 12;
}

/** A place in a column: a node, or room for an edge that passes by. */
interface Cell {
  readonly node: GraphNode | undefined;
  readonly column: number;
  readonly height: number;
  readonly before: Cell[];
  readonly after: Cell[];
  y: number;
}

interface Arrow {
  readonly edge: GraphEdge;
  readonly from: string;
  readonly to: string;
  /** Drawn against its direction, since it closes a circle. */
  readonly isReversed: boolean;
}

interface Chain {
  readonly edge: GraphEdge;
  readonly isReversed: boolean;
  readonly cells: readonly Cell[];
}

function cellOf(node: GraphNode | undefined, column: number): Cell {
  const height = node === undefined ? 4 : heightOf(node);
  return { node, column, height, before: [], after: [], y: 0 };
}

/** Turns around the edges that lead back to where a walk is coming from. */
function withoutCycles(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): readonly Arrow[] {
  const out = groupByFrom(edges);
  const state = new Map<string, "open" | "done">();
  const known = new Set(nodes.map(({ id }) => id));
  const arrows: Arrow[] = [];
  const visit = (start: string): void => {
    // An own stack: a chain of thousands of marks must not overflow the call stack.
    const stack: { readonly id: string; next: number }[] = [{ id: start, next: 0 }];
    state.set(start, "open");
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const edge = out.get(top.id)?.[top.next++];
      if (!edge) {
        state.set(top.id, "done");
        stack.pop();
      } else if (known.has(edge.to)) {
        const isReversed = state.get(edge.to) === "open";
        arrows.push(
          isReversed
            ? { edge, from: edge.to, to: edge.from, isReversed }
            : { edge, from: edge.from, to: edge.to, isReversed },
        );
        if (!state.has(edge.to)) {
          state.set(edge.to, "open");
          stack.push({ id: edge.to, next: 0 });
        }
      }
    }
  };
  const targets = new Set(edges.map(({ to }) => to));
  const first = nodes.filter(({ id }) => !targets.has(id));
  for (const { id } of [...first, ...nodes]) if (!state.has(id)) visit(id);
  return arrows;
}

function groupByFrom(edges: readonly GraphEdge[]): Map<string, GraphEdge[]> {
  const groups = new Map<string, GraphEdge[]>();
  for (const edge of edges) groups.set(edge.from, [...(groups.get(edge.from) ?? []), edge]);
  return groups;
}

/** Each node one column right of the last that leads to it; then those without a way in move up to their first target. */
function longestPaths(nodes: readonly GraphNode[], arrows: readonly Arrow[]): Map<string, number> {
  const column = new Map(nodes.map(({ id }) => [id, 0]));
  for (let round = 0; round < nodes.length; round++) {
    let moved = false;
    for (const { from, to } of arrows) {
      const wanted = (column.get(from) ?? 0) + 1;
      if (wanted > (column.get(to) ?? 0)) {
        column.set(to, wanted);
        moved = true;
      }
    }
    if (!moved) break;
  }
  const targets = new Set(arrows.map(({ to }) => to));
  for (const { id } of nodes) {
    const next = arrows.filter(({ from }) => from === id).map(({ to }) => column.get(to) ?? 0);
    if (!targets.has(id) && next.length > 0) column.set(id, Math.min(...next) - 1);
  }
  return column;
}

function chainOf(arrow: Arrow, cells: Map<string, Cell>): Chain {
  const from = cells.get(arrow.from);
  const to = cells.get(arrow.to);
  if (!from || !to) return { edge: arrow.edge, isReversed: arrow.isReversed, cells: [] };
  const chain = [from];
  for (let column = from.column + 1; column < to.column; column++) {
    const room = cellOf(undefined, column);
    cells.set(`${arrow.from} ${arrow.to} ${arrow.edge.label} ${column}`, room);
    chain.push(room);
  }
  chain.push(to);
  for (let i = 1; i < chain.length; i++) {
    const [left, right] = [chain[i - 1], chain[i]];
    if (!left || !right) continue;
    left.after.push(right);
    right.before.push(left);
  }
  return { edge: arrow.edge, isReversed: arrow.isReversed, cells: chain };
}

function columnsOf(cells: readonly Cell[]): Cell[][] {
  const columns: Cell[][] = [];
  for (const cell of cells) {
    while (columns.length <= cell.column) columns.push([]);
    columns[cell.column]?.push(cell);
  }
  for (const column of columns) for (const [row, cell] of column.entries()) cell.y = row;
  return columns;
}

/** Each cell to the middle of its neighbours' rows, column by column, to and fro. */
function orderRows(columns: readonly Cell[][], isForward: boolean): void {
  const order = isForward ? columns : columns.toReversed();
  for (const column of order) {
    const weight = new Map(
      column.map((cell) => [cell, middle(isForward ? cell.before : cell.after) ?? cell.y]),
    );
    column.sort((a, b) => (weight.get(a) ?? 0) - (weight.get(b) ?? 0));
    for (const [row, cell] of column.entries()) cell.y = row;
  }
}

function middle(cells: readonly Cell[]): number | undefined {
  if (cells.length === 0) return undefined;
  return cells.reduce((sum, { y, height }) => sum + y + height / 2, 0) / cells.length;
}

/** Real heights, then a few rounds in which every cell is drawn towards its neighbours as far as its column lets it. */
function placeRows(columns: readonly Cell[][]): void {
  for (const column of columns) stack(column, () => 0);
  for (let round = 0; round < SWEEPS; round++) {
    const isForward = round % 2 === 0;
    for (const column of isForward ? columns : columns.toReversed()) {
      stack(column, (cell) => {
        const near = isForward ? cell.before : cell.after;
        const wanted = middle(near.length > 0 ? near : [...cell.before, ...cell.after]);
        return wanted === undefined ? cell.y : wanted - cell.height / 2;
      });
    }
  }
  const top = Math.min(...columns.flat().map(({ y }) => y), Number.POSITIVE_INFINITY);
  for (const cell of columns.flat()) cell.y += MARGIN - (Number.isFinite(top) ? top : 0);
}

/** Down from the top each as near to its wish as the one above lets it, and the whole then moved to the mean wish. */
function stack(column: readonly Cell[], wish: (cell: Cell) => number): void {
  const wishes = column.map(wish);
  let floor = Number.NEGATIVE_INFINITY;
  for (const [row, cell] of column.entries()) {
    cell.y = Math.max(wishes[row] ?? 0, floor);
    floor = cell.y + cell.height + ROW_GAP;
  }
  const push =
    column.reduce((sum, { y }, row) => sum + y - (wishes[row] ?? 0), 0) / Math.max(1, column.length);
  for (const cell of column) cell.y -= push;
}

/** From side to side; through the middle of the rooms in between. */
function pointsOf(
  { cells, isReversed }: Chain,
  tracks: readonly Track[],
): readonly (readonly [number, number])[] {
  const points = cells.flatMap((cell, index): (readonly [number, number])[] => {
    const { left, width } = tracks[cell.column] ?? NO_TRACK;
    const y = cell.y + cell.height / 2;
    if (index === 0) return [[left + width, y]];
    if (index === cells.length - 1) return [[left, y]];
    return [
      [left, y],
      [left + width, y],
    ];
  });
  return isReversed ? points.toReversed() : points;
}
