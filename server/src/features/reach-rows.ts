import { describeRule } from "../traffic/describe.ts";
import { ipv6Side } from "../traffic/ipv6-side.ts";
import { hasPorts } from "../traffic/packet.ts";
import type { InputQuery, Reach } from "../traffic/traffic.ts";
import { linkTo, type TunnelUsers, tunnelUsers } from "../traffic/tunnel-users.ts";
import { type IpFamily, parseIpAddress, parseIpPrefix } from "../values/ip.ts";
import {
  everyAddress,
  formatAddressSet,
  isEmpty,
  NO_ADDRESSES,
  notPublicAddresses,
  type PrefixSet,
  parseAddressSet,
  subtract,
  unite,
} from "../values/prefix-set.ts";
import type { Analysis } from "./analysis.ts";
import { placeOf, type SourcePlace } from "./source-place.ts";

/** One source, and whether it reaches the port that was asked for. */
export interface ReachRow {
  /** "internet (ether1)", an interface's name, "L2TP users (10.9.0.2-10.9.0.99)", or the address asked for. */
  readonly from: string;
  readonly family: IpFamily;
  readonly verdict: Reach["verdict"];
  readonly reason: string;
  /** The rule that decides, and where it is written. */
  readonly rule?: string;
  readonly at?: SourcePlace;
}

/** With the addresses that its packets come from, where the files tell. */
export interface FoundRow extends ReachRow {
  readonly sources?: PrefixSet;
}

interface Asked {
  readonly port?: number;
  readonly from?: string;
}

/** What was asked of each source. */
type Query = Pick<InputQuery, "protocol" | "port">;

/** Rows of IPv4, and of IPv6 where the router has it; undefined when `from` names nothing that the files speak of. */
export function reachRows(
  analysis: Analysis,
  protocol: string,
  { port, from }: Asked,
): readonly FoundRow[] | undefined {
  const { traffic } = analysis;
  const query: Query = { protocol, ...(port === undefined || !hasPorts(protocol) ? {} : { port }) };
  if (from === undefined) {
    const users = tunnelUsers(traffic.network);
    const isTold = new Set(users.map((one) => one.interface));
    return [
      ...fromInternet(analysis, query),
      ...insideInterfaces(analysis)
        .filter((name) => !isTold.has(name))
        .flatMap((name) => fromInterface(analysis, name, query)),
      ...users.map((one) => fromUsers(analysis, one, query)),
    ];
  }
  if (/^(?:wan|internet)$/i.test(from) && !traffic.network.interfaces.names.includes(from))
    return fromInternet(analysis, query);
  if (isKnownInterface(analysis, from)) return fromInterface(analysis, from, query);
  const source = parseAddressSet(from);
  return source && [fromAddress(analysis, from, source, query)];
}

/** Not on the internet; the blocks for documentation count as addresses there, since examples use them so. */
const INSIDE =
  "0.0.0.0/8,10.0.0.0/8,100.64.0.0/10,127.0.0.0/8,169.254.0.0/16,172.16.0.0/12,192.168.0.0/16,224.0.0.0/3";

function fromInternet(analysis: Analysis, query: Query): readonly FoundRow[] {
  const { network, wan } = analysis.traffic;
  const sources = subtract(everyAddress("ip"), parseAddressSet(INSIDE) ?? NO_ADDRESSES);
  const sixth = ipv6Side(network, wan);
  const rows: FoundRow[] = [
    { ...worstOf(analysis, wan.interfaces, "ip", query), from: internetBy(wan.interfaces), sources },
  ];
  if (sixth.length > 0)
    rows.push({
      ...worstOf(analysis, sixth, "ipv6", query),
      from: `${internetBy(sixth)} by IPv6`,
      sources: strangers("ipv6"),
    });
  return rows;
}

function internetBy(interfaces: readonly string[]): string {
  return interfaces.length === 0 ? "internet" : `internet (${interfaces.join(", ")})`;
}

/** Of several lines the one by which most is let in. */
function worstOf(
  analysis: Analysis,
  interfaces: readonly string[],
  family: IpFamily,
  query: Query,
): FoundRow {
  const names = interfaces.length === 0 ? [undefined] : interfaces;
  const rows = names.map((name) =>
    rowOf(analysis, "", {
      ...query,
      family,
      source: strangers(family),
      ...(name === undefined ? {} : { interface: name }),
    }),
  );
  const byVerdict = (verdict: Reach["verdict"]) => rows.find((row) => row.verdict === verdict);
  return (
    byVerdict("accepted") ??
    byVerdict("unknown") ??
    rows[0] ?? { from: "", family, verdict: "unknown", reason: "no internet side is known" }
  );
}

