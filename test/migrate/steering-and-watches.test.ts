import { describe, expect, it } from "vitest";
import { migrated, router } from "../support/migrations.ts";
import { proveScripts } from "../support/stage-proof.ts";

/** Two providers share the connections, and each stands in for the other. */
const BALANCED = router(
  "7.17.2",
  "/interface pptp-client",
  "add connect-to=a.vpn.example disabled=no name=pptp-a user=ua",
  "add connect-to=b.vpn.example disabled=no name=pptp-b user=ub",
  ...["/routing table", "add disabled=no fib name=via-a", "add disabled=no fib name=via-b"],
  ...["/ip address", "add address=192.168.10.1/24 interface=ether2 network=192.168.10.0"],
  ...["/ip dhcp-client", "add interface=ether1"],
  "/ip firewall mangle",
  "add action=mark-connection chain=prerouting connection-mark=no-mark dst-address-type=!local in-interface=ether2 new-connection-mark=conn-a passthrough=yes per-connection-classifier=src-address:2/0",
  "add action=mark-connection chain=prerouting connection-mark=no-mark dst-address-type=!local in-interface=ether2 new-connection-mark=conn-b passthrough=yes per-connection-classifier=src-address:2/1",
  "add action=mark-routing chain=prerouting connection-mark=conn-a in-interface=ether2 new-routing-mark=via-a passthrough=no",
  "add action=mark-routing chain=prerouting connection-mark=conn-b in-interface=ether2 new-routing-mark=via-b passthrough=no",
  ...["/ip firewall nat", "add action=masquerade chain=srcnat"],
  "/ip route",
  "add distance=1 dst-address=0.0.0.0/0 gateway=pptp-a routing-table=via-a",
  "add distance=2 dst-address=0.0.0.0/0 gateway=pptp-b routing-table=via-a",
  "add distance=1 dst-address=0.0.0.0/0 gateway=pptp-b routing-table=via-b",
  "add distance=2 dst-address=0.0.0.0/0 gateway=pptp-a routing-table=via-b",
);

describe("two clients that stand in for each other, to IKEv2", () => {
  const { before, after, text, outcome } = migrated(BALANCED, "ikev2");

  it("choose by the marks of their own tables", () => {
    const configs = after.items("/ip/ipsec/mode-config").filter(({ origin }) => origin === "add");
    expect(configs.map((item) => item.text("connection-mark"))).toEqual(["conn-a", "conn-b"]);
    expect(text.match(/per-connection-classifier/g)).toHaveLength(2);
    expect(text).not.toMatch(/mark-routing|via-[ab]/);
  });

  it("say that nothing waits behind them any more, and have whole scripts", () => {
    expect(outcome.tunnels[0]?.warnings.join("\n")).toContain(
      "of table `via-b` waited behind a nearer route",
    );
    const scripts = outcome.tunnels.flatMap((tunnel) => tunnel.scripts ?? []);
    expect(proveScripts(before, scripts, text)).toEqual([]);
  });
});

describe("a watch on the other end's private address", () => {
  const CLIENT = [
    "/interface pptp-client",
    "add connect-to=192.0.2.9 disabled=no name=vpn-a user=ua",
    ...["/interface eoip", "add local-address=172.31.9.2 name=eoip1 remote-address=172.31.9.1 tunnel-id=9"],
    ...["/ip address", "add address=192.168.10.1/24 interface=ether2 network=192.168.10.0"],
    ...["/ip dhcp-client", "add interface=ether1"],
    ...["/ip route", "add dst-address=10.8.0.0/16 gateway=ether2"],
    "/tool netwatch",
    ...["add host=10.99.0.1", "add host=192.168.10.7", "add host=10.8.0.1", "add host=9.9.9.9"],
    "add disabled=yes host=10.99.0.2",
  ];

  it.each(["wireguard", "ikev2", "openvpn"] as const)("is named, to %s", (target) => {
    const { first } = migrated(router("7.17.2", ...CLIENT), target);
    const found = first.review.filter((each) => each.includes("lies in no network"));
    expect(found.map((each) => /speaks with ([\d.]+)/.exec(each)?.[1])).toEqual(["10.99.0.1", "172.31.9.1"]);
    expect(first.scripts?.decommission.text).not.toContain("Look at these first");
    const isEmpty = first.warnings.some((each) => each.startsWith("Nothing in this file leads hosts"));
    expect(isEmpty).toBe(target === "ikev2");
  });
});

