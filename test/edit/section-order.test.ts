import { describe, expect, it } from "vitest";
import { bestSectionIndex, compareSections } from "../../server/src/edit/section-order.ts";

const exported = [
  "/interface/bridge",
  "/interface/ethernet",
  "/interface/wireguard",
  "/interface/list",
  "/ip/ipsec/mode-config",
  "/ip/ipsec/policy/group",
  "/ip/ipsec/profile",
  "/ip/ipsec/peer",
  "/ip/ipsec/proposal",
  "/ip/pool",
  "/ip/dhcp-server",
  "/ppp/profile",
  "/routing/table",
  "/interface/bridge/port",
  "/interface/bridge/settings",
  "/ip/firewall/connection/tracking",
  "/ip/neighbor/discovery-settings",
  "/interface/list/member",
  "/interface/pptp-server/server",
  "/interface/wireguard/peers",
  "/ip/address",
  "/ip/dns",
  "/ip/firewall/address-list",
  "/ip/firewall/filter",
  "/ip/ipsec/identity",
  "/ip/route",
  "/ip/ssh",
  "/ipv6/address",
  "/ppp/secret",
  "/system/identity",
  "/tool/netwatch",
];

describe("section order", () => {
  it("is that of exports", () => {
    expect([...exported].reverse().sort(compareSections)).toEqual(exported);
  });

  it("finds each section's place among the others", () => {
    exported.forEach((menu, i) => {
      expect(
        bestSectionIndex(
          exported.filter((other) => other !== menu),
          menu,
        ),
        menu,
      ).toBe(i);
    });
  });

  it("never puts what exports write later before what they write earlier, whatever the file's order", () => {
    const odd = ["/system/identity", "/ip/address", "/interface/bridge", "/ppp/secret", "/ip/route"];
    const places = exported.map((menu) => bestSectionIndex(odd, menu));
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });
});
