import type { Version } from "../values/version.ts";

export interface ReferenceInfo {
  /** The value may name an object of any of these. */
  readonly namespaces: readonly string[];
  /** A comma list of names. */
  readonly list: boolean;
  /** Told by completions only; good for completion and hover, not for reporting a missing name. */
  readonly inferred: boolean;
}

/** A property whose value brings an object of a namespace into being. */
export interface Definition {
  readonly menu: string;
  readonly property: string;
}

interface Namespace {
  /** "/menu property" pairs; "/interface/*" stands for every typed interface menu. */
  readonly defined: readonly string[];
  readonly builtins: readonly string[];
  /** Besides, in 6.x. */
  readonly v6Builtins?: readonly string[];
  /** "v6": in 6.x only. */
  readonly declaredByUse?: true | "v6";
}

/** Reads "ns,ns", "ns*" (list) and "ns?" (inferred) of data/references.ts. */
export function readReference(text: string): ReferenceInfo {
  const namespaces = text.replace(/[*?]/g, "").split(",");
  return { namespaces, list: text.includes("*"), inferred: text.includes("?") };
}

const QUEUES =
  "default default-small ethernet-default wireless-default synchronous-default hotspot-default pcq-upload-default pcq-download-default only-hardware-queue multi-queue-ethernet-default";
const MARK = { builtins: ["no-mark"], declaredByUse: true } as const;

function at(...defined: readonly string[]): Namespace {
  return { defined, builtins: [] };
}

function named(builtins: string, ...defined: readonly string[]): Namespace {
  return { defined, builtins: builtins.split(" ") };
}