describe("a server whose own address goes with it", () => {
  const SERVER = [
    ...["/ip pool", "add name=vpn ranges=10.99.0.10-10.99.0.30"],
    "/ppp profile",
    "add dns-server=10.99.0.1 local-address=10.99.0.1 name=vpn remote-address=vpn",
    ...["/interface pptp-server server", "set default-profile=vpn enabled=yes"],
    ...["/ip address", "add address=10.0.5.1/24 interface=ether2 network=10.0.5.0"],
    "add address=192.0.2.50/24 interface=ether1 network=192.0.2.0",
    ...["/ip dns static", "add address=10.99.0.1 name=vpn.lan"],
    "/ip firewall filter",
    "add action=accept chain=input connection-state=established,related",
    "add action=jump chain=input jump-target=pptp protocol=gre",
    "add action=accept chain=input dst-port=1723 protocol=tcp",
    "add action=drop chain=input in-interface=ether1",
    "add action=accept chain=pptp",
    ...["/ip firewall raw", "add action=accept chain=prerouting protocol=gre"],
    ...["/ip route", "add dst-address=0.0.0.0/0 gateway=192.0.2.1"],
    ...["/ppp secret", "add name=anna profile=vpn service=pptp"],
  ];

  it("is told, and users ask the router's other address for names", () => {
    const { first, after } = migrated(router("7.17.2", ...SERVER), "ikev2");
    expect(first.review.join("\n")).toContain("`vpn.lan` in `/ip dns static` holds `10.99.0.1` in `address`");
    const [config] = after.items("/ip/ipsec/mode-config").filter(({ origin }) => origin === "add");
    expect(config?.text("static-dns")).toBe("10.0.5.1");
  });

  it("keeps the address where the new tunnel has an interface", () => {
    const { first, after } = migrated(router("7.17.2", ...SERVER), "wireguard");
    expect(after.items("/ip/address").map((item) => item.text("address"))).toContain("10.99.0.1/27");
    expect(first.review.join("\n")).not.toContain("vpn.lan");
  });

  it("names rules about GRE that stay", () => {
    const { first } = migrated(router("7.17.2", ...SERVER), "wireguard");
    const found = first.review.filter((each) => each.includes("speaks of GRE"));
    expect(found).toHaveLength(2);
  });
});

describe("a tunnel to one network, with what the router itself asks there", () => {
  const CLIENT = [
    ...["/interface pptp-client", "add connect-to=192.0.2.9 disabled=no name=office user=u"],
    ...["/interface list", "add name=WAN", "/interface list member", "add interface=ether1 list=WAN"],
    ...["/ip address", "add address=192.168.77.1/24 interface=ether2 network=192.168.77.0"],
    ...["/ip dhcp-client", "add interface=ether1"],
    "/ip firewall filter",
    "add action=accept chain=forward connection-state=established,related",
    "add action=drop chain=forward connection-nat-state=!dstnat connection-state=new in-interface-list=WAN",
    "/ip firewall nat",
    ...["add action=masquerade chain=srcnat out-interface-list=WAN"],
    "add action=masquerade chain=srcnat out-interface=office",
    ...["/ip route", "add dst-address=10.8.0.0/16 gateway=office"],
    ...["/tool netwatch", "add host=10.8.0.53", "add host=10.9.0.53"],
  ];

  it("is named where IKEv2 does not choose it, and nothing begins from the other side", () => {
    const { first } = migrated(router("7.14.3", ...CLIENT), "ikev2");
    const asked = first.review.filter((each) => each.includes("has the router itself ask"));
    expect(asked).toHaveLength(1);
    expect(asked[0]).toContain("`10.8.0.53`");
    expect(first.verification?.differences.filter(({ reason }) => reason === undefined)).toEqual([]);
  });
});

