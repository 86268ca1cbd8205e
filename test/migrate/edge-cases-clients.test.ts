import { describe, expect, it } from "vitest";
import type { Target } from "../../server/src/migrate/plan.ts";
import { type Migrated, migrated, router, said, unwrapped } from "../support/migrations.ts";
import { expectProved } from "../support/proved-move.ts";

/** Numbers are those of the list of edge cases that every migration is held against. */

const SEVEN = ["wireguard", "ikev2", "openvpn"] as const satisfies readonly Target[];

const WAN = [
  ...["/ip address", "add address=192.168.88.1/24 interface=ether2 network=192.168.88.0"],
  "add address=203.0.113.2/30 interface=ether1 network=203.0.113.0",
  ...["/ip route", "add dst-address=0.0.0.0/0 gateway=203.0.113.1"],
];
const dialled = (words: string) => ["/interface pptp-client", `add ${words}`];
const CLIENT = dialled("connect-to=198.51.100.7 disabled=no name=pptp-out1 user=me");
const SELECTIVE = [
  ...["/routing table", "add disabled=no fib name=VPN"],
  ...["/ip route", "add dst-address=0.0.0.0/0 gateway=pptp-out1 routing-table=VPN"],
  "/ip firewall mangle",
  "add action=mark-routing chain=prerouting dst-address-type=!local new-routing-mark=VPN passthrough=yes src-address=192.168.88.50",
  ...["/ip firewall nat", "add action=masquerade chain=srcnat out-interface=ether1"],
  "add action=masquerade chain=srcnat out-interface=pptp-out1",
];

function move(target: Target, version: string, ...lines: readonly string[]): Migrated {
  return migrated(router(version, ...lines), target);
}

