import {
  countIntervals,
  type Interval,
  type IntervalSet,
  intersectIntervals,
  intervalsContain,
  normalizeIntervals,
  subtractIntervals,
  uniteIntervals,
} from "./interval-set.ts";
import {
  addressBits,
  formatIpAddress,
  formatIpRange,
  type IpAddress,
  type IpFamily,
  type IpPrefix,
  type IpRange,
  lastAddress,
  parseIpRange,
} from "./ip.ts";

/**
 * A set of addresses, of one family or both. Immutable; equal sets have equal `spans`. The spans lie in one number line
 * (IPv6 above IPv4, with a gap so that the families never join); read them with `rangesOf`.
 */
export interface PrefixSet {
  readonly spans: IntervalSet;
}

export const NO_ADDRESSES: PrefixSet = { spans: [] };
const V6_BASE = 1n << 33n;

/** Every address of a family; without one, of both. */
export function everyAddress(family?: IpFamily): PrefixSet {
  const families: readonly IpFamily[] = family ? [family] : ["ip", "ipv6"];
  return addressSet(families.map((f) => ({ family: f, first: 0n, last: lastAddress(f) })));
}

export function addressSet(ranges: readonly IpRange[]): PrefixSet {
  return joinSpans(ranges.map(spanOf));
}

/** A range as a span of a set, for those who keep what they join again and again. */
export function spanOf({ family, first, last }: IpRange): Interval {
  return { first: place(family, first), last: place(family, last) };
}

export function joinSpans(spans: readonly Interval[]): PrefixSet {
  return { spans: normalizeIntervals(spans) };
}

export function singleAddress(address: IpAddress): PrefixSet {
  const at = place(address.family, address.value);
  return { spans: [{ first: at, last: at }] };
}

/** Reads "10.0.0.0/8,192.168.1.1-192.168.1.9"; undefined when a part is no address, prefix or range. */
export function parseAddressSet(text: string): PrefixSet | undefined {
  const ranges: IpRange[] = [];
  for (const part of text.split(",")) {
    const range = parseIpRange(part.trim());
    if (!range) return undefined;
    ranges.push(range);
  }
  return addressSet(ranges);
}

export function unite(a: PrefixSet, b: PrefixSet): PrefixSet {
  return { spans: uniteIntervals(a.spans, b.spans) };
}

export function intersect(a: PrefixSet, b: PrefixSet): PrefixSet {
  return { spans: intersectIntervals(a.spans, b.spans) };
}

/** What is in `a` but not in `b`. */
export function subtract(a: PrefixSet, b: PrefixSet): PrefixSet {
  return { spans: subtractIntervals(a.spans, b.spans) };
}

/** Every address of both families that is not in the set. */
export function complement(set: PrefixSet): PrefixSet {
  return subtract(everyAddress(), set);
}

export function isEmpty(set: PrefixSet): boolean {
  return set.spans.length === 0;
}

export function containsAddress(set: PrefixSet, address: IpAddress): boolean {
  return intervalsContain(set.spans, place(address.family, address.value));
}

/** Whether every address of `inner` is in `outer`. */
export function containsSet(outer: PrefixSet, inner: PrefixSet): boolean {
  return inner.spans.length === 0 || subtractIntervals(inner.spans, outer.spans).length === 0;
}

export function overlaps(a: PrefixSet, b: PrefixSet): boolean {
  return intersectIntervals(a.spans, b.spans).length > 0;
}

export function sameAddresses(a: PrefixSet, b: PrefixSet): boolean {
  return (
    a.spans.length === b.spans.length &&
    a.spans.every((span, i) => span.first === b.spans[i]?.first && span.last === b.spans[i]?.last)
  );
}

/** How many addresses the set holds. */
export function countAddresses(set: PrefixSet): bigint {
  return countIntervals(set.spans);
}

/** The one address of a set of one; undefined otherwise. */
export function onlyAddress(set: PrefixSet): IpAddress | undefined {
  const [span] = set.spans;
  if (!span || set.spans.length > 1 || span.first !== span.last) return undefined;
  return addressAt(span.first);
}

/** Some address of the set, not at its edge where there is room; the same one every time. */
export function sampleAddress(set: PrefixSet): IpAddress | undefined {
  const [span] = set.spans;
  return span && addressAt(span.first + (span.last - span.first) / 2n);
}

/** The first and last address of each range, and their neighbours just outside; sorted, each once. */
export function boundaryAddresses(set: PrefixSet): readonly IpAddress[] {
  const found = new Map<bigint, IpAddress>();
  for (const { family, first, last } of rangesOf(set)) {
    for (const value of [first - 1n, first, last, last + 1n]) {
      if (value >= 0n && value <= lastAddress(family)) found.set(place(family, value), { family, value });
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, address]) => address);
}

export function rangesOf(set: PrefixSet): readonly IpRange[] {
  return set.spans.map(({ first, last }) => {
    const { family, value } = addressAt(first);
    return { family, first: value, last: addressAt(last).value };
  });
}

/** The fewest prefixes that cover exactly the set, in order. */
export function prefixesOf(set: PrefixSet): readonly IpPrefix[] {
  return rangesOf(set).flatMap(rangePrefixes);
}

/** "10.0.0.0/8,192.0.2.1"; after `limit` ranges the count of the rest: "…, 12 more". */
export function formatAddressSet(set: PrefixSet, limit = 8): string {
  const ranges = rangesOf(set);
  const shown = ranges.slice(0, limit).map(formatIpRange).join(",");
  return ranges.length > limit ? `${shown}, ${ranges.length - limit} more` : shown;
}

/** Private, shared, loopback, link-local, multicast and reserved space (RFC 6890): no source on the public internet. */
export function notPublicAddresses(): PrefixSet {
  const ipv4 =
    "0.0.0.0/8,10.0.0.0/8,100.64.0.0/10,127.0.0.0/8,169.254.0.0/16,172.16.0.0/12,192.0.0.0/24,192.0.2.0/24," +
    "192.168.0.0/16,198.18.0.0/15,198.51.100.0/24,203.0.113.0/24,224.0.0.0/3";
  return subtract(
    parseAddressSet(`${ipv4},::/0`) ?? NO_ADDRESSES,
    parseAddressSet("2000::/3") ?? NO_ADDRESSES,
  );
}

/** "192.0.2.1" of a set of one, else as `formatAddressSet`. */
export function describeAddresses(set: PrefixSet): string {
  const single = onlyAddress(set);
  return single ? formatIpAddress(single) : formatAddressSet(set, 4);
}

function rangePrefixes(range: IpRange): readonly IpPrefix[] {
  const bits = addressBits(range.family);
  const prefixes: IpPrefix[] = [];
  for (let value = range.first; value <= range.last; ) {
    let hostBits = 0;
    while (hostBits < bits) {
      const size = 1n << BigInt(hostBits + 1);
      if (value % size !== 0n || value + size - 1n > range.last) break;
      hostBits++;
    }
    prefixes.push({ address: { family: range.family, value }, length: bits - hostBits });
    value += 1n << BigInt(hostBits);
  }
  return prefixes;
}

function place(family: IpFamily, value: bigint): bigint {
  return family === "ip" ? value : V6_BASE + value;
}

function addressAt(position: bigint): IpAddress {
  return position < V6_BASE
    ? { family: "ip", value: position }
    : { family: "ipv6", value: position - V6_BASE };
}
