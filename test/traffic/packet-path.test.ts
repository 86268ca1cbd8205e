import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createTraffic } from "../../server/src/traffic/create-traffic.ts";
import type { PacketPath, PathQuery } from "../../server/src/traffic/path.ts";
import { modelOf } from "../support/model.ts";
import { DEFCONF, HEAD_V6, HEAD_V7 } from "./defconf.ts";

const text = (name: string): string => readFileSync(new URL(`texts/${name}.rsc`, import.meta.url), "utf8");
const paths = (config: string): ((query: PathQuery) => PacketPath) => createTraffic(modelOf(config), {}).path;
const stages = (path: PacketPath): readonly string[] => path.steps.map((s) => s.stage);

describe("what no rule of the filter takes", () => {
  const ROUTER = [
    ...[
      "/ip address",
      "add address=192.168.88.1/24 interface=lan",
      "add address=192.0.2.2/24 interface=ether1",
    ],
    ...["/ip firewall filter", "add action=drop chain=input in-interface=ether1 protocol=udp"],
    "add action=drop chain=forward connection-state=invalid",
    "add action=drop chain=forward connection-nat-state=!dstnat in-interface=ether1",
    ...[
      "/ip firewall nat",
      "add action=dst-nat chain=dstnat dst-port=443 protocol=tcp to-addresses=192.168.88.9",
    ],
    "",
  ].join("\n");
  const filterSteps = (query: PathQuery) =>
    paths(ROUTER)({ inInterface: "ether1", src: "198.51.100.7", ...query }).steps.filter(
      ({ stage }) => stage === "filter",
    );

  it("is told, with the drop that spares it", () => {
    const [step, ...others] = filterSteps({ dst: "192.0.2.2", dstPort: 443 });
    expect(step?.item?.index).toBe(2);
    expect(step?.effect).toBe(
      "spares it (`connection-nat-state=!dstnat`), and no rule of `forward` stops it",
    );
    expect(others).toEqual([]);
  });

  it("is told of what reaches the router, without drops that speak of other packets", () => {
    const [step] = filterSteps({ dst: "192.0.2.2", dstPort: 22 });
    expect(step).toMatchObject({ item: undefined, effect: "no rule of `input` stops it" });
  });
});

describe("selective routing into a tunnel", () => {
  it("follows marks into the table of the PPTP client (v7)", () => {
    const path = paths(text("torguard-v7-before"));
    const device = path({ src: "192.168.88.40", dst: "8.8.8.8", dstPort: 443 });
    expect(device.end).toMatchObject({
      verdict: "forwarded",
      outInterface: "TorGuard-PPTP",
      table: "VPN",
      isSourceTranslated: "yes",
      isFasttracked: "no",
    });
    expect(stages(device)).toEqual(["mangle", "mangle", "routing", "filter", "src-nat"]);
    expect(device.steps.at(3)).toMatchObject({ item: undefined, effect: "no rule of `forward` stops it" });
    expect(path({ src: "192.168.88.50", dst: "8.8.8.8" }).end).toMatchObject({
      outInterface: "ether1",
      table: "main",
    });
    expect(path({ src: "192.168.88.40", dst: "192.168.88.1" }).end.verdict).toBe("delivered");
  });
  it("needs a WireGuard peer that is allowed the destination", () => {
    const config = text("torguard-v7-after-wireguard");
    expect(paths(config)({ src: "192.168.88.40", dst: "8.8.8.8" }).end).toMatchObject({
      verdict: "forwarded",
      outInterface: "wg-TorGuard",
    });
    const narrow = config.replace("allowed-address=0.0.0.0/0", "allowed-address=10.8.0.0/24");
    expect(paths(narrow)({ src: "192.168.88.40", dst: "8.8.8.8" }).end).toMatchObject({
      verdict: "dropped",
      reason: expect.stringContaining("no peer"),
    });
  });
  it("asks no WireGuard peer for what an IPsec policy takes", () => {
    const narrow = text("torguard-v7-after-wireguard").replace(
      "allowed-address=0.0.0.0/0",
      "allowed-address=10.8.0.0/24",
    );
    const policy = [
      ...["/ip ipsec peer", "add address=203.0.113.9/32 exchange-mode=ike2 name=site", "/ip ipsec policy"],
      "add dst-address=8.8.8.0/24 peer=site src-address=0.0.0.0/0 tunnel=yes",
    ];
    expect(
      paths([narrow, ...policy, ""].join("\n"))({ src: "192.168.88.40", dst: "8.8.8.8" }).end,
    ).toMatchObject({ verdict: "forwarded", encryptedBy: { peer: "site" } });
  });
  it("follows the mark of a v6 route", () => {
    const path = paths(text("torguard-v6-before"));
    expect(path({ src: "192.168.88.50", dst: "8.8.8.8" }).end).toMatchObject({
      outInterface: "TorGuard-PPTP",
      table: "VPN",
    });
    expect(path({ src: "192.168.88.52", dst: "8.8.8.8" }).end).toMatchObject({ outInterface: "ether1" });
  });
  it("knows the hosts an IKEv2 initiator takes", () => {
    const path = paths(text("torguard-v6-after-ikev2"));
    const taken = path({ src: "192.168.88.50", dst: "8.8.8.8" }).end;
    expect(taken).toMatchObject({ outInterface: "ether1", isSourceTranslated: "yes" });
    expect(taken.encryptedBy?.peer).toBe("TorGuard");
    expect(path({ src: "192.168.88.52", dst: "8.8.8.8" }).end.encryptedBy).toBeUndefined();
    expect(path({ src: "192.168.88.50", dst: "192.168.88.51" }).end.encryptedBy).toBeUndefined();
  });
});