describe.each(SEVEN)("edge cases of clients, v7 to %s", (target) => {
  it("C1 a client without disabled=no is off, and stays off", () => {
    const result = migrated(
      router("7.16.1", ...dialled("connect-to=198.51.100.7 name=spare user=me"), ...WAN),
      target,
      { tunnel: "spare" },
    );
    expect(result.text).not.toContain("pptp-client");
    const added = result.after
      .items(
        { wireguard: "/interface/wireguard", ikev2: "/ip/ipsec/peer", openvpn: "/interface/ovpn-client" }[
          target
        ],
      )
      .filter(({ origin }) => origin === "add");
    expect(added.map(({ isDisabled }) => isDisabled)).toEqual([true]);
  });

  it("C2 a renamed port goes by its new name", () => {
    const rename = ["/interface ethernet", "set [ find default-name=ether1 ] name=wan"];
    const lines = [...CLIENT, ...WAN, ...SELECTIVE].map((line) => line.replace(/ether1/g, "wan"));
    const result = move(target, "7.16.1", ...rename, ...lines);
    expectProved(result);
    expect(result.text).toContain("set [ find default-name=ether1 ] name=wan\n");
    expect(result.text.match(/ether1/g)).toHaveLength(1);
  });

  it("C3 edits of built-in items stay as they are", () => {
    const builtin = [
      ...["/ppp profile", "set *FFFFFFFE use-compression=no"],
      ...["/interface wireless security-profiles", "set [ find default=yes ] supplicant-identity=MikroTik"],
      ...["/ip service", "set telnet disabled=yes", "set 1 disabled=yes"],
    ];
    const client = dialled("connect-to=198.51.100.7 disabled=no name=p profile=default-encryption user=me");
    const result = move(target, "7.16.1", ...client, ...WAN, ...builtin);
    for (const line of builtin) expect(result.text).toContain(`${line}\n`);
  });

  it("C4 other things called pptp are not the tunnel", () => {
    const others = [
      ...["/interface l2tp-client", "add connect-to=192.0.2.9 disabled=no name=pptp-backup user=x"],
      ...["/ip pool", "add name=pptp ranges=10.0.0.2-10.0.0.9"],
      ...["/interface list", "add comment=pptp name=PPTP"],
      ...["/ip firewall filter", "add action=accept chain=input comment=pptp-out1 dst-port=22 protocol=tcp"],
    ];
    const result = move(target, "7.16.1", ...CLIENT, ...WAN, ...others);
    for (const line of others) expect(result.text).toContain(`${line}\n`);
  });

  it("C8 C45 what passes through to others, and its NAT helper, is not the router's own", () => {
    const others = [
      "/ip firewall filter",
      "add action=accept chain=forward dst-port=1723 protocol=tcp",
      "add action=accept chain=forward protocol=gre",
      ...["/ip firewall service-port", "set pptp disabled=yes"],
    ];
    const result = move(target, "7.16.1", ...CLIENT, ...WAN, ...others);
    for (const line of others) expect(result.text).toContain(`${line}\n`);
  });

  it("C14 C15 an undeclared table, and `main` as a mark", () => {
    const lines = SELECTIVE.filter((line) => !line.includes("table name") && !line.includes("fib")).concat(
      "/ip firewall mangle",
      "add action=mark-routing chain=prerouting new-routing-mark=main src-address=192.168.88.60",
    );
    const result = move(target, "7.16.1", ...CLIENT, ...WAN, ...lines);
    expect(result.first.refusal).toBeUndefined();
    expect(result.first.verification?.problems).toEqual([]);
    expect(unwrapped(result)).toMatch(/new-routing-mark=main (?:.* )?src-address=192\.168\.88\.60/);
    expect(unwrapped(result)).not.toMatch(/src-address=192\.168\.88\.60.*new-connection-mark/);
  });

  it("C16 marks in a chain that is jumped to", () => {
    const lines = [
      ...["/routing table", "add fib name=VPN", "/ip firewall mangle"],
      "add action=jump chain=prerouting jump-target=steer",
      "add action=mark-routing chain=steer dst-address-type=!local new-routing-mark=VPN passthrough=no src-address=192.168.88.50",
      ...["/ip route", "add dst-address=0.0.0.0/0 gateway=pptp-out1 routing-table=VPN"],
      ...["/ip firewall nat", "add action=masquerade chain=srcnat"],
    ];
    expectProved(move(target, "7.16.1", ...CLIENT, ...WAN, ...lines));
  });

  it("C17 C18 negations and rules that are off keep their sense", () => {
    const lines = [
      ...["/ip firewall filter", "add action=accept chain=forward in-interface=!pptp-out1"],
      "add action=drop chain=forward disabled=yes in-interface=pptp-out1 src-address-list=!friends",
    ];
    const result = move(target, "7.16.1", ...CLIENT, ...WAN, ...SELECTIVE, ...lines);
    const name = { wireguard: "wg-out1", ikev2: "", openvpn: "ovpn-out1" }[target];
    const side = (not: boolean) =>
      target === "ikev2"
        ? `ipsec-policy=in,${not ? "none" : "ipsec"}`
        : `in-interface=${not ? "!" : ""}${name}`;
    expect(unwrapped(result)).toMatch(
      new RegExp(`add action=accept chain=forward (?:comment="[^"]*" )?${side(true)}\n`),
    );
    const off = unwrapped(result)
      .split("\n")
      .find((line) => line.includes("!friends"));
    expect(off).toContain(side(false));
    expect(off).toContain("disabled=yes");
  });

  it("C19 nested lists keep their members, all-ppp its other tunnels", () => {
    const lines = [
      ...["/interface list", "add name=VPN", "add include=VPN name=OUT"],
      ...["/interface list member", "add interface=pptp-out1 list=VPN"],
      ...["/interface pppoe-client", "add disabled=no interface=ether1 name=dsl user=x"],
      ...["/ip firewall filter", "add action=drop chain=input in-interface=all-ppp"],
      "add action=drop chain=input in-interface-list=OUT",
    ];
    const result = move(target, "7.16.1", ...CLIENT, ...WAN, ...lines);
    expect(result.text).toContain("add include=VPN name=OUT\n");
    expect(unwrapped(result)).toContain("add action=drop chain=input in-interface=all-ppp\n");
    const members = result.after.items("/interface/list/member").map((item) => item.text("interface"));
    expect(members).toEqual({ wireguard: ["wg-out1"], ikev2: [], openvpn: ["ovpn-out1"] }[target]);
  });

  it("C25 C26 scripts that name it, and patterns that find it, are told and left alone", () => {
    const lines = [
      ...[
        "/system scheduler",
        'add name=redial on-event="/interface disable pptp-out1\\r\\\n    \\n# pptp-out1"',
      ],
      ...["/system script", 'add name=all source=":foreach i in=[/interface find type=pptp-out] do={}"'],
      ...["/tool netwatch", 'add host=192.0.2.1 down-script="/interface enable [find name~\\"pptp-out\\"]"'],
    ];
    const result = move(target, "7.16.1", ...CLIENT, ...WAN, ...SELECTIVE, ...lines);
    const text = unwrapped(result);
    expect(text).toContain("/interface disable pptp-out1");
    expect(text).toContain("find type=pptp-out");
    expect(result.first.review.join("\n")).toMatch(/redial/);
    expect(result.first.review.join("\n")).toMatch(/`all`/);
    expect(result.first.review.join("\n")).toMatch(/192\.0\.2\.1/);
  });

  it("C28 no IPv6 is let in that was not there", () => {
    const six = ["/ipv6 address", "add address=2001:db8::1/64 interface=ether2"];
    const result = move(target, "7.16.1", ...CLIENT, ...WAN, ...SELECTIVE, ...six);
    expect(result.text).not.toContain("::/0");
    expect(said(result)).toContain("IPv6");
  });

  it("C30 C31 several clients of one provider stay apart", () => {
    const lines = [
      ...["/interface pptp-client", "add connect-to=198.51.100.7 disabled=no name=pptp-a user=a"],
      "add connect-to=198.51.100.7 disabled=no name=pptp-b user=b",
      ...["/routing table", "add fib name=A", "add fib name=B", "/ip firewall mangle"],
      "add action=mark-connection chain=prerouting connection-mark=no-mark connection-state=new dst-address-type=!local in-interface=ether2 new-connection-mark=a-conn per-connection-classifier=both-addresses:2/0",
      "add action=mark-connection chain=prerouting connection-mark=no-mark connection-state=new dst-address-type=!local in-interface=ether2 new-connection-mark=b-conn per-connection-classifier=both-addresses:2/1",
      "add action=mark-routing chain=prerouting connection-mark=a-conn in-interface=ether2 new-routing-mark=A",
      "add action=mark-routing chain=prerouting connection-mark=b-conn in-interface=ether2 new-routing-mark=B",
      ...["/ip route", "add dst-address=0.0.0.0/0 gateway=pptp-a routing-table=A"],
      "add dst-address=0.0.0.0/0 gateway=pptp-b routing-table=B",
      ...["/ip firewall nat", "add action=masquerade chain=srcnat"],
    ];
    const result = move(target, "7.16.1", ...WAN, ...lines);
    expect(result.outcome.tunnels.map(({ refusal }) => refusal)).toEqual([undefined, undefined]);
    for (const tunnel of result.outcome.tunnels) expect(tunnel.verification?.problems).toEqual([]);
    expect(unwrapped(result).match(/per-connection-classifier=both-addresses:2\/[01]/g)).toHaveLength(2);
    if (target === "wireguard") {
      const ports = result.after.items("/interface/wireguard").map((item) => item.text("listen-port"));
      expect(new Set(ports).size).toBe(2);
    }
  });

  it("C34 what PPP alone had is told", () => {
    const client = dialled(
      "connect-to=198.51.100.7 dial-on-demand=yes disabled=no max-mtu=1400 mrru=1600 name=pptp-out1 user=me",
    );
    expect(said(move(target, "7.16.1", ...client, ...WAN, ...SELECTIVE))).toMatch(/`mrru`/);
  });

  it("C38 empty values stay empty", () => {
    const empty = [
      ...["/ip service", 'set www-ssl certificate=""'],
      ...["/ip route", 'add blackhole dst-address=10.99.0.0/16 gateway=""'],
    ];
    const result = move(target, "7.16.1", ...CLIENT, ...WAN, ...empty);
    for (const line of empty) expect(result.text).toContain(`${line}\n`);
  });

  it("C51 variables are neither guessed nor written over", () => {
    const lines = [
      ':local gw "pptp-out1"',
      ':if ($gw != "") do={ /ip route add dst-address=10.9.0.0/16 gateway=$gw }',
      ...["/ip firewall nat", "add action=masquerade chain=srcnat out-interface=$gw"],
    ];
    const result = move(target, "7.16.1", ...CLIENT, ...WAN, ...lines);
    expect(result.text).toContain("gateway=$gw }\n");
    expect(result.text).toContain("out-interface=$gw\n");
  });

  it("C55 line ends, BOM and broken lines stay whole", () => {
    const lines = [
      ...SELECTIVE,
      "/ip firewall address-list",
      'add address=192.0.2.0/24 comment="a\\',
      '    b" list=x',
    ];
    const text = `\uFEFF${router("7.16.1", ...CLIENT, ...WAN, ...lines).replaceAll("\n", "\r\n")}`;
    const result = migrated(text, target);
    expectProved(result);
    expect(result.text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    expect(result.text).toContain('comment="a\\\r\n    b" list=x\r\n');
    expect(result.text).not.toMatch(/\\\r\n(?:\/|add |set |\r\n|$)/);
  });

  it("C56 the host route to the old server goes, or goes with the new one", () => {
    const lines = [
      ...dialled("add-default-route=yes connect-to=198.51.100.7 disabled=no name=pptp-out1 user=me"),
      ...WAN.map((line) =>
        line.replace("add dst-address=0.0.0.0/0", "add distance=10 dst-address=0.0.0.0/0"),
      ),
      "add comment=pin dst-address=198.51.100.7/32 gateway=203.0.113.1",
      ...["/ip firewall nat", "add action=masquerade chain=srcnat"],
    ];
    const result = migrated(router("7.16.1", ...lines), target, { answers: { endpoint: "192.0.2.77" } });
    expectProved(result);
    expect(unwrapped(result)).toContain("add comment=pin dst-address=192.0.2.77/32 gateway=203.0.113.1\n");
    expect(result.text).not.toContain("198.51.100.7");
  });
});
