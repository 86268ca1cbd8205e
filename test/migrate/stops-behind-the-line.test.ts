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
/** Another site, with its packets already spared from translation. */
const OTHER_SITE = [
  ...["/ip ipsec profile", "add dh-group=modp2048 enc-algorithm=aes-256 name=branch"],
  ...["/ip ipsec peer", "add address=203.0.113.50/32 exchange-mode=ike2 name=branch profile=branch"],
  ...["/ip ipsec identity", "add auth-method=digital-signature certificate=own peer=branch"],
  ...[
    "/ip ipsec policy",
    "add dst-address=192.168.60.0/24 peer=branch src-address=192.168.66.0/24 tunnel=yes",
  ],
];
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

describe("with other IPsec on the router", () => {
  const moved = (...more: readonly string[]) =>
    unwrapped(
      provedMove(
        site(
          ...[STATE, LINE],
          "add action=drop chain=forward dst-port=445 in-interface=pptp-hq protocol=tcp",
          ...more,
        ).replace(
          "/ip firewall nat\n",
          `/ip firewall nat\nadd action=accept chain=srcnat dst-address=192.168.60.0/24\n`,
        ) + [...OTHER_SITE, ""].join("\n"),
        "ikev2",
      ),
    );

  it("the rule that shuts the line goes on shutting out the others, and leaves the moved tunnel to the later ones", () => {
    const text = moved();
    expect(text).not.toContain("from the IPsec tunnel");
    expect(text).toMatch(
      /in-interface=ether1 ipsec-policy=in,none\nadd action=drop chain=forward in-interface=ether1 ipsec-policy=in,ipsec src-address=!10\.66\.0\.0\/16/,
    );
  });

  it("tells several networks by a list, the one that rules about the tunnel ask for", () => {
    const text = moved("/ip route", "add dst-address=10.67.0.0/16 gateway=pptp-hq");
    expect(text).toContain("ipsec-policy=in,ipsec src-address-list=!ike2-hq-networks");
    expect(text).toMatch(/dst-port=445 .*src-address-list=ike2-hq-networks/);
    expect(text.match(/address=10\.67\.0\.0\/16 list=/g)).toHaveLength(1);
  });
});
