import { describe, expect, it } from "vitest";
import { type Migrated, migrated, router } from "../support/migrations.ts";
import { proveScripts } from "../support/stage-proof.ts";

/** Users of both protocols, one of them of any, and a site behind each server. */
const BOTH = router(
  "7.21.1",
  ...["/interface bridge", "add name=lan"],
  ...["/interface pptp-server", "add name=site-nord user=nord"],
  ...["/interface l2tp-server", "add name=site-sued user=sued"],
  ...["/interface list", "add name=WAN", "add name=LAN", "add name=VPN"],
  ...["/ip pool", "add name=vpn ranges=10.99.0.10-10.99.0.99"],
  "/ppp profile",
  "add change-tcp-mss=yes dns-server=10.0.5.1 interface-list=VPN local-address=10.99.0.1 name=vpn remote-address=vpn use-encryption=required",
  "/interface l2tp-server server",
  "set authentication=mschap2 default-profile=vpn enabled=yes use-ipsec=required",
  ...["/interface list member", "add interface=ether1 list=WAN", "add interface=lan list=LAN"],
  ...["add interface=site-nord list=VPN", "add interface=site-sued list=VPN"],
  ...["/interface pptp-server server", "set authentication=mschap2 default-profile=vpn enabled=yes"],
  ...["/ip address", "add address=10.0.5.1/24 interface=lan network=10.0.5.0"],
  "add address=192.0.2.50/24 interface=ether1 network=192.0.2.0",
  "/ip firewall filter",
  "add action=accept chain=input connection-state=established,related,untracked",
  "add action=accept chain=input dst-port=1723 in-interface-list=WAN protocol=tcp",
  "add action=accept chain=input in-interface-list=WAN protocol=gre",
  "add action=accept chain=input dst-port=500,4500,1701 in-interface-list=WAN protocol=udp",
  "add action=accept chain=input in-interface-list=WAN protocol=ipsec-esp",
  "add action=accept chain=input dst-port=53 in-interface=all-ppp protocol=udp",
  "add action=accept chain=input in-interface-list=LAN",
  "add action=drop chain=input",
  "add action=accept chain=forward connection-state=established,related,untracked",
  "add action=accept chain=forward in-interface-list=VPN out-interface-list=LAN",
  "add action=accept chain=forward in-interface-list=LAN",
  "add action=accept chain=forward in-interface=site-nord out-interface=site-sued",
  "add action=drop chain=forward",
  ...["/ip firewall nat", "add action=masquerade chain=srcnat out-interface-list=WAN"],
  ...["/ip route", "add dst-address=0.0.0.0/0 gateway=192.0.2.1"],
  ...["add dst-address=10.1.0.0/24 gateway=site-nord", "add dst-address=10.2.0.0/24 gateway=site-sued"],
  "/ppp secret",
  "add name=nord profile=vpn remote-address=10.99.0.2 service=pptp",
  "add name=sued profile=vpn remote-address=10.99.0.3 service=l2tp",
  "add name=anna profile=vpn",
  "add name=ben profile=vpn service=pptp",
  "add name=cleo profile=vpn service=l2tp",
);

describe("a PPTP and an L2TP server of one router, to WireGuard", () => {
  const moved = migrated(BOTH, "wireguard", { tunnel: "all" });
  const { after, text } = moved;

  it("become one interface with one peer for each user", () => {
    expect(after.items("/interface/wireguard").map(({ name }) => name)).toEqual(["wg-vpn"]);
    const peers = after.items("/interface/wireguard/peers");
    expect(peers.map(({ name }) => name)).toEqual(["nord", "anna", "ben", "sued", "cleo"]);
    expect(new Set(peers.map((peer) => peer.text("interface")))).toEqual(new Set(["wg-vpn"]));
    expect(new Set(peers.map((peer) => peer.text("allowed-address"))).size).toBe(5);
    expect(after.items("/ip/address").filter((item) => item.text("interface") === "wg-vpn")).toHaveLength(1);
  });

  it("say nothing twice", () => {
    const lines = text.split("\n").filter((line) => line.startsWith("add ") && line.includes("wg-vpn"));
    expect(lines.filter((line, index) => lines.indexOf(line) !== index)).toEqual([]);
    expect(text.match(/dst-port=13231/g)).toHaveLength(1);
    expect(text).not.toMatch(/1723|1701|ipsec-esp|all-ppp/);
  });

  it("are proved, the scripts of both too", () => {
    expectAllProved(moved);
  });
});

