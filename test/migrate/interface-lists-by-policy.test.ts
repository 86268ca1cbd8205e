import { describe, expect, it } from "vitest";
import { migrated, router, said, unwrapped } from "../support/migrations.ts";
import { proveScripts } from "../support/stage-proof.ts";

const FIREWALL = [
  "add action=accept chain=input comment=snmp dst-port=161 in-interface-list=VPN protocol=udp",
  "add action=accept chain=forward comment=gate ipsec-policy=in,ipsec",
  "add action=accept chain=forward comment=est connection-state=established,related",
  "add action=accept chain=forward comment=hq in-interface=hq src-address=10.1.0.0/16",
  "add action=drop chain=forward comment=rest in-interface-list=VPN",
];
const branch = (...more: readonly string[]) =>
  router(
    "7.16.2",
    ...["/interface pptp-client", "add connect-to=vpn.example.net disabled=no name=hq user=b"],
    ...["/interface list", "add name=VPN", "add name=LAN"],
    ...["/routing table", "add fib name=via-hq"],
    ...["/interface list member", "add interface=hq list=VPN"],
    ...["/ip address", "add address=192.168.77.1/24 interface=ether2 network=192.168.77.0"],
    ...["/ip dhcp-client", "add interface=ether1"],
    ...["/ip firewall filter", ...FIREWALL],
    ...[
      "/ip firewall mangle",
      "add action=mark-routing chain=prerouting dst-address=10.1.0.0/16 new-routing-mark=via-hq",
    ],
    ...["/ip firewall nat", "add action=masquerade chain=srcnat comment=out out-interface=hq"],
    "add action=masquerade chain=srcnat comment=wan out-interface=ether1",
    ...more,
    ...["/ip route", "add dst-address=0.0.0.0/0 gateway=hq routing-table=via-hq"],
    ...["/system identity", "set name=b"],
  );

describe("rules that met the old tunnel by an interface list", () => {
  const moved = migrated(branch(), "ikev2");
  const text = unwrapped(moved);

  it("meet the new one by policy", () => {
    expect(text).toContain("chain=input comment=snmp dst-port=161 ipsec-policy=in,ipsec protocol=udp");
    expect(text).not.toContain("list=VPN\n");
  });

  it("stop its packets before a rule that lets in all of IPsec, with what was let through", () => {
    expect(text).toMatch(
      /comment="hq: before all IPsec" connection-state=new ipsec-policy=in,ipsec src-address=10\.1\.0\.0\/16\nadd action=drop chain=forward comment="rest: before all IPsec" connection-state=new ipsec-policy=in,ipsec\nadd action=accept chain=forward comment=gate/,
    );
  });

  it("stay in their place where they are about what goes into the tunnel", () => {
    const out = branch().replace("comment=rest in-interface-list=VPN", "comment=rest out-interface=hq");
    expect(unwrapped(migrated(out, "ikev2"))).not.toContain("before all IPsec");
  });

  it("hold the old one as long as it is up", () => {
    expect(moved.first.scripts?.cutover.text).not.toMatch(/"(?:rest|snmp)"/);
    expect(moved.first.scripts?.decommission.text).toContain('remove [find where comment="rest"');
  });

  it("are carried by the scripts as in the finished export", () => {
    const { scripts } = moved.first;
    expect(scripts && proveScripts(moved.before, [scripts], moved.text)).toEqual([]);
    expect(moved.first.verification?.problems).toEqual([]);
  });

  it("are told where a drop would stop other IPsec tunnels, too", () => {
    const other = branch(
      "/ip ipsec peer",
      "add address=192.0.2.7/32 exchange-mode=ike2 name=else",
      "/ip ipsec policy",
      "add dst-address=10.9.0.0/24 peer=else src-address=192.168.77.0/24 tunnel=yes",
    );
    expect(said(migrated(other, "ikev2"))).toMatch(/`rest` in .* write what is to be stopped by address/);
  });

  it("stay as they are where the provider's interface is in the list", () => {
    const shared = branch().replace(
      "add interface=hq list=VPN",
      "add interface=hq list=VPN\nadd interface=ether1 list=VPN",
    );
    expect(unwrapped(migrated(shared, "ikev2"))).not.toContain("before all IPsec");
  });

  it("are told where they left the tunnel out", () => {
    const inside = branch()
      .replace("list=VPN\n/ip address", "list=LAN\n/ip address")
      .replace("comment=rest in-interface-list=VPN", "comment=rest in-interface-list=!LAN");
    expect(said(migrated(inside, "ikev2"))).toContain("left the old tunnel out by its list");
  });
});

describe("a drop of what comes out of the old tunnel", () => {
  const named = branch()
    .replace("comment=rest in-interface-list=VPN", "comment=rest in-interface=hq")
    .replace(/add .*comment=gate.*\n/, "");
  const moved = migrated(named, "ikev2");

  it("stands as long as the old tunnel is up", () => {
    const { parallel, cutover, decommission } = moved.first.scripts ?? {};
    expect(parallel?.text).toMatch(
      /add action=drop chain=forward comment=rest ipsec-policy=in,ipsec place-before/,
    );
    expect(cutover?.text).not.toContain('comment="rest"');
    expect(decommission?.text).toMatch(/filter remove \[find where comment="rest" .*in-interface=hq/);
    expect(unwrapped(moved)).toContain("add action=drop chain=forward comment=rest ipsec-policy=in,ipsec");
  });

  it("ends as in the finished export", () => {
    const { scripts } = moved.first;
    expect(scripts && proveScripts(moved.before, [scripts], moved.text)).toEqual([]);
  });

  it("is said by policy at cutover where it would stop L2TP in IPsec as well", () => {
    const l2tp = named.replace(
      "/interface list\n",
      "/interface l2tp-server server\nset enabled=yes use-ipsec=yes\n/interface list\n",
    );
    const { cutover } = migrated(l2tp, "ikev2", { tunnel: "hq" }).first.scripts ?? {};
    expect(cutover?.text).toContain('set [find where comment="rest" dynamic=no] ipsec-policy=in,ipsec');
  });
});
