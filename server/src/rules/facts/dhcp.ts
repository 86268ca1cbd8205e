import type { Item, Model } from "../../model/model.ts";
import type { ConnectedNetwork } from "../../traffic/network.ts";
import { poolCalled } from "../../traffic/pools.ts";
import type { Traffic } from "../../traffic/traffic.ts";
import { NO_ADDRESSES, type PrefixSet, parseAddressSet, unite } from "../../values/prefix-set.ts";

/** The pool of that name, with its addresses; undefined when it is not in the file or cannot be read. */
export function poolOf(model: Model, name: string | undefined) {
  const item = poolCalled(model, name);
  const ranges = item === undefined || !item.isCertain ? undefined : addressesOf(item);
  return item === undefined || ranges === undefined ? undefined : { item, ranges };
}

/** The addresses of a pool. */
export function addressesOf(pool: Item): PrefixSet | undefined {
  const ranges = parseAddressSet(pool.text("ranges") ?? "");
  return ranges !== undefined && ranges.spans.length > 0 ? ranges : undefined;
}

/** Networks that certainly are connected to an interface; undefined when one there may be unknown. */
export function networksOn(traffic: Traffic, name: string): readonly ConnectedNetwork[] | undefined {
  const { network } = traffic;
  const master = network.interfaces.master(name);
  const { model } = network;
  const isDynamic = model
    .items("/ip/dhcp-client")
    .some((client) => client.isDisabled !== true && client.text("interface") === master);
  const found = network.connected("ip").filter((one) => one.interface === master);
  // With an address of its own only (/32), clients are reached by routes that scripts or RADIUS bring.
  const isKnown =
    found.length > 0 && found.every(({ isActive, length }) => isActive === "yes" && length < 31);
  // A VRRP interface on the same link has a network of its own there.
  const isShared = model.items("/interface/vrrp").some((vrrp) => vrrp.text("interface") === master);
  return isKnown && !isDynamic && !isShared ? found : undefined;
}

/** All addresses of the networks. */
export function spaceOf(networks: readonly ConnectedNetwork[]): PrefixSet {
  return networks.reduce((set, { network }) => unite(set, network), NO_ADDRESSES);
}

/** A DHCP server that certainly runs. */
export function isServing(server: Item): boolean {
  return server.origin === "add" && server.isDisabled === false && server.isCertain;
}

/** Behind a relay clients are in networks that are not connected here. */
export function hasRelay(server: Item): boolean {
  const relay = server.property("relay");
  return relay !== undefined && !["0.0.0.0", ""].includes(relay.text ?? "?");
}
