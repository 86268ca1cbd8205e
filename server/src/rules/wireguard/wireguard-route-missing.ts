import type { Item, Model } from "../../model/model.ts";
import { overlaps, type PrefixSet, parseAddressSet, sameAddresses } from "../../values/prefix-set.ts";
import { wholeExport } from "../facts/example.ts";
import { enumerate, listOf } from "../facts/label.ts";
import { gatewaysOf, isDefaultRoute, tableOf } from "../facts/routing.ts";
import {
  type Allowed,
  allowedOf,
  hasDynamicRoutes,
  interfaceOf,
  PEERS,
  peerLabel,
} from "../facts/wireguard.ts";
import { defineRule, type Finding } from "../rule.ts";

const TUNNEL = [
  "/interface wireguard",
  "add listen-port=13231 mtu=1420 name=office",
  "/interface wireguard peers",
  'add allowed-address=10.0.0.2/32,10.9.0.0/24 endpoint-address=192.0.2.7 endpoint-port=13231 interface=office persistent-keepalive=25s public-key="<KEY-A>"',
  "/ip address",
  "add address=10.0.0.1/24 interface=office network=10.0.0.0",
];

/** Other than wg-quick, RouterOS adds no routes from allowed-address (Manual: WireGuard, IP and routing configuration). */
export const wireguardRouteMissing = defineRule({
  id: "wireguard-route-missing",
  group: "wireguard",
  title: "Allowed network without a route",
  severity: "warning",
  why: "RouterOS makes no routes from allowed-address: packets for that network leave by another interface, unencrypted.",
  advice: "Add a route to the network with the WireGuard interface as its gateway.",
  references: ["Manual: WireGuard"],
  presets: ["recommended", "strict", "vpn"],
  bad: wholeExport("7.16.2", ...TUNNEL),
  good: wholeExport("7.16.2", ...TUNNEL, "/ip route", "add dst-address=10.9.0.0/16 gateway=office"),
  fixes: { "add-route": "suggestion", "set-gateway": "suggestion", "take-out": "suggestion" },
  on: [PEERS],
  check(item, { model }) {
    const name = interfaceOf(model, item)?.name;
    if (item.isDisabled !== false || name === undefined || interfaceOf(model, item)?.isDisabled !== false)
      return undefined;
    const isWhole = [...WAYS, DHCP].every((menu) => model.absenceMeansDefault(menu));
    const routes = routesInto(model, name);
    if (!isWhole || hasDynamicRoutes(model) || mayLeaseInside(model) || routes.some(({ isAny }) => isAny))
      return undefined;
    const lost = allowedOf(item).filter(
      ({ set, isAny, text }) =>
        !isAny && !text.includes(":") && !routes.some((route) => overlaps(route.set, set)),
    );
    const own = lost.filter(({ set }) => holderOf(model, name, set) !== undefined);
    return [
      ...(own.length === 0 ? [] : [ownNetwork(model, item, name, own)]),
      ...withoutRoute(
        model,
        item,
        name,
        lost.filter((network) => !own.includes(network)),
      ),
    ];
  },
});

const WAYS = ["/ip/route", "/ip/address"];
const DHCP = "/ip/dhcp-client";

/** A lease without a default route is of a network inside, which may be just that of the peer. */
function mayLeaseInside(model: Model): boolean {
  return model
    .items(DHCP)
    .some((client) => client.isDisabled !== true && client.text("add-default-route") === "no");
}