/** Namespaces of objects: where they are defined, and which names are always there (defaults of a bare router). */
const NAMESPACES: Readonly<Record<string, Namespace>> = {
  iface: {
    defined: [
      "/interface/* name",
      "/interface/ethernet default-name",
      "/caps-man/interface name",
      "/zerotier/interface name",
    ],
    builtins: ["lo", "all", "none", "dynamic", "all-ethernet", "all-ppp", "all-vlan", "all-wireless"],
  },
  bridge: named("none", "/interface/bridge name"),
  "iface-list": named("all none dynamic static", "/interface/list name"),
  pool4: named("static-only none", "/ip/pool name"),
  pool6: at("/ipv6/pool name", "/ipv6/dhcp-client pool-name"),
  "addr-list4": {
    defined: [
      "/ip/firewall/address-list list",
      "/ip/firewall/filter address-list",
      "/ip/firewall/nat address-list",
      "/ip/firewall/mangle address-list",
      "/ip/firewall/raw address-list",
      "/ip/dhcp-server address-lists",
      "/ip/dhcp-server/lease address-lists",
      "/ppp/profile address-list",
      "/ip/dns/static address-list",
      "/ip/hotspot/user/profile address-list",
    ],
    builtins: [],
    declaredByUse: true,
  },
  "addr-list6": {
    defined: [
      "/ipv6/firewall/address-list list",
      "/ipv6/firewall/filter address-list",
      "/ipv6/firewall/nat address-list",
      "/ipv6/firewall/mangle address-list",
      "/ipv6/firewall/raw address-list",
      "/ip/dns/static address-list",
      "/ipv6/dhcp-client prefix-address-lists",
      "/ipv6/dhcp-server address-lists",
      "/ipv6/dhcp-server/binding address-lists",
      "/ppp/profile address-list",
    ],
    builtins: [],
    declaredByUse: true,
  },
  chain: {
    defined: [
      "/ip/firewall/filter chain",
      "/ip/firewall/nat chain",
      "/ip/firewall/mangle chain",
      "/ip/firewall/raw chain",
      "/ipv6/firewall/filter chain",
      "/ipv6/firewall/nat chain",
      "/ipv6/firewall/mangle chain",
      "/ipv6/firewall/raw chain",
      "/interface/bridge/filter chain",
      "/interface/bridge/nat chain",
    ],
    builtins: "input forward output prerouting postrouting srcnat dstnat hotspot dynamic".split(" "),
    declaredByUse: true,
  },
  "routing-table": {
    defined: ["/routing/table name", "/ip/vrf name", "/ip/route/vrf routing-mark"],
    builtins: ["main"],
    declaredByUse: "v6",
  },
  vrf: { defined: ["/ip/vrf name", "/ip/route/vrf routing-mark"], builtins: ["main"] },
  "mark-conn": {
    ...MARK,
    defined: ["/ip/firewall/mangle new-connection-mark", "/ipv6/firewall/mangle new-connection-mark"],
  },
  "mark-packet": {
    ...MARK,
    defined: [
      "/ip/firewall/mangle new-packet-mark",
      "/ipv6/firewall/mangle new-packet-mark",
      "/interface/bridge/filter new-packet-mark",
      "/interface/bridge/nat new-packet-mark",
      "/ip/hotspot/user/profile incoming-packet-mark",
      "/ip/hotspot/user/profile outgoing-packet-mark",
    ],
  },
  "ppp-profile": named("default default-encryption", "/ppp/profile name"),
  "hs-profile": named("default", "/ip/hotspot/profile name"),
  "hs-user-profile": named("default", "/ip/hotspot/user/profile name"),
  "hs-server": named("all", "/ip/hotspot name"),
  certificate: named("none auto", "/certificate name"),
  "queue-type": named(QUEUES, "/queue/type name"),
  "queue-parent": {
    ...named("global none", "/queue/simple name", "/queue/tree name"),
    v6Builtins: ["global-in", "global-out", "global-total"],
  },
  "queue-simple": named("all", "/queue/simple name"),
  "dhcp4-server": named("all", "/ip/dhcp-server name"),
  "dhcp6-server": named("all", "/ipv6/dhcp-server name"),
  "dhcp4-option": at("/ip/dhcp-server/option name"),
  "dhcp4-option-set": named("none", "/ip/dhcp-server/option/sets name"),
  "dhcpc-option": named("hostname clientid clientid_duid", "/ip/dhcp-client/option name"),
  "dhcp6-option": at("/ipv6/dhcp-server/option name"),
  "dhcp6c-option": at("/ipv6/dhcp-client/option name"),
  l7: at("/ip/firewall/layer7-protocol name"),
  "ipsec-peer": named("any", "/ip/ipsec/peer name"),
  "ipsec-profile": named("default", "/ip/ipsec/profile name", "/ip/ipsec/peer/profile name"),
  "ipsec-proposal": named("default", "/ip/ipsec/proposal name"),
  "ipsec-group": named("default", "/ip/ipsec/policy/group name"),
  "ipsec-mode-config": named("none request-only", "/ip/ipsec/mode-config name"),
  "ipsec-key": at("/ip/ipsec/key/rsa name", "/ip/ipsec/key name"),
  "wg-iface": at("/interface/wireguard name"),
  "wl-iw": named("disabled", "/interface/wireless/interworking-profiles name"),
  "wl-secprof": named("default", "/interface/wireless/security-profiles name"),
  "wifi-cfg": at("/interface/wifi/configuration name", "/interface/wifiwave2/configuration name"),
  "wifi-sec": at("/interface/wifi/security name", "/interface/wifiwave2/security name"),
  "wifi-chan": at("/interface/wifi/channel name", "/interface/wifiwave2/channel name"),
  "wifi-dp": at("/interface/wifi/datapath name", "/interface/wifiwave2/datapath name"),
  "wifi-aaa": at("/interface/wifi/aaa name", "/interface/wifiwave2/aaa name"),
  "wifi-iw": at("/interface/wifi/interworking name", "/interface/wifiwave2/interworking name"),
  "wifi-steer": at("/interface/wifi/steering name", "/interface/wifiwave2/steering name"),
  "cap-cfg": at("/caps-man/configuration name"),
  "cap-sec": at("/caps-man/security name"),
  "cap-chan": at("/caps-man/channel name"),
  "cap-dp": at("/caps-man/datapath name"),
  "cap-rates": at("/caps-man/rates name"),
  "bgp-connection": at("/routing/bgp/connection name"),
  "bgp-template": named("default", "/routing/bgp/template name"),
  "bgp-instance": { defined: ["/routing/bgp/instance name"], builtins: [], v6Builtins: ["default"] },
  "ospf-instance": { defined: ["/routing/ospf/instance name"], builtins: [], v6Builtins: ["default"] },
  "ospf-area": { defined: ["/routing/ospf/area name"], builtins: [], v6Builtins: ["backbone"] },
  "ospf3-instance": { defined: ["/routing/ospf-v3/instance name"], builtins: [], v6Builtins: ["default"] },
  "ospf3-area": { defined: ["/routing/ospf-v3/area name"], builtins: [], v6Builtins: ["backbone"] },
  "router-id": named("main", "/routing/id name"),
  "filter-chain": {
    defined: ["/routing/filter/rule chain", "/routing/filter chain"],
    builtins: [],
    declaredByUse: true,
  },
  "filter-select": { defined: ["/routing/filter/select-rule chain"], builtins: [], declaredByUse: true },
  "prefix-list": { defined: ["/routing/prefix-lists chain"], builtins: [], declaredByUse: true },
  "rip-key-chain": { defined: ["/routing/rip/keys chain"], builtins: [], declaredByUse: true },
  "community-list": {
    defined: [
      "/routing/filter/community-list list",
      "/routing/filter/community-ext-list list",
      "/routing/filter/community-large-list list",
    ],
    builtins: [],
    declaredByUse: true,
  },
  "num-list": { defined: ["/routing/filter/num-list list"], builtins: [], declaredByUse: true },
  "user-group": named("full read write", "/user/group name"),
  user: at("/user name"),
  "hs-user": at("/ip/hotspot/user name"),
  "ppp-secret": at("/ppp/secret name"),
  netwatch: at("/tool/netwatch name"),
  "log-action": named("memory disk echo remote", "/system/logging/action name"),
  script: at("/system/script name"),
  scheduler: at("/system/scheduler name"),
  "snmp-community": named("public", "/snmp/community name"),
  switch: named("switch1", "/interface/ethernet/switch name"),
  apn: named("default", "/interface/lte/apn name"),
  "container-envs": {
    defined: ["/container/envs list", "/container/envs name"],
    builtins: [],
    declaredByUse: true,
  },
  "container-mounts": at("/container/mounts name", "/container/mounts list"),
  "um-profile": at("/user-manager/profile name"),
  "um-user": at("/user-manager/user name"),
  "um-limit": at("/user-manager/limitation name"),
  "um-group": named("default default-anonymous", "/user-manager/user/group name"),
  "um6-customer": named("admin", "/tool/user-manager/customer login"),
  "um6-profile": at("/tool/user-manager/profile name"),
  "um6-limit": at("/tool/user-manager/profile/limitation name"),
  kid: at("/ip/kid-control name"),
  "zt-inst": named("zt1", "/zerotier name"),
  "dns-forwarder": at("/ip/dns/forwarders name"),
  "isis-instance": at("/routing/isis/instance name"),
  "pimsm-instance": at("/routing/pimsm/instance name"),
  "rip-instance": at("/routing/rip/instance name"),
  vpls: at("/interface/vpls name"),
  "macsec-profile": named("default", "/interface/macsec/profile name"),
};

