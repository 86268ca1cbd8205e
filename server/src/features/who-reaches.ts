import type { Item, Model } from "../model/model.ts";
import { describeRule } from "../traffic/describe.ts";
import { hasPorts, isProtocol, protocolName, protocolNames } from "../traffic/packet.ts";
import { serverPorts } from "../traffic/server-ports.ts";
import { type ManagementService, managementServices } from "../traffic/services.ts";
import type { Reach } from "../traffic/traffic.ts";
import { type TunnelUsers, tunnelUsers } from "../traffic/tunnel-users.ts";
import { parseIpAddress, parseIpPrefix } from "../values/ip.ts";
import {
  containsSet,
  everyAddress,
  formatAddressSet,
  intersect,
  isEmpty,
  NO_ADDRESSES,
  type PrefixSet,
  parseAddressSet,
  subtract,
} from "../values/prefix-set.ts";
import type { Analysis } from "./analysis.ts";
import { placeOf, type SourcePlace } from "./source-place.ts";

export interface ReachRequest {
  /** Name or number: "tcp", "udp", "gre". */
  readonly protocol: string;
  readonly port?: number;
  /** "wan", an interface, or an address or prefix; absent: every interface and the internet side. */
  readonly from?: string;
}

/** Who reaches a port of the router itself, and what decides it. */
export interface ReachReport {
  /** "8291/tcp" or "gre". */
  readonly port: string;
  /** What listens there, as far as the files tell: "winbox", and whether it is on and limited by address. */
  readonly service?: {
    readonly name: string;
    readonly isEnabled: "yes" | "no" | "unknown";
    readonly limitedTo?: string;
  };
  readonly rows: readonly ReachRow[];
  /** How the internet side was told, and what else to keep in mind. */
  readonly notes: readonly string[];
}

export interface ReachRow {
  /** "internet (ether1)", an interface's name, "L2TP users (10.9.0.2-10.9.0.99)", or the address asked for. */
  readonly from: string;
  readonly verdict: Reach["verdict"];
  readonly reason: string;
  /** The rule that decides, and where it is written. */
  readonly rule?: string;
  readonly at?: SourcePlace;
}

/** With the addresses that its packets come from, where the files tell. */
interface FoundRow extends ReachRow {
  readonly sources?: PrefixSet;
}

type ReachTarget = Pick<ReachRequest, "protocol" | "port">;

/**
 * Reads "8291/tcp", "tcp/8291", "8291", "gre", and names of services, which stand for the port they listen on
 * here. Otherwise a message, and the words there are.
 */
export function readReachTarget(
  { model }: Analysis,
  text: string,
): ReachTarget | { readonly message: string; readonly known: readonly string[] } {
  const parts = text.toLowerCase().split("/");
  const port = parts.find((part) => /^\d{1,5}$/.test(part) && Number(part) <= 65_535);
  const word = parts.find((part) => /^[a-z][a-z0-9-]*$/.test(part));
  const wrong = { message: "write it as 8291/tcp, 1701/udp, gre, or a service such as winbox", known: [] };
  if (parts.length > 2 || !parts.every((part) => part === port || part === word)) return wrong;
  if (parts.length === 2 && port === undefined) return wrong;
  const services = port === undefined ? listeners(model) : [];
  const service = services.find(({ name }) => name === word);
  if (service !== undefined) return { protocol: service.protocol, port: service.port };
  if (word !== undefined && !isProtocol(word)) {
    const names = services.map(({ name }) => name).sort();
    const list = names.length === 0 ? "" : ` (services: ${names.join(", ")})`;
    return {
      message: `there is no protocol or service "${word}"${list}`,
      known: [...protocolNames(), ...names],
    };
  }
  return { protocol: word ?? "tcp", ...(port === undefined ? {} : { port: Number(port) }) };
}

type Listener = Pick<ManagementService, "name" | "port" | "isEnabled"> &
  Partial<ManagementService> & { readonly protocol: string };

