import { describe, expect, it } from "vitest";
import { migrated, router } from "../support/migrations.ts";

/** A hub that speaks OSPF to two sites and serves one user. */
const HUB = router(
  "7.16.2",
  "/interface list",
  "add name=WAN",
  "/interface l2tp-server",
  "add name=to-north user=north",
  "add name=to-south user=south",
  "/routing ospf instance",
  "add name=main router-id=10.0.0.1",
  "/routing ospf area",
  "add instance=main name=backbone",
  "/ppp profile",
  "add local-address=10.0.0.1 name=sites",
  "/interface l2tp-server server",
  "set default-profile=sites enabled=yes use-ipsec=required",
  "/interface list member",
  "add interface=ether1 list=WAN",
  "/ip address",
  "add address=192.168.5.1/24 interface=ether2 network=192.168.5.0",
  "/ip dhcp-client",
  "add interface=ether1",
  "/ip firewall filter",
  "add action=accept chain=input dst-port=500,1701,4500 in-interface-list=WAN protocol=udp",
  "add action=drop chain=input in-interface-list=WAN",
  "/ip firewall mangle",
  "add action=change-mss chain=forward in-interface=all-ppp new-mss=1390 protocol=tcp tcp-flags=syn tcp-mss=1391-65535",
  "/ip firewall nat",
  "add action=masquerade chain=srcnat out-interface=to-north",
  "/ppp secret",
  "add name=north profile=sites remote-address=10.0.0.2 service=l2tp",
  "add name=south profile=sites remote-address=10.0.0.3 service=l2tp",
  "add name=anna profile=sites remote-address=10.0.0.4 service=l2tp",
  "/routing ospf interface-template",
  "add area=backbone interfaces=to-north type=ptp",
  "add area=backbone interfaces=to-south",
  "/system identity",
  "set name=hub",
);

describe("sites that run a routing protocol over their own interface", () => {
  const { after, first } = migrated(HUB, "wireguard");
  const rows = (menu: string, ...names: readonly string[]) =>
    after.items(menu).map((item) => names.map((name) => item.property(name)?.text));

  it("get a WireGuard interface each, with one peer for every destination", () => {
    expect(rows("/interface/wireguard", "name", "listen-port")).toEqual([
      ["wg-vpn", "13231"],
      ["wg-to-north", "13232"],
      ["wg-to-south", "13233"],
    ]);
    expect(rows("/interface/wireguard/peers", "interface", "allowed-address")).toEqual([
      ["wg-vpn", "10.0.0.4/32"],
      ["wg-to-north", "0.0.0.0/0"],
      ["wg-to-south", "0.0.0.0/0"],
    ]);
    expect(rows("/ip/address", "interface", "address", "network").slice(2)).toEqual([
      ["wg-to-north", "10.0.0.1/32", "10.0.0.2"],
      ["wg-to-south", "10.0.0.1/32", "10.0.0.3"],
    ]);
  });

  it("keep their rules and templates, each its own", () => {
    expect(rows("/routing/ospf/interface-template", "interfaces", "type")).toEqual([
      ["wg-to-north", "ptp"],
      ["wg-to-south", "ptp"],
    ]);
    expect(rows("/ip/firewall/nat", "out-interface", "dst-address")).toEqual([["wg-to-north", undefined]]);
  });

  it("are let in by their ports, and named in their files", () => {
    expect(rows("/ip/firewall/filter", "dst-port")[0]).toEqual(["13231,13232,13233"]);
    const south = first.clientFiles.find(({ fileName }) => fileName === "south.conf");
    expect(south?.text).toContain(":13233");
    expect(first.verification?.problems).toEqual([]);
    expect(first.verification?.differences.filter(({ reason }) => reason === undefined)).toEqual([]);
  });

  it("get a clamp that fits, in place of the old tunnel's", () => {
    const clamps = rows("/ip/firewall/mangle", "in-interface", "new-mss", "tcp-mss");
    expect(clamps).toHaveLength(3);
    for (const [, mss, range] of clamps) expect([mss, range]).toEqual(["1380", "1381-65535"]);
  });

  it("need no shared interface where there is nobody else", () => {
    const alone = migrated(HUB.replace(/^add name=anna .*\n/m, ""), "wireguard");
    expect(alone.after.items("/interface/wireguard").map((item) => item.name)).toEqual([
      "wg-to-north",
      "wg-to-south",
    ]);
  });
});

describe("the users' files", () => {
  it("name the tunnel's network as the router has it, and to a site the others' too", () => {
    const text = router(
      "7.16.2",
      "/ip pool",
      "add name=vpn ranges=10.9.0.10-10.9.0.50",
      "/ppp profile",
      "add local-address=10.9.0.1 name=vpn remote-address=vpn",
      "/interface pptp-server server",
      "set enabled=yes",
      "/ip address",
      "add address=192.168.5.1/24 interface=ether2 network=192.168.5.0",
      "/ip route",
      "add dst-address=192.168.77.0/24 gateway=10.20.0.2",
      "/ppp secret",
      "add name=bob profile=vpn service=pptp",
      "add local-address=10.20.0.1 name=branch remote-address=10.20.0.2 service=pptp",
    );
    const { first } = migrated(text, "wireguard");
    const allowed = first.clientFiles.map(({ text: file }) => /AllowedIPs = (.*)/.exec(file)?.[1]);
    expect(allowed).toEqual(["10.9.0.0/26, 192.168.5.0/24", "10.20.0.0/30, 10.9.0.0/26, 192.168.5.0/24"]);
  });
});

it("says of the pool of users apart, too, that it is no longer given out", () => {
  const text = router(
    "7.20",
    ...["/interface list", "add name=VENDOR", "/ip pool", "add name=staff ranges=10.40.1.10-10.40.1.50"],
    ...["add name=vendor next-pool=staff ranges=10.40.2.10-10.40.2.20", "/ppp profile"],
    "add local-address=10.40.1.1 name=staff remote-address=staff",
    "add interface-list=VENDOR local-address=10.40.2.1 name=vendor remote-address=vendor",
    ...["/interface pptp-server server", "set default-profile=staff enabled=yes"],
    ...["/ip address", "add address=10.0.1.1/24 interface=ether2 network=10.0.1.0"],
    ...["/ip dhcp-client", "add interface=ether1", "/ip firewall filter"],
    "add action=accept chain=forward in-interface=ether2 out-interface=ether1",
    "add action=accept chain=forward dst-address=10.0.1.15 in-interface-list=VENDOR",
    "add action=drop chain=forward",
    ...["/ip firewall nat", "add action=masquerade chain=srcnat out-interface=ether1", "/ppp secret"],
    ...["add name=ines profile=staff service=pptp", "add name=plc profile=vendor service=pptp"],
    ...["/system identity", "set name=r"],
  );
  const { first } = migrated(text, "wireguard");
  expect(first.verification?.problems).toEqual([]);
  expect(first.verification?.differences.filter(({ reason }) => reason === undefined)).toEqual([]);
});
