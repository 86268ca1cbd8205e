/** What gave way to what, between v6 and v7 and within v7. Sources: manual "Moving from ROSv6 to v7", the menu trees of both. */
export interface Successor {
  /** The menu, command or property that took its place, as one would write it; undefined when nothing did. */
  readonly menu?: string;
  readonly command?: string;
  readonly property?: string;
  /** The version that brought the change, e.g. "7.13"; "7.0" for what came with v7. */
  readonly since: string;
  /** What else changes, in a sentence for the user. */
  readonly note: string;
  /** The old word can be replaced by the new one and nothing else needs a change. */
  readonly mechanical: boolean;
}

interface Rename extends Successor {
  /** "/menu", "/menu command", "/menu command property"; a command "*" stands for any; a menu ending in "/*" also for all inside. */
  readonly from: string;
}

function moved(from: string, menu: string, note: string, since = "7.0", mechanical = false): Rename {
  return { from, menu, note, since, mechanical };
}

function gone(from: string, note: string, since = "7.0"): Rename {
  return { from, note, since, mechanical: false };
}

function renamed(from: string, property: string, note: string, since = "7.0", mechanical = false): Rename {
  return { from, property, note, since, mechanical };
}

const BGP = "BGP sessions are `/routing/bgp/connection` with `/routing/bgp/template` in v7.";
const OSPF = "OSPF interfaces are matched by `/routing/ospf/interface-template` in v7.";
const VPLS = "VPLS that BGP sets up is `/routing/bgp/vpls` in v7.";
const FILTER = 'v7 filters are written as `rule="if (…) {…}"` in `/routing/filter/rule`.';
const SELECT = "Redistribution is `redistribute=` of the instance in v7, shaped by its out-filter-chain.";
const UM = "User Manager has another model in v7; its database is migrated by its own import.";