describe("a PPTP server's clients", () => {
  const path = paths(text("office-server-v7"));
  it("are reached by their session, their binding, their routes", () => {
    expect(path({ src: "192.168.1.7", dst: "10.10.10.20" }).end.outInterface).toBe("<pptp-bob>");
    expect(path({ src: "192.168.1.7", dst: "10.10.10.33" }).end.outInterface).toBe("<ppp>");
    expect(path({ src: "192.168.1.7", dst: "192.168.77.3" }).end).toMatchObject({
      outInterface: "pptp-branch",
      gateway: "10.20.0.2",
    });
    expect(path({ src: "10.10.10.20", dst: "192.168.1.7" }).end).toMatchObject({
      verdict: "forwarded",
      outInterface: "lan",
    });
  });
});

describe("the default firewall", () => {
  const path = paths(DEFCONF);
  it("lets the inside out with its source replaced", () => {
    const out = path({ src: "192.168.88.10", dst: "1.1.1.1", dstPort: 443 });
    expect(out.end).toMatchObject({
      verdict: "forwarded",
      outInterface: "ether1",
      isSourceTranslated: "yes",
      isFasttracked: "yes",
    });
    expect(out.assumptions).not.toEqual([]);
  });
  it("keeps the outside out", () => {
    expect(path({ src: "8.8.8.8", dst: "192.168.88.10" }).end).toMatchObject({
      verdict: "dropped",
      reason: expect.stringContaining("not DSTNATed"),
    });
    expect(
      path({ src: "8.8.8.8", dst: "192.168.88.1", inInterface: "ether1", dstPort: 22 }).end.verdict,
    ).toBe("dropped");
  });
  it("lets dst-nat in", () => {
    const nat = `${DEFCONF}/ip firewall nat\nadd action=dst-nat chain=dstnat dst-port=8443 in-interface-list=WAN protocol=tcp to-addresses=192.168.88.20 to-ports=443\n`;
    const end = paths(nat)({ src: "8.8.8.8", dst: "9.9.9.9", inInterface: "ether1", dstPort: 8443 }).end;
    expect(end).toMatchObject({
      verdict: "forwarded",
      outInterface: "bridge",
      translatedTo: "192.168.88.20:443",
    });
  });
  it("sends the router's own packets out", () => {
    expect(path({ dst: "1.1.1.1", isFromRouter: true }).end).toMatchObject({
      verdict: "forwarded",
      outInterface: "ether1",
    });
    expect(path({ src: "192.168.88.1", dst: "192.168.88.10" }).end.outInterface).toBe("bridge");
  });
});

