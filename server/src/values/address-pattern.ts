import { type PrefixSet, rangesOf } from "./prefix-set.ts";

/**
 * A regular expression (POSIX extended, without `$` and `^` around it) for the decimal text of the IPv4 addresses of a
 * set, each followed by nothing, or by `:` and a port: `10[.]12[.]1[.](2[1-5])(:|$)`. For places that know addresses
 * as text only. Other addresses are left out.
 */
export function addressPattern(set: PrefixSet, end: string): string {
  const parts = rangesOf(set).flatMap(({ family, first, last }) =>
    family === "ip" ? between(octetsOf(first), octetsOf(last)) : [],
  );
  return `(${parts.map((part) => (part.isWhole ? `${part.text}${end}` : part.text)).join("|")})`;
}

interface Part {
  readonly text: string;
  /** All four octets are told; otherwise any may follow. */
  readonly isWhole: boolean;
}

type Octets = readonly number[];

function octetsOf(address: bigint): Octets {
  return [24n, 16n, 8n, 0n].map((bits) => Number((address >> bits) & 0xffn));
}

function between([low = 0, ...lows]: Octets, [high = 0, ...highs]: Octets): readonly Part[] {
  if (lows.length === 0) return [{ text: octet(low, high), isWhole: true }];
  const isFromStart = lows.every((each) => each === 0);
  const isToEnd = highs.every((each) => each === 255);
  if (isFromStart && isToEnd) return [{ text: `${octet(low, high)}[.]`, isWhole: false }];
  if (low === high) return after(low, between(lows, highs));
  const [from, to] = [isFromStart ? low : low + 1, isToEnd ? high : high - 1];
  const lowest = lows.map(() => 0);
  const highest = highs.map(() => 255);
  return [
    ...(isFromStart ? [] : after(low, between(lows, highest))),
    ...(from > to ? [] : [{ text: `${octet(from, to)}[.]`, isWhole: false }]),
    ...(isToEnd ? [] : after(high, between(lowest, highs))),
  ];
}

function after(first: number, parts: readonly Part[]): readonly Part[] {
  return parts.map(({ text, isWhole }) => ({ text: `${first}[.]${text}`, isWhole }));
}

/** Numbers from `low` to `high`, full tens of one hundred together. */
function octet(low: number, high: number): string {
  if (low === 0 && high === 255) return "[0-9]+";
  const found: string[] = [];
  for (let number = low; number <= high; ) {
    const tens = Math.floor(number / 10);
    const full = lastFullTen(number, high);
    if (full > tens) {
      found.push(`${tens < 10 ? "" : Math.floor(tens / 10)}${digits(tens % 10, full % 10)}[0-9]`);
      number = (full + 1) * 10;
      continue;
    }
    const last = Math.min(high, tens * 10 + 9);
    found.push(`${tens === 0 ? "" : tens}${digits(number % 10, last % 10)}`);
    number = last + 1;
  }
  return found.length === 1 ? (found[0] ?? "") : `(${found.join("|")})`;
}

/** The last of the whole tens that begin at `number`, with as many digits and of one hundred; -1 without any. */
function lastFullTen(number: number, high: number): number {
  if (number % 10 !== 0 || number === 0) return -1;
  const tens = number / 10;
  const last = Math.floor((high + 1) / 10) - 1;
  return Math.min(last, tens < 10 ? 9 : Math.floor(tens / 10) * 10 + 9);
}

function digits(low: number, high: number): string {
  return low === high ? String(low) : `[${low}-${high}]`;
}