/** Everything of the router that waits on a port under a name. */
export function listeners(model: Model): readonly Listener[] {
  return [
    ...managementServices(model).map((service) => ({ ...service, protocol: "tcp" })),
    ...serverPorts(model),
  ];
}

/** Undefined when `from` names nothing that the files speak of. */
export function whoReaches(analysis: Analysis, request: ReachRequest): ReachReport | undefined {
  const protocol = protocolName(request.protocol);
  const found = rowsFor(analysis, protocol, request);
  if (found === undefined) return undefined;
  const service = serviceOn(analysis, protocol, request.port);
  const others = serverPorts(analysis.model)
    .filter((each) => each.port === request.port && each.protocol === protocol)
    .filter(({ name, isEnabled }) => isEnabled === "yes" && name !== service?.name)
    .map(({ words }) => words);
  const limit = others.length === 0 ? limitOf(analysis, service) : undefined;
  const rows = found.map((row) => withinLimit(row, limit));
  const { wan } = analysis.traffic;
  const notes = [wan.from === "none" ? wan.reason : `internet side: ${wan.reason}`];
  // A row that says it needs no note.
  const isToldInRows = rows.some((row, at) => row.reason !== found[at]?.reason);
  notes.push(...serviceNotes(isToldInRows ? undefined : service, others));
  notes.push(...movedNotes(analysis, protocol, request.port));
  return {
    port: request.port === undefined ? protocol : `${request.port}/${protocol}`,
    ...(service === undefined ? {} : { service }),
    rows,
    notes,
  };
}

function serviceNotes(service: ReachReport["service"], others: readonly string[]): readonly string[] {
  const answers = others.map((words) => `the ${words} answers on this port`);
  if (service === undefined) return answers;
  if (service.isEnabled === "no") return [`service \`${service.name}\` is disabled, so nothing answers`];
  if (service.limitedTo === undefined) return answers;
  return [`service \`${service.name}\` itself answers ${service.limitedTo} only`, ...answers];
}

interface Limit {
  readonly name: string;
  readonly allowed: PrefixSet;
}

function limitOf({ model }: Analysis, service: ReachReport["service"]): Limit | undefined {
  if (service?.limitedTo === undefined || service.isEnabled === "no") return undefined;
  const allowed = managementServices(model).find(({ name }) => name === service.name)?.allowed;
  return allowed && { name: service.name, allowed };
}

/** The firewall lets in whom the service does not answer: then nobody is reached, or only a part of the sources. */
function withinLimit({ sources, ...row }: FoundRow, limit: Limit | undefined): ReachRow {
  if (limit === undefined || row.verdict !== "accepted") return row;
  if (sources !== undefined && containsSet(limit.allowed, sources)) return row;
  const answered = sources === undefined ? limit.allowed : intersect(limit.allowed, sources);
  if (isEmpty(answered))
    return { from: row.from, verdict: "blocked", reason: `service \`${limit.name}\` does not answer it` };
  return {
    ...row,
    reason: `${row.reason}, but service \`${limit.name}\` answers ${formatAddressSet(answered)} only`,
  };
}

/** Whoever asks for 22 means SSH, which may listen elsewhere. */
function movedNotes({ model }: Analysis, protocol: string, port: number | undefined): readonly string[] {
  if (protocol !== "tcp" || port === undefined) return [];
  return managementServices(model)
    .filter((service) => service.defaultPort === port && service.port !== port)
    .map(({ name, port: own }) => `service \`${name}\` listens on port ${own} here, not on ${port}`);
}

/** Not on the internet; the blocks for documentation count as addresses there, since examples use them so. */
const INSIDE =
  "0.0.0.0/8,10.0.0.0/8,100.64.0.0/10,127.0.0.0/8,169.254.0.0/16,172.16.0.0/12,192.168.0.0/16,224.0.0.0/3";

type Asked = Pick<ReachRequest, "port" | "from">;

