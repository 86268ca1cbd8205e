import { describe, expect, it } from "vitest";
import type { Target } from "../../server/src/migrate/plan.ts";
import { migrated, router } from "../support/migrations.ts";

const FULL = router(
  "7.19.4",
  "/interface pptp-client",
  "add add-default-route=yes connect-to=203.0.113.7 disabled=no name=hq use-peer-dns=yes user=a",
  "/ip address",
  "add address=192.168.5.1/24 interface=ether2 network=192.168.5.0",
  "add address=192.0.2.9/24 interface=ether1 network=192.0.2.0",
  "/ip firewall nat",
  "add action=masquerade chain=srcnat out-interface=hq",
  "/ip route",
  "add comment=pin dst-address=203.0.113.7/32 gateway=192.0.2.1",
  "add distance=10 dst-address=0.0.0.0/0 gateway=192.0.2.1",
  "/system identity",
  "set name=r",
);
const ANSWERS = { endpoint: "198.51.100.80:51820", "tunnel-address": "10.8.0.2/32", dns: "10.8.0.1" };

function scripts(text: string, target: Target, answers: Readonly<Record<string, string>> = {}) {
  const found = migrated(text, target, { answers }).first.scripts;
  if (found === undefined) throw new Error("there are no scripts");
  return found;
}

describe("the old server's host route", () => {
  it.each(["wireguard", "openvpn"] as const)("stays until the end, and %s gets one first", (target) => {
    const { parallel, cutover, decommission } = scripts(FULL, target, ANSWERS);
    expect(parallel.text).toMatch(
      /\/ip route add comment=pin dst-address=198\.51\.100\.80\/32 gateway=192\.0\.2\.1/,
    );
    expect(cutover.text).not.toMatch(/203\.0\.113\.7|comment="pin"/);
    expect(decommission.text).toMatch(
      /\/ip route remove \[find where comment="pin" dst-address=203\.0\.113\.7\/32/,
    );
    const { after } = migrated(FULL, target, { answers: ANSWERS });
    const pinned = after.items("/ip/route").filter((route) => route.comment === "pin");
    expect(pinned.map((route) => route.text("dst-address"))).toEqual(["198.51.100.80/32"]);
  });
});

describe("the way back", () => {
  it("gives the name servers back, none being what there were", () => {
    const { cutover } = scripts(FULL, "wireguard", ANSWERS);
    expect(cutover.text).toContain("/ip dns set servers=10.8.0.1");
    expect(cutover.rollback).toContain('/ip dns set servers=""');
  });

  it("cuts the connections that were made through the new tunnel", () => {
    const { cutover } = scripts(FULL, "wireguard", ANSWERS);
    expect(cutover.text).toMatch(/\[\/ip address find where interface="hq"\].*reply-dst-address~/);
    expect(cutover.rollback).toMatch(/\[\/ip address find where interface="wg-hq"\].*reply-dst-address~/);
  });

  it("cuts connections to networks behind the tunnel, which FastTrack would keep on the old way", () => {
    const site = router(
      "7.15.3",
      "/interface pptp-client",
      "add connect-to=198.51.100.7 disabled=no name=to-b user=a",
      "/ip address",
      "add address=10.1.0.1/24 interface=ether2 network=10.1.0.0",
      "/ip dhcp-client",
      "add interface=ether1",
      "/ip route",
      "add dst-address=10.2.4.0/22 gateway=to-b",
      "add dst-address=10.3.0.7/32 gateway=to-b",
    );
    const { cutover } = scripts(site, "ikev2");
    const command = 'remove [find where dst-address~"^(10[.]2[.][4-7][.]|10[.]3[.]0[.]7(:|\\$))"]';
    expect(cutover.text).toContain(command);
    expect(cutover.rollback).toContain(command);
  });
});

describe("what the router made by itself", () => {
  const server = router(
    "7.18.2",
    "/ppp profile",
    "add local-address=10.20.0.1 name=vpn",
    "/interface pptp-server server",
    "set enabled=yes",
    "/ip route",
    "add dst-address=192.168.77.0/24 gateway=10.20.0.2",
    "/ppp secret",
    'add name=branch profile=vpn remote-address=10.20.0.2 routes="192.168.77.0/24 10.20.0.2 1" service=pptp',
  );

  it("is not touched by a script", () => {
    const { cutover } = scripts(server, "wireguard");
    expect(cutover.text).toContain(
      "/ip route set [find where gateway=10.20.0.2 dst-address=192.168.77.0/24 dynamic=no] gateway=wg-vpn",
    );
  });

  it("goes with the old session, and comes back with it", () => {
    const { cutover } = scripts(server, "wireguard");
    const drop = '/ppp active remove [find where name="branch"]';
    expect(cutover.text.indexOf('set [find where name="branch"] routes=""')).toBeGreaterThan(0);
    expect(cutover.text).toContain(drop);
    expect(cutover.rollback).toContain('routes="192.168.77.0/24 10.20.0.2 1"');
    expect(cutover.rollback).toContain(drop);
  });
});

describe("a stage", () => {
  it("says so when there is nothing to run", () => {
    const server = router(
      "7.18.2",
      "/ppp profile",
      "add local-address=10.9.0.1 name=vpn",
      "/interface pptp-server server",
      "set enabled=yes",
      "/ppp secret",
      "add name=bob profile=vpn remote-address=10.9.0.2 service=pptp",
    );
    const { cutover } = scripts(server, "wireguard");
    expect(cutover.isEmpty).toBe(true);
    expect(cutover.text).toContain("each user moves over on the own device");
  });

  it("names the scripts that would switch the old tunnel on again", () => {
    const text = `${FULL}/tool netwatch\nadd host=10.8.0.1 up-script="/interface pptp-client enable hq"\n`;
    expect(scripts(text, "wireguard", ANSWERS).decommission.text).toMatch(
      /^# Look at these first.*\n# - .*netwatch.*names `hq`/m,
    );
  });

  it("finds each of two rules of one comment before the other is there", () => {
    const { parallel } = scripts(FULL, "wireguard", ANSWERS);
    for (const side of ["in-interface", "out-interface"])
      expect(parallel.text).toMatch(new RegExp(`find where comment="wg-hq MSS"[^\\]]* ${side}=wg-hq`));
  });
});
