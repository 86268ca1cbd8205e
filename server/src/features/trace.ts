import type { Item } from "../model/model.ts";
import { describeRule } from "../traffic/describe.ts";
import { hasPorts, isProtocol, protocolName, protocolNames } from "../traffic/packet.ts";
import type { PacketPath, PathEnd, PathQuery, PathStage, PathStep } from "../traffic/path.ts";
import { linkTo } from "../traffic/tunnel-users.ts";
import { formatIpAddress, parseIpAddress } from "../values/ip.ts";
import type { Analysis } from "./analysis.ts";
import { placeOf, type SourcePlace } from "./source-place.ts";

/** The packet to follow, in the words of the user. */
export interface TraceRequest {
  readonly src?: string;
  readonly dst: string;
  /** Name or number; "tcp" when a port is given or nothing is said. */
  readonly protocol?: string;
  readonly srcPort?: number;
  readonly dstPort?: number;
  readonly inInterface?: string;
  /** Made by the router itself. */
  readonly isFromRouter?: boolean;
}

/** The way of one packet, told step by step. */
export interface Trace {
  /** "tcp from 192.168.88.10 to 1.1.1.1:443, in by `bridge`". */
  readonly packet: string;
  readonly steps: readonly TraceStep[];
  readonly verdict: PathEnd["verdict"];
  /** The end in one sentence. */
  readonly summary: string;
  /** All possible ends where the configuration alone does not decide, the most ordinary first; one otherwise. */
  readonly ends: readonly TraceEnd[];
  /** What was taken for granted. */
  readonly assumptions: readonly string[];
}

export interface TraceStep {
  readonly stage: PathStage;
  /** What decides, "mangle rule 3"; undefined for what is so without an item. */
  readonly item?: string;
  readonly effect: string;
  readonly isCertain: boolean;
  readonly at?: SourcePlace;
}

export interface TraceEnd {
  readonly verdict: PathEnd["verdict"];
  readonly reason: string;
  readonly outInterface?: string;
  readonly gateway?: string;
  readonly table?: string;
  readonly encryptedBy?: string;
  /** Three-valued, as all reasoning about traffic. */
  readonly isSourceTranslated: PathEnd["isSourceTranslated"];
  readonly isFasttracked: PathEnd["isFasttracked"];
  readonly translatedTo?: string;
  /** What this end rests on when it is one of several. */
  readonly doubts: readonly string[];
  /** Those of the doubts that must not be so for it. */
  readonly unless: readonly string[];
  /** Both in few words, "if so: dst-port=53, if not: src-address-list=guests"; empty for the only end. */
  readonly when: string;
}

/** Follows one packet; a request that cannot be read gives verdict "unknown" with the reason. Never throws. */
export function trace(analysis: Analysis, request: TraceRequest): Trace {
  const { traffic } = analysis;
  const link = linkOf(analysis, request);
  const query = queryOf(request);
  const path = traffic.path(link === undefined ? query : { ...query, inInterface: link });
  const { interfaces } = traffic.network;
  const name = request.inInterface;
  const isStranger =
    name !== undefined && interfaces.item(name) === undefined && interfaces.kind(name) === undefined;
  return {
    packet: packetWords(request, analysis, path, link),
    steps: path.steps.map((step) => stepView(analysis, step)),
    verdict: path.end.verdict,
    summary: path.alternatives.length > 1 ? openSummary(path.end) : summaryOf(path.end),
    ends: path.alternatives.map(endView),
    assumptions: isStranger
      ? [`\`${name}\` is no interface that the files speak of`, ...path.assumptions]
      : path.assumptions,
  };
}

/** What a request has that cannot be asked, with the words there would be; undefined when it is fine. */
export interface TraceProblem {
  readonly field: "src" | "dst" | "protocol" | "inInterface";
  readonly text: string;
  readonly message: string;
  /** What could have been meant. */
  readonly known: readonly string[];
}

export function traceProblem(analysis: Analysis, request: TraceRequest): TraceProblem | undefined {
  const { protocol, inInterface } = request;
  for (const field of ["src", "dst"] as const) {
    const text = request[field];
    if (text !== undefined && parseIpAddress(text) === undefined)
      return { field, text, message: "is no IP address", known: [] };
  }
  if (protocol !== undefined && !isProtocol(protocol))
    return { field: "protocol", text: protocol, message: "is no protocol", known: protocolNames() };
  const hasPort = request.dstPort !== undefined || request.srcPort !== undefined;
  if (protocol !== undefined && hasPort && !hasPorts(protocolName(protocol)))
    return { field: "protocol", text: protocol, message: "has no ports", known: [] };
  if (inInterface === undefined || isSpokenOf(analysis, inInterface)) return undefined;
  const message = "is no interface that the files speak of";
  return { field: "inInterface", text: inInterface, message, known: interfaceNames(analysis) };
}

/** Exports of some menus name interfaces that stand in another. */
function isSpokenOf(analysis: Analysis, name: string): boolean {
  const { interfaces } = analysis.traffic.network;
  return interfaces.kind(name) !== undefined || interfaceNames(analysis).includes(name);
}

function interfaceNames({ traffic, model }: Analysis): readonly string[] {
  const named = model.references.filter(({ namespace }) => namespace === "iface").map(({ name }) => name);
  return [...new Set([...traffic.network.interfaces.names, ...named])];
}

function queryOf(request: TraceRequest): PathQuery {
  const { protocol } = request;
  return protocol === undefined ? request : { ...request, protocol: protocolName(protocol) };
}

