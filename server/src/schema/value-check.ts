import { parseIpAddress } from "../values/ip.ts";

export interface NumberType {
  readonly kind: "number";
  readonly min: bigint | undefined;
  readonly max: bigint | undefined;
  /** What the router counts in: "bps", "KiB", "%", "B", "s" …; "" for a plain number. */
  readonly unit: string;
  /** Words accepted in place of a number, e.g. "auto". */
  readonly words: readonly string[];
}

export type ValueCheck =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: string; readonly suggestion?: string };

const OK: ValueCheck = { ok: true };

interface Bounds {
  readonly min: bigint | undefined;
  readonly max: bigint | undefined;
}

/** Plain and hexadecimal numbers are held to the bounds; anything with a unit or more parts passes. */
export function checkNumber(text: string, type: NumberType): ValueCheck {
  const number = wholeNumber(text);
  if (number !== undefined) return type.unit === "" ? checkBounds(number, type) : OK;
  if (type.unit !== "" || type.words.length > 0) return OK;
  // A word without any digit is no number in any unit; lists and pairs are left alone.
  return /^[a-z]{2,}$/i.test(text) ? { ok: false, reason: `takes a number${boundsText(type)}` } : OK;
}

/** "n", "n-m", or a comma list of both. */
export function checkRange(text: string, type: Bounds): ValueCheck {
  for (const part of text.split(",")) {
    const match = /^!?(\d+)(?:-(\d+))?$/.exec(part.trim());
    if (!match?.[1]) continue;
    const from = BigInt(match[1]);
    const to = match[2] === undefined ? from : BigInt(match[2]);
    if (to < from)
      return {
        ok: false,
        reason: "the range ends before it starts",
        suggestion: text.replace(`${from}-${to}`, `${to}-${from}`),
      };
    const failed = [checkBounds(from, type), checkBounds(to, type)].find((check) => !check.ok);
    if (failed) return failed;
  }
  return OK;
}

function checkBounds(number: bigint, { min, max }: Bounds): ValueCheck {
  const low = min !== undefined && number < min;
  const high = max !== undefined && number > max;
  return low || high ? { ok: false, reason: `takes a number${boundsText({ min, max })}` } : OK;
}

function boundsText({ min, max }: Bounds): string {
  return min === undefined || max === undefined ? "" : ` from ${min} to ${max}`;
}

function wholeNumber(text: string): bigint | undefined {
  return /^-?\d{1,40}$|^0x[\da-f]{1,32}$/i.test(text) ? BigInt(text) : undefined;
}

const TIME =
  /^-?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+)ms)?(?:(\d+)us)?(?:(\d+)ns)?$/;
const CLOCK = /^-?(?:(\d+)w)?(?:(\d+)d\s?)?(\d+):(\d+)(?::(\d+(?:\.\d+)?))?$/;

/** Milliseconds of "1d02:03:04", "1w2d3h4m5s200ms", "00:00:00.200" or plain seconds; undefined for other text. */
export function milliseconds(text: string): number | undefined {
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text) * 1000;
  const clock = CLOCK.exec(text);
  const match = clock ?? TIME.exec(text);
  if (!match || text === "" || text === "-") return undefined;
  const [, w, d, h, m, s, ms] = match.map((part) => Number(part ?? 0));
  const seconds = (((w ?? 0) * 7 + (d ?? 0)) * 24 + (h ?? 0)) * 3600 + (m ?? 0) * 60 + (s ?? 0);
  return seconds * 1000 + (clock ? 0 : (ms ?? 0));
}

export function checkTime(
  text: string,
  type: { readonly min: string; readonly max: string; readonly words: readonly string[] },
): ValueCheck {
  const value = milliseconds(text);
  if (value === undefined) {
    // Words, pairs and times of day are more than a row of the syntax told; only a broken number is certain.
    return /^\d+[a-z]+$/i.test(text) && !/^\d+(?:[wdhmsun]|min|sec|hour|day|week)/i.test(text)
      ? { ok: false, reason: "takes a time such as 30s, 5m or 1d02:00:00" }
      : OK;
  }
  const [min, max] = [milliseconds(type.min), milliseconds(type.max)];
  if (max !== undefined && value > max + 1000) return { ok: false, reason: `takes a time up to ${type.max}` };
  // Zero often means "off" though the syntax row starts higher.
  if (min !== undefined && value < min && value !== 0)
    return { ok: false, reason: `takes a time from ${type.min}` };
  return OK;
}

/** Names are accepted in many address properties, so only a dotted quad that cannot be one is wrong. */
export function checkAddress(text: string): ValueCheck {
  for (const part of text.replace(/^!/, "").split(/[-,]/)) {
    const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)(?:\/(\d+))?(?=$|[%@])/.exec(part);
    if (!match) continue;
    const octets = match.slice(1, 5);
    if (octets.some((octet) => Number(octet) > 255))
      return { ok: false, reason: "is no IPv4 address: each part is 0 to 255" };
    if (match[5] !== undefined && Number(match[5]) > 32)
      return { ok: false, reason: "takes a prefix length from 0 to 32" };
  }
  const reversed = text.split(",").find((part) => isReversed(part));
  if (reversed !== undefined) return reversedRange(text, reversed);
  const prefix = /^!?[\da-f:]*:[\da-f:.]*\/(\d+)$/i.exec(text);
  return prefix && Number(prefix[1]) > 128
    ? { ok: false, reason: "takes a prefix length from 0 to 128" }
    : OK;
}

function isReversed(part: string): boolean {
  const [from, to, more] = part.replace(/^!/, "").split("-").map(parseIpAddress);
  return (
    more === undefined &&
    from !== undefined &&
    to !== undefined &&
    to.family === from.family &&
    to.value < from.value
  );
}

function reversedRange(text: string, part: string): ValueCheck {
  const [, negation, from, to] = /^(!?)(.*)-(.*)$/.exec(part) ?? [];
  return {
    ok: false,
    reason: "the range ends before it starts",
    suggestion: text.replace(part, `${negation}${to}-${from}`),
  };
}

/** Six octets, with a mask after `/` in firewall matchers. */
export function checkMac(text: string): ValueCheck {
  const value = text.replace(/^!/, "");
  // More or fewer characters may be an object's name or another of the rows.
  if (!/^[\da-z]{1,3}(?:[:.-][\da-z]{1,3}){5}$/i.test(value)) return OK;
  // Whoever shows an export to others writes `xx:xx:xx:xx:xx:xx`, or the maker's half and `xx:xx:xx`.
  if (/(?:^|[:.-])xx?(?:[:.-]xx?)*$/i.test(value)) return OK;
  return /^[\da-f]{1,2}(?:[:.-][\da-f]{1,2}){5}$/i.test(value)
    ? OK
    : { ok: false, reason: "is no MAC address: six pairs of hexadecimal digits" };
}