export const RENAMES: readonly Rename[] = [
  moved("/routing/bgp/peer", "/routing/bgp/connection", BGP),
  moved(
    "/routing/bgp/network",
    "/routing/bgp/connection",
    "Networks are an address list named by `output.network` in v7.",
  ),
  gone("/routing/bgp/aggregate", "v7 has no BGP aggregates; advertise a blackhole route instead."),
  gone("/routing/bgp/instance/vrf", "VRFs are named by `/routing/bgp/vpn` in v7."),
  moved("/interface/vpls/bgp-vpls", "/routing/bgp/vpls", VPLS),
  moved("/interface/vpls/cisco-bgp-vpls", "/routing/bgp/vpls", VPLS),
  moved("/routing/ospf/network", "/routing/ospf/interface-template", OSPF),
  moved("/routing/ospf/interface add", "/routing/ospf/interface-template", OSPF),
  moved("/routing/ospf/nbma-neighbor", "/routing/ospf/static-neighbor", OSPF),
  moved(
    "/routing/ospf/virtual-link",
    "/routing/ospf/interface-template",
    "Virtual links are templates with `type=virtual-link` in v7.",
  ),
  moved(
    "/routing/ospf/sham-link",
    "/routing/ospf/interface-template",
    "Sham links are templates with `type=sham-link` in v7.",
  ),
  moved(
    "/routing/ospf-v3/*",
    "/routing/ospf",
    "OSPFv3 is an instance of `/routing/ospf` with `version=3` in v7.",
  ),
  ...["bgp", "connected", "other-ospf", "rip", "static"].map((name) =>
    renamed(`/routing/ospf/instance * redistribute-${name}`, "redistribute", SELECT),
  ),
  ...["bgp", "connected", "default", "other-ospf", "rip", "static"].map((name) =>
    gone(`/routing/ospf/instance * metric-${name}`, "Metrics are set by the out-filter-chain in v7."),
  ),
  renamed(
    "/routing/ospf/instance * distribute-default",
    "originate-default",
    "The words are the same: never, always, if-installed.",
  ),
  renamed("/routing/ospf/instance * in-filter", "in-filter-chain", FILTER),
  renamed("/routing/ospf/instance * out-filter", "out-filter-chain", FILTER),
  moved("/routing/filter add", "/routing/filter/rule", FILTER),
  moved(
    "/routing/rip/interface add",
    "/routing/rip/interface-template",
    "RIP has instances and interface templates in v7.",
  ),
  moved(
    "/routing/rip/network",
    "/routing/rip/interface-template",
    "RIP has instances and interface templates in v7.",
  ),
  moved("/routing/rip set", "/routing/rip/instance", "RIP has instances and interface templates in v7."),
  gone("/routing/mme/*", "v7 has no MME."),
  moved("/routing/pim/*", "/routing/pimsm", "PIM has instances and interface templates in v7."),
  moved(
    "/routing/bfd/interface",
    "/routing/bfd/configuration",
    "BFD is set up in `/routing/bfd/configuration` in v7.",
    "7.0",
  ),
  moved(
    "/ip/route/rule",
    "/routing/rule",
    "Tables must be declared: `/routing/table add fib name=…`.",
    "7.0",
  ),
  moved("/ip/route/vrf", "/ip/vrf", "`routing-mark=` becomes `name=`.", "7.0"),
  renamed(
    "/ip/route * routing-mark",
    "routing-table",
    "The table must be declared: `/routing/table add fib name=…`.",
    "7.0",
  ),
  gone(
    "/ip/route * type",
    "v7 writes `blackhole` as a flag; unreachable and prohibit are routing rules.",
    "7.0",
  ),
  ...[
    "bgp-as-path",
    "bgp-atomic-aggregate",
    "bgp-communities",
    "bgp-local-pref",
    "bgp-med",
    "bgp-origin",
    "bgp-prepend",
  ].map((name) =>
    gone(`/ip/route * ${name}`, "Attributes of routes are set by `/routing/filter/rule` in v7.", "7.0"),
  ),
  gone("/ip/route * route-tag", "Route tags are set by `/routing/filter/rule` in v7.", "7.0"),
  gone("/ip/settings * route-cache", "v7 has no route cache."),
  gone("/ip/accounting/*", "v7 has no IP accounting; use `/ip/traffic-flow`."),
  moved("/tool/user-manager/*", "/user-manager", UM),
  renamed(
    "/system/ntp/client * primary-ntp",
    "servers",
    "Both servers go into `servers=`, joined by a comma.",
  ),
  renamed(
    "/system/ntp/client * secondary-ntp",
    "servers",
    "Both servers go into `servers=`, joined by a comma.",
  ),
  renamed(
    "/system/ntp/client * server-dns-names",
    "servers",
    "Names go into `servers=` too, joined by commas.",
  ),
  renamed("/tool/e-mail * start-tls", "tls", "The word `tls-only` is `yes` there.", "7.12"),
  renamed("/tool/e-mail * address", "server", "Only the name changed.", "7.12", true),
  moved("/ip/ipsec/peer/profile", "/ip/ipsec/profile", "The menu moved with 6.44.", "6.44", true),
  moved("/interface/wifiwave2/*", "/interface/wifi", "Only the menu's name changed.", "7.13", true),
  renamed("/container/envs * name", "list", "Only the name changed.", "7.20", true),
  {
    from: "/interface/ovpn-server/server set",
    menu: "/interface/ovpn-server/server",
    command: "add",
    note: "OpenVPN servers are items with a name, and disabled unless `disabled=no` is given.",
    since: "7.17",
    mechanical: false,
  },
  renamed(
    "/interface/ovpn-server/server set enabled",
    "disabled",
    "Servers are items: `add … disabled=no`.",
    "7.17",
  ),
  moved("/system/upgrade/*", "/system/package/local-update", "The menu moved.", "7.17"),
  gone("/interface/bridge/port-controller/*", "Later versions have no port controllers.", "7.18"),
  gone("/interface/bridge/port-extender/*", "Later versions have no port extenders.", "7.18"),
  gone("/interface/amt", "AMT interfaces were in 7.18 only.", "7.19"),
  renamed("/interface/wireguard/peers * is-responder", "responder", "Only the name changed.", "7.17", true),
  renamed(
    "/certificate/settings * builtin-trust-anchors",
    "builtin-trust-store",
    "It names who trusts the built-in certificates.",
    "7.21",
  ),
  renamed("/container * auto-restart-interval", "restart-interval", "Set `restart-policy` too.", "7.23"),
  renamed("/container * envlist", "envlists", "It takes a list now.", "7.20", true),
  renamed(
    "/container * mounts",
    "mountlists",
    "Mounts are grouped in lists by `/container/mounts list=`.",
    "7.21",
  ),
  renamed("/container/config * ram-high", "memory-high", "Only the name changed.", "7.20", true),
  renamed("/container/mounts * name", "list", "Mounts are grouped in lists now.", "7.21", true),
  renamed("/container/mounts * read-only", "mode", "Write `mode=ro` or `mode=rw`.", "7.23"),
  renamed("/disk * nfs-export", "nfs-sharing", "Only the name changed.", "7.14", true),
  renamed("/disk * smb-export", "smb-sharing", "Only the name changed.", "7.14", true),
  gone("/disk/smb-share", "Shares are set on the disk (`smb-sharing=`) or in `/ip/smb/shares`.", "7.14"),
  gone("/disk/smb-user", "Users are set on the disk or in `/ip/smb/users`.", "7.14"),
  renamed("/file/sync * remote-addrs", "remote-address", "Only the name changed.", "7.16", true),
  moved("/rsync-daemon", "/file/rsync-daemon", "The menu moved.", "7.16", true),
  renamed(
    "/interface/bridge * add-dhcp-option82",
    "dhcp-agent-circuit-id",
    "Option 82 is set by its two parts now.",
    "7.23",
  ),
  renamed("/interface/bridge/mdb * ports", "interface", "An entry has one interface now.", "7.19"),
  renamed(
    "/interface/lte/apn * passthrough-subnet-selection",
    "passthrough-subnet-size",
    "It takes a size now.",
    "7.13",
  ),
  renamed("/interface/vxlan * vrf", "vtep-vrf", "Only the name changed.", "7.20", true),
  gone("/interface/wifi/actual-configuration", "It was read-only and is shown by `print` now.", "7.15"),
  gone("/ip/firewall/nat * tls-host", "Later versions match TLS names in the filter only.", "7.16"),
  renamed("/ip/hotspot/user * totp-secret", "otp-secret", "Only the name changed.", "7.21.3", true),
  gone("/ip/smb * allow-guests", "Guests are a user of `/ip/smb/users` now.", "7.14"),
  gone("/ip/smb/shares * max-sessions", "Sessions are not limited per share any more.", "7.14"),
  renamed("/ip/ssh * allow-none-crypto", "ciphers", "Leaving `null` out of `ciphers=` refuses it.", "7.17"),
  renamed(
    "/ip/ssh * always-allow-password-login",
    "password-authentication",
    "`yes-if-no-key` is what `no` was.",
    "7.21",
  ),
  {
    from: "/interface/lte info",
    menu: "/interface/lte",
    command: "monitor",
    note: "Only the command's name changed.",
    since: "7.0",
    mechanical: false,
  },
  moved("/lora/*", "/iot/lora", "The menu moved.", "7.23", true),
  renamed("/port/remote-access * allowed-addresses", "remote-addresses", "Only the name changed.", "7.23"),
  renamed("/port/remote-access * tcp-port", "ip-port", "Only the name changed.", "7.23"),
  ...["connection", "template"].flatMap((menu) => [
    renamed(
      `/routing/bgp/${menu} * as-override`,
      "output.as-override",
      "Only the name changed.",
      "7.10",
      true,
    ),
    renamed(
      `/routing/bgp/${menu} * remove-private-as`,
      "output.remove-private-as",
      "Only the name changed.",
      "7.10",
      true,
    ),
    renamed(`/routing/bgp/${menu} * address-families`, "afi", "Only the name changed.", "7.19", true),
    renamed(
      `/routing/bgp/${menu} * input.accept-unknown`,
      "input.filter-unknown",
      "What was accepted is now what is filtered.",
      "7.19",
    ),
    gone(`/routing/bgp/${menu} * router-id`, "It belongs to `/routing/bgp/instance` now.", "7.20"),
    gone(`/routing/bgp/${menu} * cluster-id`, "It belongs to `/routing/bgp/instance` now.", "7.20"),
    gone(
      `/routing/bgp/${menu} * input.ignore-as-path-len`,
      "It belongs to `/routing/bgp/instance` now.",
      "7.20",
    ),
    renamed(`/routing/bgp/${menu} * add-path-out`, "output.add-path", "Only the name changed.", "7.22"),
  ]),
  renamed(
    "/routing/pimsm/bsr/candidate * hashmask-length",
    "hash-mask-length",
    "Only the name changed.",
    "7.24",
    true,
  ),
  moved("/routing/route/rule", "/routing/rule", "Rules are in one menu now.", "7.24"),
  renamed("/snmp * engine-id", "engine-id-suffix", "Only the last part of the id is set.", "7.10"),
  renamed(
    "/system/logging/action * bsd-syslog",
    "remote-log-format",
    "`yes` is `remote-log-format=syslog` with a BSD time format.",
    "7.18",
  ),
];

