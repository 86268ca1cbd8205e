import type { Item } from "../model/model.ts";
import type { SitePolicy } from "../model/site-policy.ts";
import { formatIpAddress, type IpAddress } from "../values/ip.ts";
import {
  containsAddress,
  isEmpty,
  notPublicAddresses,
  overlaps,
  type PrefixSet,
  parseAddressSet,
  rangesOf,
  singleAddress,
} from "../values/prefix-set.ts";
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
  const services = managementServices(after.network.model);
  for (const service of managementServices(before.network.model)) {
    if (service.isEnabled !== "yes") continue;
    const now = services.find((s) => s.name === service.name);
    for (const source of managementSources(before, service, policy)) {
      if (access(before, service, source).verdict !== "accepted") continue;
      const result = now && now.isEnabled !== "no" ? access(after, now, source) : switchedOff(after, service);
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

/** Whether a source gets through the service's own `address=` and the input chain. */
function access(traffic: Traffic, service: ManagementService, source: IpAddress): Reach {
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

function managementSources(
  traffic: Traffic,
  service: ManagementService,
  policy: SitePolicy,
): readonly IpAddress[] {
  const { network } = traffic;
  const named = (policy.managementNetworks ?? []).flatMap((text) => parseAddressSet(text) ?? []);
  const sets: PrefixSet[] = [...named];
  if (service.isLimited) sets.push(service.allowed);
  for (const rule of network.model.items("/ip/firewall/filter")) {
    if (rule.text("chain") === "input" && rule.isDisabled !== true) sets.push(...ruleSources(traffic, rule));
  }
  if (named.length === 0) sets.push(...network.connected("ip").map((c) => c.network));
  const own = network.ownAddresses("ip");
  const found = new Map<string, IpAddress>();
  for (const set of sets) {
    const isTrusted = named.includes(set) || service.isLimited || overlaps(set, notPublicAddresses());
    for (const address of isTrusted ? hostsOf(set) : []) {
      if (!containsAddress(own, address)) found.set(formatIpAddress(address), address);
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

/** A host in the middle of the set, and one near its beginning. */
function hostsOf(set: PrefixSet): readonly IpAddress[] {
  const [range] = rangesOf(set);
  if (range?.family !== "ip") return [];
  const middle = { family: range.family, value: range.first + (range.last - range.first) / 2n };
  const second = { family: range.family, value: range.first + (range.last > range.first + 1n ? 1n : 0n) };
  return middle.value === second.value ? [middle] : [middle, second];
}
