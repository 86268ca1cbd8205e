import type { Item, Model } from "../../model/model.ts";
import { parseIpAddress, parseIpPrefix, prefixRange, rangeContains } from "../../values/ip.ts";
import { PPP_CLIENT_MENUS, routesThrough } from "../facts/client-tunnels.ts";
import { label } from "../facts/label.ts";
import { gatewaysOf } from "../facts/routing.ts";
import { hasRoutingProtocol } from "../facts/routing-protocols.ts";
import { defineRule } from "../rule.ts";

const PROTOCOL: Readonly<Record<string, string>> = {
  "/interface/pptp-client": "PPTP",
  "/interface/l2tp-client": "L2TP",
  "/interface/sstp-client": "SSTP",
  "/interface/ovpn-client": "OpenVPN",
};

/** Menus whose mention of a tunnel means that something other than a static route may use it. */
const OTHER_USES = [
  "/routing/ospf/interface-template",
  "/routing/ospf/interface",
  "/routing/rip/interface-template",
  "/routing/rip/interface",
  "/routing/igmp-proxy/interface",
  "/routing/pimsm/interface-template",
  "/routing/rule",
  "/ip/route/rule",
  "/ip/route/vrf",
  "/ip/vrf",
  "/interface/bridge/port",
  "/interface/eoip",
  "/mpls/interface",
];

export const tunnelNoRoute = defineRule({
  id: "tunnel-no-route",
  group: "routing",
  title: "Tunnel that nothing is routed into",
  severity: "warning",
  why: "A PPP client without a default route of its own carries traffic only when a route, rule or routing protocol names it; here nothing does.",
  advice: "Add the route that should use the tunnel, or remove the client.",
  references: ["Manual: PPP AAA", "Manual: IP Routing"],
  presets: ["recommended", "strict", "vpn"],
  bad: [
    "# jan/02/2021 10:11:12 by RouterOS 6.48.6",
    "/interface l2tp-client",
    "add connect-to=192.0.2.9 disabled=no name=hq use-ipsec=yes user=anna",
    "/ip address",
    "add address=192.168.88.1/24 interface=ether2 network=192.168.88.0",
    "/ip dhcp-client",
    "add disabled=no interface=ether1",
    "/system identity",
    "set name=home",
    "",
  ].join("\n"),
  good: [
    "# jan/02/2021 10:11:12 by RouterOS 6.48.6",
    "/interface l2tp-client",
    "add connect-to=192.0.2.9 disabled=no name=hq use-ipsec=yes user=anna",
    "/ip address",
    "add address=192.168.88.1/24 interface=ether2 network=192.168.88.0",
    "/ip dhcp-client",
    "add disabled=no interface=ether1",
    "/ip route",
    "add distance=1 dst-address=10.0.0.0/8 gateway=hq",
    "/system identity",
    "set name=home",
    "",
  ].join("\n"),
  fixes: { "add-route": "needs-input" },
  on: PPP_CLIENT_MENUS,
  check(item, { model }) {
    if (item.isDisabled !== false || item.name === undefined) return undefined;
    if (item.text("add-default-route") !== "no" || !model.absenceMeansDefault("/ip/route")) return undefined;
    if (routesThrough(model, item).length > 0 || isUsedOtherwise(model, item)) return undefined;
    if (letsManagersIn(model, item)) return undefined;
    return {
      at: { item, property: "name" },
      item,
      message: `Nothing in this export is routed into ${PROTOCOL[item.menu] ?? "the"} tunnel ${label(item)}.`,
      fixes: [
        {
          id: "add-route",
          title: `Add a route through ${item.name}`,
          changes: [
            {
              kind: "add",
              menu: "/ip/route",
              properties: { "dst-address": "<REMOTE-NETWORK>", gateway: item.name },
            },
          ],
          inputs: [{ name: "remote-network", description: "The network behind the tunnel, as 10.0.0.0/24." }],
        },
      ],
    };
  },
});

/**
 * Routing protocols, bridges, VRFs, scripts, and routes to the far end's address: the server hands that
 * address out, so any next hop outside the router's own networks may be it.
 */
function isUsedOtherwise(model: Model, tunnel: Item): boolean {
  const references = model.referencesTo(tunnel);
  if (
    references.some(
      (reference) => reference.strength === "weak" || OTHER_USES.includes(reference.command.menu),
    )
  ) {
    return true;
  }
  const profile = model.items("/ppp/profile").find((item) => item.name === tunnel.text("profile"));
  const hooks = ["bridge", "on-up", "routes"].some((name) => (profile?.text(name) ?? "") !== "");
  return hooks || hasOverlay(model) || hasRoutingProtocol(model) || routesToUnknownHop(model);
}

/** A tunnel by which others reach the router itself, as whoever looks after it from afar does, needs no route. */
function letsManagersIn(model: Model, tunnel: Item): boolean {
  return model
    .items("/ip/firewall/filter")
    .filter((rule) => rule.isDisabled !== true && rule.text("chain") === "input")
    .some(
      (rule) =>
        (rule.text("action") ?? "accept") === "accept" &&
        ["all-ppp", tunnel.name].includes(rule.property("in-interface")?.text ?? ""),
    );
}

/** An EoIP or GRE tunnel may run to the address that the server's profile gives this end. */
function hasOverlay(model: Model): boolean {
  return ["/interface/eoip", "/interface/gre", "/interface/ipip", "/interface/vxlan"].some((menu) =>
    model.items(menu).some((item) => item.isDisabled !== true),
  );
}

function routesToUnknownHop(model: Model): boolean {
  const networks = model.items("/ip/address").flatMap((address) => address.text("address") ?? []);
  return model
    .items("/ip/route")
    .filter((route) => route.isDisabled !== true)
    .flatMap(gatewaysOf)
    .some(
      (hop) => /^\d+\.\d+\.\d+\.\d+$/.test(hop) && !networks.some((network) => sameNetwork(network, hop)),
    );
}

function sameNetwork(text: string, hop: string): boolean {
  const prefix = parseIpPrefix(text.includes("/") ? text : `${text}/32`);
  const address = parseIpAddress(hop);
  return prefix !== undefined && address !== undefined && rangeContains(prefixRange(prefix), address);
}
