import { describe, expect, it } from "vitest";
import { router, unwrapped } from "../support/migrations.ts";
import { provedMove } from "../support/proved-move.ts";

const LAN_TO_LINE = "add action=accept chain=forward in-interface=ether2 out-interface=ether1";
const SPARED =
  "add action=accept chain=forward in-interface=ether2 ipsec-policy=out,none out-interface=ether1";
const DROP = "add action=drop chain=forward";

const server = (...rules: readonly string[]) =>
  router(
    "7.16.1",
    ...["/ppp profile", "add local-address=10.10.10.1 name=vpn remote-address=vpn"],
    ...["/ip pool", "add name=vpn ranges=10.10.10.10-10.10.10.20"],
    ...["/interface pptp-server server", "set default-profile=vpn enabled=yes"],
    ...["/ip address", "add address=192.168.66.1/24 interface=ether2 network=192.168.66.0"],
    ...["/ip dhcp-client", "add interface=ether1", "/ip firewall filter"],
    "add action=accept chain=forward connection-state=established,related",
    ...rules,
    ...["/ip firewall nat", "add action=masquerade chain=srcnat out-interface=ether1"],
    ...["/ppp secret", "add name=anna profile=vpn service=pptp"],
    ...["/system identity", "set name=r"],
  );

const FROM_USERS = "add action=accept chain=forward dst-address=192.168.66.5 src-address=10.10.10.0/24";

describe("an accept to the provider's line, once users are behind it by policy", () => {
  it("does not open the way to them that a later rule shut", () => {
    const text = unwrapped(provedMove(server(LAN_TO_LINE, FROM_USERS, DROP), "ikev2"));
    expect(text).toContain(`${SPARED}\n`);
  });

  it("is left as it is where nothing was shut, and where it is about other destinations", () => {
    const open = unwrapped(provedMove(server(LAN_TO_LINE, FROM_USERS), "ikev2"));
    expect(open).toContain(`${LAN_TO_LINE}\n`);
    const aimed = `${LAN_TO_LINE} dst-address=203.0.113.0/24`;
    expect(unwrapped(provedMove(server(aimed, FROM_USERS, DROP), "ikev2"))).toContain(`${aimed}\n`);
  });

  it("holds for lists, and for a site that moves", () => {
    const text = unwrapped(
      provedMove(
        router(
          "7.16.1",
          ...["/interface list", "add name=WAN"],
          ...["/interface pptp-client", "add connect-to=198.51.100.9 disabled=no name=hq user=b"],
          ...["/interface list member", "add interface=ether1 list=WAN"],
          ...["/ip address", "add address=192.168.66.1/24 interface=ether2 network=192.168.66.0"],
          ...["/ip dhcp-client", "add interface=ether1", "/ip firewall filter"],
          "add action=accept chain=forward connection-state=established,related",
          "add action=accept chain=forward in-interface=ether2 out-interface-list=WAN",
          "add action=accept chain=forward dst-port=443 in-interface=ether2 out-interface=hq protocol=tcp",
          DROP,
          ...["/ip firewall nat", "add action=masquerade chain=srcnat out-interface-list=WAN"],
          ...["/ip route", "add dst-address=10.66.0.0/16 gateway=hq"],
          ...["/system identity", "set name=r"],
        ),
        "ikev2",
      ),
    );
    expect(text).toContain(
      "add action=accept chain=forward in-interface=ether2 ipsec-policy=out,none out-interface-list=WAN\n",
    );
  });

  it("takes the IPsec of an L2TP server that moves for none that stays", () => {
    const l2tp = server(LAN_TO_LINE, FROM_USERS, DROP)
      .replace("/interface pptp-server server\nset", "/interface l2tp-server server\nset use-ipsec=required")
      .replace("service=pptp", "service=l2tp");
    expect(unwrapped(provedMove(l2tp, "ikev2"))).toContain(`${SPARED}\n`);
  });
});
