import type { Keep } from "../model/keep.ts";
import { type IpAddress, parseIpAddress } from "../values/ip.ts";
import {
  containsSet,
  everyAddress,
  onlyAddress,
  type PrefixSet,
  sampleAddress,
  singleAddress,
} from "../values/prefix-set.ts";
import type { Answer } from "./answer.ts";
import { createIpsecPolicies } from "./ipsec.ts";
import { firstState, isOwn, type Network } from "./network.ts";
import { hasPorts, type Label, type Packet, packetOf, protocolName } from "./packet.ts";
import type { PacketPath, PathEnd, PathFinder, PathQuery } from "./path.ts";
import { type Branch, type Ended, endBranch, note, startBranch } from "./path-branch.ts";
import { leave } from "./path-leave.ts";
import { chainStage, each, ends, isLocal, type Site } from "./path-stages.ts";
import type { RoutingChoice } from "./routing.ts";
import { exitAddress } from "./translation.ts";
import { linkTo } from "./tunnel-users.ts";

/** Makes the evaluator of one configuration; policies and tables are read when first needed. Never throws. */
export function createPathFinder(
  network: Network,
  table: Site["table"],
  router: Site["router"],
  keep: Keep,
): PathFinder {
  const policies = keep.one(() => createIpsecPolicies(network));
  const site: Site = {
    network,
    table,
    router,
    get ipsec() {
      return policies();
    },
  };
  return (query) => {
    const packet = startPacket(site, query);
    if (typeof packet === "string") return unreadable(query, packet);
    const found = summarize(site, query, follow(site, packet));
    const { inInterface } = packet;
    return typeof inInterface === "object" ? { ...found, arrivesBy: inInterface.name } : found;
  };
}

function startPacket(site: Site, query: PathQuery): Packet | string {
  const dst = parseIpAddress(query.dst);
  const src = query.src === undefined ? undefined : parseIpAddress(query.src);
  if (!dst) return `\`${query.dst}\` is no address`;
  if (query.src !== undefined && !src) return `\`${query.src}\` is no address`;
  if (src && src.family !== dst.family) return "source and destination are of different families";
  const { family } = dst;
  const sources = src ? singleAddress(src) : everyAddress(family);
  const isOwnSource = src ? isOwn(site.network, family, sources) : "unknown";
  const isFromRouter = query.isFromRouter === true || isOwnSource === "yes";
  const protocol = protocolName(query.protocol ?? "tcp");
  return packetOf({
    family,
    src: sources,
    dst: singleAddress(dst),
    protocol: family === "ipv6" && protocol === "icmp" ? "icmpv6" : protocol,
    srcPort: hasPorts(protocol) ? query.srcPort : undefined,
    dstPort: hasPorts(protocol) ? query.dstPort : undefined,
    inInterface: isFromRouter ? "none" : arrivalInterface(site, query),
    state: firstState(site.network, family),
    isDstLocal: isOwn(site.network, family, singleAddress(dst)),
    isSrcLocal: isFromRouter ? "yes" : isOwnSource,
    ipsecIn: isFromRouter || isNeighbour(site, query) ? "no" : comesOutOfIpsec(site, query, sources),
  });
}

/** A host of a network on one of the router's inner ports, coming in by that port: no tunnel ends there. */
function isNeighbour(site: Site, query: PathQuery): boolean {
  const src = parseIpAddress(query.src ?? "");
  if (src?.family !== "ip" || site.ipsec.arrives(singleAddress(src)) === "yes") return false;
  const arrival = arrivalInterface(site, query);
  const line = site.router("ip").interfaceTowards(SOMEWHERE);
  if (typeof arrival !== "object" || line === undefined) return false;
  const { master } = site.network.interfaces;
  return (
    arrival.name !== master(line) &&
    site.network
      .connected("ip")
      .some(
        (each) => master(each.interface) === arrival.name && containsSet(each.network, singleAddress(src)),
      )
  );
}

/** Never for the far end of a PPP link that is said to come in by that, though pools of IPsec may have its address too. */
function comesOutOfIpsec(
  { network, ipsec }: Site,
  { src, inInterface }: PathQuery,
  sources: PrefixSet,
): Answer {
  const answer = ipsec.arrives(sources);
  const address = answer === "no" || inInterface === undefined ? undefined : parseIpAddress(src ?? "");
  return address !== undefined && linkTo(network, address) === inInterface ? "no" : answer;
}

/** As asked, else the interface that leads to the source. */
function arrivalInterface(site: Site, query: PathQuery): Label {
  const src = parseIpAddress(query.src ?? "");
  const name = query.inInterface ?? (src && site.router(src.family).interfaceTowards(comesFrom(site, src)));
  return name === undefined ? "unknown" : { name: site.network.interfaces.master(name) };
}

/** What comes out of IPsec came in by the line that its outer packets take, whatever its inner source looks like. */
function comesFrom(site: Site, src: IpAddress): IpAddress {
  const isInner = src.family === "ip" && site.ipsec.arrives(singleAddress(src)) === "yes";
  return isInner ? SOMEWHERE : src;
}

/** An address that no router of the kind has on its own ports: its default route leads there. */
const SOMEWHERE: IpAddress = { family: "ip", value: 0x01010101n };

function follow(site: Site, packet: Packet): readonly Ended[] {
  const start = [noteTracking(site, startBranch(packet))];
  if (packet.inInterface === "none") return fromRouter(site, start);
  let branches = chainStage(site, start, "raw", "prerouting");
  branches = chainStage(site, branches, "mangle", "prerouting");
  branches = chainStage(site, branches, "nat", "dstnat");
  branches = each(branches, (branch) => route(site, branch));
  return ends(
    each(branches, (branch) => (isLocal(branch) ? arrive(site, branch) : leave(site, branch, "forward"))),
  );
}

