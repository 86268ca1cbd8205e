import type { Item } from "../model/model.ts";
import type { SitePolicy } from "../model/site-policy.ts";
import { formatIpAddress, type IpAddress } from "../values/ip.ts";
import {
  containsAddress,
  formatAddressSet,
  isEmpty,
  notPublicAddresses,
  overlaps,
  type PrefixSet,
  parseAddressSet,
  rangesOf,
  singleAddress,
} from "../values/prefix-set.ts";
import { type SegmentCut, segmentCut } from "./segment.ts";
import { type ManagementService, managementServices } from "./services.ts";
import type { Reach, Traffic } from "./traffic.ts";

/** A way to administer the router that was open before a change and is not after. */
export interface ClosedPath {
  readonly service: string;
  /** TCP port before the change. */
  readonly port: number;
  /** An address of those that lost it. */
  readonly source: string;
  /** `closed` for certain, `unclear` when it now depends on what cannot be decided. */
  readonly state: "closed" | "unclear";
  /** The rule or service that closes it; undefined when the source's network is gone. */
  readonly by: Item | undefined;
  /** In words, one sentence. */
  readonly reason: string;
}

/**
 * The management paths a change would cut: every enabled service from the management networks of the site policy,
 * from the networks a service is limited to, from sources that input rules let in, and from private connected
 * networks, each on the interface that leads there.
 */
export function findLockouts(before: Traffic, after: Traffic, policy: SitePolicy): readonly ClosedPath[] {
  const found: ClosedPath[] = [];
  for (const service of managementServices(before.network.model)) {
    if (service.isEnabled !== "yes") continue;
    for (const { address: source } of managementSources(before, service, policy)) {
      if (access(before, service, source).verdict !== "accepted") continue;
      const result = accessNow(after, service, source);
      if (result.verdict !== "accepted") found.push(closedPath(service, source, result));
    }
  }
  return found;
}

function closedPath(service: ManagementService, source: IpAddress, result: Reach): ClosedPath {
  const from = formatIpAddress(source);
  const by = result.by.at(-1);
  const state = result.verdict === "blocked" ? "closed" : "unclear";
  const what = state === "closed" ? "no longer reaches" : "may no longer reach";
  return {
    service: service.name,
    port: service.port,
    source: from,
    state,
    by,
    reason: `${from} ${what} \`${service.name}\` (tcp/${service.port}): ${result.reason}.`,
  };
}

function switchedOff(after: Traffic, service: ManagementService): Reach {
  const item = after.network.model.items("/ip/service").find((i) => i.name === service.name);
  return {
    verdict: "blocked",
    by: item ? [item] : [],
    reason: `the service \`${service.name}\` is switched off`,
  };
}

/** Sources from which the router could be administered before a change, and by no service at all after it. */
export interface LostAccess {
  /** "192.168.88.0/24". */
  readonly from: string;
  /** Services that answered before, those first that most people use. */
  readonly services: readonly string[];
  /** The rule or service that closes the first of them; undefined when the source's network is gone. */
  readonly by: Item | undefined;
  readonly reason: string;
}

/** By what people log in most. FTP carries files, and is no way to administer. */
const LOGINS = ["winbox", "ssh", "www-ssl", "www", "api-ssl", "api", "telnet"];

/**
 * Where the administration of the router is cut for certain. That one of several services closes is no such thing;
 * neither is it that the internet side, unless named, no longer gets in.
 */
export function findLostAccess(before: Traffic, after: Traffic, policy: SitePolicy): readonly LostAccess[] {
  const lost = new Map<string, LostAccess>();
  for (const { address, from } of administrators(before, policy)) {
    const ways = openServices(before, address);
    const [first] = ways;
    if (first === undefined || lost.has(formatAddressSet(from))) continue;
    const cut = newCut(before, after, address);
    if (cut === undefined && openServices(after, address, "maybe").length > 0) continue;
    const { by, reason } = cut ?? closing(accessNow(after, first, address));
    const services = ways.map(({ name }) => name);
    lost.set(formatAddressSet(from), { from: formatAddressSet(from), services, by, reason });
  }
  return [...lost.values()];
}

function closing({ by, reason }: Reach): Pick<LostAccess, "by" | "reason"> {
  return { by: by.at(-1), reason };
}

function administrators(traffic: Traffic, policy: SitePolicy): readonly Administrator[] {
  const outer = traffic.network
    .connected("ip")
    .filter((one) => traffic.wan.interfaces.includes(one.interface))
    .map((one) => one.network);
  const found = new Map<string, Administrator>();
  for (const service of loginServices(traffic)) {
    for (const one of managementSources(traffic, service, policy)) {
      if (!outer.includes(one.from)) found.set(formatIpAddress(one.address), one);
    }
  }
  return [...found.values()];
}