describe("a PPTP and an L2TP server of one router, to IKEv2", () => {
  const moved = migrated(BOTH, "ikev2", { tunnel: "all" });
  const { after, text } = moved;

  it("become one peer that waits for anybody, with one identity for each user", () => {
    const open = after.items("/ip/ipsec/peer").filter((peer) => peer.text("address") === undefined);
    expect(open.map(({ name }) => name)).toEqual(["ike2-vpn"]);
    const identities = after.items("/ip/ipsec/identity");
    const holders = identities.map((identity) => identity.text("remote-certificate"));
    expect(holders.sort()).toEqual(["anna", "ben", "cleo", "nord", "sued"]);
    expect(after.items("/ip/ipsec/profile").filter(({ origin }) => origin === "add")).toHaveLength(1);
    expect(after.items("/ip/ipsec/policy/group").filter(({ origin }) => origin === "add")).toHaveLength(1);
  });

  it("let sites of both reach each other", () => {
    const pairs = after
      .items("/ip/ipsec/policy")
      .map((policy) => `${policy.text("src-address")} ${policy.text("dst-address")}`);
    expect(pairs).toContain("10.2.0.0/24 10.1.0.0/24");
    expect(pairs).toContain("10.1.0.0/24 10.2.0.0/24");
  });

  it("say nothing twice, and are proved", () => {
    const rules = after
      .items("/ip/firewall/filter")
      .filter((rule) => rule.text("ipsec-policy") !== undefined);
    const asked = rules.filter((rule) => rule.text("dst-port") === "53");
    expect(asked).toHaveLength(1);
    expect(text).not.toContain("all-ppp");
    expectAllProved(moved);
  });
});

/** Rules about single users of each server, alike but for the interface. */
const SINGLE = BOTH.replace(
  "add action=accept chain=input in-interface-list=LAN",
  [
    ...[
      "add action=accept chain=input in-interface=site-nord",
      "add action=accept chain=input in-interface=site-sued",
    ],
    ...["add action=accept chain=input dst-port=22 in-interface=site-sued protocol=tcp"],
    ...["add action=accept chain=input dst-port=8291 in-interface=pptp-ben protocol=tcp"],
    "add action=accept chain=input in-interface-list=LAN",
  ].join("\n"),
).replace("add name=site-nord user=nord", "add name=site-nord user=nord\nadd name=pptp-ben user=ben");

