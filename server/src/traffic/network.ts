import { type Keep, type Readings, readItems } from "../model/keep.ts";
import type { Item, Model } from "../model/model.ts";
import {
  type IpAddress,
  type IpFamily,
  lastAddress,
  parseIpAddress,
  parseIpPrefix,
  prefixRange,
} from "../values/ip.ts";
import {
  addressSet,
  containsSet,
  isEmpty,
  overlaps,
  type PrefixSet,
  parseAddressSet,
  rangesOf,
} from "../values/prefix-set.ts";
import { type AddressList, createAddressLists } from "./address-lists.ts";
import { type Answer, answerOf } from "./answer.ts";
import { createInterfaceTable, type InterfaceTable } from "./interfaces.ts";
import { createMarkUse, type MarkUse } from "./mark-use.ts";
import type { Packet } from "./packet.ts";
import { type Route, staticRoute } from "./static-route.ts";

/** What every question about traffic needs of a configuration, each part read once. */
export interface Network {
  readonly model: Model;
  readonly interfaces: InterfaceTable;
  /** True for RouterOS 6, by version, else by the routing words the files use. */
  readonly isVersion6: boolean;
  addressList(family: IpFamily, name: string): AddressList;
  readonly steers: MarkUse;
  /** Enabled addresses of the router with their networks. */
  connected(family: IpFamily): readonly ConnectedNetwork[];
  /** The router's own addresses, loopback included; addresses it gets by DHCP or PPP are not known. */
  ownAddresses(family: IpFamily): PrefixSet;
  /** Broadcast addresses of the connected networks and 255.255.255.255. */
  readonly broadcasts: PrefixSet;
  /** Routes that are written, in text order. */
  staticRoutes(family: IpFamily): readonly Route[];
  /** What is set to switch connection tracking off; undefined while it is on, or follows the rules there are. */
  readonly untracking: Item | undefined;
}

export interface ConnectedNetwork {
  readonly item: Item;
  readonly interface: string;
  readonly own: IpAddress;
  readonly network: PrefixSet;
  /** Bits of the network's prefix. */
  readonly length: number;
  /** "unknown" when the address or its interface may be disabled. */
  readonly isActive: Answer;
}

export function createNetwork(model: Model, keep: Keep): Network {
  const interfaces = createInterfaceTable(model, keep);
  const lists = {
    ip: createAddressLists(model, "ip", keep),
    ipv6: createAddressLists(model, "ipv6", keep),
  };
  const steers = createMarkUse(model, keep);
  const isSixth = keep.one(() => isVersion6(model));
  const connected = keep.each((family: IpFamily) => readConnected(model, interfaces, family));
  const own = keep.each((family: IpFamily) => ownSet(connected(family), family));
  const broadcasts = keep.one(() => broadcastSet(connected("ip")));
  const written = keep.each((family: IpFamily, earlier: Readings<Route | undefined> | undefined) =>
    readItems(model.items(`/${family}/route`), (item) => staticRoute(item, family), earlier),
  );
  const untracking = keep.one(() => trackingOff(model));
  return {
    model,
    interfaces,
    get isVersion6() {
      return isSixth();
    },
    get steers() {
      return steers();
    },
    addressList: (family, name) => lists[family](name),
    connected,
    ownAddresses: own,
    staticRoutes: (family) => written(family).read.filter((route) => route !== undefined),
    get broadcasts() {
      return broadcasts();
    },
    get untracking() {
      return untracking();
    },
  };
}

/** Whether a set of addresses is the router's own: all of it, none of it, or part of it. */
export function isOwn(network: Network, family: IpFamily, addresses: PrefixSet): Answer {
  const own = network.ownAddresses(family);
  if (!isEmpty(addresses) && containsSet(own, addresses)) return "yes";
  return overlaps(own, addresses) ? "unknown" : "no";
}

/** NAT and FastTrack work on tracked connections only (manual: Connection tracking). */
export function isTracked(packet: Pick<Packet, "state">): boolean {
  return packet.state !== "untracked";
}

/** The state of a first packet before `raw` is asked. */
export function firstState(network: Network, family: IpFamily): Packet["state"] {
  return network.untracking === undefined || family !== "ip" ? "new" : "untracked";
}

function trackingOff(model: Model): Item | undefined {
  const tracking = model.settings("/ip/firewall/connection/tracking");
  return tracking.isCertain && tracking.text("enabled") === "no" ? tracking : undefined;
}

function isVersion6(model: Model): boolean {
  if (model.version) return model.version.major < 7;
  const hasV7 =
    model.menus.some(
      (menu) => menu === "/routing/table" || menu === "/routing/rule" || menu === "/interface/wireguard",
    ) || model.items("/ip/route").some((r) => r.property("routing-table") !== undefined);
  return !hasV7 && model.items("/ip/route").some((r) => r.property("routing-mark") !== undefined);
}

function readConnected(
  model: Model,
  interfaces: InterfaceTable,
  family: IpFamily,
): readonly ConnectedNetwork[] {
  return model.items(`/${family}/address`).flatMap((item) => {
    const prefix = parseIpPrefix(withLength(writtenAddress(item), family));
    const name = item.text("interface");
    if (item.isDisabled === true || !prefix || name === undefined || prefix.address.family !== family)
      return [];
    if (interfaces.isEnabled(name) === "no") return [];
    const network = pointToPoint(item, prefix.length) ?? { ...prefixRange(prefix), length: prefix.length };
    return [
      {
        item,
        interface: interfaces.master(name),
        own: prefix.address,
        network: addressSet([network]),
        length: network.length,
        isActive: item.isCertain && item.isDisabled === false ? "yes" : answerOf(undefined),
      } satisfies ConnectedNetwork,
    ];
  });
}

/** Only the host's bits stand in what takes its prefix from a pool, and none need to. */
function writtenAddress(item: Item): string {
  const written = item.text("address") ?? "";
  return written === "" && (item.text("from-pool") ?? "") !== "" ? "::/64" : written;
}

/** An IPv6 address without a length has 64 bits (exports leave that one out), an IPv4 address 32. */
function withLength(address: string, family: IpFamily): string {
  return family === "ip" || address.includes("/") ? address : `${address}/64`;
}

/** `address=10.0.0.1/32 network=10.0.0.2` is a point-to-point address: the far end is what is connected. */
function pointToPoint(item: Item, length: number) {
  const far = length === 32 ? parseIpAddress(item.text("network") ?? "") : undefined;
  return far && far.family === "ip"
    ? { family: far.family, first: far.value, last: far.value, length: 32 }
    : undefined;
}

function ownSet(connected: readonly ConnectedNetwork[], family: IpFamily): PrefixSet {
  const singles = connected.map(({ own }) => ({ family, first: own.value, last: own.value }));
  const loopback = prefixRange(
    family === "ip"
      ? { address: { family, value: 127n << 24n }, length: 8 }
      : { address: { family, value: 1n }, length: 128 },
  );
  return addressSet([...singles, loopback]);
}

function broadcastSet(connected: readonly ConnectedNetwork[]): PrefixSet {
  const family = "ip";
  const last = lastAddress(family);
  const ranges = [{ family, first: last, last } as const];
  for (const { network, length } of connected) {
    const end = rangesOf(network).at(-1)?.last;
    if (length < 31 && end !== undefined) ranges.push({ family, first: end, last: end } as const);
  }
  return addressSet(ranges);
}

/** 224.0.0.0/4 and ff00::/8. */
export function multicasts(): PrefixSet {
  return parseAddressSet("224.0.0.0/4,ff00::/8") ?? addressSet([]);
}
