import type { Model } from "../../model/model.ts";
import { serverPorts } from "../../traffic/server-ports.ts";
import { label } from "./label.ts";
import { isEnabledServer } from "./switched-on.ts";
import { WIREGUARD } from "./wireguard.ts";

const OVPN = "/interface/ovpn-server/server";

/** A port on which a VPN server of this router certainly waits. */
export interface WaitingPort {
  /** "the L2TP server", or a WireGuard interface in backticks. */
  readonly name: string;
  readonly kind: "l2tp" | "pptp" | "sstp" | "ovpn" | "wireguard";
  readonly protocol: "tcp" | "udp";
  readonly port: number;
}

const SERVERS = {
  l2tp: "the L2TP server",
  pptp: "the PPTP server",
  sstp: "the SSTP server",
} as const;

export function waitingPorts(model: Model): readonly WaitingPort[] {
  const servers = serverPorts(model).flatMap(({ name, protocol, port, isEnabled }): WaitingPort[] => {
    if (isEnabled !== "yes" || !(name === "l2tp" || name === "pptp" || name === "sstp")) return [];
    return [{ name: SERVERS[name], kind: name, protocol, port }];
  });
  // Since 7.17 there may be several OpenVPN servers, one for each protocol.
  const ovpn = model
    .items(OVPN)
    .filter(isEnabledServer)
    .map(
      (item): WaitingPort => ({
        name: "the OpenVPN server",
        kind: "ovpn",
        protocol: item.text("protocol") === "udp" ? "udp" : "tcp",
        port: Number(item.text("port") ?? 1194),
      }),
    );
  const wireguard = model
    .items(WIREGUARD)
    .filter((item) => item.isDisabled === false && item.isCertain)
    .map(
      (item): WaitingPort => ({
        name: label(item),
        kind: "wireguard",
        protocol: "udp",
        port: Number(item.text("listen-port")),
      }),
    );
  return [...servers, ...ovpn, ...wireguard].filter(({ port }) => port > 0 && port <= 65_535);
}