/** Of the above, what is certainly not there in any 7.x: it may be told absent even where no dump speaks (7.0 to 7.8). */
const V6_ONLY =
  /^\/(?:routing\/(?:bgp\/(?:peer|network|aggregate|instance\/vrf)|ospf\/(?:interface add|network|nbma-neighbor|virtual-link|sham-link)|ospf-v3|mme|pim|rip\/(?:interface add|network))|ip\/(?:accounting|route\/vrf)|tool\/user-manager|ip\/ipsec\/peer\/profile)(?:[/ ]|$)|^\/routing\/filter add\b|^\/ip\/route \S+ (?:routing-mark|type|bgp-)|^\/routing\/ospf\/instance \S+ (?:redistribute-|distribute-default|metric-|in-filter$|out-filter$)|^\/system\/ntp\/client \S+ (?:primary-ntp|secondary-ntp|server-dns-names)$/;

/** Menus and properties that no 6.x has (manual: "added in v7"). Words: menu prefixes and "/menu * property". */
const V7_ONLY =
  /^\/(?:interface\/(?:wireguard|wifi|wifiwave2|macsec|veth|vxlan|macvlan)|routing\/(?:table|rule|id|fantasy|gmp|isis|pimsm|rpki|nexthop|bgp\/(?:connection|template|session|evpn|vpn)|ospf\/(?:interface-template|static-neighbor)|filter\/(?:rule|select-rule|chain|community-list|community-ext-list|community-large-list|num-list)|rip\/(?:instance|interface-template)|bfd\/(?:configuration|session))|ip\/(?:vrf|media|nat-pmp|reverse-proxy)|container|zerotier|user-manager|app|task|system\/ntp\/client\/servers)(?:[/ ]|$)|^\/ip\/route \S+ (?:routing-table|blackhole|vrf-interface|suppress-hw-offload)$|^\/ipv6\/route \S+ (?:routing-table|blackhole)$/;

