import { describe, expect, it } from "vitest";
import { router, unwrapped } from "../support/migrations.ts";
import { provedMove } from "../support/proved-move.ts";

const site = (...rules: readonly string[]) =>
  router(
    "7.16.1",
    ...["/interface pptp-client", "add connect-to=198.51.100.9 disabled=no name=pptp-hq user=b"],
    ...["/ip address", "add address=192.168.66.1/24 interface=ether2 network=192.168.66.0"],
    ...["/ip dhcp-client", "add interface=ether1", "/ip firewall filter", ...rules],
    ...["/ip firewall nat", "add action=masquerade chain=srcnat out-interface=ether1"],
    ...["/ip route", "add dst-address=10.66.0.0/16 gateway=pptp-hq"],
    ...["/system identity", "set name=r"],
  );
const STATE = "add action=accept chain=forward connection-state=established,related";
const LINE = "add action=drop chain=forward in-interface=ether1";

describe("rules about the old tunnel behind the one that shuts the provider's line", () => {
  it("still decide, since that rule leaves the tunnel's packets to them", () => {
    const text = unwrapped(
      provedMove(
        site(
          ...[STATE, LINE],
          "add action=accept chain=forward dst-address=192.168.66.5 in-interface=pptp-hq",
          "add action=drop chain=forward in-interface=pptp-hq",
        ),
        "ikev2",
      ),
    );
    expect(text).toContain("add action=drop chain=forward in-interface=ether1 ipsec-policy=in,none");
    expect(text).not.toContain("from the IPsec tunnel");
  });

  it("also where a drop of everything ends the chain", () => {
    const text = unwrapped(
      provedMove(
        site(
          ...[STATE, LINE, "add action=accept chain=forward in-interface=ether2"],
          "add action=accept chain=forward dst-address=192.168.66.5 in-interface=pptp-hq",
          "add action=drop chain=forward",
        ),
        "ikev2",
      ),
    );
    expect(text).not.toContain("from the IPsec tunnel");
  });

  it("are not needed where nothing stopped the old tunnel's packets", () => {
    expect(unwrapped(provedMove(site(STATE, LINE), "ikev2"))).toContain('comment="from the IPsec tunnel"');
  });
});
