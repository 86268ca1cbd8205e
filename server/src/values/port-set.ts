import { type IntervalSet, intervalsContain, normalizeIntervals, subtractIntervals } from "./interval-set.ts";

/** A set of TCP or UDP port numbers 0–65535. */
export interface PortSet {
  readonly spans: IntervalSet;
}

const EVERY_PORT: IntervalSet = [{ first: 0n, last: 65535n }];

/** Reads "1723,443,1000-2000" and "!22" (all but 22); undefined for anything else. */
export function parsePortSet(text: string): PortSet | undefined {
  const negated = text.startsWith("!");
  const parts: { first: bigint; last: bigint }[] = [];
  for (const part of (negated ? text.slice(1) : text).split(",")) {
    const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part.trim());
    const first = Number(match?.[1] ?? Number.NaN);
    const last = match?.[2] === undefined ? first : Number(match[2]);
    if (!(first <= last && last <= 65535)) return undefined;
    parts.push({ first: BigInt(first), last: BigInt(last) });
  }
  const spans = normalizeIntervals(parts);
  return { spans: negated ? subtractIntervals(EVERY_PORT, spans) : spans };
}

export function containsPort(set: PortSet, port: number): boolean {
  return Number.isInteger(port) && intervalsContain(set.spans, BigInt(port));
}

export function containsPorts(outer: PortSet, inner: PortSet): boolean {
  return subtractIntervals(inner.spans, outer.spans).length === 0;
}

/** The first and last port of each range and their neighbours just outside, sorted, each once. */
export function boundaryPorts(set: PortSet): readonly number[] {
  const found = new Set<number>();
  for (const { first, last } of set.spans) {
    for (const port of [first - 1n, first, last, last + 1n]) {
      if (port >= 0n && port <= 65535n) found.add(Number(port));
    }
  }
  return [...found].sort((a, b) => a - b);
}

/** "443,1000-2000,1723", sorted and joined. */
export function formatPortSet(set: PortSet): string {
  return set.spans.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(",");
}
