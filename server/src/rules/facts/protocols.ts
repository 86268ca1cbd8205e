import type { Item, Model } from "../../model/model.ts";
import type { Protocol, Vpn } from "../../model/site-policy.ts";
import type { FindingPlace, Fix } from "../rule.ts";
import { admitsAnyHost } from "./ipsec.ts";
import { hasHandmadeIpsec, isTransportMaker, mayBeCovered } from "./l2tp.ts";
import { label } from "./label.ts";
import { loginMethods } from "./ppp-authentication.ts";
import { isEnabledServer } from "./switched-on.ts";
import { isTold } from "./told.ts";

/** Something that is switched on and speaks a protocol. */
export interface ProtocolUse<Word extends Protocol = Protocol> {
  readonly item: Item;
  /** What it counts as: L2TP inside IPsec is `l2tp` too. The first one names it best. */
  readonly words: readonly [Word, ...Word[]];
  /** "PPTP client", "service". */
  readonly kind: string;
}

interface Source<Word extends Protocol> {
  readonly menu: string;
  readonly kind: string;
  words(item: Item, model: Model): readonly [Word, ...Word[]];
}

const TUNNELS: readonly Source<Vpn>[] = [
  fixed("/interface/wireguard", "WireGuard interface", "wireguard"),
  fixed("/interface/pptp-client", "PPTP client", "pptp"),
  fixed("/interface/pptp-server/server", "PPTP server", "pptp"),
  { menu: "/interface/l2tp-client", kind: "L2TP client", words: l2tpWords },
  { menu: "/interface/l2tp-server/server", kind: "L2TP server", words: l2tpWords },
  fixed("/interface/sstp-client", "SSTP client", "sstp"),
  fixed("/interface/sstp-server/server", "SSTP server", "sstp"),
  fixed("/interface/ovpn-client", "OpenVPN client", "openvpn"),
  fixed("/interface/ovpn-server/server", "OpenVPN server", "openvpn"),
  { menu: "/ip/ipsec/peer", kind: "IPsec peer", words: ikeWords },
  fixed("/zerotier/interface", "ZeroTier interface", "zerotier"),
  fixed("/interface/gre", "GRE tunnel", "gre"),
  fixed("/interface/gre6", "GRE tunnel", "gre"),
  fixed("/interface/ipip", "IPIP tunnel", "ipip"),
  fixed("/interface/ipipv6", "IPIP tunnel", "ipip"),
  fixed("/interface/eoip", "EoIP tunnel", "eoip"),
  fixed("/interface/eoipv6", "EoIP tunnel", "eoip"),
  fixed("/interface/vxlan", "VXLAN", "vxlan"),
  fixed("/interface/vpls", "VPLS tunnel", "vpls"),
  fixed("/interface/6to4", "6to4 tunnel", "6to4"),
];

/** Everything that carries one network's packets through another, as far as it is certainly on. */
export function vpnUses(model: Model): readonly ProtocolUse<Vpn>[] {
  const tunnels = TUNNELS.flatMap((source) =>
    model
      .items(source.menu)
      .filter((item) => item.origin !== "builtin" && isEnabledServer(item))
      .map((item): ProtocolUse<Vpn> => ({ item, kind: source.kind, words: source.words(item, model) })),
  );
  const cloud = model.settings("/ip/cloud");
  return cloud.property("back-to-home-vpn")?.text === "enabled"
    ? [...tunnels, { item: cloud, kind: "Back To Home service", words: ["back-to-home"] }]
    : tunnels;
}

/** Services of the router, PPP login methods and tunnels. */
export function protocolUses(model: Model): readonly ProtocolUse[] {
  return [...vpnUses(model), ...services(model), ...switches(model), ...logins(model)];
}

const SERVICES: Readonly<Record<string, Protocol>> = {
  telnet: "telnet",
  ftp: "ftp",
  www: "http",
  api: "api",
  winbox: "winbox",
};

function services(model: Model): ProtocolUse[] {
  return model.items("/ip/service").flatMap((item) => {
    const word = SERVICES[item.name ?? ""];
    return word === undefined || item.isDisabled !== false || !isTold(model, item)
      ? []
      : [{ item, kind: "service", words: [word] as const }];
  });
}

const SWITCHES: readonly (readonly [menu: string, word: Protocol, kind: string])[] = [
  ["/snmp", "snmp", "SNMP agent"],
  ["/ip/smb", "smb", "SMB server"],
  ["/ip/upnp", "upnp", "UPnP service"],
  ["/ip/socks", "socks", "SOCKS proxy"],
  ["/ip/proxy", "proxy", "web proxy"],
  ["/tool/romon", "romon", "RoMON agent"],
];