function rowsFor(analysis: Analysis, protocol: string, request: Asked): readonly FoundRow[] | undefined {
  const { traffic } = analysis;
  const { from } = request;
  const port = request.port === undefined || !hasPorts(protocol) ? {} : { port: request.port };
  const outside = traffic.wan.interfaces.length === 0 ? "" : ` (${traffic.wan.interfaces.join(", ")})`;
  const internet = () => ({
    ...rowOf(analysis, `internet${outside}`, traffic.inputFromWan(protocol, port.port)),
    sources: subtract(everyAddress("ip"), parseAddressSet(INSIDE) ?? NO_ADDRESSES),
  });
  const ofInterface = (name: string) =>
    rowOf(analysis, name, traffic.inputFrom({ protocol, ...port, interface: name }));
  if (from === undefined) {
    const inside = insideInterfaces(analysis);
    const users = tunnelUsers(traffic.network);
    const isTold = new Set(users.map((one) => one.interface));
    return [
      internet(),
      ...inside.filter((name) => !isTold.has(name)).map(ofInterface),
      ...users.map((one) => ofUsers(analysis, one, { protocol, ...port })),
    ];
  }
  if (/^(?:wan|internet)$/i.test(from) && !traffic.network.interfaces.names.includes(from))
    return [internet()];
  if (isKnownInterface(analysis, from)) return [ofInterface(from)];
  const source = parseAddressSet(from);
  return source && [fromAddress(analysis, from, source, { protocol, ...port })];
}

/** Sessions and peers, with the addresses they speak from, where the files tell. */
function ofUsers(
  analysis: Analysis,
  users: TunnelUsers,
  query: { readonly protocol: string; readonly port?: number },
): FoundRow {
  const { source } = users;
  const from = source === undefined ? users.name : `${users.name} (${formatAddressSet(source, 2)})`;
  const known = source === undefined ? {} : { source };
  const reach = analysis.traffic.inputFrom({ ...query, ...known, interface: users.interface });
  return { ...rowOf(analysis, from, reach), ...(source === undefined ? {} : { sources: source }) };
}

function fromAddress(
  analysis: Analysis,
  from: string,
  source: PrefixSet,
  query: { readonly protocol: string; readonly port?: number },
): FoundRow {
  const { traffic } = analysis;
  const address = parseIpAddress(from) ?? parseIpPrefix(from)?.address;
  const family = address?.family ?? "ip";
  const towards = address && traffic.interfaceTowards(address);
  const reach = traffic.inputFrom({
    ...query,
    family,
    source,
    ...(towards === undefined ? {} : { interface: towards }),
  });
  return {
    ...rowOf(analysis, towards === undefined ? from : `${from} (by ${towards})`, reach),
    sources: source,
  };
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

function rowOf(analysis: Analysis, from: string, { verdict, by, reason, told }: Reach): ReachRow {
  const rule: Item | undefined = told ?? (verdict === "accepted" ? undefined : by.at(-1));
  const at = rule && placeOf(analysis, rule);
  return {
    from,
    verdict,
    reason,
    ...(rule === undefined ? {} : { rule: describeRule(rule) }),
    ...(at === undefined ? {} : { at }),
  };
}

/** Of several that would share the port, the one that may be on; management services come first. */
function serviceOn(
  { model }: Analysis,
  protocol: string,
  port: number | undefined,
): ReachReport["service"] | undefined {
  const here = listeners(model).filter((each) => each.port === port && each.protocol === protocol);
  const service =
    here.find(({ isEnabled }) => isEnabled === "yes") ??
    here.find(({ isEnabled }) => isEnabled !== "no") ??
    here[0];
  if (service === undefined) return undefined;
  const { name, isEnabled, isLimited, allowed = everyAddress("ip") } = service;
  const written = model
    .items("/ip/service")
    .find((item) => item.name === name)
    ?.text("address");
  const isNarrow = isLimited === true && !containsSet(allowed, everyAddress("ip"));
  return { name, isEnabled, ...(isNarrow && written !== undefined ? { limitedTo: written } : {}) };
}
