import type { Item } from "../../model/model.ts";
import { label } from "./label.ts";
import { isEnabledServer } from "./switched-on.ts";

const KIND: Readonly<Record<string, string>> = {
  "/interface/pptp-client": "PPTP client",
  "/interface/l2tp-client": "L2TP client",
  "/interface/sstp-client": "SSTP client",
  "/interface/ovpn-client": "OpenVPN client",
  "/interface/pppoe-client": "PPPoE client",
  "/interface/pptp-server/server": "PPTP server",
  "/interface/l2tp-server/server": "L2TP server",
  "/interface/sstp-server/server": "SSTP server",
  "/interface/ovpn-server/server": "OpenVPN server",
  "/interface/pppoe-server/server": "PPPoE server",
};

/** A client or server that is certainly switched on. */
export function isTunnelOn(item: Item): boolean {
  return isServer(item) ? isEnabledServer(item) : item.isDisabled === false;
}

export function isServer(item: Item): boolean {
  return item.menu.endsWith("/server");
}

/** "OpenVPN client `office`", "The OpenVPN server"; for the start of a sentence. */
export function tunnelSubject(item: Item): string {
  const kind = KIND[item.menu] ?? "Tunnel";
  return item.origin === "settings" ? `The ${kind}` : `${kind} ${label(item)}`;
}

/** Where to point: the property when it is written, else what switches the item on or names it. */
export function placeOf(item: Item, property: string): string {
  if (item.property(property) !== undefined) return property;
  return item.origin === "settings" ? "enabled" : "name";
}

/** " by default", for sentences about a value that is not written. */
export function whenDefault(item: Item, property: string): string {
  return item.value(property).from === "default" ? " by default" : "";
}
