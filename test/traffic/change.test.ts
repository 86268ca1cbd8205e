import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { comparePaths, wayOut } from "../../server/src/traffic/compare-paths.ts";
import { createTraffic } from "../../server/src/traffic/create-traffic.ts";
import { sampleFlows } from "../../server/src/traffic/flows.ts";
import { findLockouts } from "../../server/src/traffic/lockout.ts";
import type { Traffic } from "../../server/src/traffic/traffic.ts";
import { modelOf } from "../support/model.ts";
import { DEFCONF } from "./defconf.ts";

const text = (name: string): string => readFileSync(new URL(`texts/${name}.rsc`, import.meta.url), "utf8");
const traffic = (config: string): Traffic => createTraffic(modelOf(config), {});

function differences(
  before: string,
  after: string,
  tunnels: readonly (readonly [string, string])[],
): readonly string[] {
  const [a, b] = [traffic(before), traffic(after)];
  const flows = sampleFlows([a.network, b.network]);
  expect(flows.length).toBeGreaterThan(20);
  const same = (x: string, y: string) => tunnels.some(([from, to]) => from === x && to === y);
  return comparePaths(a.path, b.path, flows, same).map((d) => d.message);
}

describe("flows before and after", () => {
  it("draws from lists, rules, networks and the internet", () => {
    const flows = sampleFlows([traffic(text("torguard-v7-before")).network]);
    const sources = new Set(flows.map((f) => f.src));
    for (const source of ["192.168.88.39", "192.168.88.40", "192.168.88.41", "192.168.88.42", undefined])
      expect(sources).toContain(source);
    expect(new Set(flows.map((f) => f.dst))).toContain("8.8.8.8");
    expect(sampleFlows([traffic(text("torguard-v7-before")).network])).toEqual(flows);
    expect(sampleFlows([traffic(text("torguard-v7-before")).network], { flows: 10 })).toHaveLength(10);
  });
  it("finds no difference between a configuration and itself", () => {
    for (const name of ["torguard-v7-before", "torguard-v6-before", "office-server-v7"])
      expect(differences(text(name), text(name), [])).toEqual([]);
  });
  it("accepts a migration that keeps every way", () => {
    expect(
      differences(text("torguard-v7-before"), text("torguard-v7-after-wireguard"), [
        ["TorGuard-PPTP", "wg-TorGuard"],
      ]),
    ).toEqual([]);
  });
  it("accepts a tunnel that becomes an IPsec policy", () => {
    const pair = [["TorGuard-PPTP", "ipsec:TorGuard"]] as const;
    expect(differences(text("torguard-v6-before"), text("torguard-v6-after-ikev2"), pair)).toEqual([]);
  });
  it("tells the ways of a migration that is not named as one", () => {
    const found = differences(text("torguard-v7-before"), text("torguard-v7-after-wireguard"), []);
    expect(found[0]).toContain("left by `TorGuard-PPTP` before, leaves by `wg-TorGuard` after");
  });
  it("finds the device that was forgotten, the lost masquerade, the fasttrack that eats marks", () => {
    const [before, after] = [text("torguard-v7-before"), text("torguard-v7-after-wireguard")];
    const tunnels = [["TorGuard-PPTP", "wg-TorGuard"]] as const;
    const forgotten = after.replace("add address=192.168.88.40 list=via-vpn\n", "");
    expect(differences(before, forgotten, tunnels).every((m) => m.startsWith("192.168.88.40 →"))).toBe(true);
    expect(differences(before, forgotten, tunnels)).not.toEqual([]);
    const bare = after.replace(/add action=masquerade chain=srcnat comment=TorGuard.*\n.*\n/, "");
    expect(differences(before, bare, tunnels)[0]).toContain("source translated before, source kept after");
    const fast = after.replace(
      "connection-mark=no-mark \\\n    connection-state=established,related hw",
      "connection-state=established,related hw",
    );
    expect(differences(before, fast, tunnels)[0]).toContain(
      "fasttrack takes its later packets past the marks",
    );
  });
  it("names IPsec by its peer", () => {
    const before = traffic(text("torguard-v6-before"));
    const after = traffic(text("torguard-v6-after-ikev2"));
    const flow = { src: "192.168.88.50", dst: "8.8.8.8" };
    expect([wayOut(before.path(flow).end), wayOut(after.path(flow).end)]).toEqual([
      "TorGuard-PPTP",
      "ipsec:TorGuard",
    ]);
  });
});

describe("lockout", () => {
  const before = traffic(DEFCONF);
  it("is silent when nothing closes", () => {
    expect(findLockouts(before, before, {})).toEqual([]);
    const tighter = DEFCONF.replace(
      'add action=accept chain=input comment="accept ICMP" protocol=icmp\n',
      "",
    );
    expect(findLockouts(before, traffic(tighter), {})).toEqual([]);
  });
  it("finds the rule that closes the way in", () => {
    const after = traffic(DEFCONF.replace("in-interface-list=!LAN", "src-address=!10.0.0.0/8"));
    const found = findLockouts(before, after, {});
    expect(new Set(found.map((f) => f.service))).toContain("winbox");
    expect(found[0]).toMatchObject({ state: "closed" });
    expect(found[0]?.by?.comment).toBe("drop all not coming from LAN");
  });
  it("finds services switched off or limited, for the management networks of the policy", () => {
    const policy = { managementNetworks: ["192.168.88.0/28"] };
    const off = traffic(`${DEFCONF}/ip service\nset ssh disabled=yes\nset winbox address=10.0.0.0/8\n`);
    const found = findLockouts(before, off, policy);
    expect(new Set(found.map((f) => f.service))).toEqual(new Set(["ssh", "winbox"]));
    const kept = traffic(`${DEFCONF}/ip service\nset winbox address=192.168.88.0/24\n`);
    expect(findLockouts(before, kept, policy)).toEqual([]);
  });
  it("sees that a network behind a removed tunnel is gone", () => {
    const vpn = (interfaces: string) =>
      `${DEFCONF.replace("/ip dhcp-client", `${interfaces}/ip dhcp-client`)}/ip service\nset winbox address=10.9.0.0/24\n`;
    const a = traffic(
      vpn("add address=10.9.0.1/24 interface=wg1\n").replace(
        "add comment=defconf interface=ether1 list=WAN",
        "add comment=defconf interface=ether1 list=WAN\nadd interface=wg1 list=LAN",
      ),
    );
    const found = findLockouts(a, traffic(vpn("")), {});
    expect(found.map((f) => f.service)).toContain("winbox");
  });
});
