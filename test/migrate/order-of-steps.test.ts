import { describe, expect, it } from "vitest";
import { migrated, router } from "../support/migrations.ts";
import { proveScripts } from "../support/stage-proof.ts";

const BRANCH = router(
  "7.16.2",
  "/interface pptp-client",
  "add connect-to=vpn.example.net disabled=no name=hq user=b",
  "/interface list",
  "add name=VPN",
  "/routing table",
  "add fib name=via-hq",
  "/queue simple",
  "add max-limit=20M/20M name=cap target=hq",
  "/queue tree",
  "add name=up packet-mark=voip parent=hq",
  "/interface list member",
  "add interface=hq list=VPN",
  "/ip address",
  "add address=192.168.77.1/24 interface=ether2 network=192.168.77.0",
  "/ip dhcp-client",
  "add interface=ether1",
  "/ip firewall filter",
  "add action=drop chain=forward comment=rest in-interface-list=VPN",
  "/ip firewall mangle",
  "add action=mark-routing chain=prerouting dst-address=10.1.0.0/16 new-routing-mark=via-hq",
  "/ip firewall nat",
  "add action=masquerade chain=srcnat comment=out out-interface=hq",
  "add action=masquerade chain=srcnat comment=wan out-interface=ether1",
  "/ip route",
  "add dst-address=0.0.0.0/0 gateway=hq routing-table=via-hq",
  "/system identity",
  "set name=b",
);

describe.each(["ikev2", "wireguard", "openvpn"] as const)("a client's move to %s", (target) => {
  const moved = migrated(BRANCH, target, { answers: { "tunnel-address": "10.8.0.2/32" } });
  const { scripts } = moved.first;
  if (scripts === undefined) throw new Error("there are no scripts");
  const { cutover, decommission } = scripts;

  it("keeps the old tunnel in its list as long as it is up", () => {
    expect(cutover.text).not.toMatch(/list member set .*disabled=yes/);
  });

  it("switches the old tunnel off before anything of it goes, and on again last", () => {
    const commands = (text: string) => text.split("\n").filter((line) => /^\s*\/\S+ /.test(line));
    expect(commands(decommission.text)[0]).toBe(
      '/interface pptp-client set [find where name="hq"] disabled=yes',
    );
    expect(commands(decommission.rollback).at(-1)).toBe(
      '/interface pptp-client set [find where name="hq"] disabled=no',
    );
    expect(decommission.text).toContain('/interface pptp-client remove [find where name="hq"]');
    expect(decommission.byHand).toEqual([]);
  });

  it("cuts connections last, on the way back too", () => {
    for (const text of [cutover.text, cutover.rollback])
      expect(text.lastIndexOf(" set [find")).toBeLessThan(text.indexOf("/ip firewall connection remove"));
  });

  it("ends as the finished export", () => {
    expect(proveScripts(moved.before, [scripts], moved.text)).toEqual([]);
  });
});
