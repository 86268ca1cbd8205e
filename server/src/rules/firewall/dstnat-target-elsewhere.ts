import type { Item, Model } from "../../model/model.ts";
import type { IpAddress } from "../../values/ip.ts";
import {
  containsAddress,
  containsSet,
  notPublicAddresses,
  onlyAddress,
  parseAddressSet,
} from "../../values/prefix-set.ts";
import { addressesOf } from "../facts/dhcp.ts";
import { wholeExport } from "../facts/example.ts";
import { internetSide } from "../facts/internet-side.ts";
import { tunnelPolicies } from "../facts/ipsec.ts";
import { label, listOf } from "../facts/label.ts";
import { hasDynamicRoutes } from "../facts/wireguard.ts";
import { defineRule, type RuleContext } from "../rule.ts";

const forwarding = (target: string) =>
  wholeExport(
    "7.16.2",
    "/ip firewall nat",
    "add action=masquerade chain=srcnat out-interface=ether1",
    `add action=dst-nat chain=dstnat dst-port=8080 in-interface=ether1 protocol=tcp to-addresses=${target}`,
  );

export const dstnatTargetElsewhere = defineRule({
  id: "dstnat-target-elsewhere",
  group: "firewall",
  title: "Port forward to a host that the router knows no way to",
  severity: "warning",
  why: "The address is a private one, but of none of the router's networks, so what is forwarded leaves by the internet side again.",
  advice: "Correct the address, or add the route to its network.",
  references: ["Manual: NAT", "RFC 1918"],
  presets: ["recommended", "strict"],
  bad: forwarding("192.168.20.5"),
  good: forwarding("192.168.88.5"),
  on: ["/ip/firewall/nat"],
  check(item, context) {
    const { traffic } = context;
    if (item.isDisabled !== false || !item.isCertain || item.text("action") !== "dst-nat") return undefined;
    const targets = parseAddressSet(item.property("to-addresses")?.text ?? "");
    const target = targets && onlyAddress(targets);
    if (targets === undefined || target === undefined || !containsSet(notPublicAddresses(), targets))
      return undefined;
    const side = internetSide(context);
    if (side === undefined || mayBeBehind(target, context)) return undefined;
    // Without a route that is known, a dynamic default route of the internet side takes it.
    const towards = traffic.interfaceTowards(target);
    if (towards !== undefined && !side.interfaces.includes(towards)) return undefined;
    return {
      at: { item, property: "to-addresses" },
      item,
      message: `Port forward ${label(item)} leads to \`${item.text("to-addresses")}\`, which is in none of this router's networks and behind no route.`,
    };
  },
});

/** A network, a route, a tunnel or a client of the router may have the address. */
function mayBeBehind(target: IpAddress, { model, traffic }: RuleContext): boolean {
  if (!["/ip/address", "/ip/route"].every((menu) => model.absenceMeansDefault(menu))) return true;
  if (hasDynamicRoutes(model) || hasHandedOut(model, target)) return true;
  if (tunnelPolicies(model).some((policy) => mayLead(policy, target))) return true;
  const connected = traffic.network.connected("ip").some(({ network }) => containsAddress(network, target));
  return connected || model.items("/ip/route").some((route) => mayLead(route, target));
}

/** Also by a disabled route: a script may enable it. A route without a destination is a default route. */
function mayLead(route: Item, target: IpAddress): boolean {
  const property = route.property("dst-address");
  const isDefault = property === undefined || (route.menu === "/ip/route" && property.text === "0.0.0.0/0");
  return !isDefault && mayHold(property.text, target);
}

function mayHold(text: string | undefined, target: IpAddress): boolean {
  const addresses = text === undefined ? undefined : parseAddressSet(text);
  return addresses === undefined || containsAddress(addresses, target);
}

/** Addresses and networks of VPN clients come and go with them. */
function hasHandedOut(model: Model, target: IpAddress): boolean {
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
    [...pools, ...ends].some((set) => set !== undefined && containsAddress(set, target))
  );
}
