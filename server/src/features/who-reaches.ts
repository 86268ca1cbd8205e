import type { Model } from "../model/model.ts";
import { isProtocol, protocolName, protocolNames } from "../traffic/packet.ts";
import { serverPorts } from "../traffic/server-ports.ts";
import { type ManagementService, managementServices } from "../traffic/services.ts";
import {
  containsSet,
  everyAddress,
  formatAddressSet,
  intersect,
  isEmpty,
  type PrefixSet,
} from "../values/prefix-set.ts";
import type { Analysis } from "./analysis.ts";
import { type FoundRow, type ReachRow, reachRows } from "./reach-rows.ts";

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
    /** "service `winbox`", or "the PPTP server", which is none of `/ip service` and no NAT helper either. */
    readonly words: string;
    readonly isEnabled: "yes" | "no" | "unknown";
    readonly limitedTo?: string;
  };
  readonly rows: readonly ReachRow[];
  /** How the internet side was told, and what else to keep in mind. */
  readonly notes: readonly string[];
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
  Partial<ManagementService> & { readonly protocol: string; readonly words: string };

/** Everything of the router that waits on a port under a name. */
export function listeners(model: Model): readonly Listener[] {
  return [
    ...managementServices(model).map((service) => ({
      ...service,
      protocol: "tcp",
      words: `service \`${service.name}\``,
    })),
    ...serverPorts(model).map((server) => ({ ...server, words: `the ${server.words}` })),
  ];
}

/** Undefined when `from` names nothing that the files speak of. */
export function whoReaches(analysis: Analysis, request: ReachRequest): ReachReport | undefined {
  const protocol = protocolName(request.protocol);
  const found = reachRows(analysis, protocol, request);
  if (found === undefined) return undefined;
  const service = serviceOn(analysis, protocol, request.port);
  const others = serverPorts(analysis.model)
    .filter((each) => each.port === request.port && each.protocol === protocol)
    .filter(({ name, isEnabled }) => isEnabled === "yes" && name !== service?.name)
    .map(({ words }) => words);
  const limit = others.length === 0 ? limitOf(analysis, service) : undefined;
  const silent = others.length === 0 && service?.isEnabled === "no" ? service.words : undefined;
  const rows = found.map((row) =>
    silent === undefined ? withinLimit(row, limit) : withoutListener(row, silent),
  );
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
  if (service.isEnabled === "no") return [`${service.words} is disabled, so nothing answers`];
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
    return {
      from: row.from,
      family: row.family,
      verdict: "blocked",
      reason: `service \`${limit.name}\` does not answer it`,
    };
  return {
    ...row,
    reason: `${row.reason}, but service \`${limit.name}\` answers ${formatAddressSet(answered)} only`,
  };
}

/** The firewall lets in, and nobody is there: what it says is told, since the service may be switched on one day. */
function withoutListener({ sources: _, ...row }: FoundRow, words: string): ReachRow {
  if (row.verdict === "blocked") return row;
  return {
    ...row,
    verdict: "blocked",
    reason: `nothing answers, since ${words} is disabled; the firewall: ${row.reason}`,
  };
}

/** Whoever asks for 22 means SSH, which may listen elsewhere. */
function movedNotes({ model }: Analysis, protocol: string, port: number | undefined): readonly string[] {
  if (protocol !== "tcp" || port === undefined) return [];
  return managementServices(model)
    .filter((service) => service.defaultPort === port && service.port !== port)
    .map(({ name, port: own }) => `service \`${name}\` listens on port ${own} here, not on ${port}`);
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
  const { name, words, isEnabled, isLimited, allowed = everyAddress("ip") } = service;
  const written = model
    .items("/ip/service")
    .find((item) => item.name === name)
    ?.text("address");
  const isNarrow = isLimited === true && !containsSet(allowed, everyAddress("ip"));
  return { name, words, isEnabled, ...(isNarrow && written !== undefined ? { limitedTo: written } : {}) };
}
