import type { Item, Model } from "../../model/model.ts";
import { formatIpPrefix, networkOf, parseIpPrefix } from "../../values/ip.ts";
import { containsSet, notPublicAddresses, parseAddressSet } from "../../values/prefix-set.ts";
import { isDefaultRoute, tableOf } from "./steering.ts";
import { outerInterfaces } from "./wan-side.ts";

/** A network behind the router, with what tells of it. */
export interface LocalNetwork {
  readonly address: string;
  readonly comment: string | undefined;
}

/** Private networks on the router's own interfaces, those that `excluded` interfaces lead to left out. */
export function connectedNetworks(model: Model, excluded: readonly string[]): readonly LocalNetwork[] {
  const found = model.items("/ip/address").flatMap((item): readonly LocalNetwork[] => {
    const prefix = parseIpPrefix(item.text("address") ?? "");
    const isOff = item.isDisabled === true || excluded.includes(item.text("interface") ?? "");
    if (prefix === undefined || isOff || prefix.length > 30) return [];
    const address = formatIpPrefix(networkOf(prefix));
    return isPrivate(address) ? [{ address, comment: undefined }] : [];
  });
  return distinct(found);
}

/** Networks behind the router, as users are told of them; where all lie on the provider's side, it is a host among others. */
export function lansOf(model: Model): readonly LocalNetwork[] {
  const all = connectedNetworks(model, []);
  const inner = connectedNetworks(model, outerInterfaces(model, []));
  return inner.length > 0 ? inner : all;
}

/** Networks that static routes of table main reach by other ways than `excluded` ones. */
export function routedNetworks(model: Model, excluded: readonly Item[]): readonly LocalNetwork[] {
  const found = model.items("/ip/route").flatMap((route): readonly LocalNetwork[] => {
    const address = route.property("dst-address")?.text ?? "";
    const isOther = isDefaultRoute(route) || tableOf(route) !== "main" || excluded.includes(route);
    if (isOther || route.isDisabled === true || !isPrivate(address)) return [];
    return [{ address, comment: undefined }];
  });
  return distinct(found);
}

/** An address or network that no packet on the internet has. */
export function isPrivate(address: string): boolean {
  const set = parseAddressSet(address);
  return set !== undefined && containsSet(notPublicAddresses(), set);
}

function distinct(networks: readonly LocalNetwork[]): readonly LocalNetwork[] {
  return [...new Map(networks.map((network) => [network.address, network])).values()];
}