const TWO_WANS = `${HEAD_V7}/routing table
add fib name=isp1
add fib name=isp2
/ip address
add address=192.168.88.1/24 interface=bridge network=192.168.88.0
add address=198.51.100.2/30 interface=ether1 network=198.51.100.0
add address=203.0.113.2/30 interface=ether2 network=203.0.113.0
/interface bridge
add name=bridge
`;

describe("load balancing", () => {
  const pcc = `${TWO_WANS}/ip firewall mangle
add action=accept chain=prerouting dst-address=198.51.100.0/30 in-interface=bridge
add action=mark-connection chain=prerouting connection-mark=no-mark dst-address-type=!local in-interface=bridge new-connection-mark=c1 per-connection-classifier=both-addresses:2/0
add action=mark-connection chain=prerouting connection-mark=no-mark dst-address-type=!local in-interface=bridge new-connection-mark=c2 per-connection-classifier=both-addresses:2/1
add action=mark-routing chain=prerouting connection-mark=c1 in-interface=bridge new-routing-mark=isp1
add action=mark-routing chain=prerouting connection-mark=c2 in-interface=bridge new-routing-mark=isp2
/ip route
add gateway=198.51.100.1 routing-table=isp1
add gateway=203.0.113.1 routing-table=isp2
add distance=1 gateway=198.51.100.1
add distance=2 gateway=203.0.113.1
`;
  it("gives one end for each part of the classifier and none besides", () => {
    const found = paths(pcc)({ src: "192.168.88.10", dst: "8.8.8.8" });
    expect(found.end.verdict).toBe("unknown");
    expect(found.alternatives.map((a) => `${a.outInterface} ${a.table}`)).toEqual([
      "ether1 isp1",
      "ether2 isp2",
    ]);
  });
  it("takes what is accepted before the marks by the main table", () => {
    expect(paths(pcc)({ src: "192.168.88.10", dst: "198.51.100.1" }).end).toMatchObject({
      verdict: "forwarded",
      outInterface: "ether1",
      table: "main",
    });
  });
  it("does not choose between equal routes", () => {
    const ecmp = `${TWO_WANS}/ip route\nadd gateway=198.51.100.1,203.0.113.1\n`;
    const found = paths(ecmp)({ src: "192.168.88.10", dst: "8.8.8.8" });
    expect(found.alternatives.map((a) => a.outInterface)).toEqual(["ether1", "ether2"]);
    const failover = `${TWO_WANS}/ip route\nadd check-gateway=ping distance=1 gateway=198.51.100.1\nadd distance=2 gateway=203.0.113.1\n`;
    expect(paths(failover)({ src: "192.168.88.10", dst: "8.8.8.8" }).end.outInterface).toBe("ether1");
  });
});

