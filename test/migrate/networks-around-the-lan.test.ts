import { describe, expect, it } from "vitest";
import { router, unwrapped } from "../support/migrations.ts";
import { provedMove } from "../support/proved-move.ts";

const site = (route: string, ...others: readonly string[]) =>
  router(
    "7.16.1",
    ...["/interface pptp-client", "add connect-to=198.51.100.9 disabled=no name=pptp-hq user=b"],
    ...["/ip address", "add address=10.67.1.1/24 interface=ether2 network=10.67.1.0"],
    ...["/ip dhcp-client", "add interface=ether1"],
    ...["/ip firewall nat", "add action=masquerade chain=srcnat out-interface=ether1"],
    ...["/ip route", `add dst-address=${route} gateway=pptp-hq`, ...others],
    ...["/system identity", "set name=r"],
  );

describe("a site that holds the router's own network in a bigger one", () => {
  it("is set apart from it ahead of the policies, or the LAN would be shut out", () => {
    const text = unwrapped(provedMove(site("10.0.0.0/8"), "ikev2"));
    expect(text).toMatch(
      /add action=none dst-address=10\.67\.1\.0\/24 src-address=0\.0\.0\.0\/0\nadd dst-address=10\.0\.0\.0\/8 peer=/,
    );
  });

  it("needs no such thing where the networks lie apart", () => {
    expect(unwrapped(provedMove(site("10.68.0.0/16"), "ikev2"))).not.toContain("action=none");
  });
});

it("takes a private network that a route sends to the provider's side for none behind the router", () => {
  const text = unwrapped(
    provedMove(site("10.68.0.0/16", "add dst-address=198.51.100.0/24 gateway=ether1"), "ikev2"),
  );
  expect(text).toContain("src-address=10.67.1.0/24 tunnel=yes");
  expect(text).not.toContain("src-address=198.51.100");
});
