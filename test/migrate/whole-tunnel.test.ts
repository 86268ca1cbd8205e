import { describe, expect, it } from "vitest";
import { migrated, router } from "../support/migrations.ts";

/** A branch that sent everything to headquarters, and was administered from there. */
const BRANCH = [
  "/interface l2tp-client",
  "add add-default-route=yes connect-to=hq.example.org disabled=no name=l2tp-hq use-ipsec=yes use-peer-dns=yes user=branch7",
  ...["/interface list", "add name=WAN", "add name=LAN", "/interface list member"],
  ...["add interface=ether1 list=WAN", "add interface=l2tp-hq list=WAN", "add interface=ether2 list=LAN"],
  ...["/ip address", "add address=10.7.0.1/24 interface=ether2 network=10.7.0.0"],
  ...["/ip dhcp-client", "add default-route-distance=2 interface=ether1 use-peer-dns=no"],
  ...["/ip dns", "set servers=10.0.0.53", "/tool netwatch", "add host=10.7.0.9", "add host=10.0.0.1"],
  "/ip firewall filter",
  "add action=accept chain=input connection-state=established,related",
  "add action=accept chain=input dst-port=22,8291 in-interface=l2tp-hq protocol=tcp src-address=10.0.0.0/16",
  "add action=drop chain=input in-interface-list=!LAN",
  "add action=drop chain=forward connection-nat-state=!dstnat connection-state=new in-interface-list=WAN",
  ...["/ip firewall nat", "add action=masquerade chain=srcnat out-interface-list=WAN"],
];

describe("a tunnel that took everything, to IKEv2", () => {
  const { text, first } = migrated(router("7.11.2", ...BRANCH), "ikev2");

  it("keeps the drop of strangers, and whoever administers the router from the other end", () => {
    expect(text).toContain("connection-nat-state=!dstnat connection-state=new in-interface-list=WAN\n");
    expect(first.verification?.problems).toEqual([]);
    expect(first.verification?.differences.filter(({ reason }) => reason === undefined)).toEqual([]);
  });

  it("names what the router itself asked at the other end", () => {
    expect(first.review.join("\n")).toContain("`10.0.0.53`");
    expect(first.review.join("\n")).toContain("`10.0.0.1`");
    expect(first.review.join("\n")).not.toContain("10.7.0.9");
  });
});

describe("a tunnel that stands in for another", () => {
  const TWO = [
    ...[
      "/interface pptp-client",
      "add add-default-route=yes connect-to=vpn1.example.net disabled=no name=vpn1 user=u",
    ],
    "add add-default-route=yes connect-to=vpn2.example.net default-route-distance=2 disabled=no name=vpn2 user=u",
    ...["/ip address", "add address=192.168.88.1/24 interface=ether2 network=192.168.88.0"],
    ...["/ip dhcp-client", "add default-route-distance=10 interface=ether1"],
    ...["/ip firewall nat", "add action=masquerade chain=srcnat"],
  ];

  it("has its endpoint reached by the provider's line, not through the other tunnel", () => {
    const answers = { "vpn1/endpoint-address": "192.0.2.1", "vpn2/endpoint-address": "192.0.2.2" };
    const { after } = migrated(router("7.15.3", ...TWO), "wireguard", { answers });
    const pinned = after
      .items("/ip/route")
      .filter((route) => /^192\.0\.2\.[12]\/32$/.test(route.text("dst-address") ?? ""));
    expect(pinned.map((route) => route.text("gateway"))).toEqual(["<WAN-GATEWAY>", "<WAN-GATEWAY>"]);
  });

  it("is told to be a rival by IKEv2, which has no distance to choose by", () => {
    const { outcome } = migrated(router("7.15.3", ...TWO), "ikev2");
    const [first = "", second = ""] = outcome.tunnels.map(({ warnings }) => warnings.join("\n"));
    expect(first).not.toContain("some of the same hosts");
    expect(second).toContain("Mode config `ike2-vpn1` chooses some of the same hosts");
  });
});

it.each(["pptp", "l2tp"])("says of %s alone what is true of it when it goes", (kind) => {
  const lines = [`/interface ${kind}-client`, `add connect-to=198.51.100.7 disabled=no name=hq user=me`];
  const { first } = migrated(router("7.16.2", ...lines), "wireguard");
  const reason = first.steps.find(({ title }) => title === "`hq` goes")?.reason;
  expect(reason?.includes("can be broken")).toBe(kind === "pptp");
});
