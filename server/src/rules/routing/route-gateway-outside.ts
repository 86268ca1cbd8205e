import type { Item } from "../../model/model.ts";
import { type Route, readRoutes } from "../../traffic/routes.ts";
import { hasUnknownNetworks } from "../../traffic/routing.ts";
import {
  formatIpAddress,
  type IpAddress,
  parseIpAddress,
  parseIpPrefix,
  prefixRange,
  rangeContains,
} from "../../values/ip.ts";
import { containsAddress } from "../../values/prefix-set.ts";
import { label, listOf } from "../facts/label.ts";
import { hasVrfs, tableOf } from "../facts/routing.ts";
import { defineRule, type RuleContext } from "../rule.ts";

const fixed = (gateway: string) =>
  [
    "# 2025-03-14 09:26:53 by RouterOS 7.16.2",
    "/ip address",
    "add address=198.51.100.2/30 interface=ether1 network=198.51.100.0",
    "/ip route",
    `add dst-address=0.0.0.0/0 gateway=${gateway}`,
    "/system identity",
    "set name=home",
    "",
  ].join("\n");

/** Manual, IP Routing: a gateway has to be reachable by a connected route, unless the scopes allow another one. */
export const routeGatewayOutside = defineRule({
  id: "route-gateway-outside",
  group: "routing",
  title: "Gateway that no network of the router holds",
  severity: "warning",
  why: "The router finds no interface towards such a gateway, so the route is never active.",
  advice: "Name the next router of a connected network, or the interface that leads to it.",
  references: ["Manual: IP Routing"],
  presets: ["recommended", "strict"],
  bad: fixed("198.51.100.9"),
  good: fixed("198.51.100.1"),
  on: ["/ip/route"],
  check(item, context) {
    const { model, traffic } = context;
    if (item.isDisabled !== false || !item.isCertain || model.source.kind !== "full") return undefined;
    if (!model.absenceMeansDefault("/ip/address") || tableOf(item) !== "main" || hasVrfs(model))
      return undefined;
    const route = readRoutes(traffic.network, "ip").find((one) => one.item === item);
    if (route === undefined || route.kind !== "unicast") return undefined;
    const wrong = listOf(item.text("gateway")).flatMap((word) => {
      const gateway = parseIpAddress(word);
      const why = gateway && whyWrong(gateway, route, context);
      return gateway === undefined || why === undefined ? [] : [`\`${formatIpAddress(gateway)}\` ${why}`];
    });
    if (wrong.length === 0) return undefined;
    return {
      at: { item, property: "gateway" },
      item,
      message: `The gateway of route ${label(item)} leads nowhere: ${wrong.join(", ")}.`,
    };
  },
});

function whyWrong(gateway: IpAddress, route: Route, { model, traffic }: RuleContext): string | undefined {
  const { network } = traffic;
  const connected = network.connected("ip");
  const own = connected.find((one) => one.isActive === "yes" && one.own.value === gateway.value);
  if (own !== undefined && network.interfaces.kind(own.interface) !== "vrrp")
    return `is the router's own address on \`${own.interface}\``;
  // A lease, a session, a routing protocol or a wider scope may lead there.
  if (hasUnknownNetworks(network, "ip") || route.targetScope > 10 || gateway.value === 0n) return undefined;
  if (mayBeDynamic(model.menus) || isParked(gateway, model.items("/ip/address"))) return undefined;
  const holds = (one: Route) =>
    one.item !== route.item && one.scope <= route.targetScope && containsAddress(one.destination, gateway);
  return readRoutes(network, "ip").some(holds) ? undefined : "is in no connected network";
}

/** What brings addresses that no line of the file shows. */
function mayBeDynamic(menus: readonly string[]): boolean {
  return menus.some((menu) =>
    /^\/(zerotier|routing\/isis|interface\/detect-internet|ip\/ipsec\/mode-config|ip\/cloud\/back-to-home|container)/.test(
      menu,
    ),
  );
}

/** Whoever disabled the address knows that its gateway is gone with it. */
function isParked(gateway: IpAddress, addresses: readonly Item[]): boolean {
  return addresses.some((one) => {
    const prefix = parseIpPrefix(one.text("address") ?? "");
    return prefix === undefined || rangeContains(prefixRange(prefix), gateway);
  });
}
