/** Ways to carry one network's packets through another; the words of `allowedVpns`. */
export const VPNS = [
  "wireguard",
  "ikev2",
  "ikev1",
  "openvpn",
  "sstp",
  "l2tp-ipsec",
  "l2tp",
  "pptp",
  "zerotier",
  "back-to-home",
  "gre",
  "ipip",
  "eoip",
  "vxlan",
  "vpls",
  "6to4",
] as const;
export type Vpn = (typeof VPNS)[number];

/** The words of `forbiddenProtocols`. */
export const PROTOCOLS = [
  ...VPNS,
  "telnet",
  "ftp",
  "http",
  "api",
  "winbox",
  "tftp",
  "snmp",
  "smb",
  "upnp",
  "socks",
  "proxy",
  "romon",
  "pap",
  "chap",
  "mschap1",
] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** What the team says of its site in the config file; every field may be absent, and a rule that had to guess says so. */
export interface SitePolicy {
  readonly wanInterfaces?: readonly string[];
  readonly wanLists?: readonly string[];
  readonly lanInterfaces?: readonly string[];
  readonly lanLists?: readonly string[];
  /** Prefixes that may administer the router. */
  readonly managementNetworks?: readonly string[];
  readonly allowedVpns?: readonly Vpn[];
  readonly forbiddenProtocols?: readonly Protocol[];
  /** Shortest allowed PSK or password, in characters. */
  readonly minimumSecretLength?: number;
  /** Names that outsiders know: company, places, products; no password may be made of them. */
  readonly ownNames?: readonly string[];
}