/** All namespaces, sorted. */
export function namespaces(): readonly string[] {
  return Object.keys(NAMESPACES).sort();
}

function namespaceOf(name: string): Namespace | undefined {
  return Object.hasOwn(NAMESPACES, name) ? NAMESPACES[name] : undefined;
}

/** `interfaceMenus`: menus below /interface whose items have a name of their own. */
export function definitionsOf(
  namespace: string,
  interfaceMenus: () => readonly string[],
): readonly Definition[] {
  return (namespaceOf(namespace)?.defined ?? []).flatMap((pair) => {
    const [menu = "", property = ""] = pair.split(" ");
    return menu === "/interface/*"
      ? interfaceMenus().map((path) => ({ menu: path, property }))
      : [{ menu, property }];
  });
}

export function builtinsOf(namespace: string, version: Version | undefined): readonly string[] {
  const found = namespaceOf(namespace);
  if (!found) return [];
  const v6 = !version || version.major < 7;
  return v6 ? [...found.builtins, ...(found.v6Builtins ?? [])] : found.builtins;
}

export function isDeclaredByUse(namespace: string, version: Version | undefined): boolean {
  const use = namespaceOf(namespace)?.declaredByUse;
  return use === true || (use === "v6" && version !== undefined && version.major < 7);
}

/** How a value that is more than a name is put together; the name is what a reference resolves. */
export type CompositePart = "address" | "interface" | "routing-table" | "vrf";

/**
 * The names inside a composite value such as "10.0.0.1%ether1", "10.0.0.1@main", "ether1@blue": offsets are into
 * the text. A part that is an address is left out, so "192.168.88.1" gives nothing.
 */
export function compositeNames(text: string): readonly {
  readonly part: Exclude<CompositePart, "address">;
  readonly name: string;
  readonly offset: number;
}[] {
  const found: { part: Exclude<CompositePart, "address">; name: string; offset: number }[] = [];
  const match = /^([^%@]*)(?:%([^@]*))?(?:@(.*))?$/.exec(text);
  if (!match) return found;
  const [, head = "", device, table] = match;
  if (head !== "" && !looksLikeAddress(head)) found.push({ part: "interface", name: head, offset: 0 });
  if (device) found.push({ part: "interface", name: device, offset: head.length + 1 });
  if (table) found.push({ part: "routing-table", name: table, offset: text.length - table.length });
  return found;
}

function looksLikeAddress(text: string): boolean {
  return (
    /^\d+\.\d+\.\d+\.\d+(?:\/\d+)?(?:-[\d.]+)?$/.test(text) ||
    (/^[\da-f:./]+$/i.test(text) && text.includes(":"))
  );
}
