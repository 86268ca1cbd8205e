import type { Item, Model } from "../../model/model.ts";
import type { Traffic } from "../../traffic/traffic.ts";
import { formatIpAddress, formatIpRange, type IpAddress, parseIpAddress } from "../../values/ip.ts";
import { containsAddress, isEmpty, rangesOf, singleAddress, subtract } from "../../values/prefix-set.ts";
import { addressesOf, isServing } from "../facts/dhcp.ts";
import { enumerate, label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

export const poolRouterAddress = defineRule({
  id: "pool-router-address",
  group: "protocols",
  title: "Pool that holds an address of the router",
  severity: "info",
  why: "The pool is there to give its addresses away; a client that gets the router's own one cuts off everybody in that network.",
  advice: "Leave the router's address out of the ranges.",
  references: ["Manual: IP Pools", "Manual: DHCP"],
  presets: ["recommended", "strict"],
  bad: "/ip pool\nadd name=dhcp ranges=192.168.88.1-192.168.88.254\n/ip dhcp-server\nadd address-pool=dhcp disabled=no interface=ether2 name=dhcp1\n/ip address\nadd address=192.168.88.1/24 interface=ether2 network=192.168.88.0\n",
  good: "/ip pool\nadd name=dhcp ranges=192.168.88.2-192.168.88.254\n/ip dhcp-server\nadd address-pool=dhcp disabled=no interface=ether2 name=dhcp1\n/ip address\nadd address=192.168.88.1/24 interface=ether2 network=192.168.88.0\n",
  fixes: { "leave-out": "suggestion" },
  on: ["/ip/pool"],
  check(item, { model, traffic }) {
    const ranges = item.origin === "add" && item.isCertain ? addressesOf(item) : undefined;
    if (ranges === undefined) return undefined;
    const users = [...servedBy(model, traffic, item), ...profilesOf(model, item)];
    const held = users.flatMap(({ own }) => own.filter((address) => containsAddress(ranges, address)));
    if (held.length === 0) return undefined;
    const names = [...new Set(held.map(formatIpAddress))];
    const rest = held.reduce((set, address) => subtract(set, singleAddress(address)), ranges);
    return {
      at: { item, property: "ranges" },
      item,
      message: `The pool ${label(item)} holds the router's own ${enumerate(names)}.`,
      related: users
        .filter(({ own }) => own.some((address) => containsAddress(ranges, address)))
        .map(({ user }) => ({ at: { item: user }, message: "gives its addresses to clients" })),
      fixes: isEmpty(rest)
        ? []
        : [
            {
              id: "leave-out",
              title: `Leave ${names.join(" and ")} out`,
              changes: [
                { kind: "set", item, properties: { ranges: rangesOf(rest).map(formatIpRange).join(",") } },
              ],
            },
          ],
    };
  },
});

interface User {
  readonly user: Item;
  readonly own: readonly IpAddress[];
}

/**
 * DHCP servers that take from the pool, with the router's addresses on their link: those of all ports of a bridge and
 * of VRRP there. What else the link holds, by a lease of its own, takes none of them away.
 */
function servedBy(model: Model, traffic: Traffic, pool: Item): User[] {
  return model.items("/ip/dhcp-server").flatMap((server) => {
    const name = server.text("interface");
    if (!isServing(server) || name === undefined || server.text("address-pool") !== pool.name) return [];
    return [{ user: server, own: ownAddressesOn(name, model, traffic) }];
  });
}

function ownAddressesOn(name: string, model: Model, { network }: Traffic): readonly IpAddress[] {
  const { interfaces } = network;
  const shared = model
    .items("/interface/vrrp")
    .filter((vrrp) => vrrp.isDisabled === false && isOnLink(vrrp.text("interface"), name, interfaces))
    .map((vrrp) => vrrp.name);
  return network
    .connected("ip")
    .filter(({ isActive }) => isActive === "yes")
    .filter((one) => isOnLink(one.interface, name, interfaces) || shared.includes(one.interface))
    .map(({ own }) => own);
}

function isOnLink(
  name: string | undefined,
  other: string,
  interfaces: Traffic["network"]["interfaces"],
): boolean {
  return name !== undefined && interfaces.master(name) === interfaces.master(other);
}

/** PPP profiles that give remote addresses from the pool, and the router's end of those links. */
function profilesOf(model: Model, pool: Item): User[] {
  return model.items("/ppp/profile").flatMap((profile) => {
    const own = parseIpAddress(profile.text("local-address") ?? "");
    return own === undefined || profile.text("remote-address") !== pool.name
      ? []
      : [{ user: profile, own: [own] }];
  });
}
