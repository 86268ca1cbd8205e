import type { Item, Model } from "../model/model.ts";
import { type Answer, answerOf } from "./answer.ts";

/** Something that waits for packets on a port of the router and is not in `/ip service`. */
export interface ServerPort {
  /** The last word of its menu, as a rule. */
  readonly name: string;
  /** "SSTP server" */
  readonly words: string;
  readonly protocol: "tcp" | "udp";
  readonly port: number;
  readonly isEnabled: Answer;
}

interface Kind {
  readonly words: string;
  readonly protocol: "tcp" | "udp";
  /** Where its own `port=` does not say otherwise (manual: Services). */
  readonly port: number;
  readonly menu?: string;
  /** The property that switches it on; without it nothing tells. */
  readonly switch?: string;
}

const KINDS: Readonly<Record<string, Kind>> = {
  dns: { words: "DNS resolver", protocol: "udp", port: 53, menu: "/ip/dns", switch: "allow-remote-requests" },
  snmp: { words: "SNMP agent", protocol: "udp", port: 161, menu: "/snmp", switch: "enabled" },
  ntp: { words: "NTP server", protocol: "udp", port: 123, menu: "/system/ntp/server", switch: "enabled" },
  l2tp: {
    words: "L2TP server",
    protocol: "udp",
    port: 1701,
    menu: "/interface/l2tp-server/server",
    switch: "enabled",
  },
  pptp: {
    words: "PPTP server",
    protocol: "tcp",
    port: 1723,
    menu: "/interface/pptp-server/server",
    switch: "enabled",
  },
  sstp: {
    words: "SSTP server",
    protocol: "tcp",
    port: 443,
    menu: "/interface/sstp-server/server",
    switch: "enabled",
  },
  ovpn: {
    words: "OpenVPN server",
    protocol: "tcp",
    port: 1194,
    menu: "/interface/ovpn-server/server",
    switch: "enabled",
  },
  socks: { words: "SOCKS proxy", protocol: "tcp", port: 1080, menu: "/ip/socks", switch: "enabled" },
  proxy: { words: "web proxy", protocol: "tcp", port: 8080, menu: "/ip/proxy", switch: "enabled" },
  smb: { words: "SMB server", protocol: "tcp", port: 445, menu: "/ip/smb", switch: "enabled" },
  "bandwidth-server": {
    words: "bandwidth test server",
    protocol: "tcp",
    port: 2000,
    menu: "/tool/bandwidth-server",
    switch: "enabled",
  },
  ipsec: { words: "IPsec daemon", protocol: "udp", port: 500 },
  bgp: { words: "BGP", protocol: "tcp", port: 179 },
  dhcp: { words: "DHCP server", protocol: "udp", port: 67 },
  tftp: { words: "TFTP server", protocol: "udp", port: 69 },
};

export function serverPorts(model: Model): readonly ServerPort[] {
  return Object.entries(KINDS).flatMap(([name, kind]) => {
    const items = kind.menu === undefined ? [] : model.items(kind.menu);
    // Since 7.17 there may be several OpenVPN servers.
    const on = items.filter((item) => isOn(item, kind) === true);
    const told = on.length > 0 ? on : [items[0]];
    return told.flatMap((item) =>
      portsOf(item, kind).map((port) => ({
        name,
        words: kind.words,
        protocol: item?.text("protocol") === "udp" ? "udp" : kind.protocol,
        port,
        isEnabled: answerOf(item === undefined ? undefined : isOn(item, kind)),
      })),
    );
  });
}

/** Proxies may listen on several. */
function portsOf(item: Item | undefined, { port }: Kind): readonly number[] {
  const written = (item?.text("port") ?? "").split(",").map(Number);
  const valid = written.filter((one) => Number.isInteger(one) && one > 0);
  return valid.length === 0 ? [port] : valid;
}

/** The port of the server of a menu when none is written. */
export function usualPort(menu: string): number | undefined {
  return Object.values(KINDS).find((kind) => kind.menu === menu)?.port;
}

function isOn(item: Item, kind: Kind): boolean | undefined {
  if (item.origin !== "settings") return item.isDisabled === undefined ? undefined : !item.isDisabled;
  const text = kind.switch === undefined ? undefined : item.text(kind.switch);
  return text === "yes" ? true : text === "no" ? false : undefined;
}
