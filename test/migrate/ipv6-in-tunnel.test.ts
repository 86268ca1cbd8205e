import { describe, expect, it } from "vitest";
import { migrated, router } from "../support/migrations.ts";
import { provedMove } from "../support/proved-move.ts";

const BRANCH = router(
  "7.18.2",
  "/interface pptp-client",
  "add connect-to=198.51.100.9 disabled=no name=hq user=b",
  ...["/ip address", "add address=192.168.66.1/24 interface=ether2 network=192.168.66.0"],
  ...["/ip dhcp-client", "add interface=ether1", "/ip route", "add dst-address=10.66.0.0/16 gateway=hq"],
  ...["/ipv6 address", "add address=2001:db8:66::2/64 advertise=no interface=hq"],
  ...["/ipv6 route", "add dst-address=2001:db8:6600::/40 gateway=hq"],
  ...["/system identity", "set name=r"],
);

describe("IPv6 that runs through the tunnel", () => {
  it("goes on through WireGuard, and is not said to pass by", () => {
    const { text, first } = provedMove(BRANCH, "wireguard");
    expect(text).toContain("allowed-address=0.0.0.0/0,::/0");
    expect(first.warnings.join("\n")).not.toContain("goes past the tunnel");
  });

  it("is lost by policies, which is told and not called proved", () => {
    const { first, text } = migrated(BRANCH, "ikev2");
    expect(text).toMatch(/dst-address=10\.66\.0\.0\/16 peer=ike2-hq/);
    expect(text).not.toContain("/ipv6 route");
    expect(first.warnings.join("\n")).toContain("IPv6 ran through `hq`");
    expect(first.verification?.problems).toEqual([expect.stringContaining("overlay=gre")]);
    expect(first.verification?.differences.filter(({ reason }) => reason === undefined)).toEqual([]);
  });

  it("goes on through GRE inside IKEv2", () => {
    const { first, text } = migrated(BRANCH, "ikev2", { answers: { overlay: "gre" } });
    expect(text).toMatch(/2001:db8:6600::\/40 gateway=gre-hq/);
    expect(first.verification?.problems).toEqual([]);
  });
});
