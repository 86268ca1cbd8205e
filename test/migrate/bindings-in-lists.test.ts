import { describe, expect, it } from "vitest";
import { migrated, router, unwrapped } from "../support/migrations.ts";
import { expectProved } from "../support/proved-move.ts";
import { proveScripts } from "../support/stage-proof.ts";

const ACCOUNTS = [
  "add local-address=10.63.0.1 name=essen remote-address=10.63.0.2 service=pptp",
  'add local-address=10.63.0.1 name=trier remote-address=10.63.0.3 routes="10.65.0.0/24 10.63.0.3 1" service=pptp',
];
const hub = (rules: readonly string[], accounts: readonly string[] = ACCOUNTS) =>
  router(
    "7.16.1",
    ...["/interface pptp-server", "add name=essen user=essen", "/interface list", "add name=INSIDE"],
    ...["/interface list member", "add interface=ether2 list=INSIDE", "add interface=essen list=INSIDE"],
    ...["/interface pptp-server server", "set enabled=yes"],
    ...["/ip address", "add address=10.10.0.1/24 interface=ether2 network=10.10.0.0"],
    "add address=203.0.113.2/29 interface=ether1 network=203.0.113.0",
    ...["/ip firewall filter", ...rules],
    ...["/ip firewall nat", "add action=masquerade chain=srcnat out-interface=ether1"],
    ...["/ip route", "add dst-address=0.0.0.0/0 gateway=203.0.113.1"],
    ...["add dst-address=10.64.0.0/24 gateway=essen", "add dst-address=10.64.1.0/24 gateway=10.63.0.2"],
    'add dst-address=10.65.1.0/24 gateway="<pptp-trier>"',
    ...["/ppp secret", ...accounts, "/system identity", "set name=hub"],
  );
const RULES = [
  "add action=accept chain=input connection-state=established,related",
  "add action=accept chain=input in-interface-list=INSIDE",
  "add action=accept chain=input dst-port=1723 protocol=tcp",
  "add action=drop chain=input",
  "add action=accept chain=forward connection-state=established,related",
  "add action=accept chain=forward in-interface-list=INSIDE out-interface-list=INSIDE",
  'add action=accept chain=forward dst-address=10.10.0.0/24 in-interface="<pptp-trier>"',
  'add action=accept chain=forward out-interface="<pptp-trier>"',
  "add action=accept chain=forward in-interface=ether2 out-interface=ether1",
  "add action=drop chain=forward",
];

describe("a site whose static interface stands in a list, without an interface", () => {
  const moved = migrated(hub(RULES), "ikev2");
  const text = unwrapped(moved);

  it("keeps what the list let it do, by policy and address", () => {
    expectProved(moved);
    expect(text).toContain("chain=input ipsec-policy=in,ipsec src-address-list=vpn-essen");
    expect(text).toMatch(
      /chain=forward .*ipsec-policy=in,ipsec .*out-interface-list=INSIDE.* src-address-list=vpn-essen/,
    );
    expect(text).toMatch(/add address=10\.64\.1\.0\/24 list=vpn-essen\n/);
  });

  it("is told by all its networks where a rule names its session", () => {
    expect(text).toMatch(/dst-address=10\.10\.0\.0\/24 .*src-address-list=vpn-trier/);
    expect(text.match(/ list=vpn-trier\n/g)).toHaveLength(2);
  });

  it("ends by the scripts as in the finished export", () => {
    const { scripts } = moved.first;
    expect(scripts && proveScripts(moved.before, [scripts], moved.text)).toEqual([]);
  });

  it("goes on being stopped where the list stopped it", () => {
    const stop = RULES.with(
      1,
      "add action=drop chain=input dst-port=22 in-interface-list=INSIDE protocol=tcp",
    );
    expect(unwrapped(migrated(hub(stop), "ikev2"))).toMatch(
      /action=drop chain=input dst-port=22 ipsec-policy=in,ipsec protocol=tcp src-address-list=vpn-essen/,
    );
  });

  it("gets an address for good where it drew from a pool", () => {
    const drawn = [
      "add name=essen profile=pooled service=pptp",
      "add name=hagen profile=pooled service=pptp",
      ...["/ip pool", "add name=drawn ranges=10.63.0.10-10.63.0.90"],
      ...["/ppp profile", "add local-address=10.63.0.1 name=pooled remote-address=drawn"],
    ];
    const pooled = migrated(
      hub(RULES.slice(0, 4), drawn).replaceAll(/add dst-address=10\.6[45].*\n/g, ""),
      "ikev2",
    );
    expectProved(pooled);
    expect(unwrapped(pooled)).toContain("chain=input ipsec-policy=in,ipsec src-address=10.63.0.10");
    expect(unwrapped(pooled)).toContain("add address=10.63.0.10 ");
  });
});