export function loginServices(traffic: Traffic): readonly ManagementService[] {
  const services = managementServices(traffic.network.model);
  return LOGINS.flatMap((name) => services.find((service) => service.name === name) ?? []);
}

/** Services that a source certainly reaches, or may reach. */
function openServices(
  traffic: Traffic,
  source: IpAddress,
  how: "certain" | "maybe" = "certain",
): readonly ManagementService[] {
  return loginServices(traffic).filter((service) => {
    if (service.isEnabled === "no" || (how === "certain" && service.isEnabled !== "yes")) return false;
    const { verdict } = access(traffic, service, source);
    return verdict === "accepted" || (how === "maybe" && verdict === "unknown");
  });
}

/** What has become of a service. */
function accessNow(after: Traffic, service: ManagementService, source: IpAddress): Reach {
  const now = managementServices(after.network.model).find(({ name }) => name === service.name);
  return now && now.isEnabled !== "no" ? access(after, now, source) : switchedOff(after, service);
}

/** What the change does to the frames of a source; a bridge that was without ports before may get them otherwise. */
function newCut(before: Traffic, after: Traffic, source: IpAddress): SegmentCut | undefined {
  const cut = (traffic: Traffic) => segmentCut(traffic.network, traffic.interfaceTowards(source));
  return cut(before) === undefined ? cut(after) : undefined;
}

/** Whether a source gets through the service's own `address=` and the input chain. */
export function access(traffic: Traffic, service: ManagementService, source: IpAddress): Reach {
  const { network } = traffic;
  const item = network.model.items("/ip/service").find((i) => i.name === service.name);
  if (!containsAddress(service.allowed, source)) {
    return { verdict: "blocked", by: item ? [item] : [], reason: `the service's \`address=\` leaves it out` };
  }
  const name = traffic.interfaceTowards(source);
  return traffic.inputFrom({
    protocol: "tcp",
    port: service.port,
    family: source.family,
    source: singleAddress(source),
    ...(name === undefined ? {} : { interface: name }),
  });
}

const MAX_SOURCES = 24;

/** A host that administers the router perhaps, with the set of addresses that it stands for. */
interface Administrator {
  readonly address: IpAddress;
  readonly from: PrefixSet;
}

function managementSources(
  traffic: Traffic,
  service: ManagementService,
  policy: SitePolicy,
): readonly Administrator[] {
  const { network } = traffic;
  const named = (policy.managementNetworks ?? []).flatMap((text) => parseAddressSet(text) ?? []);
  const sets: PrefixSet[] = [...named];
  if (service.isLimited) sets.push(service.allowed);
  for (const rule of network.model.items("/ip/firewall/filter")) {
    if (rule.text("chain") === "input" && rule.isDisabled !== true) sets.push(...ruleSources(traffic, rule));
  }
  if (named.length === 0) sets.push(...network.connected("ip").map((c) => c.network));
  const own = network.ownAddresses("ip");
  const found = new Map<string, Administrator>();
  for (const set of sets) {
    const isTrusted = named.includes(set) || service.isLimited || overlaps(set, notPublicAddresses());
    for (const address of isTrusted ? hostsOf(set) : []) {
      const key = formatIpAddress(address);
      if (!containsAddress(own, address) && !found.has(key)) found.set(key, { address, from: set });
    }
  }
  return [...found.values()].slice(0, MAX_SOURCES);
}

function ruleSources(traffic: Traffic, rule: Item): readonly PrefixSet[] {
  const address = parseAddressSet(rule.text("src-address") ?? "");
  const list = rule.text("src-address-list");
  const certain = list && !list.startsWith("!") ? traffic.network.addressList("ip", list).certain : undefined;
  return [address, certain].flatMap((set) => (set && !isEmpty(set) ? [set] : []));
}

/** A host in the middle of the set, and one near its beginning; of `every` range of it, or of the first. */
export function hostsOf(set: PrefixSet, ranges: "first" | "every" = "first"): readonly IpAddress[] {
  const chosen = ranges === "every" ? rangesOf(set).slice(0, MAX_SOURCES) : rangesOf(set).slice(0, 1);
  return chosen.flatMap((range) => {
    if (range.family !== "ip") return [];
    const middle = { family: range.family, value: range.first + (range.last - range.first) / 2n };
    const second = { family: range.family, value: range.first + (range.last > range.first + 1n ? 1n : 0n) };
    return middle.value === second.value ? [middle] : [middle, second];
  });
}
