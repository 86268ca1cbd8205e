import { satisfies, type Version } from "../values/version.ts";

/** An item that is there without being written. Values are those that tell it apart, not all its defaults. */
export interface Builtin {
  /** What the router gives: name, default, default-name, .id, port … */
  readonly given: Readonly<Record<string, string>>;
  readonly versions?: string;
}

/** The items a version brings in a menu, in the router's own order, so that `set 0 …` finds them. */
export function builtinItems(menu: string, version: Version | undefined): readonly Builtin[] {
  const items = BUILTINS[menu] ?? [];
  return items.filter(
    (item) => version === undefined || item.versions === undefined || satisfies(version, item.versions),
  );
}

/** Menus all of whose built-in items are known here, so that numbers in them count for certain. */
export function knowsBuiltins(menu: string): boolean {
  return BUILTINS[menu] !== undefined;
}

function named(...names: readonly string[]): Builtin[] {
  return names.map((name) => ({ given: { name } }));
}

function standard(name: string, versions?: string): Builtin {
  return { given: { name, default: "yes" }, ...(versions && { versions }) };
}

function service(name: string, port: string, disabled = "no"): Builtin {
  return { given: { name, port, disabled } };
}

function logging(topics: string, action: string): Builtin {
  return { given: { topics, action } };
}

/**
 * Source: verbose exports of 6.43.8, 6.49.7 and 7.17.2, the default words a bare router of 7.9 to 7.24 offers
 * in completion, and the `set [ find default=yes ]`, `set 0` and `set *0` lines of public exports.
 */
const BUILTINS: Readonly<Record<string, readonly Builtin[]>> = {
  "/caps-man/manager/interface": [{ given: { interface: "all", default: "yes" } }],
  "/interface/list": named("all", "none", "dynamic", "static").map(({ given }) => ({
    given: { ...given, builtin: "yes" },
  })),
  "/interface/lte/apn": [standard("default")],
  "/interface/macsec/profile": [
    { given: { name: "default", "default-name": "default", default: "yes" }, versions: ">=7" },
  ],
  "/interface/wireless/security-profiles": [standard("default")],
  "/ip/dhcp-client/option": [
    ...named("hostname", "clientid"),
    { given: { name: "clientid_duid" }, versions: ">=7" },
  ],
  "/ip/firewall/service-port": named(
    "ftp",
    "tftp",
    "irc",
    "h323",
    "sip",
    "pptp",
    "udplite",
    "dccp",
    "sctp",
    "rtsp",
  ),
  "/ip/hotspot/profile": [standard("default")],
  "/ip/hotspot/service-port": named("ftp"),
  "/ip/hotspot/user": [standard("default-trial")],
  "/ip/hotspot/user/profile": [standard("default")],
  "/ip/ipsec/mode-config": [standard("request-only")],
  "/ip/ipsec/peer/profile": [standard("default", "<6.44")],
  "/ip/ipsec/policy": [{ given: { template: "yes", group: "default", proposal: "default", default: "yes" } }],
  "/ip/ipsec/policy/group": [standard("default")],
  "/ip/ipsec/profile": [standard("default", ">=6.44")],
  "/ip/ipsec/proposal": [standard("default")],
  "/ip/service": [
    service("telnet", "23"),
    service("ftp", "21"),
    service("www", "80"),
    service("ssh", "22"),
    service("www-ssl", "443", "yes"),
    service("api", "8728"),
    service("winbox", "8291"),
    service("api-ssl", "8729"),
  ],
  "/ip/smb/shares": [standard("pub")],
  "/ip/smb/users": [standard("guest")],
  "/ip/vrf": [{ given: { name: "main", default: "yes" }, versions: ">=7" }],
  "/ipv6/nd": [{ given: { interface: "all", default: "yes" } }],
  "/mpls/interface": [{ given: { interface: "all", default: "yes" }, versions: "<7" }],
  "/ppp/profile": [
    { given: { name: "default", default: "yes", ".id": "*0" } },
    { given: { name: "default-encryption", default: "yes", ".id": "*FFFFFFFE", "use-encryption": "yes" } },
  ],
  "/queue/type": [
    ...named(
      "default",
      "ethernet-default",
      "wireless-default",
      "synchronous-default",
      "hotspot-default",
      "pcq-upload-default",
      "pcq-download-default",
      "only-hardware-queue",
      "multi-queue-ethernet-default",
      "default-small",
    ),
  ],
  "/routing/bfd/interface": [{ given: { interface: "all", default: "yes" }, versions: "<7" }],
  "/routing/bgp/instance": [standard("default", "<7")],
  "/routing/bgp/template": [standard("default", ">=7")],
  "/routing/ospf-v3/area": [standard("backbone", "<7")],
  "/routing/ospf-v3/instance": [standard("default", "<7")],
  "/routing/ospf/area": [standard("backbone", "<7")],
  "/routing/ospf/instance": [standard("default", "<7")],
  "/routing/table": [{ given: { name: "main", fib: "yes" }, versions: ">=7" }],
  "/snmp/community": [{ given: { name: "public", default: "yes" } }],
  "/system/logging": [
    logging("info", "memory"),
    logging("error", "memory"),
    logging("warning", "memory"),
    logging("critical", "echo"),
  ],
  "/system/logging/action": named("memory", "disk", "echo", "remote"),
  "/tool/mac-server": [{ given: { interface: "all", default: "yes" }, versions: "<6.41" }],
  "/tool/mac-server/mac-winbox": [{ given: { interface: "all", default: "yes" }, versions: "<6.41" }],
  "/tool/romon/port": [{ given: { interface: "all", default: "yes" } }],
  "/tool/user-manager/customer": [{ given: { login: "admin" }, versions: "<7" }],
  "/user/group": named("read", "write", "full"),
};
