import type { Item, Model } from "../../model/model.ts";
import { readRoutes } from "../../traffic/routes.ts";
import { hasUnknownNeighbours } from "../../traffic/routing.ts";
import type { Route } from "../../traffic/static-route.ts";
import {
  formatIpAddress,
  type IpAddress,
  type IpFamily,
  parseIpAddress,
  parseIpPrefix,
  prefixRange,
  rangeContains,
} from "../../values/ip.ts";
import { containsAddress } from "../../values/prefix-set.ts";
import { mayBeDynamic } from "../facts/dynamic-addresses.ts";
import { label, listOf } from "../facts/label.ts";
import { hasVrfs } from "../facts/routing.ts";
import { defineRule, type Finding, type RuleContext } from "../rule.ts";

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
  on: "model",
  check(model, context) {
    if (model.source.kind !== "full" || hasVrfs(model)) return undefined;
    return [...ofFamily("ip", context), ...ofFamily("ipv6", context)];
  },
});

function ofFamily(family: IpFamily, context: RuleContext): Finding[] {
  const { model, traffic } = context;
  if (!model.absenceMeansDefault(`/${family}/address`)) return [];
  const routes = readRoutes(traffic.network, family);
  const near = routes.filter((route) => route.scope <= CONNECTED_SCOPE);
  return routes.filter(isAsked).flatMap((route): Finding[] => {
    const wrong = listOf(route.item.text("gateway")).flatMap((word) => {
      const gateway = parseIpAddress(word);
      const why = gateway?.family === family ? whyWrong(gateway, route, near, context) : undefined;
      return gateway === undefined || why === undefined ? [] : [`\`${formatIpAddress(gateway)}\` ${why}`];
    });
    if (wrong.length === 0) return [];
    return [
      {
        at: { item: route.item, property: "gateway" },
        item: route.item,
        message: `The gateway of route ${label(route.item)} leads nowhere: ${wrong.join(", ")}.`,
      },
    ];
  });
}

const CONNECTED_SCOPE = 10;

function isAsked({ origin, kind, exists, table }: Route): boolean {
  return origin === "static" && kind === "unicast" && exists === "yes" && table === "main";
}

function whyWrong(
  gateway: IpAddress,
  route: Route,
  near: readonly Route[],
  { model, traffic }: RuleContext,
): string | undefined {
  const { network } = traffic;
  const { family } = gateway;
  const connected = network.connected(family);
  const own = connected.find((one) => one.isActive === "yes" && one.own.value === gateway.value);
  if (own !== undefined && network.interfaces.kind(own.interface) !== "vrrp")
    return `is the router's own address on \`${own.interface}\``;
  if (near.some((one) => one.item !== route.item && containsAddress(one.destination, gateway)))
    return undefined;
  // A lease, a session or a wider scope may lead there; what a routing protocol learns has a scope of 20 or more.
  if (hasUnknownNeighbours(network, family) || route.targetScope > CONNECTED_SCOPE || gateway.value === 0n)
    return undefined;
  if (setsScope(model) || (family === "ipv6" && mayBeLearnt(gateway, model))) return undefined;
  if (mayBeDynamic(model.menus) || isParked(gateway, model.items(`/${family}/address`))) return undefined;
  return "is in no connected network";
}

/**
 * Link-local neighbours are on every interface; prefixes come by advertisements, which a router that forwards heeds
 * only when it is told so (Manual: IPv6 Settings), and from pools that others fill.
 */
function mayBeLearnt(gateway: IpAddress, model: Model): boolean {
  const settings = model.settings("/ipv6/settings");
  const heeds = settings.property("accept-router-advertisements")?.text ?? "yes-if-forwarding-disabled";
  return (
    gateway.value >> 118n === LINK_LOCAL ||
    heeds === "yes" ||
    (heeds !== "no" && settings.property("forward")?.text === "no") ||
    model.items("/ipv6/address").some((one) => one.property("from-pool") !== undefined)
  );
}

/** fe80::/10 */
const LINK_LOCAL = 0xfe80n >> 6n;

/** A filter may give what is learnt the scope of connected networks. */
function setsScope(model: Model): boolean {
  return model.menus
    .filter((menu) => menu.startsWith("/routing/filter"))
    .flatMap((menu) => model.items(menu))
    .some(
      (one) => one.property("set-scope") !== undefined || /scope/.test(one.property("rule")?.text ?? "scope"),
    );
}

/** Whoever disabled the address knows that its gateway is gone with it. */
function isParked(gateway: IpAddress, addresses: readonly Item[]): boolean {
  return addresses.some((one) => {
    const prefix = parseIpPrefix(one.text("address") ?? "");
    return prefix === undefined || rangeContains(prefixRange(prefix), gateway);
  });
}