function strangers(family: IpFamily): PrefixSet {
  return subtract(everyAddress(family), notPublicAddresses());
}

/** Hosts of the networks that are connected there, else any. */
function fromInterface(analysis: Analysis, name: string, query: Query): readonly FoundRow[] {
  const { network } = analysis.traffic;
  const here = (family: IpFamily) =>
    network.connected(family).filter((one) => one.interface === network.interfaces.master(name));
  const source = here("ip").reduce<PrefixSet>((all, one) => unite(all, one.network), NO_ADDRESSES);
  const known = isEmpty(source) ? {} : { source };
  const row = rowOf(analysis, name, { ...query, ...known, interface: name });
  const rows: FoundRow[] = [isEmpty(source) ? row : { ...row, sources: source }];
  // A delegated prefix, and what neighbours have besides, is not known.
  if (here("ipv6").length > 0)
    rows.push(rowOf(analysis, `${name} by IPv6`, { ...query, family: "ipv6", interface: name }));
  return rows;
}

/** Sessions and peers, with the addresses they speak from, where the files tell. */
function fromUsers(analysis: Analysis, users: TunnelUsers, query: Query): FoundRow {
  const { source } = users;
  const from = source === undefined ? users.name : `${users.name} (${formatAddressSet(source, 2)})`;
  const known = source === undefined ? {} : { source };
  const row = rowOf(analysis, from, { ...query, ...known, interface: users.interface });
  return source === undefined ? row : { ...row, sources: source };
}

function fromAddress(analysis: Analysis, from: string, source: PrefixSet, query: Query): FoundRow {
  const address = parseIpAddress(from) ?? parseIpPrefix(from)?.address;
  const { network, interfaceTowards } = analysis.traffic;
  const towards = address && (linkTo(network, address) ?? interfaceTowards(address));
  const row = rowOf(analysis, towards === undefined ? from : `${from} (by ${towards})`, {
    ...query,
    family: address?.family ?? "ip",
    source,
    ...(towards === undefined ? {} : { interface: towards }),
  });
  return { ...row, sources: source };
}

/** Interfaces that carry addresses or lead somewhere, but for the internet's; ports of a bridge speak through it. */
function insideInterfaces({ traffic }: Analysis): readonly string[] {
  const { network, wan } = traffic;
  const withAddress = [...network.connected("ip"), ...network.connected("ipv6")].map((c) => c.interface);
  return [...new Set([...withAddress, ...network.interfaces.names])].filter(
    (name) =>
      !wan.interfaces.includes(name) &&
      network.interfaces.isEnabled(name) !== "no" &&
      network.interfaces.master(name) === name &&
      (withAddress.includes(name) || network.interfaces.kind(name) !== "ethernet"),
  );
}

function isKnownInterface({ traffic }: Analysis, name: string): boolean {
  const { interfaces } = traffic.network;
  return interfaces.item(name) !== undefined || interfaces.kind(name) !== undefined;
}

/** The answer for a source that stands in no list which fills itself, and the lists that would change it. */
function rowOf(analysis: Analysis, from: string, query: InputQuery): FoundRow {
  const { traffic } = analysis;
  const { verdict, by, reason, told } = traffic.inputFrom({ ...query, isUnlisted: true });
  const row = { from, family: query.family ?? "ip", verdict };
  // Of what is not decided no one rule is the reason.
  const rule = told ?? (verdict === "blocked" ? by.at(-1) : undefined);
  const at = rule && placeOf(analysis, rule);
  return {
    ...row,
    reason: `${reason}${unlessListed(traffic.listsExcepted(query, verdict))}`,
    ...(rule === undefined ? {} : { rule: describeRule(rule) }),
    ...(at === undefined ? {} : { at }),
  };
}

function unlessListed(lists: readonly string[]): string {
  if (lists.length === 0) return "";
  const named = lists.slice(0, MAX_LISTS).map((list) => `\`${list}\``);
  const where =
    lists.length === 1
      ? `the list ${named.join("")}`
      : `one of ${lists.length} lists (${named.join(", ")}${lists.length > MAX_LISTS ? " …" : ""})`;
  return `, unless the source is in ${where}`;
}

const MAX_LISTS = 3;
