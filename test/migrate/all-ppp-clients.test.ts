import { describe, expect, it } from "vitest";
import type { Target } from "../../server/src/migrate/plan.ts";
import { migrated, router, unwrapped } from "../support/migrations.ts";
import { provedMove } from "../support/proved-move.ts";

const LAN = [
  ...["/interface bridge", "add name=bridge", "/interface list", "add name=LAN"],
  ...["/interface list member", "add interface=bridge list=LAN"],
  ...["/ip address", "add address=10.12.1.1/24 interface=bridge network=10.12.1.0"],
  ...["/ip dhcp-client", "add interface=ether1"],
];
const CLIENT = ["/interface pptp-client", "add connect-to=198.51.100.7 disabled=no name=pptp-hq user=me"];
const PPPOE = ["/interface pppoe-client", "add disabled=no interface=ether2 name=pppoe user=me"];
const RULES = [
  "/ip firewall filter",
  "add action=accept chain=forward in-interface=all-ppp",
  "add action=drop chain=forward in-interface-list=!LAN",
  "/ip route",
  "add dst-address=10.0.0.0/8 gateway=pptp-hq",
];

function proved(before: string, target: Target): string {
  return provedMove(before, target).text;
}

describe("rules about all-ppp, when a client moves to what is no PPP interface", () => {
  it("doubles them for WireGuard while other PPP interfaces are left", () => {
    const text = proved(router("7.16.2", ...LAN, ...PPPOE, ...CLIENT, ...RULES), "wireguard");
    expect(text).toContain(
      "add action=accept chain=forward in-interface=all-ppp\nadd action=accept chain=forward in-interface=wg-hq\n",
    );
  });

  it("moves them when no PPP interface is left", () => {
    const text = proved(router("7.16.2", ...LAN, ...CLIENT, ...RULES), "wireguard");
    expect(text).toContain(
      "add action=accept chain=forward in-interface=wg-hq\nadd action=drop chain=forward",
    );
    expect(text).not.toContain("all-ppp");
  });

  it("counts a second client of the same kind as a PPP interface that is left", () => {
    const second = ["add connect-to=198.51.100.8 disabled=no name=pptp-two user=me"];
    const text = migrated(router("7.16.2", ...LAN, ...CLIENT, ...second, ...RULES), "wireguard", {
      tunnel: "pptp-hq",
    }).text;
    expect(text).toMatch(/in-interface=all-ppp\n.*in-interface=wg-hq\n/);
  });

  it("doubles them for GRE inside IKEv2, and leaves them alone for OpenVPN, which is PPP too", () => {
    const ospf = [
      ...["/routing ospf instance", "add disabled=no name=o", "/routing ospf area", "add instance=o name=a"],
      ...["/routing ospf interface-template", "add area=a disabled=no interfaces=pptp-hq type=ptp"],
    ];
    const before = router("7.16.2", ...LAN, ...PPPOE, ...CLIENT, ...RULES, ...ospf);
    expect(proved(before, "ikev2")).toMatch(/in-interface=all-ppp\n.*in-interface=gre-hq\n/);
    expect(proved(before, "openvpn").match(/all-ppp/g)).toHaveLength(1);
  });

  it("says them by policy and address for IKEv2, while they go on for the others", () => {
    const firewall = [
      "/ip firewall filter",
      "add action=drop chain=input in-interface=ether1",
      "add action=drop chain=input in-interface=all-ppp",
      "add action=accept chain=forward in-interface=all-ppp out-interface=bridge",
      "add action=accept chain=forward in-interface=bridge out-interface=all-ppp",
      "add action=drop chain=forward in-interface=all-ppp",
      ...["/ip route", "add dst-address=10.0.0.0/8 gateway=pptp-hq"],
    ];
    const server = ["/interface pptp-server server", "set enabled=yes"];
    const before = router(
      "7.16.2",
      ...LAN,
      ...CLIENT,
      ...server,
      ...firewall,
      "/system identity",
      "set name=r",
    );
    const text = unwrapped(provedMove(before, "ikev2", "pptp-hq"));
    expect(text.match(/interface=all-ppp/g)).toHaveLength(4);
    expect(text).toContain(
      'chain=input comment="ike2-hq: by IPsec policy" ipsec-policy=in,ipsec src-address=10.0.0.0/8',
    );
    expect(text).not.toContain("from the IPsec tunnel");
  });

  it("turns them into rules about the policy where no PPP interface is left", () => {
    const text = unwrapped(provedMove(router("7.16.2", ...LAN, ...CLIENT, ...RULES), "ikev2"));
    expect(text).not.toContain("all-ppp");
    expect(text).toMatch(/action=accept chain=forward .*ipsec-policy=in,ipsec/);
  });

  it("takes a clamp for all-ppp along instead of writing another", () => {
    const clamp = [
      "/ip firewall mangle",
      "add action=change-mss chain=forward new-mss=1360 out-interface=all-ppp protocol=tcp tcp-flags=syn tcp-mss=1361-65535",
    ];
    const text = proved(router("7.16.2", ...LAN, ...PPPOE, ...CLIENT, ...RULES, ...clamp), "wireguard");
    expect(text.match(/change-mss/g)).toHaveLength(2);
  });
});
