import type { Item, Model } from "../../model/model.ts";
import { gatewayInterface } from "../../traffic/wan.ts";
import { parseIpAddress } from "../../values/ip.ts";
import { containsAddress } from "../../values/prefix-set.ts";
import type { RuleContext } from "../rule.ts";
import { PLAIN_TUNNEL_MENUS } from "./ipsec.ts";
import { listOf } from "./label.ts";
import { gatewaysOf, isDefaultRoute, markingRules, routesIn } from "./routing.ts";

/** PPP clients: the tunnels this router dials itself. */
export const PPP_CLIENT_MENUS = [
  "/interface/pptp-client",
  "/interface/l2tp-client",
  "/interface/sstp-client",
  "/interface/ovpn-client",
] as const;

const ROUTES = ["/ip/route", "/ipv6/route"] as const;

/** Enabled routes whose gateway is this interface. */
export function routesThrough(model: Model, tunnel: Item): Item[] {
  const { name } = tunnel;
  if (name === undefined) return [];
  return ROUTES.flatMap((menu) => model.items(menu)).filter(
    (route) => route.isDisabled !== true && gatewaysOf(route).includes(name),
  );
}

/** True when all traffic of some table, or of the router, leaves by this tunnel. */
export function carriesDefaultRoute(model: Model, tunnel: Item): boolean {
  return tunnel.text("add-default-route") === "yes" || routesThrough(model, tunnel).some(isDefaultRoute);
}

/** Marks of prerouting whose table has a default route into a VPN that this router dials. */
export function tunnelMarks(model: Model): { readonly rule: Item; readonly mark: string }[] {
  const tunnels = vpnExits(model);
  return markingRules(model).filter(
    ({ rule, mark }) =>
      rule.text("chain") === "prerouting" &&
      routesIn(model, mark).some(
        (route) =>
          route.isDisabled === false &&
          isDefaultRoute(route) &&
          gatewaysOf(route).some((name) => tunnels.has(name)),
      ),
  );
}

/** Clients of VPN servers; a WireGuard interface counts when a peer takes everything and is dialled. */
function vpnExits(model: Model): ReadonlySet<string> {
  const clients = PPP_CLIENT_MENUS.flatMap((menu) => model.items(menu))
    .filter((client) => client.isDisabled === false)
    .flatMap((client) => client.name ?? []);
  const peers = model
    .items("/interface/wireguard/peers")
    .filter(
      (peer) =>
        peer.isDisabled === false &&
        (peer.text("allowed-address") ?? "").split(",").includes("0.0.0.0/0") &&
        (peer.text("endpoint-address") ?? "") !== "",
    )
    .flatMap((peer) => peer.text("interface") ?? []);
  return new Set([...clients, ...peers]);
}

/**
 * Whether something rests on an address that is in no network of the file: the gateway of a route, the end of a tunnel.
 * A PPP client may have learned it when it logged in, and takes it along when it is switched off.
 */
export function hangsOnLogin({ model, traffic }: RuleContext): boolean {
  const { network } = traffic;
  const isForeign = (text: string) => {
    const address = parseIpAddress(text.split("@")[0]?.split("%")[0] ?? "");
    return address !== undefined && gatewayInterface(network, text) === undefined && !text.includes("%");
  };
  const isOwnEnd = (tunnel: Item) => {
    const address = parseIpAddress(tunnel.text("local-address") ?? "");
    if (address === undefined || address.value === 0n) return true;
    return containsAddress(network.ownAddresses(address.family), address);
  };
  const routes = ROUTES.flatMap((menu) => model.items(menu)).filter((route) => route.isDisabled !== true);
  const tunnels = PLAIN_TUNNEL_MENUS.flatMap((menu) => model.items(menu));
  return (
    routes.some((route) => listOf(route.text("gateway")).some(isForeign)) ||
    tunnels.some((tunnel) => tunnel.isDisabled !== true && !isOwnEnd(tunnel))
  );
}
