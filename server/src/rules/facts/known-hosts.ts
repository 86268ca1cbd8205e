import type { Item, Model } from "../../model/model.ts";
import { overlaps, type PrefixSet, parseAddressSet } from "../../values/prefix-set.ts";
import type { RuleContext } from "../rule.ts";
import { addressesOf } from "./dhcp.ts";
import { tunnelPolicies } from "./ipsec.ts";
import { listOf } from "./label.ts";
import { hasDynamicRoutes } from "./wireguard.ts";

/** Whether a network, a route, a tunnel or a client of the router may have one of the addresses. */
export function mayBeBehind(target: PrefixSet, { model, traffic }: RuleContext): boolean {
  if (!["/ip/address", "/ip/route"].every((menu) => model.absenceMeansDefault(menu))) return true;
  if (hasDynamicRoutes(model) || hasHandedOut(model, target)) return true;
  if (tunnelPolicies(model).some((policy) => mayLead(policy, target))) return true;
  const connected = traffic.network.connected("ip").some(({ network }) => overlaps(network, target));
  return connected || model.items("/ip/route").some((route) => mayLead(route, target));
}

/** Also by a disabled route: a script may enable it. A route without a destination is a default route. */
function mayLead(route: Item, target: PrefixSet): boolean {
  const property = route.property("dst-address");
  const isDefault = property === undefined || (route.menu === "/ip/route" && property.text === "0.0.0.0/0");
  return !isDefault && mayHold(property.text, target);
}

function mayHold(text: string | undefined, target: PrefixSet): boolean {
  const addresses = text === undefined ? undefined : parseAddressSet(text);
  return addresses === undefined || overlaps(addresses, target);
}

/** Addresses and networks of VPN clients come and go with them. */
function hasHandedOut(model: Model, target: PrefixSet): boolean {
  const pools = model.items("/ip/pool").map(addressesOf);
  const ends = ["/ppp/secret", "/ppp/profile"]
    .flatMap((menu) => model.items(menu))
    .flatMap((item) => ["remote-address", "local-address"].map((name) => item.property(name)?.text ?? ""))
    .map((text) => parseAddressSet(text));
  // Each route is a prefix, a gateway and a distance, all but the first left out at will.
  const routes = model
    .items("/ppp/secret")
    .flatMap((secret) => listOf(secret.property("routes")?.text))
    .map((route) => route.split(/\s+/)[0]);
  const isRadius = model.items("/radius").some((server) => server.isDisabled !== true);
  return (
    routes.some((prefix) => mayHold(prefix, target)) ||
    isRadius ||
    [...pools, ...ends].some((set) => set !== undefined && overlaps(set, target))
  );
}
