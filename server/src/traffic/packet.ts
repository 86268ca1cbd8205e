import type { IpFamily } from "../values/ip.ts";
import type { PrefixSet } from "../values/prefix-set.ts";
import type { Answer } from "./answer.ts";

/** A name a packet carries (an interface, a mark), or that it has none, or that it is not known. */
export type Label = { readonly name: string } | "none" | "unknown";

/**
 * What the firewall sees of a packet. Fields may be sets or unknown, so that one packet stands for many:
 * `src` is a set that a walk may split; an absent protocol or port is unknown.
 */
export interface Packet {
  readonly family: IpFamily;
  readonly src: PrefixSet;
  readonly dst: PrefixSet;
  /** Canonical name as `protocolName` gives it: "tcp", "udp", "gre", "ipsec-esp" … */
  readonly protocol: string | undefined;
  readonly srcPort: number | undefined;
  readonly dstPort: number | undefined;
  /** "none": made by the router itself. */
  readonly inInterface: Label;
  /** "none": delivered to the router itself. */
  readonly outInterface: Label;
  readonly state: "new" | "established" | "untracked" | "unknown";
  readonly isDstNatted: Answer;
  readonly isSrcNatted: Answer;
  readonly connectionMark: Label;
  readonly packetMark: Label;
  readonly routingMark: Label;
  /** Whether the destination (source) is an address of the router. */
  readonly isDstLocal: Answer;
  readonly isSrcLocal: Answer;
  /** Whether it came out of, or will go into, IPsec. */
  readonly ipsecIn: Answer;
  readonly ipsecOut: Answer;
  /** A first packet from a source the router has never seen: it is in no list that fills itself. */
  readonly isStranger: boolean;
  /** Address lists earlier rules put its source (destination) into. */
  readonly srcLists: readonly string[];
  readonly dstLists: readonly string[];
}

export const UNMARKED = {
  connectionMark: "none",
  packetMark: "none",
  routingMark: "none",
} as const satisfies Partial<Packet>;

/** A packet of which only the family is known; give the rest in `known`. */
export function packetOf(known: Partial<Packet> & Pick<Packet, "family" | "src" | "dst">): Packet {
  return {
    protocol: undefined,
    srcPort: undefined,
    dstPort: undefined,
    inInterface: "unknown",
    outInterface: "unknown",
    state: "new",
    isDstNatted: "no",
    isSrcNatted: "no",
    isDstLocal: "unknown",
    isSrcLocal: "unknown",
    ipsecIn: "no",
    ipsecOut: "unknown",
    isStranger: false,
    srcLists: [],
    dstLists: [],
    ...UNMARKED,
    ...known,
  };
}

/** IANA protocol numbers of the names RouterOS uses. */
const PROTOCOLS: ReadonlyMap<string, string> = new Map([
  ["1", "icmp"],
  ["2", "igmp"],
  ["4", "ipencap"],
  ["6", "tcp"],
  ["17", "udp"],
  ["41", "ipv6-encap"],
  ["47", "gre"],
  ["50", "ipsec-esp"],
  ["51", "ipsec-ah"],
  ["58", "icmpv6"],
  ["88", "rspf"],
  ["89", "ospf"],
  ["94", "ipip"],
  ["97", "etherip"],
  ["103", "pim"],
  ["112", "vrrp"],
  ["115", "l2tp"],
  ["132", "sctp"],
  ["136", "udp-lite"],
]);
const ALIASES: ReadonlyMap<string, string> = new Map([
  ["esp", "ipsec-esp"],
  ["ah", "ipsec-ah"],
  ["ipv6-icmp", "icmpv6"],
  ["ipv6", "ipv6-encap"],
]);

/** The one name of a protocol, written as a name or a number. */
export function protocolName(text: string): string {
  const lower = text.toLowerCase();
  return PROTOCOLS.get(lower) ?? ALIASES.get(lower) ?? lower;
}

/** Further names that RouterOS takes for `protocol=` of firewall rules. */
const OTHER_PROTOCOLS = [
  ...["ggp", "st", "egp", "pup", "hmp", "xns-idp", "rdp", "iso-tp4", "dccp", "xtp", "ddp"],
  ...["idpr-cmtp", "rsvp", "vmtp", "ipv6-frag", "ipv6-nonxt", "ipv6-opts", "ipv6-route"],
];

/** The names that `protocolName` gives or takes. */
export function protocolNames(): readonly string[] {
  return [...new Set([...PROTOCOLS.values(), ...ALIASES.keys(), ...OTHER_PROTOCOLS])];
}

/** Whether the text names a protocol, or is a protocol number (0 to 255). */
export function isProtocol(text: string): boolean {
  return /^\d{1,3}$/.test(text) ? Number(text) <= 255 : protocolNames().includes(text.toLowerCase());
}

/** Protocols that have ports for a firewall rule to match. */
export function hasPorts(protocol: string): boolean {
  return ["tcp", "udp", "sctp", "udp-lite", "dccp"].includes(protocol);
}
