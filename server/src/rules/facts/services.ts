import type { Item } from "../../model/model.ts";
import type { Reach } from "../../traffic/traffic.ts";
import type { RuleContext } from "../rule.ts";

/** Standard ports of `/ip service`, for items that do not write one (Manual: Services). */
const PORTS: Readonly<Record<string, number>> = {
  telnet: 23,
  ftp: 21,
  www: 80,
  ssh: 22,
  "www-ssl": 443,
  api: 8728,
  winbox: 8291,
  "api-ssl": 8729,
  "reverse-proxy": 443,
};

/** A service that listens, as far as the file tells. */
export function isListening(service: Item): boolean {
  return service.isDisabled === false && service.name !== undefined && service.name in PORTS;
}

/** True when `address=` lets everyone in. */
export function admitsEveryone(service: Item): boolean {
  const address = service.value("address").text;
  return address === "" || address === "0.0.0.0/0" || address === "0.0.0.0/0,::/0";
}

export function reachFromWan(service: Item, { traffic }: RuleContext): Reach {
  const written = Number(service.text("port"));
  return traffic.inputFromWan("tcp", written > 0 ? written : (PORTS[service.name ?? ""] ?? 0));
}

/** "reachable from the internet …" with the firewall's reason, for messages. */
export function exposure(reach: Reach): string {
  if (reach.verdict === "accepted") return `, and the firewall lets the internet reach it (${reach.reason})`;
  return "";
}