function switches(model: Model): ProtocolUse[] {
  const on = SWITCHES.map(([menu, word, kind]) => ({
    item: model.settings(menu),
    kind,
    words: [word] as const,
  }));
  const tftp = model
    .items("/ip/tftp")
    .filter((item) => item.origin === "add" && item.isDisabled === false)
    .map((item) => ({ item, kind: "TFTP rule", words: ["tftp"] as const }));
  return [...on.filter(({ item }) => item.text("enabled") === "yes"), ...tftp];
}

const LOGIN_WORDS = ["pap", "chap", "mschap1"] as const;

const LOGIN_KINDS = { pptp: "PPTP", l2tp: "L2TP", sstp: "SSTP", pppoe: "PPPoE" } as const;

function logins(model: Model): ProtocolUse[] {
  return Object.entries(LOGIN_KINDS).flatMap(([word, kind]) => [
    ...loginsOf(model.items(`/interface/${word}-client`), `${kind} client`),
    ...loginsOf(model.items(`/interface/${word}-server/server`), `${kind} server`),
  ]);
}

function loginsOf(items: readonly Item[], kind: string): ProtocolUse[] {
  return items.filter(isEnabledServer).flatMap((item) =>
    LOGIN_WORDS.filter((word) => loginMethods(item)?.methods.includes(word)).map((word) => ({
      item,
      kind,
      words: [word] as const,
    })),
  );
}

function fixed(menu: string, kind: string, word: Vpn): Source<Vpn> {
  return { menu, kind, words: () => [word] };
}

/** IPsec by the knob, or made by hand. */
function l2tpWords(item: Item, model: Model): readonly [Vpn, ...Vpn[]] {
  const ipsec = item.text("use-ipsec");
  const isCovered =
    ipsec === "yes" ||
    ipsec === "required" ||
    hasHandmadeIpsec(model) ||
    (item.menu === "/interface/l2tp-client" && mayBeCovered(model, item));
  return isCovered ? ["l2tp-ipsec", "l2tp"] : ["l2tp"];
}

/** A peer that makes transport policies for strangers, or for the server of an L2TP client, is there for L2TP. */
function ikeWords(peer: Item, model: Model): readonly [Vpn, ...Vpn[]] {
  if (peer.text("exchange-mode") === "ike2") return ["ikev2"];
  const address = peer.text("address")?.split("/")[0];
  const isDialled = model
    .items("/interface/l2tp-client")
    .some((client) => client.isDisabled === false && client.text("connect-to") === address);
  const isForL2tp = isTransportMaker(model, peer) && (admitsAnyHost(peer) || isDialled);
  return isForL2tp ? ["ikev1", "l2tp-ipsec"] : ["ikev1"];
}

/** "PPTP client `office` is on", for the start of a sentence. */
export function whatIsOn({ item, kind, words }: ProtocolUse): string {
  const method = LOGIN_WORDS.find((word) => word === words[0]);
  const subject =
    item.origin === "settings"
      ? `The ${kind}`
      : `${kind.charAt(0).toUpperCase()}${kind.slice(1)} ${label(item)}`;
  return method === undefined ? `${subject} is on` : `${subject} may use ${method}`;
}

export function placeOfUse({ item, words }: ProtocolUse): Extract<FindingPlace, { readonly item: Item }> {
  const login = loginMethods(item);
  const isLogin = LOGIN_WORDS.some((word) => word === words[0]);
  const named =
    isLogin && login !== undefined ? [login.property] : ["enabled", "disabled", "back-to-home-vpn"];
  const property = [...named, "name"].find((name) => item.property(name) !== undefined);
  return property === undefined ? { item } : { item, property };
}

/** Login methods have fixes of their own rules. */
export function switchOff({ item, kind, words }: ProtocolUse): Fix[] {
  if (LOGIN_WORDS.some((word) => word === words[0])) return [];
  const properties: Record<string, string> =
    item.menu === "/ip/cloud"
      ? { "back-to-home-vpn": "revoked-and-disabled" }
      : item.origin === "settings"
        ? { enabled: "no" }
        : { disabled: "yes" };
  const name = item.name === undefined || item.origin === "settings" ? "" : ` ${item.name}`;
  return [
    { id: "disable", title: `Switch the ${kind}${name} off`, changes: [{ kind: "set", item, properties }] },
  ];
}