describe("a server whose profile puts its users into an address list", () => {
  const server = (...more: readonly string[]) =>
    router(
      "7.13.5",
      ...["/ip pool", "add name=staff ranges=10.70.1.10-10.70.1.99"],
      "/ppp profile",
      "add address-list=staff-vpn local-address=10.70.1.1 name=staff remote-address=staff",
      ...more,
      ...["/interface pptp-server server", "set default-profile=staff enabled=yes"],
      ...["/ip address", "add address=10.70.0.1/24 interface=ether2 network=10.70.0.0"],
      ...["/ppp secret", "add name=alice profile=staff service=pptp"],
    );

  it("keeps its whole pool there, to IKEv2", () => {
    const { after, first } = migrated(server(), "ikev2");
    const [member] = after.items("/ip/firewall/address-list");
    expect(member?.text("address")).toBe("10.70.1.10-10.70.1.99");
    expect(first.warnings.join("\n")).not.toContain("`address-list`");
  });

  it("is told where others draw from the pool, too", () => {
    const { after, first } = migrated(server("add name=guests remote-address=staff"), "ikev2");
    expect(after.items("/ip/firewall/address-list")).toEqual([]);
    expect(first.warnings.join("\n")).toContain("`address-list` of profile `staff`");
  });
});

describe("a tunnel that took everything, beside a server", () => {
  const BOTH = [
    "/interface pptp-client",
    "add add-default-route=yes connect-to=192.0.2.9 disabled=no name=up user=u",
    ...["/ip pool", "add name=users ranges=10.9.1.10-10.9.1.20", "add name=near ranges=10.0.0.50-10.0.0.60"],
    "/ppp profile",
    "add local-address=10.9.1.1 name=far remote-address=users",
    "add local-address=10.0.0.1 name=near remote-address=near",
    ...["/interface l2tp-server server", "set default-profile=far enabled=yes use-ipsec=required"],
    ...["/ip address", "add address=10.0.0.1/24 interface=ether2 network=10.0.0.0"],
    "add address=198.51.100.2/30 interface=ether1 network=198.51.100.0",
    ...["/ip firewall nat", "add action=masquerade chain=srcnat"],
    ...["/ip route", "add distance=5 dst-address=0.0.0.0/0 gateway=198.51.100.1"],
    ...["/ppp secret", "add name=bob profile=far remote-address=10.9.1.70 service=l2tp"],
  ];

  it("counts its users as hosts behind the router, to IKEv2", () => {
    const { after, first } = migrated(router("7.19.4", ...BOTH), "ikev2");
    const members = after.items("/ip/firewall/address-list").map((item) => item.text("address"));
    expect(members).toEqual(["10.0.0.0/24", "10.9.1.70/32", "10.9.1.10-10.9.1.20"]);
    expect(first.verification?.differences.filter(({ reason }) => reason === undefined)).toEqual([]);
  });
});

describe("a server whose users RADIUS alone knows", () => {
  const SERVER = [
    ...["/ip pool", "add name=vpn ranges=10.80.9.2-10.80.9.254"],
    "/ppp profile",
    "add dns-server=10.80.0.2 local-address=10.80.9.1 name=vpn remote-address=vpn",
    ...["/interface pptp-server server", "set default-profile=vpn enabled=yes"],
    ...["/ip address", "add address=10.80.0.1/24 interface=ether2 network=10.80.0.0"],
    ...["/ip dhcp-client", "add interface=ether1"],
    "/ip firewall filter",
    "add action=jump chain=input in-interface=ether1 jump-target=wan-in",
    "add action=accept chain=input in-interface=all-ppp",
    "add action=drop chain=input",
    "add action=accept chain=wan-in dst-port=1723 protocol=tcp",
    "add action=accept chain=wan-in protocol=gre",
    "add action=drop chain=wan-in",
    ...["/ppp aaa", "set use-radius=yes", "/radius", "add address=10.80.0.2 service=ppp"],
  ];

  it("tells their network and name servers by its own profile", () => {
    const { after, first } = migrated(router("7.19.4", ...SERVER), "ikev2");
    expect(first.inputs.map(({ name }) => name)).not.toContain("user-network");
    const [template] = after.items("/ip/ipsec/policy").filter((item) => item.text("template") === "yes");
    expect(template?.text("dst-address")).toBe("10.80.9.0/24");
    const [config] = after.items("/ip/ipsec/mode-config").filter(({ origin }) => origin === "add");
    expect(config?.text("static-dns")).toBe("10.80.0.2");
    expect(first.verification?.differences.filter(({ reason }) => reason === undefined)).toEqual([]);
  });
});

