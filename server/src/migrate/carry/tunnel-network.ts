import type { Model } from "../../model/model.ts";
import { type IpPrefix, parseIpAddress, parseIpPrefix, prefixRange } from "../../values/ip.ts";
import {
  addressSet,
  containsSet,
  overlaps,
  type PrefixSet,
  rangesOf,
  singleAddress,
  unite,
} from "../../values/prefix-set.ts";
import { networkAround } from "./accounts.ts";
import { tableOf } from "./steering.ts";

/** What the old server could give to its users. */
export interface UserAddresses {
  /** Those of users who are known: hosts of the network. */
  readonly fixed: PrefixSet;
  /** With the pools, without what no host can have. */
  readonly all: PrefixSet;
}

export interface TunnelNetwork {
  readonly length: number;
  /** The file has it for the users already; else it is chosen here. */
  readonly isNamed: boolean;
}

/**
 * The network that the router has among its users: one that the file names for them, else the smallest that holds
 * them all. PPP had a route for each user and no network, so every address more is taken from whatever it led to.
 * Undefined where it would take in another network of the router, or what is routed elsewhere.
 */
export function tunnelNetwork(model: Model, local: string, users: UserAddresses): TunnelNetwork | undefined {
  const own = parseIpAddress(local);
  if (own?.family !== "ip") return undefined;
  const all = unite(users.all, singleAddress(own));
  const hosts = unite(users.fixed, singleAddress(own));
  const smallest = networkAround(local, users.all, false) ?? 0;
  const widest = Math.min(WIDEST_NAMED, smallest);
  const [named] = namedNetworks(model)
    .filter(({ address, length }) => address.family === "ip" && length >= widest && length <= 30)
    .filter(
      (prefix) => containsSet(setOf(prefix), all) && !touchesEdge(prefix, hosts) && isFree(model, prefix),
    )
    .sort((a, b) => b.length - a.length);
  if (named !== undefined) return { length: named.length, isNamed: true };
  const isUsable = smallest >= WIDEST && isFree(model, { address: own, length: smallest });
  return isUsable ? { length: smallest, isNamed: false } : undefined;
}

const WIDEST = 16;
/** What is named for more than that is named for others, too: `10.0.0.0/8` of all private addresses. */
const WIDEST_NAMED = 24;

const NAMING = [
  ["/ip/pool", "ranges"],
  ["/ip/firewall/address-list", "address"],
  ["/ip/dhcp-server/network", "address"],
  ["/routing/ospf/network", "network"],
  ["/routing/ospf/interface-template", "networks"],
] as const;

function namedNetworks(model: Model): readonly IpPrefix[] {
  return NAMING.flatMap(([menu, property]) =>
    model
      .items(menu)
      .filter((item) => item.isDisabled !== true)
      .flatMap((item) => (item.property(property)?.text ?? "").split(","))
      .flatMap((text) => parseIpPrefix(text) ?? []),
  );
}

function setOf(prefix: IpPrefix): PrefixSet {
  return addressSet([prefixRange(prefix)]);
}

/** The first and the last address of a network are no host's. */
function touchesEdge(prefix: IpPrefix, hosts: PrefixSet): boolean {
  const { first, last } = prefixRange(prefix);
  return rangesOf(hosts).some((range) =>
    [first, last].some((edge) => range.first <= edge && edge <= range.last),
  );
}

function isFree(model: Model, prefix: IpPrefix): boolean {
  const own = setOf(prefix);
  const connected = model
    .items("/ip/address")
    .filter((item) => item.isDisabled !== true)
    .flatMap((item) => parseIpPrefix(item.text("address") ?? "") ?? []);
  const routed = model
    .items("/ip/route")
    .filter((item) => item.isDisabled !== true && tableOf(item) === "main")
    .flatMap((item) => parseIpPrefix(item.text("dst-address") ?? "") ?? []);
  return (
    !connected.some((other) => overlaps(setOf(other), own)) &&
    !routed.some((other) => containsSet(own, setOf(other)))
  );
}
