import ipaddr from "ipaddr.js";

export type IpFamily = "ip" | "ipv6";

/** One address; `value` is the whole address as a number, 32 or 128 bits. */
export interface IpAddress {
  readonly family: IpFamily;
  readonly value: bigint;
}

/** An address with a prefix length in bits; `address` keeps the host bits as written ("192.168.88.1/24"). */
export interface IpPrefix {
  readonly address: IpAddress;
  readonly length: number;
}

/** All addresses from `first` to `last`, both included. */
export interface IpRange {
  readonly family: IpFamily;
  readonly first: bigint;
  readonly last: bigint;
}

/** Number of bits of an address of the family. */
export function addressBits(family: IpFamily): number {
  return family === "ip" ? 32 : 128;
}

/** The highest address of the family as a number. */
export function lastAddress(family: IpFamily): bigint {
  return family === "ip" ? 0xffff_ffffn : (1n << 128n) - 1n;
}

/** Reads "192.0.2.1" or "2001:db8::1"; four decimal parts only, no zone; undefined for anything else. */
export function parseIpAddress(text: string): IpAddress | undefined {
  return text.includes(":") ? parseIpv6(text) : parseIpv4(text);
}

/** "192.0.2.1", or the shortest form of RFC 5952. */
export function formatIpAddress(address: IpAddress): string {
  const bytes: number[] = [];
  for (let bits = addressBits(address.family) - 8; bits >= 0; bits -= 8) {
    bytes.push(Number((address.value >> BigInt(bits)) & 0xffn));
  }
  if (address.family === "ip") return bytes.join(".");
  return new ipaddr.IPv6(bytes).toRFC5952String();
}

/** Reads "10.0.0.0/8", "10.0.0.1/255.0.0.0", "2001:db8::/32"; a bare address is a prefix of one address. */
export function parseIpPrefix(text: string): IpPrefix | undefined {
  const slash = text.indexOf("/");
  if (slash < 0) {
    const single = parseIpAddress(text);
    return single && { address: single, length: addressBits(single.family) };
  }
  const address = parseIpAddress(text.slice(0, slash));
  const length = address && parsePrefixLength(text.slice(slash + 1), address.family);
  return address && length !== undefined ? { address, length } : undefined;
}

/** Reads what a firewall address takes: an address, a prefix, or a range "10.0.0.1-10.0.0.9". */
export function parseIpRange(text: string): IpRange | undefined {
  const dash = text.indexOf("-");
  if (dash < 0) {
    const prefix = parseIpPrefix(text);
    return prefix && prefixRange(prefix);
  }
  const first = parseIpAddress(text.slice(0, dash));
  const last = parseIpAddress(text.slice(dash + 1));
  if (!first || !last || first.family !== last.family || first.value > last.value) return undefined;
  return { family: first.family, first: first.value, last: last.value };
}

/** All addresses of the prefix, host bits ignored. */
export function prefixRange(prefix: IpPrefix): IpRange {
  const { family, value } = prefix.address;
  const size = 1n << BigInt(addressBits(family) - prefix.length);
  const first = (value / size) * size;
  return { family, first, last: first + size - 1n };
}

/** The prefix with its host bits cleared: "192.168.88.1/24" becomes "192.168.88.0/24". */
export function networkOf(prefix: IpPrefix): IpPrefix {
  const { family, first } = prefixRange(prefix);
  return { address: { family, value: first }, length: prefix.length };
}

export function formatIpPrefix(prefix: IpPrefix): string {
  return `${formatIpAddress(prefix.address)}/${prefix.length}`;
}

export function formatIpRange(range: IpRange): string {
  const first = formatIpAddress({ family: range.family, value: range.first });
  if (range.first === range.last) return first;
  const size = range.last - range.first + 1n;
  const bits = size.toString(2).length - 1;
  if (1n << BigInt(bits) === size && range.first % size === 0n) {
    return `${first}/${addressBits(range.family) - bits}`;
  }
  return `${first}-${formatIpAddress({ family: range.family, value: range.last })}`;
}

export function rangeContains(range: IpRange, address: IpAddress): boolean {
  return range.family === address.family && range.first <= address.value && address.value <= range.last;
}

function parseIpv4(text: string): IpAddress | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (!match) return undefined;
  let value = 0;
  for (const part of match.slice(1)) {
    const octet = Number(part);
    if (octet > 255) return undefined;
    value = value * 256 + octet;
  }
  return { family: "ip", value: BigInt(value) };
}

function parseIpv6(text: string): IpAddress | undefined {
  if (text.includes("%") || !ipaddr.IPv6.isValid(text)) return undefined;
  const value = ipaddr.IPv6.parse(text).parts.reduce((sum, part) => (sum << 16n) | BigInt(part), 0n);
  return { family: "ipv6", value };
}

function parsePrefixLength(text: string, family: IpFamily): number | undefined {
  if (/^\d{1,3}$/.test(text)) return Number(text) <= addressBits(family) ? Number(text) : undefined;
  const mask = family === "ip" ? parseIpv4(text) : undefined;
  if (!mask) return undefined;
  const ones = mask.value.toString(2).padStart(32, "0").replace(/0+$/, "");
  return ones.includes("0") ? undefined : ones.length;
}
