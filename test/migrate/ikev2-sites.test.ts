import { describe, expect, it } from "vitest";
import { type Migrated, migrated, router } from "../support/migrations.ts";

const HQ = "add connect-to=198.51.100.7 disabled=no name=pptp-hq user=branch1";
const DC = "add connect-to=198.51.100.8 disabled=no name=pptp-dc user=branch1";

/** A branch whose firewall lets its own network and those of the sites talk, and nobody else. */
function branch(clients: readonly string[], rules: readonly string[], routes: readonly string[]): Migrated {
  const lines = [
    ...["/interface bridge", "add name=bridge-lan", "/interface pptp-client", ...clients],
    ...["/ip address", "add address=192.168.20.1/24 interface=bridge-lan network=192.168.20.0"],
    "add address=203.0.113.20/29 interface=ether1 network=203.0.113.16",
    ...["/ip firewall filter", "add action=accept chain=forward connection-state=established,related"],
    ...[...rules, "add action=drop chain=forward"],
    ...["/ip firewall nat", "add action=masquerade chain=srcnat out-interface=ether1"],
    ...["/ip route", "add dst-address=0.0.0.0/0 gateway=203.0.113.17", ...routes],
  ];
  const result = migrated(router("7.16.2", ...lines), "ikev2", { tunnel: "all" });
  return { ...result, text: result.text.replace(/\\\n */g, "") };
}

function openOf({ outcome }: Migrated): readonly string[] {
  return outcome.tunnels.flatMap(({ verification }) => [
    ...(verification?.problems ?? []),
    ...(verification?.differences ?? [])
      .filter(({ reason }) => reason === undefined)
      .map(({ message }) => message),
  ]);
}

const BOTH_WAYS = (name: string) => [
  `add action=accept chain=forward in-interface=bridge-lan out-interface=${name}`,
  `add action=accept chain=forward in-interface=${name} out-interface=bridge-lan`,
];

describe("rules about a site, to IKEv2", () => {
  it("ask for the policy on the way out, too", () => {
    const result = branch([HQ], BOTH_WAYS("pptp-hq"), ["add dst-address=192.168.1.0/24 gateway=pptp-hq"]);
    expect(result.text).toContain("in-interface=bridge-lan ipsec-policy=out,ipsec\n");
    expect(result.text).toContain("ipsec-policy=in,ipsec out-interface=bridge-lan\n");
    expect(result.text).not.toContain("connection-mark");
    expect(openOf(result)).toEqual([]);
  });

  it("name its networks where another tunnel's packets would do, too", () => {
    const result = branch(
      [HQ, DC],
      [
        ...BOTH_WAYS("pptp-hq"),
        "add action=accept chain=forward in-interface=bridge-lan out-interface=pptp-dc",
      ],
      [
        "add dst-address=192.168.1.0/24 gateway=pptp-hq",
        "add dst-address=192.168.2.0/24 gateway=pptp-hq",
        "add dst-address=172.30.0.0/16 gateway=pptp-dc",
      ],
    );
    expect(result.text).toContain("add address=192.168.2.0/24 list=ike2-hq-networks\n");
    expect(result.text).toContain(
      "dst-address-list=ike2-hq-networks in-interface=bridge-lan ipsec-policy=out,ipsec\n",
    );
    expect(result.text).toContain(
      "ipsec-policy=in,ipsec out-interface=bridge-lan src-address-list=ike2-hq-networks\n",
    );
    expect(result.text).toContain(
      "dst-address=172.30.0.0/16 in-interface=bridge-lan ipsec-policy=out,ipsec\n",
    );
    expect(openOf(result)).toEqual([]);
  });

  it("leave the tunnel out where they were about all but it", () => {
    const { text } = branch(
      [HQ],
      ["add action=drop chain=forward out-interface=!pptp-hq src-address=192.168.20.9"],
      ["add dst-address=192.168.1.0/24 gateway=pptp-hq"],
    );
    expect(text).toContain("ipsec-policy=out,none src-address=192.168.20.9");
  });
});

describe("failover between two sites by routes, to IKEv2", () => {
  const ROUTES = [
    "add dst-address=192.168.1.0/24 gateway=pptp-hq",
    "add distance=10 dst-address=192.168.1.0/24 gateway=pptp-dc",
  ];
  const OWN = "add dst-address=172.30.0.0/16 gateway=pptp-dc";

  it("makes one policy for a network, and tells that nothing takes over", () => {
    const result = branch([HQ, DC], [], [...ROUTES, OWN]);
    const policies = result.text.split("\n").filter((line) => /^add dst-address=.*tunnel=yes/.test(line));
    expect(policies.filter((line) => line.includes("dst-address=192.168.1.0/24"))).toEqual([
      expect.stringContaining("peer=ike2-hq"),
      expect.stringContaining("peer=ike2-hq"),
    ]);
    expect(new Set(policies.map((line) => line.replace(/peer=.*? src/, "src"))).size).toBe(policies.length);
    expect(policies.filter((line) => line.includes("peer=ike2-dc"))).not.toEqual([]);
    const [hq, dc] = result.outcome.tunnels;
    expect(hq?.warnings.join("\n")).toContain("took over while `pptp-hq` was down");
    expect(hq?.warnings.join("\n")).not.toContain("transit-networks");
    expect(dc?.warnings.join("\n")).toContain("waited behind another way");
    expect(openOf(result)).toEqual([]);
  });

  it("is refused where the tunnel was only the spare one", () => {
    const result = branch([HQ, DC], [], ROUTES);
    expect(result.outcome.tunnels.find(({ name }) => name === "pptp-dc")?.refusal).toContain("overlay=gre");
  });

  it("drops a dead end for the network, which the policy's packets would not get past", () => {
    const stop = "add blackhole distance=254 dst-address=192.168.1.0/24";
    const result = branch([HQ], [], ["add dst-address=192.168.1.0/24 gateway=pptp-hq", stop]);
    expect(result.text).not.toContain("blackhole");
    expect(result.first.warnings.join("\n")).not.toContain("took over");
    expect(openOf(result)).toEqual([]);
  });
});