describe("rules about users who move one by one, to IKEv2", () => {
  const { before, text, outcome } = migrated(SINGLE, "ikev2", { tunnel: "all" });
  const scripts = outcome.tunnels.flatMap((tunnel) => tunnel.scripts ?? []);

  it("stand beside their twins until the old server goes", () => {
    const [pptp] = scripts;
    expect(pptp?.parallel.text).toMatch(/add action=accept .*dst-port=8291 ipsec-policy=in,ipsec/);
    expect(pptp?.cutover.text).not.toMatch(/pptp-ben|all-ppp/);
    expect(pptp?.decommission.text).toMatch(/remove \[find where .*in-interface=pptp-ben/);
  });

  it("are never found by another tunnel's scripts", () => {
    const problems = proveScripts(before, scripts, text);
    expect(problems.filter((each) => !each.endsWith("another order or number"))).toEqual([]);
  });
});

/** Two clients of one provider, each the other's stand-in, and both to one address. */
const TWO = router(
  "7.17.2",
  "/interface pptp-client",
  "add add-default-route=yes connect-to=192.0.2.9 disabled=no name=vpn-a user=ua",
  "add add-default-route=yes connect-to=192.0.2.9 default-route-distance=2 disabled=no name=vpn-b user=ub",
  ...["/ip address", "add address=192.168.10.1/24 interface=ether2 network=192.168.10.0"],
  "add address=198.51.100.2/30 interface=ether1 network=198.51.100.0",
  ...["/ip firewall nat", "add action=masquerade chain=srcnat"],
  ...["/ip route", "add distance=5 dst-address=0.0.0.0/0 gateway=198.51.100.1"],
);

describe("several clients at once", () => {
  it.each(["wireguard", "openvpn"] as const)("ask by their names for what each needs, to %s", (target) => {
    const { text, outcome } = migrated(TWO, target);
    const [a, b] = outcome.tunnels.map(({ inputs }) => inputs.map(({ name }) => name));
    expect(a?.filter((name) => b?.includes(name))).toEqual([]);
    expect(text).toContain(target === "wireguard" ? "<VPN-A-TUNNEL-ADDRESS>" : "<VPN-A-CLIENT-CERTIFICATE>");
    expect(text).toContain(target === "wireguard" ? "<VPN-B-TUNNEL-ADDRESS>" : "<VPN-B-CLIENT-CERTIFICATE>");
  });

  it("take answers by the placeholder, by the tunnel and for all", () => {
    const answers = {
      "vpn-a-tunnel-address": "10.5.0.1/32",
      "vpn-b/tunnel-address": "10.6.0.1/32",
      "endpoint-port": "51820",
    };
    const { text } = migrated(TWO, "wireguard", { answers });
    expect(text).toContain("address=10.5.0.1/32 interface=wg-vpn-a");
    expect(text).toContain("address=10.6.0.1/32 interface=wg-vpn-b");
    expect(text.match(/endpoint-port=51820/g)).toHaveLength(2);
  });

  it("share the host route to one endpoint", () => {
    const { before, text, outcome } = migrated(TWO, "wireguard");
    expect(text.match(/dst-address=192\.0\.2\.9\/32/g)).toHaveLength(1);
    const scripts = outcome.tunnels.flatMap((tunnel) => tunnel.scripts ?? []);
    expect(proveScripts(before, scripts, text)).toEqual([]);
  });
});

/** A hub whose spokes each have an interface in one list, and an L2TP server beside it. */
const HUB = router(
  "7.16.2",
  ...["/interface pptp-server", "add name=pptp-spoke1 user=spoke1", "add name=pptp-spoke2 user=spoke2"],
  ...["/interface list", "add name=SPOKES"],
  ...["/ppp profile", "add local-address=10.255.0.1 name=spokes"],
  ...["/routing ospf instance", "add disabled=no name=core router-id=10.255.255.1"],
  ...["/routing ospf area", "add disabled=no instance=core name=backbone"],
  "/interface list member",
  ...["add interface=pptp-spoke1 list=SPOKES", "add interface=pptp-spoke2 list=SPOKES"],
  ...["/interface pptp-server server", "set default-profile=spokes enabled=yes"],
  ...["/interface l2tp-server server", "set default-profile=spokes enabled=yes use-ipsec=required"],
  ...["/ip address", "add address=198.51.100.2/30 interface=ether1 network=198.51.100.0"],
  ...["/ip route", "add dst-address=0.0.0.0/0 gateway=198.51.100.1"],
  "/ppp secret",
  "add name=spoke1 profile=spokes remote-address=10.255.0.11 service=pptp",
  "add name=spoke2 profile=spokes remote-address=10.255.0.12 service=pptp",
  "add name=anna profile=spokes remote-address=10.255.0.21 service=l2tp",
  "/routing ospf interface-template",
  "add area=backbone disabled=no interfaces=pptp-spoke1 type=ptp",
  "add area=backbone disabled=no interfaces=pptp-spoke2 type=ptp",
);

describe("a hub", () => {
  it("keeps every spoke in the list, to OpenVPN", () => {
    const { after } = migrated(HUB, "openvpn", { tunnel: "PPTP server" });
    const members = after.items("/interface/list/member").map((item) => item.text("interface"));
    expect(members).toEqual(["ovpn-spoke1", "ovpn-spoke2"]);
  });

  it("keeps its sites' own interfaces from the users of the other server", () => {
    const { after } = migrated(HUB, "wireguard", { tunnel: "all" });
    const peers = after.items("/interface/wireguard/peers");
    expect(peers.map((peer) => [peer.name, peer.text("interface")])).toEqual([
      ["spoke1", "wg-spoke1"],
      ["spoke2", "wg-spoke2"],
      ["anna", "wg-vpn"],
    ]);
  });
});

/** Two sites, each with rules that say little more than where packets come in. */
const SITES = router(
  "7.17.2",
  "/interface pptp-client",
  "add connect-to=192.0.2.9 disabled=no name=to-a user=ua",
  "add connect-to=192.0.2.10 disabled=no name=to-b user=ub",
  ...["/ip address", "add address=192.168.10.1/24 interface=ether2 network=192.168.10.0"],
  ...["/ip dhcp-client", "add interface=ether1"],
  "/ip firewall filter",
  "add action=accept chain=input in-interface=to-a protocol=icmp",
  "add action=accept chain=input dst-port=22 in-interface=to-b protocol=tcp",
  "add action=accept chain=forward in-interface=to-b",
  ...["/ip route", "add dst-address=10.1.0.0/24 gateway=to-a", "add dst-address=10.2.0.0/24 gateway=to-b"],
);

it("the way back of one site's move finds no rule of the other's, to IKEv2", () => {
  const { before, text, outcome } = migrated(SITES, "ikev2");
  const scripts = outcome.tunnels.flatMap((tunnel) => tunnel.scripts ?? []);
  expect(scripts).toHaveLength(2);
  expect(proveScripts(before, scripts, text)).toEqual([]);
});

function expectAllProved({ before, text, outcome }: Migrated): void {
  for (const { verification } of outcome.tunnels) {
    expect(verification?.problems).toEqual([]);
    expect(verification?.differences.filter(({ reason }) => reason === undefined)).toEqual([]);
  }
  const scripts = outcome.tunnels.flatMap((tunnel) => tunnel.scripts ?? []);
  const problems = proveScripts(before, scripts, text);
  // A doubled rule stands on the other side of its twin where a script has put it.
  expect(problems.filter((each) => !each.endsWith("another order or number"))).toEqual([]);
}