function noteTracking({ network }: Site, branch: Branch): Branch {
  if (network.untracking === undefined || branch.walk.packet.family !== "ip") return branch;
  return note(branch, {
    stage: "raw",
    item: network.untracking,
    effect: "is off: no NAT and no FastTrack",
    isCertain: true,
  });
}

/** The router's own packets: routed, then marked in output and routed again when a mark was set. */
function fromRouter(site: Site, start: readonly (Branch | Ended)[]): readonly Ended[] {
  let branches = each(start, (branch) => route(site, branch));
  branches = chainStage(site, branches, "raw", "output");
  branches = chainStage(site, branches, "mangle", "output");
  branches = each(branches, (branch) => {
    const isMarked = branch.walk.packet.routingMark !== "none" && !isLocal(branch);
    return isMarked ? route(site, branch) : [branch];
  });
  return ends(
    each(branches, (branch) => (isLocal(branch) ? arrive(site, branch) : leave(site, branch, "output"))),
  );
}

function route(site: Site, branch: Branch): readonly (Branch | Ended)[] {
  const { packet } = branch.walk;
  const destination = onlyAddress(packet.dst) ?? sampleAddress(packet.dst);
  if (!destination || containsSet(packet.dst, everyAddress(packet.family))) {
    return [endBranch(branch, { verdict: "unknown", reason: "the new destination is not known" })];
  }
  return site
    .router(packet.family)
    .decide(packet, destination)
    .map((choice) => applyRoute(site, branch, choice));
}

function applyRoute(site: Site, branch: Branch, choice: RoutingChoice): Branch | Ended {
  const { outcome } = choice;
  const outInterface: Label = outcome.kind === "out" ? { name: outcome.interface } : "none";
  const packet: Packet = { ...branch.walk.packet, outInterface };
  // The router speaks from the address of the way out unless it was told otherwise.
  const isOpen = packet.inInterface === "none" && containsSet(packet.src, everyAddress(packet.family));
  const routed: Branch = {
    ...branch,
    route: choice,
    walk: {
      ...branch.walk,
      packet:
        isOpen && outcome.kind === "out" ? { ...packet, src: exitAddress(site.network, packet) } : packet,
      doubts: [...new Set([...branch.walk.doubts, ...choice.doubts])],
    },
    steps: [
      ...branch.steps,
      ...choice.steps.map((s) => ({
        stage: "routing" as const,
        ...s,
        isCertain: choice.doubts.length === 0,
      })),
    ],
  };
  const words = choice.steps.at(-1)?.effect ?? "";
  if (outcome.kind === "drop") return endBranch(routed, { verdict: "dropped", reason: words });
  return outcome.kind === "unknown" ? endBranch(routed, { verdict: "unknown", reason: words }) : routed;
}

function arrive(site: Site, branch: Branch): readonly (Branch | Ended)[] {
  if (branch.walk.packet.inInterface === "none")
    return [endBranch(branch, { verdict: "delivered", reason: "stays in the router" })];
  const marked = chainStage(site, [branch], "mangle", "input");
  return each(chainStage(site, marked, "filter", "input"), (passed) => [
    endBranch(passed, { verdict: "delivered", reason: "reaches the router itself" }),
  ]);
}

function summarize(site: Site, query: PathQuery, found: readonly Ended[]): PacketPath {
  const distinct = new Map<string, Ended>();
  for (const ended of [...found].sort((a, b) => a.conditions - b.conditions)) {
    const key = endKey(ended.end);
    if (!distinct.has(key)) distinct.set(key, ended);
  }
  const alternatives = [...distinct.values()].map((e) => e.end);
  const [first] = distinct.values();
  if (!first) return unreadable(query, "the path could not be followed");
  const assumptions = assumptionsOf(site, first);
  if (alternatives.length === 1)
    return { query, steps: first.steps, end: first.end, alternatives, assumptions };
  const doubts = [...new Set(alternatives.flatMap((a) => a.doubts))];
  const reason = `it depends on ${doubts.join(", ") || "what the files do not tell"}`;
  return {
    query,
    steps: first.steps,
    end: { ...first.end, verdict: "unknown", reason, doubts },
    alternatives,
    assumptions,
  };
}

/** What tells two ends apart; the rule that accepted it does not. */
export function endKey(end: PathEnd): string {
  const encrypted = end.encryptedBy ? `${end.encryptedBy.item.menu}#${end.encryptedBy.item.index}` : "";
  return [
    end.verdict,
    end.outInterface,
    end.gateway,
    encrypted,
    end.isSourceTranslated,
    end.translatedTo,
    end.isFasttracked,
  ].join("|");
}

function assumptionsOf(site: Site, ended: Ended): readonly string[] {
  const found: string[] = [];
  if (ended.end.outInterface !== undefined) found.push("links and tunnels are up, gateways answer");
  const { menus } = site.network.model;
  if (menus.some((m) => /^\/routing\/(ospf|bgp|rip)/.test(m)) && ended.end.verdict === "forwarded") {
    found.push("routing protocols bring no better route");
  }
  return found;
}

function unreadable(query: PathQuery, reason: string): PacketPath {
  const end: PathEnd = {
    verdict: "unknown",
    reason,
    outInterface: undefined,
    gateway: undefined,
    table: undefined,
    encryptedBy: undefined,
    isSourceTranslated: "unknown",
    translatedTo: undefined,
    isFasttracked: "unknown",
    doubts: [],
    unless: [],
  };
  return { query, steps: [], end, alternatives: [end], assumptions: [] };
}