describe("routes and rules", () => {
  it("prefers the longest prefix, follows recursive gateways, stops at black holes", () => {
    const path = paths(`${TWO_WANS}/ip route
add dst-address=0.0.0.0/0 gateway=1.1.1.1 target-scope=11
add dst-address=1.1.1.1/32 gateway=203.0.113.1 scope=10
add blackhole dst-address=10.0.0.0/8
add dst-address=10.1.0.0/16 gateway=ether1
add disabled=yes dst-address=10.1.2.0/24 gateway=ether2
`);
    expect(path({ src: "192.168.88.10", dst: "8.8.8.8" }).end).toMatchObject({
      outInterface: "ether2",
      gateway: "1.1.1.1",
    });
    expect(path({ src: "192.168.88.10", dst: "10.2.0.1" }).end.verdict).toBe("dropped");
    expect(path({ src: "192.168.88.10", dst: "10.1.2.3" }).end.outInterface).toBe("ether1");
    expect(path({ src: "192.168.88.10", dst: "198.51.100.1" }).end.outInterface).toBe("ether1");
  });
  it("reads routing rules in order (v7)", () => {
    const path = paths(`${TWO_WANS}/ip route
add gateway=198.51.100.1
add gateway=203.0.113.1 routing-table=isp2
/routing rule
add action=lookup dst-address=192.168.0.0/16 table=main
add action=lookup-only-in-table src-address=192.168.88.64/26 table=isp2
add action=lookup-only-in-table src-address=192.168.88.128/26 table=isp1
add action=lookup src-address=192.168.88.192/26 table=isp1
add action=drop src-address=192.168.88.32/32
`);
    expect(path({ src: "192.168.88.10", dst: "8.8.8.8" }).end.outInterface).toBe("ether1");
    expect(path({ src: "192.168.88.70", dst: "8.8.8.8" }).end).toMatchObject({
      outInterface: "ether2",
      table: "isp2",
    });
    expect(path({ src: "192.168.88.130", dst: "8.8.8.8" }).end).toMatchObject({ verdict: "dropped" });
    expect(path({ src: "192.168.88.200", dst: "8.8.8.8" }).end).toMatchObject({
      outInterface: "ether1",
      table: "main",
    });
    expect(path({ src: "192.168.88.32", dst: "8.8.8.8" }).end.verdict).toBe("dropped");
    expect(path({ src: "192.168.88.70", dst: "192.168.88.1" }).end.verdict).toBe("delivered");
  });
  it("reads route rules of v6 and keeps local addresses ahead of marks there", () => {
    const v6 = TWO_WANS.replace(HEAD_V7, HEAD_V6).replace(/\/routing table\n(add.*\n)+/, "");
    const path = paths(`${v6}/ip route
add distance=1 gateway=203.0.113.1 routing-mark=two
add distance=1 gateway=198.51.100.1
/ip route rule
add src-address=192.168.88.7/32 table=two
/ip firewall mangle
add action=mark-routing chain=prerouting new-routing-mark=two src-address=192.168.88.8
`);
    expect(path({ src: "192.168.88.7", dst: "8.8.8.8" }).end.outInterface).toBe("ether2");
    expect(path({ src: "192.168.88.8", dst: "8.8.8.8" }).end.outInterface).toBe("ether2");
    expect(path({ src: "192.168.88.8", dst: "192.168.88.1" }).end.verdict).toBe("delivered");
    expect(path({ src: "192.168.88.9", dst: "8.8.8.8" }).end.outInterface).toBe("ether1");
  });
  it("in v7 a mark takes even packets to the router into the tunnel", () => {
    const path = paths(`${TWO_WANS}/ip route
add gateway=203.0.113.1 routing-table=isp2
/ip firewall mangle
add action=mark-routing chain=prerouting new-routing-mark=isp2 src-address=192.168.88.8
`);
    expect(path({ src: "192.168.88.8", dst: "192.168.88.1" }).end).toMatchObject({
      verdict: "forwarded",
      outInterface: "ether2",
    });
  });
  it("keeps to the table of a VRF", () => {
    const path = paths(
      `${TWO_WANS}/ip vrf\nadd interfaces=bridge name=guests\n/ip route\nadd gateway=198.51.100.1\n`,
    );
    expect(path({ src: "192.168.88.8", dst: "8.8.8.8" }).end).toMatchObject({
      verdict: "dropped",
      reason: expect.stringContaining("guests"),
    });
  });
  it("says so when there is no route, or it cannot tell the gateway", () => {
    expect(paths(TWO_WANS)({ src: "192.168.88.8", dst: "8.8.8.8" }).end).toMatchObject({
      verdict: "dropped",
      reason: "no route leads there",
    });
    const lost = `${DEFCONF}/ip route\nadd dst-address=10.0.0.0/8 gateway=100.64.0.1\n`;
    const found = paths(lost)({ src: "192.168.88.8", dst: "10.1.1.1" });
    expect(found.end.verdict).toBe("unknown");
    expect(found.end.reason).toContain("100.64.0.1");
  });
});

