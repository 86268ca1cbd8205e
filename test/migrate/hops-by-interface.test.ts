import { describe, expect, it } from "vitest";
import { router } from "../support/migrations.ts";
import { provedMove } from "../support/proved-move.ts";

const site = (...routes: readonly string[]) =>
  router(
    "7.16.2",
    "/interface pptp-client",
    'add connect-to=192.0.2.10 disabled=no name="PPTP DC" user=site7',
    "add connect-to=192.0.2.11 disabled=no name=spare user=site7",
    ...["/ip address", "add address=192.168.40.1/24 interface=ether2 network=192.168.40.0"],
    ...["/ip dhcp-client", "add interface=ether1", "/ip route", ...routes],
    ...["/system identity", "set name=r"],
  );

describe("a next hop that one route names with the tunnel's interface", () => {
  const ROUTES = [
    'add dst-address=10.77.0.0/16 gateway="10.250.0.1%PPTP DC"',
    "add dst-address=172.20.0.0/16 gateway=10.250.0.1",
  ];

  it.each(["wireguard", "openvpn"] as const)("is the tunnel's far end for the others, too (%s)", (target) => {
    const { text } = provedMove(site(...ROUTES), target, "PPTP DC");
    expect(text).not.toContain("10.250.0.1");
  });

  it("leads its network to the other site, not behind this router", () => {
    const { text } = provedMove(site(...ROUTES), "ikev2", "PPTP DC");
    expect(text).toMatch(/dst-address=172\.20\.0\.0\/16 .*\\?\s+src-address=192\.168\.40\.0\/24/);
    expect(text).not.toMatch(/src-address=172\.20/);
    expect(text).not.toContain("10.250.0.1");
  });

  it("is nobody's where another interface is named with it as well", () => {
    const { text } = provedMove(
      site(...ROUTES, "add dst-address=10.78.0.0/16 gateway=10.250.0.1%spare"),
      "wireguard",
      "PPTP DC",
    );
    expect(text).toContain("add dst-address=172.20.0.0/16 gateway=10.250.0.1\n");
  });
});