function nameOf(menu: string, command?: string, property?: string): string {
  return [menu, command, property].filter((part) => part !== undefined).join(" ");
}

/** Certainly gone with v6. */
export function isGone(menu: string, command?: string, property?: string): boolean {
  return V6_ONLY.test(nameOf(menu, command, property));
}

/** Certainly not in any 6.x. */
export function isV7Only(menu: string, command?: string, property?: string): boolean {
  return V7_ONLY.test(nameOf(menu, command, property));
}

/** What took the place of a menu, a command or a property; the most particular entry wins. */
export function successorOf(menu: string, command?: string, property?: string): Successor | undefined {
  if (property !== undefined) {
    const own = find(`${menu} ${command ?? "*"} ${property}`) ?? find(`${menu} * ${property}`);
    if (own) return own;
  }
  if (command !== undefined) {
    const own = find(`${menu} ${command}`);
    if (own && property === undefined) return own;
  }
  return menuSuccessor(menu);
}

function menuSuccessor(menu: string): Successor | undefined {
  const own = find(menu) ?? find(`${menu}/*`);
  if (own) return own;
  const above = RENAMES.find(
    (entry) => entry.from.endsWith("/*") && menu.startsWith(entry.from.slice(0, -1)),
  );
  if (!above) return undefined;
  const inside = menu.slice(above.from.length - 2);
  return above.mechanical && above.menu ? { ...above, menu: `${above.menu}${inside}` } : above;
}

function find(from: string): Rename | undefined {
  return RENAMES.find((entry) => entry.from === from);
}
