import type { Item, Model } from "../../model/model.ts";
import { type IpAddress, parseIpAddress } from "../../values/ip.ts";
import { containsAddress, parseAddressSet } from "../../values/prefix-set.ts";
import { wholeExport } from "../facts/example.ts";
import { gatewaysOf, isDefaultRoute, routingRules, tableOf } from "../facts/routing.ts";
import { endpointOf, interfaceOf, PEERS, peerLabel } from "../facts/wireguard.ts";
import { defineRule } from "../rule.ts";

const TUNNEL = [
  "/interface wireguard",
  "add listen-port=13231 mtu=1420 name=exit",
  "/interface wireguard peers",
  'add allowed-address=0.0.0.0/0 endpoint-address=203.0.113.9 endpoint-port=13231 interface=exit persistent-keepalive=25s public-key="<KEY-A>"',
  "/ip route",
  "add distance=1 dst-address=0.0.0.0/1 gateway=exit",
  "add distance=1 dst-address=128.0.0.0/1 gateway=exit",
];

export const wireguardEndpointLoop = defineRule({
  id: "wireguard-endpoint-loop",
  group: "wireguard",
  title: "Tunnel routed into itself",
  severity: "error",
  why: "The default route leads into the tunnel, and so do the tunnel's own packets to its endpoint: nothing ever leaves the router.",
  advice: "Add a route to the endpoint's address by the internet uplink.",
  references: ["Manual: WireGuard"],
  presets: ["recommended", "strict", "vpn"],
  bad: wholeExport("7.16.2", ...TUNNEL),
  good: wholeExport("7.16.2", ...TUNNEL, "add dst-address=203.0.113.9/32 gateway=192.0.2.1"),
  fixes: { "pin-endpoint": "needs-input" },
  on: [PEERS],
  check(item, { model }) {
    const name = interfaceOf(model, item)?.name;
    const endpoint = endpointOf(item);
    const address = endpoint === undefined ? undefined : parseIpAddress(endpoint);
    if (item.isDisabled !== false || name === undefined || interfaceOf(model, item)?.isDisabled !== false)
      return undefined;
    if (address?.family !== "ip" || !model.absenceMeansDefault("/ip/route") || marksOwnPackets(model))
      return undefined;
    const route = loopOf(model, name, address);
    if (route === undefined) return undefined;
    return {
      at: { item, property: "endpoint-address" },
      item,
      message: `Packets to the endpoint of ${peerLabel(item)} go into \`${name}\` itself.`,
      related: [{ at: { item: route, property: "gateway" }, message: "this route takes them there" }],
      fixes: [
        {
          id: "pin-endpoint",
          title: "Route the endpoint by the uplink",
          changes: [
            {
              kind: "add",
              menu: "/ip/route",
              properties: { "dst-address": `${endpoint}/32`, gateway: "<UPLINK-GATEWAY>" },
            },
          ],
          inputs: [
            {
              name: "uplink-gateway",
              description:
                "The gateway of the internet uplink: its address, or the interface of a PPP uplink.",
            },
          ],
        },
      ],
    };
  },
});

/** Marks in output and routing rules may send the router's own packets elsewhere. */
function marksOwnPackets(model: Model): boolean {
  return (
    routingRules(model).some((rule) => rule.isDisabled !== true) ||
    model
      .items("/ip/firewall/mangle")
      .some((rule) => rule.isDisabled !== true && rule.text("chain") === "output")
  );
}

/** The most specific route of the main table to the address, when it certainly leads into the tunnel. */
function loopOf(model: Model, name: string, address: IpAddress): Item | undefined {
  const isConnected = model.items("/ip/address").some((item) => {
    const network = parseAddressSet(item.text("address") ?? "");
    return item.isDisabled !== true && network !== undefined && containsAddress(network, address);
  });
  if (isConnected) return undefined;
  const main = model
    .items("/ip/route")
    .filter((route) => route.isDisabled !== true && tableOf(route) === "main");
  // A destination that cannot be read may be the endpoint's own.
  if (!main.every((route) => isDefaultRoute(route) || destinationOf(route) !== undefined)) return undefined;
  const routes = main.filter((route) => holds(route, address));
  const longest = Math.max(...routes.map(lengthOf));
  const best = routes.filter((route) => lengthOf(route) === longest);
  const [first] = best;
  if (first === undefined || !best.every((route) => gatewaysOf(route).every((hop) => hop === name)))
    return undefined;
  return longest === 0 && hasOtherDefault(model, Number(first.text("distance") ?? 1)) ? undefined : first;
}

function holds(route: Item, address: IpAddress): boolean {
  const set = destinationOf(route);
  return isDefaultRoute(route) || (set !== undefined && containsAddress(set, address));
}

function destinationOf(route: Item) {
  return parseAddressSet(route.text("dst-address") ?? "");
}

function lengthOf(route: Item): number {
  return isDefaultRoute(route) ? 0 : Number((route.text("dst-address") ?? "").split("/")[1] ?? 32);
}

/** DHCP and PPP clients bring default routes of distance 1 unless they say otherwise. */
function hasOtherDefault(model: Model, distance: number): boolean {
  return ["/ip/dhcp-client", "/interface/pppoe-client", "/interface/lte", "/interface/l2tp-client"]
    .flatMap((menu) => model.items(menu))
    .some(
      (item) =>
        item.isDisabled !== true &&
        item.text("add-default-route") !== "no" &&
        Number(item.text("default-route-distance") ?? 1) <= distance,
    );
}
