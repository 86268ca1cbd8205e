import { describe, expect, it } from "vitest";
import { migrated, router, said, unwrapped } from "../support/migrations.ts";
import { provedMove } from "../support/proved-move.ts";
import { proveScripts } from "../support/stage-proof.ts";

const client = router(
  "7.16.1",
  ...["/interface pptp-client", "add connect-to=vpn.example.net disabled=no name=pptp-tv user=tv"],
  ...["/queue tree", "add max-limit=20M name=tv-up parent=pptp-tv"],
  ...["add name=tv-voice packet-mark=voice parent=tv-up", "add name=tv-calls parent=tv-voice"],
  "add name=other parent=ether1",
  ...["/routing table", "add fib name=tv"],
  ...["/ip address", "add address=192.168.61.1/24 interface=ether2 network=192.168.61.0"],
  ...["/ip dhcp-client", "add interface=ether1"],
  ...["/ip firewall mangle", "add action=mark-packet chain=postrouting dscp=46 new-packet-mark=voice"],
  "add action=mark-routing chain=prerouting new-routing-mark=tv src-address=192.168.61.9",
  ...["/ip firewall nat", "add action=masquerade chain=srcnat out-interface=pptp-tv"],
  ...["/ip route", "add dst-address=0.0.0.0/0 gateway=pptp-tv routing-table=tv"],
  ...["/system identity", "set name=r"],
);

describe("a queue tree on the old tunnel", () => {
  it("goes with all that hangs below it, where the new one is no interface", () => {
    const moved = migrated(client, "ikev2");
    expect(moved.first.verification?.problems).toEqual([]);
    expect(moved.text).not.toMatch(/tv-(?:up|voice|calls)/);
    expect(moved.text).toContain("add name=other parent=ether1");
    expect(said(moved)).toMatch(/`tv-calls` in `\/queue tree` hung below/);
    const { scripts } = moved.first;
    expect(scripts && proveScripts(moved.before, [scripts], moved.text)).toEqual([]);
  });

  it("loses its branches first, as none may hang on what is gone", () => {
    const { decommission } = migrated(client, "ikev2").first.scripts ?? {};
    const order = ["tv-calls", "tv-voice", "tv-up"].map((name) => decommission?.text.indexOf(name) ?? -1);
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  it("moves over where the new one is an interface", () => {
    const text = unwrapped(migrated(client, "wireguard"));
    expect(text).toContain("add max-limit=20M name=tv-up parent=wg-tv");
    expect(text).toContain("add name=tv-voice packet-mark=voice parent=tv-up");
  });
});

describe("a queue tree on the interface of a server's user", () => {
  it("goes with all that hangs below it, where users get no interface", () => {
    const server = router(
      "7.16.1",
      ...["/interface pptp-server", "add name=in-bob user=bob"],
      ...[
        "/queue tree",
        "add name=bob-down parent=in-bob",
        "add name=bob-rest packet-mark=no-mark parent=bob-down",
      ],
      ...["/interface pptp-server server", "set enabled=yes"],
      ...["/ip address", "add address=192.168.61.1/24 interface=ether2 network=192.168.61.0"],
      ...["/ip dhcp-client", "add interface=ether1"],
      ...["/ppp secret", "add local-address=10.61.0.1 name=bob remote-address=10.61.0.2 service=pptp"],
      ...["/system identity", "set name=r"],
    );
    const moved = migrated(server, "ikev2");
    expect(moved.first.verification?.problems).toEqual([]);
    expect(moved.text).not.toContain("bob-rest");
  });
});

it("lets no simple queue hang below one that goes with the tunnel of a site", () => {
  const before = router(
    "7.16.2",
    "/interface pptp-client",
    "add connect-to=198.51.100.9 disabled=no name=hq user=b",
    "/queue simple",
    "add max-limit=10M/20M name=line target=hq",
    "add max-limit=5M/5M name=pc parent=line target=192.168.66.20/32",
    ...["/ip address", "add address=192.168.66.1/24 interface=ether2 network=192.168.66.0"],
    ...["/ip dhcp-client", "add interface=ether1", "/ip route", "add dst-address=10.66.0.0/16 gateway=hq"],
    ...["/system identity", "set name=r"],
  );
  const moved = provedMove(before, "ikev2");
  expect(moved.text).not.toContain("parent=line");
  expect(said(moved)).toContain("`pc` in `/queue simple` hung below");
});