function withoutRoute(model: Model, peer: Item, name: string, lost: readonly Allowed[]): Finding[] {
  if (lost.length === 0) return [];
  const elsewhere = lost.flatMap((network) => routesElsewhere(model, network.set));
  if (elsewhere.length > 0) return [ledElsewhere(model, peer, elsewhere, name)];
  return [
    {
      at: { item: peer, property: "allowed-address" },
      item: peer,
      message: `No route leads to ${lost.map(({ text }) => `\`${text}\``).join(", ")} of ${peerLabel(peer)}: RouterOS adds none by itself.`,
      fixes: [
        {
          id: "add-route",
          title: `Route ${lost.map(({ text }) => text).join(", ")} into ${name}`,
          changes: lost.map(({ text }) => ({
            kind: "add" as const,
            menu: "/ip/route",
            properties: { "dst-address": text.includes("/") ? text : `${text}/32`, gateway: name },
          })),
        },
      ],
    },
  ];
}

/** The address of another interface whose network is just this one: no static route goes before a connected one. */
function holderOf(model: Model, name: string, network: PrefixSet): Item | undefined {
  return model.items("/ip/address").find((address) => {
    const set = parseAddressSet(address.text("address") ?? "");
    if (set === undefined || address.isDisabled !== false) return false;
    return address.text("interface") !== name && sameAddresses(set, network);
  });
}

/** Whoever writes the networks that the peer shall reach takes them for those behind it. */
function ownNetwork(model: Model, peer: Item, name: string, own: readonly Allowed[]): Finding {
  const holders = own.flatMap(({ set }) => holderOf(model, name, set) ?? []);
  const rest = listOf(peer.text("allowed-address")).filter((text) => !own.some((one) => one.text === text));
  const texts = own.map(({ text }) => text);
  const [are, networks] = own.length === 1 ? ["is", "network"] : ["are", "networks"];
  return {
    at: { item: peer, property: "allowed-address" },
    item: peer,
    severity: "info",
    message: `${enumerate(texts)} of ${peerLabel(peer)} ${are} this router's own ${networks} on ${enumerate([...new Set(holders.map((holder) => holder.text("interface") ?? ""))])}: nothing for it goes to the peer, which may send in its name.`,
    related: holders.map((holder) => ({ at: { item: holder }, message: "the own network" })),
    fixes:
      rest.length === 0
        ? []
        : [
            {
              id: "take-out",
              title: `Take ${texts.join(", ")} out of allowed-address`,
              changes: [{ kind: "set", item: peer, properties: { "allowed-address": rest.join(",") } }],
            },
          ],
  };
}

/** Routes to just this network: another one beside them would share its packets between two ways. */
function routesElsewhere(model: Model, network: PrefixSet): Item[] {
  return model.items("/ip/route").filter((route) => {
    const set = parseAddressSet(route.text("dst-address") ?? "");
    if (set === undefined || !sameAddresses(set, network) || gatewaysOf(route).length === 0) return false;
    return route.isDisabled === false && tableOf(route) === "main";
  });
}

function ledElsewhere(model: Model, peer: Item, routes: readonly Item[], name: string): Finding {
  const gateways = [...new Set(routes.flatMap(gatewaysOf))].map((gateway) => `\`${gateway}\``);
  const networks = [...new Set(routes.map((route) => `\`${route.text("dst-address")}\``))];
  const wrong = routes.filter((route) => isUnknownThere(model, route));
  return {
    at: { item: peer, property: "allowed-address" },
    item: peer,
    message: `The route to ${networks.join(", ")} of ${peerLabel(peer)} leads into ${gateways.join(", ")}, not into \`${name}\`.`,
    related: routes.map((route) => ({ at: { item: route }, message: "leads elsewhere" })),
    fixes:
      wrong.length < routes.length
        ? []
        : [
            {
              id: "set-gateway",
              title: `Route ${networks.join(", ").replaceAll("`", "")} into ${name}`,
              changes: wrong.map((route) => ({ kind: "set", item: route, properties: { gateway: name } })),
            },
          ],
  };
}

/** Into a WireGuard interface whose peers do not take the network: what goes there is dropped. */
function isUnknownThere(model: Model, route: Item): boolean {
  const set = parseAddressSet(route.text("dst-address") ?? "");
  const [gateway, ...others] = gatewaysOf(route);
  const isWireguard = model.items("/interface/wireguard").some((item) => item.name === gateway);
  const takes = model
    .items(PEERS)
    .some(
      (peer) =>
        interfaceOf(model, peer)?.name === gateway &&
        allowedOf(peer).some((allowed) => allowed.isAny || (set !== undefined && overlaps(allowed.set, set))),
    );
  return isWireguard && others.length === 0 && !takes;
}

interface Into {
  readonly set: PrefixSet;
  /** A default route, or one that cannot be read. */
  readonly isAny: boolean;
}

/** Connected networks of the interface, and routes of any table that name it or an address in them. */
function routesInto(model: Model, name: string): Into[] {
  const connected = model
    .items("/ip/address")
    .filter((address) => address.isDisabled !== true && address.text("interface") === name)
    .flatMap((address) => [address.text("address"), address.text("network")])
    .flatMap((text) => (text === undefined ? [] : (parseAddressSet(text) ?? [])));
  const leads = (route: Item) =>
    gatewaysOf(route).some((gateway) => {
      if (gateway === name) return true;
      const address = parseAddressSet(gateway);
      return address !== undefined && connected.some((net) => overlaps(net, address));
    });
  return [
    ...connected.map((set) => ({ set, isAny: false })),
    ...model
      .items("/ip/route")
      .filter((route) => route.isDisabled !== true && leads(route))
      .map((route) => intoOf(route)),
  ];
}

function intoOf(route: Item): Into {
  const set = parseAddressSet(route.text("dst-address") ?? "");
  return { set: set ?? { spans: [] }, isAny: set === undefined || isDefaultRoute(route) };
}
