import { describe, expect, it } from "vitest";
import { migrated, router, unwrapped } from "../support/migrations.ts";
import { proveScripts } from "../support/stage-proof.ts";

/** A nearer route into another tunnel: the hosts are chosen by marks, which forward gives. */
const before = router(
  "7.16.1",
  ...["/interface pptp-client", "add connect-to=198.51.100.9 disabled=no name=pptp-hq user=b"],
  ...["/routing table", "add fib name=hq"],
  ...["/ip address", "add address=192.168.62.1/24 interface=ether2 network=192.168.62.0"],
  ...["/ip dhcp-client", "add interface=ether1"],
  ...["/ip firewall nat", "add action=masquerade chain=srcnat out-interface=pptp-hq"],
  ...["/ip route", "add dst-address=0.0.0.0/0 gateway=pptp-hq routing-table=hq"],
  "add dst-address=10.62.0.0/16 gateway=pptp-hq",
  ...["/routing rule", "add action=lookup dst-address=203.0.113.64/28 table=hq"],
  ...["/system identity", "set name=r"],
);

describe("the clamp of connections that a mark chooses", () => {
  const moved = migrated(before, "ikev2");

  it("stands behind the marks, or the first packet would pass it unmarked", () => {
    const text = unwrapped(moved);
    const mark = text.search(/action=mark-connection chain=forward/);
    expect(mark).toBeGreaterThan(0);
    expect(text.indexOf("action=change-mss")).toBeGreaterThan(mark);
  });

  it("stands there in the scripts as well, and they take it back", () => {
    const { scripts } = moved.first;
    const text = scripts?.cutover.text ?? "";
    expect(text.indexOf("action=change-mss")).toBeGreaterThan(
      text.indexOf("action=mark-connection chain=forward"),
    );
    expect(scripts && proveScripts(moved.before, [scripts], moved.text)).toEqual([]);
  });
});