/** Who has an address of a PPP link comes in by that, whatever pools and policies of IPsec hold the address as well. */
function linkOf({ traffic }: Analysis, request: TraceRequest): string | undefined {
  const src = parseIpAddress(request.src ?? "");
  const isTold = request.inInterface !== undefined || request.isFromRouter === true;
  return src === undefined || isTold ? undefined : linkTo(traffic.network, src);
}

function packetWords(
  request: TraceRequest,
  { traffic }: Analysis,
  { arrivesBy }: PacketPath,
  link: string | undefined,
): string {
  const { protocol, src, dst, srcPort, dstPort, inInterface, isFromRouter } = request;
  const from = isFromRouter === true ? "the router itself" : (src ?? "any address");
  const port = (text: string, number: number | undefined) =>
    number === undefined ? text : text.includes(":") ? `[${text}]:${number}` : `${text}:${number}`;
  const address = src === undefined ? undefined : parseIpAddress(src);
  const towards = address && isFromRouter !== true ? traffic.interfaceTowards(address) : undefined;
  const guessed = link ?? towards;
  const isInner = arrivesBy !== undefined && guessed !== undefined && arrivesBy !== guessed;
  const arrival =
    inInterface !== undefined || isInner
      ? `, in by \`${inInterface ?? arrivesBy}\`${isInner && inInterface === undefined ? " (out of IPsec)" : ""}`
      : guessed === undefined
        ? ""
        : `, in by \`${guessed}\` (leads to ${address ? formatIpAddress(address) : src})`;
  return `${protocolName(protocol ?? "tcp")} from ${port(from, srcPort)} to ${port(dst, dstPort)}${arrival}`;
}

function stepView(analysis: Analysis, { stage, item, effect, isCertain }: PathStep): TraceStep {
  const at = item && placeOf(analysis, item);
  return {
    stage,
    effect: VERBS[effect] ?? effect,
    isCertain,
    ...(item === undefined ? {} : { item: describeRule(item) }),
    ...(at === undefined ? {} : { at }),
  };
}

/** Actions that the evaluator names by their RouterOS word alone. */
const VERBS: Readonly<Record<string, string>> = {
  accept: "accepts it",
  drop: "drops it",
  reject: "rejects it",
  tarpit: "holds the connection open and answers nothing",
  return: "goes back to the chain it came from",
  notrack: "takes it out of connection tracking",
};

function endView(end: PathEnd): TraceEnd {
  const encryptedBy = end.encryptedBy && encryptionWords(end.encryptedBy);
  return {
    verdict: end.verdict,
    reason: end.reason,
    isSourceTranslated: end.isSourceTranslated,
    isFasttracked: end.isFasttracked,
    doubts: end.doubts,
    unless: end.unless,
    when: whenText(end),
    ...(end.outInterface === undefined ? {} : { outInterface: end.outInterface }),
    ...(end.gateway === undefined ? {} : { gateway: end.gateway }),
    ...(end.table === undefined ? {} : { table: end.table }),
    ...(encryptedBy === undefined ? {} : { encryptedBy }),
    ...(end.translatedTo === undefined ? {} : { translatedTo: end.translatedTo }),
  };
}

function encryptionWords({ item, peer }: { readonly item: Item; readonly peer: string | undefined }): string {
  return `${describeRule(item)}${peer === undefined ? "" : `, peer \`${peer}\``}`;
}

/** More of them nobody reads; the whole lists are in `doubts` and `unless`. */
const MOST_CONDITIONS = 4;

function whenText({ doubts, unless }: PathEnd): string {
  const whereSo = doubts.filter((doubt) => !unless.includes(doubt));
  return [
    ...(whereSo.length === 0 ? [] : [`if so: ${few(whereSo)}`]),
    ...(unless.length === 0 ? [] : [`if not: ${few(unless)}`]),
  ].join(", ");
}

function few(words: readonly string[]): string {
  const more = words.length - MOST_CONDITIONS;
  return more <= 1 ? words.join(", ") : `${words.slice(0, MOST_CONDITIONS).join(", ")} and ${more} more`;
}

/** Many conditions are told by what they ask for: "dst-port (34 values), src-address-list (6 values)". */
function openSummary({ reason, doubts }: PathEnd): string {
  if (doubts.length <= MOST_CONDITIONS + 1) return `Not decided: ${reason}.`;
  const values = new Map<string, string[]>();
  for (const doubt of doubts) {
    const [name = ""] = doubt.split("=");
    values.set(name, [...(values.get(name) ?? []), doubt]);
  }
  const groups = [...values].sort(([, a], [, b]) => b.length - a.length);
  const words = groups.map(([name, all]) =>
    all.length === 1 ? all.join() : `${name} (${all.length} values)`,
  );
  return `Not decided: it depends on ${few(words)}.`;
}

function summaryOf(end: PathEnd): string {
  switch (end.verdict) {
    case "forwarded":
      return `Forwarded: ${[end.reason, ...wayOut(end)].join(", ")}.`;
    case "delivered":
      return `Delivered: ${end.reason}.`;
    case "dropped":
      return `Dropped: ${end.reason}.`;
    case "unknown":
      return `Not decided: ${end.reason}.`;
  }
}

function wayOut(end: PathEnd): string[] {
  const words: string[] = [];
  if (end.gateway !== undefined) words.push(`gateway ${end.gateway}`);
  if (end.table !== undefined && end.table !== "main") words.push(`routing table \`${end.table}\``);
  if (end.isSourceTranslated === "yes") words.push("with its source translated");
  if (end.translatedTo !== undefined) words.push(`sent on to ${end.translatedTo}`);
  return words;
}
