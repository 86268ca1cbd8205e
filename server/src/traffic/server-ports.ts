import type { Item, Model } from "../model/model.ts";
import { type Answer, answerOf } from "./answer.ts";

/** Something that waits for packets on a port of the router and is not in `/ip service`. */
export interface ServerPort {
  /** The last word of its menu, as a rule. */
  readonly name: string;
  readonly protocol: "tcp" | "udp";
  readonly port: number;
  readonly isEnabled: Answer;
}

interface Kind {
  readonly protocol: "tcp" | "udp";
  /** Where its own `port=` does not say otherwise (manual: Services). */
  readonly port: number;
  readonly menu?: string;
  /** The property that switches it on; without it nothing tells. */
  readonly switch?: string;
}

const KINDS: Readonly<Record<string, Kind>> = {
  dns: { protocol: "udp", port: 53, menu: "/ip/dns", switch: "allow-remote-requests" },
  snmp: { protocol: "udp", port: 161, menu: "/snmp", switch: "enabled" },
  ntp: { protocol: "udp", port: 123, menu: "/system/ntp/server", switch: "enabled" },
  l2tp: { protocol: "udp", port: 1701, menu: "/interface/l2tp-server/server", switch: "enabled" },
  pptp: { protocol: "tcp", port: 1723, menu: "/interface/pptp-server/server", switch: "enabled" },
  sstp: { protocol: "tcp", port: 443, menu: "/interface/sstp-server/server", switch: "enabled" },
  ovpn: { protocol: "tcp", port: 1194, menu: "/interface/ovpn-server/server", switch: "enabled" },
  socks: { protocol: "tcp", port: 1080, menu: "/ip/socks", switch: "enabled" },
  proxy: { protocol: "tcp", port: 8080, menu: "/ip/proxy", switch: "enabled" },
  smb: { protocol: "tcp", port: 445, menu: "/ip/smb", switch: "enabled" },
  "bandwidth-server": { protocol: "tcp", port: 2000, menu: "/tool/bandwidth-server", switch: "enabled" },
  ipsec: { protocol: "udp", port: 500 },
  bgp: { protocol: "tcp", port: 179 },
  dhcp: { protocol: "udp", port: 67 },
  tftp: { protocol: "udp", port: 69 },
};

export function serverPorts(model: Model): readonly ServerPort[] {
  return Object.entries(KINDS).map(([name, kind]) => {
    const items = kind.menu === undefined ? [] : model.items(kind.menu);
    // Since 7.17 there may be several OpenVPN servers.
    const item = items.find((one) => isOn(one, kind) === true) ?? items[0];
    const written = Number(item?.text("port"));
    return {
      name,
      protocol: item?.text("protocol") === "udp" ? "udp" : kind.protocol,
      port: Number.isInteger(written) && written > 0 ? written : kind.port,
      isEnabled: answerOf(item === undefined ? undefined : isOn(item, kind)),
    };
  });
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