describe("a routing rule behind one that keeps networks in table main", () => {
  const rules = (...ahead: readonly string[]) =>
    router(
      "7.20.4",
      ...["/interface pptp-client", "add connect-to=media.example disabled=no name=media user=m1"],
      ...["/routing table", "add disabled=no fib name=via-media"],
      ...["/ip address", "add address=192.168.0.1/24 interface=ether2 network=192.168.0.0"],
      "add address=192.168.20.1/24 interface=ether3 network=192.168.20.0",
      ...["/ip dhcp-client", "add interface=ether1"],
      ...["/ip firewall nat", "add action=masquerade chain=srcnat"],
      ...["/ip route", "add dst-address=0.0.0.0/0 gateway=media routing-table=via-media"],
      ...["/routing rule", ...ahead],
      "add action=lookup src-address=192.168.20.0/24 table=via-media",
    );

  it("leaves those networks out of the IKEv2 tunnel", () => {
    const { after, first } = migrated(
      rules("add action=lookup dst-address=192.168.0.0/16 table=main"),
      "ikev2",
    );
    const [mark] = after
      .items("/ip/firewall/mangle")
      .filter((rule) => rule.text("action") === "mark-connection");
    expect(mark?.text("src-address")).toBe("192.168.20.0/24");
    expect(mark?.text("dst-address")).toBe("!192.168.0.0/16");
    expect(first.verification?.differences.filter(({ reason }) => reason === undefined)).toEqual([]);
  });

  it("takes a list where there are several", () => {
    const networks = ["192.168.0.0/16", "10.0.0.0/8"];
    const ahead = networks.map((network) => `add action=lookup dst-address=${network} table=main`);
    const { after } = migrated(rules(...ahead), "ikev2");
    const [mark] = after
      .items("/ip/firewall/mangle")
      .filter((rule) => rule.text("action") === "mark-connection");
    expect(mark?.text("dst-address-list")).toBe("!media-conn-direct");
    const members = after.items("/ip/firewall/address-list").map((item) => item.text("address"));
    expect(members).toEqual(networks);
  });

  it("is a plain list of sources without such a rule", () => {
    const { text } = migrated(rules(), "ikev2");
    expect(text).toContain("src-address-list=via-media");
    expect(text).not.toContain("mark-connection");
  });
});

describe("a blackhole behind the tunnel's route", () => {
  const lines = (last: string) => [
    ...["/interface pptp-client", "add connect-to=198.51.100.20 disabled=no name=pptp-us user=me"],
    ...["/routing table", "add disabled=no fib name=to-us"],
    ...["/ip address", "add address=192.168.10.1/24 interface=ether2 network=192.168.10.0"],
    "add address=203.0.113.2/30 interface=ether1 network=203.0.113.0",
    "/ip firewall mangle",
    "add action=mark-routing chain=prerouting dst-address-type=!local new-routing-mark=to-us src-address=192.168.10.50",
    ...["/ip route", "add dst-address=0.0.0.0/0 gateway=203.0.113.1"],
    "add distance=1 dst-address=0.0.0.0/0 gateway=pptp-us routing-table=to-us",
    last,
  ];

  it("is no backup, so nothing watches the other end", () => {
    const stop = "add blackhole distance=10 dst-address=0.0.0.0/0 routing-table=to-us";
    expect(migrated(router("7.16.1", ...lines(stop)), "wireguard").text).not.toContain("/tool netwatch");
    const backup = "add distance=10 dst-address=0.0.0.0/0 gateway=203.0.113.1 routing-table=to-us";
    expect(migrated(router("7.16.1", ...lines(backup)), "wireguard").text).toContain("/tool netwatch");
  });
});
