import { describe, expect, it } from "vitest";
import { migrated, router, said, unwrapped } from "../support/migrations.ts";
import { provedMove } from "../support/proved-move.ts";

const server = (...rules: readonly string[]) =>
  router(
    "7.16.1",
    ...["/ip pool", "add name=more ranges=10.10.11.10-10.10.11.20"],
    "add name=vpn next-pool=more ranges=10.10.10.10-10.10.10.11",
    ...["/interface pptp-server", "add name=pptp-bert user=bert"],
    ...["/ppp profile", "add local-address=10.10.10.1 name=vpn remote-address=vpn"],
    ...["/interface pptp-server server", "set default-profile=vpn enabled=yes"],
    ...["/ip address", "add address=192.168.66.1/24 interface=ether2 network=192.168.66.0"],
    ...["/ip dhcp-client", "add interface=ether1", "/ip firewall filter"],
    "add action=accept chain=forward connection-state=established,related",
    ...rules,
    "add action=accept chain=forward in-interface=ether2",
    "add action=drop chain=forward comment=rest",
    ...["/ip firewall nat", "add action=masquerade chain=srcnat out-interface=ether1"],
    "/ppp secret",
    "add name=anna profile=vpn remote-address=10.10.10.5 service=pptp",
    "add name=bert profile=vpn remote-address=10.10.10.6 service=pptp",
    "add name=cora profile=vpn service=pptp",
    ...["/system identity", "set name=r"],
  );

const moved = (...rules: readonly string[]) => provedMove(server(...rules), "ikev2");

describe("a rule about packets from session to session, by policy", () => {
  it("is not about what comes from elsewhere, too", () => {
    const text = unwrapped(
      moved("add action=drop chain=forward comment=apart in-interface=all-ppp out-interface=all-ppp"),
    );
    expect(text).toContain(
      "add action=drop chain=forward comment=apart dst-address=10.10.10.0/23 ipsec-policy=in,ipsec\n",
    );
  });

  it("names each user by address, also in answer to the other", () => {
    const text = unwrapped(
      moved("add action=accept chain=forward comment=ab in-interface=<pptp-anna> out-interface=pptp-bert"),
    );
    expect(text).toMatch(
      /comment=ab dst-address=10\.10\.10\.6 ipsec-policy=in,ipsec src-address=10\.10\.10\.5\n/,
    );
  });

  it("leaves out users where it did", () => {
    const text = unwrapped(
      moved("add action=accept chain=forward comment=out in-interface=all-ppp out-interface=!all-ppp"),
    );
    expect(text).toMatch(/comment=out dst-address=!10\.10\.10\.0\/23 ipsec-policy=in,ipsec\n/);
  });

  it("tells the users it comes from by address where it names destinations itself", () => {
    const rule =
      "add action=accept chain=forward comment=one dst-address=10.10.10.6 in-interface=all-ppp out-interface=all-ppp";
    expect(unwrapped(moved(rule))).toMatch(
      /comment=one dst-address=10\.10\.10\.6 ipsec-policy=out,ipsec src-address=10\.10\.10\.0\/23\n/,
    );
    const both = migrated(server(`${rule} src-address=10.10.10.5`), "ikev2");
    expect(both.text).not.toContain("comment=one");
    expect(said(both)).toContain(
      "`one` in `/ip firewall filter` was about packets from one session to another",
    );
  });
});

it("from list to list is said of the moved tunnel at each end, not of whatever goes into it", () => {
  const text = unwrapped(
    provedMove(
      router(
        "7.16.1",
        ...["/interface list", "add name=VPN", "/interface l2tp-client"],
        "add connect-to=203.0.113.7 disabled=no name=dc user=b",
        ...["/interface pptp-client", "add connect-to=198.51.100.9 disabled=no name=hq user=b"],
        ...["/interface list member", "add interface=hq list=VPN", "add interface=dc list=VPN"],
        ...["/ip address", "add address=192.168.66.1/24 interface=ether2 network=192.168.66.0"],
        ...["/ip dhcp-client", "add interface=ether1", "/ip firewall filter"],
        "add action=accept chain=forward connection-state=established,related",
        "add action=accept chain=forward comment=across in-interface-list=VPN out-interface-list=VPN",
        "add action=accept chain=forward in-interface-list=VPN",
        "add action=drop chain=forward comment=rest",
        ...["/ip firewall nat", "add action=masquerade chain=srcnat out-interface=ether1"],
        ...[
          "/ip route",
          "add dst-address=10.66.0.0/16 gateway=hq",
          "add dst-address=10.67.0.0/16 gateway=dc",
        ],
        ...["/system identity", "set name=r"],
      ),
      "ikev2",
      "hq",
    ),
  );
  const across = text.split("\n").filter((line) => line.includes("comment=across"));
  expect(across).toContain(
    "add action=accept chain=forward comment=across dst-address=10.66.0.0/16 in-interface-list=VPN ipsec-policy=out,ipsec",
  );
  expect(across).toContain(
    "add action=accept chain=forward comment=across ipsec-policy=in,ipsec out-interface-list=VPN src-address=10.66.0.0/16",
  );
  expect(across).toHaveLength(3);
});
