import { describe, expect, it } from "vitest";
import type { Target } from "../../server/src/migrate/plan.ts";
import { type Migrated, migrated, router, said, unwrapped } from "../support/migrations.ts";
import { expectProved } from "../support/proved-move.ts";

/** Clients whose fate hangs on the version, the route or the line they dial out by; numbers as in the other files. */

const CLIENT = [
  "/interface pptp-client",
  "add connect-to=198.51.100.7 disabled=no name=pptp-out1 password=hidden user=me",
];
const LAN = ["/ip address", "add address=192.168.88.1/24 interface=ether2 network=192.168.88.0"];
const DHCP = ["/ip dhcp-client", "add disabled=no interface=ether1"];
const NAT = ["/ip firewall nat", "add action=masquerade chain=srcnat out-interface=ether1"];
const MARK = [
  "/ip firewall mangle",
  "add action=mark-routing chain=prerouting comment=TV new-routing-mark=VPN passthrough=yes src-address=192.168.88.50",
];

function move(target: Target, version: string, ...lines: readonly string[]): Migrated {
  return migrated(router(version, ...CLIENT, ...LAN, ...lines), target);
}

describe("edge cases of versions and ways", () => {
  it.each(["ikev2", "openvpn"] as const)(
    "C11 C13 a route of v6 without dst-address is the default one: %s",
    (target) => {
      const route = ["/ip route", "add distance=1 gateway=pptp-out1 routing-mark=VPN"];
      const result = move(target, "6.48.6", ...DHCP, ...NAT, ...MARK, ...route);
      expectProved(result);
      expect(unwrapped(result)).not.toMatch(
        /routing-table|routing table|dst-address-type=!local.*routing-mark=VPN$/,
      );
      if (target === "ikev2") {
        expect(unwrapped(result)).not.toContain("routing-mark");
        expect(result.text).toContain("add address=192.168.88.50 comment=TV list=via-out1\n");
      } else expect(result.text).toContain("add distance=1 gateway=ovpn-out1 routing-mark=VPN\n");
    },
  );

  it.each(["wireguard", "ikev2", "openvpn"] as const)(
    "C12 the default route that the client brought: %s",
    (target) => {
      const lines = [
        "/interface pptp-client",
        "set [ find name=pptp-out1 ] add-default-route=yes default-route-distance=3",
        ...["/ip address", "add address=203.0.113.2/30 interface=ether1 network=203.0.113.0"],
        ...["/ip route", "add distance=10 dst-address=0.0.0.0/0 gateway=203.0.113.1"],
        ...["/ip firewall nat", "add action=masquerade chain=srcnat"],
      ];
      const result = move(target, "7.16.1", ...lines);
      expectProved(result);
      const wanted = {
        wireguard: "add distance=3 dst-address=0.0.0.0/0 gateway=wg-out1\n",
        ikev2: "add address=192.168.88.0/24 list=via-out1\n",
        openvpn: "add distance=3 dst-address=0.0.0.0/0 gateway=ovpn-out1\n",
      }[target];
      expect(result.text).toContain(wanted);
    },
  );

  it("C12 a line of equal distance is told", () => {
    const lines = ["/interface pptp-client", "set [ find name=pptp-out1 ] add-default-route=yes"];
    expect(said(move("wireguard", "7.16.1", ...DHCP, ...NAT, ...lines))).toContain("same distance 1");
  });

  it.each(["wireguard", "ikev2", "openvpn"] as const)("C13 C29 a VRF is its own table: %s", (target) => {
    const lines = [
      ...["/ip vrf", "add interfaces=pptp-out1,vlan30 name=blue"],
      ...["/ip route", "add dst-address=0.0.0.0/0 gateway=pptp-out1@blue routing-table=blue"],
    ];
    const result = move(target, "7.16.1", ...DHCP, ...NAT, ...lines);
    expect(result.first.refusal).toBeUndefined();
    expect(result.first.verification?.problems).toEqual([]);
    expect(unwrapped(result)).toMatch(
      {
        wireguard: /interfaces=wg-out1,vlan30/,
        ikev2: /interfaces=(?:gre-out1,)?vlan30/,
        openvpn: /interfaces=ovpn-out1,vlan30/,
      }[target],
    );
    expect(result.text).not.toContain("/routing table");
  });

  it.each(["wireguard", "ikev2", "openvpn"] as const)(
    "C10 C27 C41 far addresses, wherever they stand: %s",
    (target) => {
      const lines = [
        ...["/ppp profile", "add name=office remote-address=10.99.0.1"],
        ...["/interface pptp-client", "set [ find name=pptp-out1 ] profile=office"],
        ...["/ip route", "add dst-address=10.7.0.0/16 gateway=10.99.0.1"],
        ...["/tool netwatch", "add host=10.99.0.1", "/ip dns static", "add address=10.99.0.1 name=far.lan"],
        ...["/radius", "add address=10.99.0.1 service=login"],
      ];
      const result = move(target, "7.16.1", ...DHCP, ...NAT, ...lines);
      expect(unwrapped(result)).not.toContain("gateway=10.99.0.1");
      for (const word of ["/tool netwatch", "/ip dns static", "/radius"])
        expect(result.first.review.join("\n")).toContain(word);
    },
  );

  it("C10 a next hop that no network holds may be the far end", () => {
    const wan = ["/ip address", "add address=203.0.113.2/30 interface=ether1 network=203.0.113.0"];
    const route = [
      "/ip route",
      "add dst-address=0.0.0.0/0 gateway=203.0.113.1",
      "add dst-address=10.7.0.0/16 gateway=10.99.0.1",
    ];
    expect(said(move("wireguard", "7.16.1", ...wan, ...route))).toContain("10.99.0.1");
    // Recursive routing, and a line whose network the lease tells.
    const recursive = [...route.slice(0, 2), "add dst-address=9.9.9.9/32 gateway=203.0.113.1 scope=10"];
    const watched = "add distance=2 dst-address=0.0.0.0/0 gateway=9.9.9.9 target-scope=11";
    expect(said(move("wireguard", "7.16.1", ...wan, ...recursive, watched))).not.toContain("goes by");
    expect(said(move("wireguard", "7.16.1", ...DHCP, ...route))).not.toContain("goes by");
  });

  it("C10 a BGP neighbour that no network holds may be the far end", () => {
    const bgp = (address: string) => [
      "/routing bgp connection",
      `add as=65004 local.role=ebgp name=hq remote.address=${address} remote.as=65000`,
    ];
    expect(said(move("wireguard", "7.16.1", ...DHCP, ...bgp("10.99.4.1")))).toContain("10.99.4.1");
    expect(said(move("wireguard", "7.16.1", ...DHCP, ...bgp("192.168.88.9")))).not.toContain("192.168.88.9");
    expect(said(move("wireguard", "7.16.1", ...DHCP, ...bgp("45.9.8.7/32")))).not.toContain("45.9.8.7");
  });

  it("C32 PPPoE leaves less room, and PPTP's own size is not WireGuard's", () => {
    const lines = [
      ...[
        "/interface pppoe-client",
        "add add-default-route=yes disabled=no interface=ether1 name=dsl user=x",
      ],
      ...["/interface pptp-client", "set [ find name=pptp-out1 ] max-mru=1400 max-mtu=1400"],
    ];
    const result = move("wireguard", "7.16.1", ...lines);
    expect(result.text).toContain("mtu=1412");
    expect(result.text).not.toContain("1400");
  });

  it("C33 a bridged tunnel is for OpenVPN", () => {
    const lines = [
      ...["/interface bridge", "add name=lan", "/ppp profile", "add bridge=lan name=bcp"],
      ...["/interface pptp-client", "set [ find name=pptp-out1 ] profile=bcp"],
    ];
    expect(move("wireguard", "7.16.1", ...lines).first.refusal).toContain("OpenVPN");
    expect(unwrapped(move("openvpn", "7.16.1", ...lines))).toContain("mode=ethernet");
  });

  it("C35 WireGuard looks a name up once, IKEv2 takes it as it is", () => {
    const named = ["/interface pptp-client", "set [ find name=pptp-out1 ] connect-to=vpn.example.com"];
    expect(said(move("wireguard", "7.16.1", ...DHCP, ...named))).toContain("looks up `vpn.example.com`");
    expect(unwrapped(move("ikev2", "6.49.10", ...DHCP, ...named))).toContain(
      "address=vpn.example.com exchange-mode=ike2",
    );
  });

  it.each(["wireguard", "ikev2", "openvpn"] as const)(
    "C36 FastTrack that is off, and words of other hardware: %s",
    (target) => {
      const lines = [
        "/ip firewall filter",
        'add action=fasttrack-connection chain=forward comment="defconf: fasttrack" connection-state=established,related',
        'set [find comment="defconf: fasttrack"] disabled=yes',
      ];
      const table = ["/routing table", "add fib name=VPN", "/ip route"];
      const route = "add dst-address=0.0.0.0/0 gateway=pptp-out1 routing-table=VPN";
      const result = move(target, "7.16.1", ...DHCP, ...NAT, ...MARK, ...table, route, ...lines);
      expect(result.text).toContain(`${lines[1] ?? ""}\n${lines[2] ?? ""}\n`);
      expect(result.text).not.toContain("hw-offload");
      expect(result.text).not.toMatch(/fasttrack" src|not into fasttrack|out of fasttrack/);
    },
  );

  it("C42 translation by a fixed address, by a list and for all", () => {
    const lines = [
      ...["/interface list", "add name=OUT", "/interface list member", "add interface=pptp-out1 list=OUT"],
      ...[
        "/ip firewall nat",
        "add action=src-nat chain=srcnat out-interface=pptp-out1 to-addresses=10.99.0.2",
      ],
      "add action=masquerade chain=srcnat out-interface-list=OUT",
      "add action=masquerade chain=srcnat src-address=192.168.88.0/24",
    ];
    const result = move("wireguard", "7.16.1", ...DHCP, ...lines);
    expect(said(result)).toContain("to-addresses=10.99.0.2");
    expect(unwrapped(result)).toContain(
      "add action=src-nat chain=srcnat out-interface=wg-out1 to-addresses=10.99.0.2\n",
    );
    expect(result.text).toContain("add action=masquerade chain=srcnat out-interface-list=OUT\n");
    expect(result.text).toContain("add action=masquerade chain=srcnat src-address=192.168.88.0/24\n");
  });

  it("C43 translation for all spares what goes by policy between two sites", () => {
    const lines = [
      ...["/ip route", "add dst-address=10.7.0.0/16 gateway=pptp-out1"],
      ...["/ip firewall nat", "add action=masquerade chain=srcnat"],
    ];
    const result = move("ikev2", "7.16.1", ...DHCP, ...lines);
    expect(result.text).toContain("add action=masquerade chain=srcnat ipsec-policy=out,none\n");
  });

  it.each(["wireguard", "openvpn"] as const)(
    "C44 queues of the tunnel move, queues of hosts stay: %s",
    (target) => {
      const lines = [
        ...["/queue simple", "add max-limit=1M/1M name=host target=192.168.88.9/32"],
        "add dst=pptp-out1 max-limit=5M/5M name=out target=192.168.88.0/24",
        ...["/queue tree", "add name=up parent=pptp-out1"],
      ];
      const result = move(target, "7.16.1", ...DHCP, ...lines);
      const name = target === "wireguard" ? "wg-out1" : "ovpn-out1";
      expect(result.text).toContain("add max-limit=1M/1M name=host target=192.168.88.9/32\n");
      expect(result.text).toContain(`add dst=${name} max-limit=5M/5M name=out target=192.168.88.0/24\n`);
      expect(result.text).toContain(`add name=up parent=${name}\n`);
    },
  );

  it("C47 a mismatch of PFS, which shows late, is told", () => {
    expect(said(move("ikev2", "7.16.1", ...DHCP, ...NAT))).toContain("pfs-group=none");
  });

  it.each([
    ["# jan/02/2020 10:00:00 by RouterOS 6.45.X", "ikev2"],
    ["# 2024-01-02 10:00:00 by RouterOS 7.16beta4", "wireguard"],
    ["# 2024-01-02 10:00:00 by RouterOS 7.17rc2", "wireguard"],
  ] as const)("C50 masked and early versions: %s", (head, target) => {
    const result = migrated([head, ...CLIENT, ...LAN, ...DHCP, ""].join("\n"), target);
    expect(result.first.refusal).toBeUndefined();
    expect(result.first.verification?.problems).toEqual([]);
    if (target === "ikev2")
      expect(migrated([head, ...CLIENT, ""].join("\n"), "wireguard").first.refusal).toContain("7.1");
  });

  it("C50 without a version the syntax tells, else the doubt is told", () => {
    const bare = migrated([...CLIENT, ...LAN, ""].join("\n"), "wireguard");
    expect(bare.first.refusal).toBeUndefined();
  });

  it.each([
    ["6.49.10", /auth=sha1 .*cipher=aes256 /, /protocol=|tls-version=/],
    ["7.6", /auth=sha256 .*cipher=aes256 /, /aes256-/],
    ["7.15.3", /auth=sha256 .*cipher=aes256-cbc /, /gcm/],
    ["7.18.2", /auth=sha256 .*cipher=aes256-gcm /, /aes256-cbc/],
  ])("C52 cipher words of OpenVPN on %s", (version, wanted, unwanted) => {
    const line = unwrapped(move("openvpn", version, ...DHCP))
      .split("\n")
      .find((each) => each.includes("cipher="));
    expect(line).toMatch(wanted);
    expect(line).not.toMatch(unwanted);
  });

  it.each([
    ["7.14.3", /add allowed-address=0\.0\.0\.0\/0 endpoint-address=/],
    ["7.16.1", /add allowed-address=0\.0\.0\.0\/0 (?:comment=\S+ )?endpoint-address=/],
    ["7.21", /add allowed-address=0\.0\.0\.0\/0 (?:comment=\S+ )?endpoint-address=/],
  ])("C53 words of WireGuard peers on %s", (version, wanted) => {
    const result = move("wireguard", version, ...DHCP);
    expect(result.first.verification?.problems).toEqual([]);
    expect(unwrapped(result)).toMatch(wanted);
    expect(result.text).not.toMatch(/responder|suppress-hw-offload/);
  });

  it.each(["wireguard", "ikev2", "openvpn"] as const)(
    "C37 C57 no password is carried, none is lost before a backup: %s",
    (target) => {
      const result = move(target, "7.16.1", ...DHCP, ...NAT);
      const scripts = Object.values(result.first.scripts ?? {});
      for (const { text, rollback } of scripts) expect(text + rollback).not.toContain("hidden");
      expect(result.text).not.toContain("hidden");
      const [before = "", after = ""] = (result.first.scripts?.decommission.text ?? "").split(
        'rsclintConfirmRemoval" value',
      );
      expect(before).not.toMatch(/pptp-client[^\n]*remove|remove[^\n]*pptp-out1/);
      expect(after).toMatch(/remove/);
    },
  );
});