describe("a gateway in no network of the files", () => {
  const router = (gateway: string, ...clients: readonly string[]) =>
    [
      HEAD_V7,
      ...["/ip address", "add address=192.168.88.1/24 interface=ether2 network=192.168.88.0"],
      ...["/ip dhcp-client", ...clients, "/ip route", `add gateway=${gateway}`, "/system identity"],
      ...["set name=r", ""],
    ].join("\n");
  const end = (config: string) => paths(config)({ src: "192.168.88.40", dst: "8.8.8.8" }).end;
  const WAN = "add add-default-route=no interface=ether1";

  it("is a provider's on the one interface that gets its network from one", () => {
    expect(end(router("5.9.0.1", WAN))).toMatchObject({ verdict: "forwarded", outInterface: "ether1" });
  });

  it("stays unknown where there are several, or it is a private one", () => {
    expect(end(router("5.9.0.1", WAN, "add interface=ether5")).verdict).toBe("unknown");
    expect(end(router("10.200.0.1", WAN)).verdict).toBe("unknown");
  });
});

describe("IPsec policies", () => {
  const site = (nat: string) => `${TWO_WANS}/ip route
add gateway=198.51.100.1
/ip ipsec peer
add address=192.0.2.9/32 name=branch
/ip ipsec policy
add dst-address=10.5.0.0/16 peer=branch src-address=192.168.88.0/24 tunnel=yes
/ip firewall nat
${nat}add action=masquerade chain=srcnat out-interface=ether1
`;
  it("take what NAT leaves alone, and miss what it changes", () => {
    expect(paths(site(""))({ src: "192.168.88.8", dst: "10.5.0.1" }).end).toMatchObject({
      encryptedBy: undefined,
      isSourceTranslated: "yes",
    });
    const bypass = paths(site("add action=accept chain=srcnat dst-address=10.5.0.0/16\n"))({
      src: "192.168.88.8",
      dst: "10.5.0.1",
    });
    expect(bypass.end.encryptedBy?.peer).toBe("branch");
    const none = site("").replace("chain=srcnat out", "chain=srcnat ipsec-policy=out,none out");
    expect(paths(none)({ src: "192.168.88.8", dst: "10.5.0.1" }).end.encryptedBy?.peer).toBe("branch");
  });
  it("sleep with a disabled peer", () => {
    const off = site("add action=accept chain=srcnat dst-address=10.5.0.0/16\n").replace(
      "add address=192.0.2.9/32",
      "add address=192.0.2.9/32 disabled=yes",
    );
    expect(paths(off)({ src: "192.168.88.8", dst: "10.5.0.1" }).end.encryptedBy).toBeUndefined();
  });
});

describe("packets that come out of IPsec", () => {
  it("come in by the line of the outer ones, though their addresses are of the router's own network", () => {
    const config = [
      HEAD_V7,
      ...["/interface bridge", "add name=lan", "/ip pool", "add name=vpn ranges=192.168.1.240-192.168.1.243"],
      ...[
        "/ip ipsec mode-config",
        "add address-pool=vpn name=users",
        "/ip ipsec policy group",
        "add name=users",
      ],
      ...["/ip ipsec peer", "add exchange-mode=ike2 name=users passive=yes"],
      ...[
        "/ip address",
        "add address=192.168.1.1/24 interface=lan",
        "/ip dhcp-client",
        "add interface=ether1",
      ],
      ...[
        "/ip firewall filter",
        "add action=accept chain=forward in-interface=lan",
        "add action=drop chain=forward",
      ],
      "/ip ipsec identity",
      "add auth-method=digital-signature generate-policy=port-strict mode-config=users peer=users policy-template-group=users",
      "",
    ].join("\n");
    const path = paths(config);
    expect(path({ src: "192.168.1.241", dst: "8.8.8.8" })).toMatchObject({
      arrivesBy: "ether1",
      end: { verdict: "dropped" },
    });
    expect(path({ src: "192.168.1.9", dst: "8.8.8.8" })).toMatchObject({
      arrivesBy: "lan",
      end: { verdict: "forwarded" },
    });
  });
});

describe("queries that cannot be followed", () => {
  it("are answered, not thrown", () => {
    const path = paths(DEFCONF);
    for (const query of [
      { dst: "nowhere" },
      { dst: "1.1.1.1", src: "x" },
      { dst: "::1", src: "1.1.1.1" },
      { dst: "1.1.1.1", src: "10.9.9.9", inInterface: "" },
    ]) {
      expect(path(query).alternatives.length).toBeGreaterThan(0);
    }
  });
});
