import { describe, expect, it } from "vitest";
import { migrated, router } from "../support/migrations.ts";

/** Two clients with default routes; a nearer route makes the first one choose by marks, the second by a list. */
const before = router(
  "6.48.6",
  ...["/interface pptp-client"],
  "add add-default-route=yes connect-to=vpn.example.net default-route-distance=3 disabled=no name=one user=u",
  "add add-default-route=yes connect-to=203.0.113.77 default-route-distance=5 disabled=no name=two user=u",
  ...["/ip address", "add address=10.69.1.1/24 interface=ether3 network=10.69.1.0"],
  "add address=192.0.2.10/29 interface=ether1 network=192.0.2.8",
  ...["/ip firewall nat", "add action=masquerade chain=srcnat out-interface=ether1"],
  "add action=masquerade chain=srcnat out-interface=one",
  "add action=masquerade chain=srcnat out-interface=two",
  ...["/ip route", "add distance=10 gateway=192.0.2.9"],
  "add distance=1 dst-address=203.0.113.77/32 gateway=192.0.2.9",
  ...["/system identity", "set name=r"],
);

describe("two initiators for the same hosts", () => {
  it("are told, also where one chooses by a mark and the other by a list", () => {
    const warnings = migrated(before, "ikev2").outcome.tunnels.map((tunnel) => tunnel.warnings.join("\n"));
    expect(warnings[1]).toContain("Mode config `ike2-one` chooses some of the same hosts");
  });
});
