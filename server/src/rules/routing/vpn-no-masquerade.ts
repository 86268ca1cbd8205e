import type { Item, Model } from "../../model/model.ts";
import { carriesDefaultRoute, PPP_CLIENT_MENUS, routesThrough } from "../facts/client-tunnels.ts";
import { label } from "../facts/label.ts";
import { isDefaultRoute, routesIn, tableOf } from "../facts/routing.ts";
import { hasPrivateNetwork, masquerade, mayTranslate } from "../facts/source-nat.ts";
import { defineRule } from "../rule.ts";

export const vpnNoMasquerade = defineRule({
  id: "vpn-no-masquerade",
  group: "routing",
  title: "VPN exit without NAT",
  severity: "warning",
  why: "The far end of a provider tunnel knows only the address it gave this router; packets that keep a private source address get no answer.",
  advice:
    "Add a masquerade rule for the tunnel interface, unless the far end is yours and routes your networks back.",
  references: ["Manual: NAT", "Manual: Policy Routing"],
  presets: ["recommended", "strict", "vpn"],
  bad: [
    "# jan/02/2021 10:11:12 by RouterOS 6.48.6",
    "/interface l2tp-client",
    "add add-default-route=yes connect-to=192.0.2.9 disabled=no name=exit use-ipsec=yes user=anna",
    "/ip address",
    "add address=192.168.88.1/24 interface=ether2 network=192.168.88.0",
    "/ip firewall nat",
    "add action=masquerade chain=srcnat out-interface=ether1",
    "/system identity",
    "set name=home",
    "",
  ].join("\n"),
  good: [
    "# jan/02/2021 10:11:12 by RouterOS 6.48.6",
    "/interface l2tp-client",
    "add add-default-route=yes connect-to=192.0.2.9 disabled=no name=exit use-ipsec=yes user=anna",
    "/ip address",
    "add address=192.168.88.1/24 interface=ether2 network=192.168.88.0",
    "/ip firewall nat",
    "add action=masquerade chain=srcnat out-interface=all-ppp",
    "/system identity",
    "set name=home",
    "",
  ].join("\n"),
  fixes: { "add-masquerade": "suggestion" },
  on: [...PPP_CLIENT_MENUS, "/interface/wireguard"],
  check(item, context) {
    const { model } = context;
    const { name } = item;
    if (item.isDisabled !== false || name === undefined) return undefined;
    if (!model.absenceMeansDefault("/ip/firewall/nat") || !isProviderExit(model, item)) return undefined;
    if (
      !hasPrivateNetwork(model) ||
      model.items("/ip/firewall/nat").some((rule) => mayTranslate(rule, name, context))
    ) {
      return undefined;
    }
    return {
      at: { item, property: "name" },
      item,
      message: `Traffic routed into ${label(item)} keeps its private source address: no srcnat rule covers that interface.`,
      fixes: [masquerade(name)],
    };
  },
});

/** All traffic leaves by it; a WireGuard interface also needs a peer that takes everything and that this router dials. */
function isProviderExit(model: Model, tunnel: Item): boolean {
  if (!carriesDefaultRoute(model, tunnel) || isBackup(model, tunnel)) return false;
  // A route to a chosen network shows that the far end is a site, which may know the networks here.
  if (isSite(model, tunnel) || standsInForSite(model, tunnel)) return false;
  if (tunnel.menu !== "/interface/wireguard") return true;
  return model
    .items("/interface/wireguard/peers")
    .some(
      (peer) =>
        peer.text("interface") === tunnel.name &&
        (peer.text("allowed-address") ?? "").includes("0.0.0.0/0") &&
        (peer.text("endpoint-address") ?? "") !== "",
    );
}

function isSite(model: Model, tunnel: Item): boolean {
  return routesThrough(model, tunnel).some((route) => !isDefaultRoute(route));
}

/** A tunnel whose default route shares its table with that of a site leads to that site too, when the other is down. */
function standsInForSite(model: Model, tunnel: Item): boolean {
  const tables = new Set(routesThrough(model, tunnel).filter(isDefaultRoute).map(tableOf));
  return PPP_CLIENT_MENUS.flatMap((menu) => model.items(menu)).some(
    (other) =>
      other !== tunnel &&
      other.isDisabled === false &&
      isSite(model, other) &&
      routesThrough(model, other).some((route) => isDefaultRoute(route) && tables.has(tableOf(route))),
  );
}

/** True when a nearer default route stands before those through the tunnel: then it carries traffic in need only. */
function isBackup(model: Model, tunnel: Item): boolean {
  const own = routesThrough(model, tunnel).filter(isDefaultRoute);
  if (own.some((route) => tableOf(route) !== "main")) return false;
  const routes = routesIn(model, "main").filter(
    (route) => route.isDisabled === false && isDefaultRoute(route),
  );
  const mine = [...own.map(distanceOf), ...broughtBy(tunnel)];
  const others = [
    ...routes.filter((route) => !own.includes(route)).map(distanceOf),
    ...UPLINKS.flatMap((menu) => model.items(menu))
      .filter((uplink) => uplink !== tunnel && uplink.isDisabled === false)
      .flatMap(broughtBy),
  ];
  return Math.min(...others) < Math.min(...mine);
}

const UPLINKS = ["/ip/dhcp-client", "/interface/pppoe-client", ...PPP_CLIENT_MENUS];

function distanceOf(route: Item): number {
  return Number(route.text("distance") ?? 1);
}

/** The distance of the default route that a client brings. */
function broughtBy(client: Item): number[] {
  const isBringing = client.text("add-default-route") === "yes";
  return isBringing ? [Number(client.text("default-route-distance") ?? 1)] : [];
}
