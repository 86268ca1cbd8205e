import {
  type IpAddress,
  parseIpAddress,
  parseIpPrefix,
  prefixRange,
  rangeContains,
} from "../../values/ip.ts";

/** Addresses of networks at home, of providers' NAT, of one link, of groups (RFC 1918, 6598, 3927, 1122, 5771). */
const INSIDE = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "169.254.0.0/16",
  "127.0.0.0/8",
  "0.0.0.0/8",
  "224.0.0.0/3",
];

/** The IPv4 address of somebody on the internet; undefined for names, inside addresses and IPv6. */
export function strangerAddress(text: string | undefined): IpAddress | undefined {
  const address = text === undefined ? undefined : parseIpAddress(text.replace(/:\d+$/, ""));
  if (address === undefined || address.family !== "ip") return undefined;
  return INSIDE.some((prefix) => isIn(address, prefix)) ? undefined : address;
}

/** Whether the address lies in the prefix, as "192.0.2.0/24". */
export function isIn(address: IpAddress, prefix: string): boolean {
  const parsed = parseIpPrefix(prefix);
  return parsed !== undefined && rangeContains(prefixRange(parsed), address);
}
