import type { Item, Model } from "../model/model.ts";
import { formatIpAddress, type IpAddress, type IpFamily } from "../values/ip.ts";
import { boundaryPorts, parsePortSet } from "../values/port-set.ts";
import {
  boundaryAddresses,
  containsAddress,
  type PrefixSet,
  parseAddressSet,
  sampleAddress,
} from "../values/prefix-set.ts";
import { addressListNames } from "./address-lists.ts";
import type { Network } from "./network.ts";
import type { PathQuery } from "./path.ts";
import { readRoutes } from "./routes.ts";

/** How many flows at most, and addresses of each kind they are made of. */
export interface FlowLimits {
  readonly flows: number;
  readonly sources: number;
  readonly destinations: number;
}

const LIMITS: FlowLimits = { flows: 600, sources: 40, destinations: 30 };
/** Public hosts that no list of reserved networks holds. */
const INTERNET = { ip: ["8.8.8.8", "93.184.216.34"], ipv6: ["2606:4700:4700::1111"] } as const;

/**
 * Flows that tell two configurations apart: from samples and edges of every list, rule, pool and network the
 * configuration names, to others of them, the internet, and the router itself. The same for the same configuration;
 * pass several networks (before, after) to draw from all of them.
 */
export function sampleFlows(
  networks: readonly Network[],
  limits: Partial<FlowLimits> = {},
): readonly PathQuery[] {
  const bound = { ...LIMITS, ...limits };
  const families: readonly IpFamily[] = networks.some((n) => n.connected("ipv6").length > 0)
    ? ["ip", "ipv6"]
    : ["ip"];
  const flows = families.flatMap((family) => flowsOf(networks, family, bound));
  return spread(flows, bound.flows);
}

function flowsOf(networks: readonly Network[], family: IpFamily, bound: FlowLimits): readonly PathQuery[] {
  const sources = spread(distinct(networks.flatMap((n) => sourceAddresses(n, family))), bound.sources);
  const inner = distinct(networks.flatMap((n) => destinationAddresses(n, family)));
  const destinations = distinct([...INTERNET[family], ...spread(inner, bound.destinations)]);
  const services = distinctServices(networks.flatMap((n) => servicesOf(n.model, family)));
  const flows: PathQuery[] = [];
  for (const src of sources) {
    for (const dst of destinations) {
      if (src === dst || areNeighbours(networks, src, dst)) continue;
      for (const service of services) flows.push({ src, dst, ...service });
    }
  }
  const own = destinations.flatMap((dst) =>
    services.slice(0, 2).map((s) => ({ dst, isFromRouter: true, ...s })),
  );
  return [...flows, ...own];
}

type Service = Pick<PathQuery, "protocol" | "dstPort">;

/** Web and name traffic, and the protocols and ports that steering rules speak of. */
function servicesOf(model: Model, family: IpFamily): readonly Service[] {
  const found: Service[] = [
    { protocol: "tcp", dstPort: 443 },
    { protocol: "udp", dstPort: 53 },
  ];
  for (const table of ["mangle", "nat"]) {
    for (const rule of model.items(`/${family}/firewall/${table}`)) {
      const protocol = rule.text("protocol");
      if (rule.isDisabled === true || protocol === undefined || protocol.startsWith("!")) continue;
      const ports = parsePortSet(rule.text("dst-port") ?? "");
      if (!ports) found.push({ protocol });
      else for (const dstPort of boundaryPorts(ports).slice(0, 4)) found.push({ protocol, dstPort });
    }
  }
  return found.slice(0, 12);
}

function distinctServices(services: readonly Service[]): readonly Service[] {
  const seen = new Map(services.map((s) => [`${s.protocol} ${s.dstPort ?? ""}`, s]));
  return [...seen.values()].slice(0, 8);
}

function sourceAddresses(network: Network, family: IpFamily): readonly string[] {
  const { model } = network;
  const sets = [
    ...ruleAddresses(model, family, "src-address"),
    ...listAddresses(network, family),
    ...network.connected(family).map((c) => c.network),
    ...model.items("/ip/pool").map((p) => parseAddressSet(p.text("ranges") ?? "")),
    ...model.items("/ppp/secret").map((s) => parseAddressSet(s.text("remote-address") ?? "")),
  ];
  const own = network.ownAddresses(family);
  return sets
    .flatMap((set) => pick(set, family))
    .filter((a) => !containsAddress(own, a))
    .map(formatIpAddress);
}

function destinationAddresses(network: Network, family: IpFamily): readonly string[] {
  const { model } = network;
  const routed = readRoutes(network, family)
    .filter((r) => r.length > 0)
    .map((r) => r.destination);
  const sets = [...ruleAddresses(model, family, "dst-address"), ...listAddresses(network, family), ...routed];
  const own = network.connected(family).map((c) => c.own);
  return [...own, ...sets.flatMap((set) => pick(set, family))].map(formatIpAddress);
}

function ruleAddresses(model: Model, family: IpFamily, property: string): readonly (PrefixSet | undefined)[] {
  const menus = [
    ...["mangle", "nat", "filter", "raw"].map((table) => `/${family}/firewall/${table}`),
    "/routing/rule",
    "/ip/route/rule",
    "/ip/ipsec/policy",
  ];
  const ofRules = (item: Item) => parseAddressSet((item.text(property) ?? "").replace(/^!/, ""));
  return menus.flatMap((menu) =>
    model
      .items(menu)
      .filter((i) => i.isDisabled !== true)
      .map(ofRules),
  );
}

function listAddresses(network: Network, family: IpFamily): readonly PrefixSet[] {
  return addressListNames(network.model, family).map((name) => network.addressList(family, name).certain);
}

/** A sample and the edges of a set, the two outermost ones included; few of a long list. */
function pick(set: PrefixSet | undefined, family: IpFamily): readonly IpAddress[] {
  if (!set) return [];
  const edges = boundaryAddresses(set);
  const chosen = edges.length > 6 ? [...edges.slice(0, 3), ...edges.slice(-3)] : edges;
  const sample = sampleAddress(set);
  return [...(sample ? [sample] : []), ...chosen].filter((a) => a.family === family && isHost(a));
}

/** No network, broadcast or multicast address by the looks of it: 0.x, 127.x, 224 and above. */
function isHost(address: IpAddress): boolean {
  if (address.family === "ipv6") return address.value >> 120n !== 0xffn && address.value > 1n;
  const first = address.value >> 24n;
  return first > 0n && first < 224n && first !== 127n;
}

/** Hosts of one connected network speak to each other without the router. */
function areNeighbours(networks: readonly Network[], src: string, dst: string): boolean {
  const [a, b] = [parseAddressSet(src), parseAddressSet(dst)];
  const [from, to] = [a && sampleAddress(a), b && sampleAddress(b)];
  if (!from || !to) return false;
  return networks.every((n) =>
    n
      .connected(from.family)
      .some(
        (c) => containsAddress(c.network, from) && containsAddress(c.network, to) && c.own.value !== to.value,
      ),
  );
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

/** At most `limit` of them, evenly spread, the first always among them. */
function spread<T>(all: readonly T[], limit: number): readonly T[] {
  if (all.length <= limit) return all;
  return Array.from({ length: limit }, (_, i) => all[Math.floor((i * all.length) / limit)]).filter(
    (x): x is T => x !== undefined,
  );
}
