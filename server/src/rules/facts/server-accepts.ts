import type { Item, Model } from "../../model/model.ts";
import { usualPort } from "../../traffic/server-ports.ts";
import type { IpFamily } from "../../values/ip.ts";
import type { Match } from "./border.ts";
import { PLAIN_TUNNEL_MENUS, policyMakers, tunnelPolicies } from "./ipsec.ts";
import { farEnd, mayBeEncrypted } from "./plain-tunnels.ts";
import { isEnabledServer } from "./switched-on.ts";

const IKE: readonly Match[] = [{ protocol: "udp", "dst-port": "500,4500" }, { protocol: "ipsec-esp" }];

/**
 * Matchers for what the enabled VPN servers of this router listen on, so that a drop does not cut their clients;
 * undefined when that cannot be told or is better not written (PPTP).
 */
export function serverAccepts(model: Model, family: IpFamily = "ip"): readonly Match[] | undefined {
  const enabled = (menu: string) => model.items(menu).filter(isEnabledServer);
  if (family === "ip" && enabled("/interface/pptp-server/server").length > 0) return undefined;
  const l2tp = enabled("/interface/l2tp-server/server");
  const peers = model.items("/ip/ipsec/peer").filter(({ isDisabled }) => isDisabled !== true);
  const wireguards = model.items("/interface/wireguard").filter(({ isDisabled }) => isDisabled !== true);
  const accepts: (Match | undefined)[] = [
    ...enabled("/interface/sstp-server/server").map((server) => onPort("tcp", server, "port")),
    ...enabled("/interface/ovpn-server/server").map((server) =>
      onPort(server.text("protocol") ?? "tcp", server, "port"),
    ),
    ...wireguards.map((wireguard) => onPort("udp", wireguard, "listen-port")),
    ...(l2tp.length > 0 ? [{ protocol: "udp", "dst-port": "1701", ...insideIpsec(l2tp) }] : []),
    ...(l2tp.length > 0 || peers.length > 0 || hasSecretTunnel(model) ? IKE : []),
    ...insideTunnels(model),
  ];
  const known = accepts.filter((match) => match !== undefined);
  return known.length === accepts.length ? known : undefined;
}

/** What comes out of IPsec tunnels arrives by the interface of its encrypted packets. */
export function insideTunnels(model: Model): readonly Match[] {
  const makes = tunnelPolicies(model).length > 0 || policyMakers(model).length > 0;
  return makes ? [{ "ipsec-policy": "in,ipsec" }] : [];
}

function hasSecretTunnel(model: Model): boolean {
  return PLAIN_TUNNEL_MENUS.flatMap((menu) => model.items(menu)).some((tunnel) => {
    const end = farEnd(tunnel);
    return tunnel.isDisabled !== true && end !== undefined && mayBeEncrypted(model, tunnel, end);
  });
}

/** What the servers take inside IPsec only need not be let in outside of it. */
function insideIpsec(l2tp: readonly Item[]): Match {
  return l2tp.every((server) => server.text("use-ipsec") === "required")
    ? { "ipsec-policy": "in,ipsec" }
    : {};
}

function onPort(protocol: string, server: Item, property: string): Match | undefined {
  const written = server.property(property);
  const port = written === undefined ? usualPort(server.menu)?.toString() : written.text;
  return port === undefined || !/^\d+$/.test(port) ? undefined : { protocol, "dst-port": port };
}
