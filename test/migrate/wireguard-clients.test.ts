import { describe, expect, it } from "vitest";
import { migrated, router } from "../support/migrations.ts";

const CLIENT = ["/interface pptp-client", "add connect-to=198.51.100.7 disabled=no name=pptp-out1 user=me"];

/** The finished file of a 7.15.3 router with a PPTP client and these lines. */
function withClient(...lines: readonly string[]) {
  return migrated(router("7.15.3", ...CLIENT, ...lines), "wireguard");
}

describe("a PPTP client to WireGuard", () => {
  it("leaves things alone that only carry the word in their name", () => {
    const lines = [
      "/interface wireguard",
      "add listen-port=13231 name=pptp",
      "/ip pool",
      "add name=pptp ranges=10.0.0.2",
    ];
    expect(() => migrated(router("7.15.3", ...lines), "wireguard")).toThrow("no tunnel");
  });

  it("keeps a client that is off off, and removes one that nothing names", () => {
    const lines = ["/interface pptp-client", "add connect-to=198.51.100.7 name=spare user=me"];
    const asked = migrated(router("7.15.3", ...lines), "wireguard", { tunnel: "spare" });
    expect(asked.text).toMatch(/^add disabled=yes listen-port=13231 .*name=wg-spare$/m);
    const all = migrated(router("7.15.3", ...lines), "wireguard");
    expect(all.text).not.toContain("spare");
    expect(all.text).not.toContain("wireguard");
  });

  it.each([
    ["gateway=pptp-out1", "gateway=wg-out1"],
    ["gateway=10.0.0.1%pptp-out1", "gateway=wg-out1"],
    ["gateway=pptp-out1@main", "gateway=wg-out1@main"],
    ["gateway=pptp-out1,192.0.2.1", "gateway=wg-out1,192.0.2.1"],
  ])("re-points %s", (gateway, wanted) => {
    const { text } = withClient("/ip route", `add dst-address=10.7.0.0/16 ${gateway}`);
    expect(text).toContain(`add dst-address=10.7.0.0/16 ${wanted}\n`);
  });

  it("re-points a route by the far end's address, and reports what else names that address", () => {
    const { text, first } = withClient(
      ...["/ppp profile", "add name=office remote-address=10.99.0.1"],
      ...["/interface pptp-client", "set [ find name=pptp-out1 ] profile=office"],
      ...["/ip route", "add dst-address=10.7.0.0/16 gateway=10.99.0.1"],
      ...["/tool netwatch", "add host=10.99.0.1"],
    );
    expect(text).toContain("add dst-address=10.7.0.0/16 gateway=wg-out1\n");
    expect(first.review.join("\n")).toMatch(/netwatch.*10\.99\.0\.1/);
  });

  it("writes the default route with its distance, and pins the endpoint to the provider's gateway", () => {
    const lines = [
      ...[
        "/interface pptp-client",
        "add add-default-route=yes connect-to=198.51.100.7 default-route-distance=3 disabled=no name=pptp-out1 user=me",
      ],
      ...["/ip address", "add address=192.0.2.2/30 interface=ether1 network=192.0.2.0"],
      ...["/ip route", "add distance=10 dst-address=0.0.0.0/0 gateway=192.0.2.1"],
    ];
    const { text, first } = migrated(router("7.15.3", ...lines), "wireguard");
    expect(text).toContain("add distance=3 dst-address=0.0.0.0/0 gateway=wg-out1\n");
    expect(text).toMatch(/dst-address=198\.51\.100\.7\/32 gateway=192\.0\.2\.1\n/);
    expect(first.verification?.problems).toEqual([]);
    expect(first.verification?.differences.filter(({ reason }) => reason === undefined)).toEqual([]);
  });

  it("moves the pinned route of the old server to the new one", () => {
    const before = router(
      "7.15.3",
      ...[
        "/interface pptp-client",
        "add add-default-route=yes connect-to=198.51.100.7 disabled=no name=pptp-out1 user=me",
      ],
      ...["/ip route", "add comment=pin dst-address=198.51.100.7/32 gateway=192.0.2.1"],
    );
    const { text } = migrated(before, "wireguard", { answers: { endpoint: "203.0.113.9:51820" } });
    expect(text).toContain("add comment=pin dst-address=203.0.113.9/32 gateway=192.0.2.1\n");
    expect(text).not.toContain("198.51.100.7");
  });

  it("asks for the provider's gateway where it comes by DHCP", () => {
    const lines = [
      ...[
        "/interface pptp-client",
        "add add-default-route=yes connect-to=vpn.example.com disabled=no name=pptp-out1 user=me",
      ],
      ...["/ip dhcp-client", "add interface=ether1"],
    ];
    const { first } = migrated(router("7.15.3", ...lines), "wireguard");
    expect(first.inputs.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["endpoint-address", "wan-gateway"]),
    );
    expect(first.warnings.join("\n")).toMatch(/same distance 1/);
  });

  it("keeps negations, disabled rules and their order", () => {
    const { text } = withClient(
      ...["/interface list", "add name=VPN"],
      ...["/interface list member", "add disabled=yes interface=pptp-out1 list=VPN"],
      ...[
        "/ip firewall filter",
        "add action=drop chain=forward in-interface=!pptp-out1",
        "add action=accept chain=input",
      ],
      ...["/ip firewall nat", "add action=masquerade chain=srcnat disabled=yes out-interface=pptp-out1"],
    );
    expect(text).toContain(
      "add action=drop chain=forward in-interface=!wg-out1\nadd action=accept chain=input\n",
    );
    expect(text).toContain("add action=masquerade chain=srcnat disabled=yes out-interface=wg-out1\n");
    expect(text).toContain("add disabled=yes interface=wg-out1 list=VPN\n");
  });

  it("finds marks in a chain that prerouting jumps to, and never takes `main` for a table of its own", () => {
    const { text, first } = withClient(
      ...["/routing table", "add fib name=VPN"],
      ...[
        "/ip firewall filter",
        "add action=fasttrack-connection chain=forward connection-state=established,related",
      ],
      ...[
        "/ip firewall mangle",
        "add action=jump chain=prerouting jump-target=steer",
        "add action=mark-routing chain=steer new-routing-mark=main src-address=10.0.0.9",
      ],
      "add action=mark-routing chain=steer new-routing-mark=VPN passthrough=no src-address=10.0.0.8",
      ...["/ip route", "add dst-address=0.0.0.0/0 gateway=pptp-out1 routing-table=VPN"],
    );
    expect(text).toMatch(/action=mark-connection chain=steer .*src-address=10\.0\.0\.8/);
    expect(text).not.toMatch(/mark-connection.*10\.0\.0\.9/);
    expect(text).toMatch(/fasttrack-connection chain=forward connection-mark=no-mark/);
    expect(first.verification?.problems).toEqual([]);
  });

  it("leaves a FastTrack rule alone that is off", () => {
    const { text } = withClient(
      ...["/routing table", "add fib name=VPN"],
      ...[
        "/ip firewall filter",
        'add action=fasttrack-connection chain=forward comment="defconf: fasttrack"',
        'set [find comment="defconf: fasttrack"] disabled=yes',
      ],
      ...[
        "/ip firewall mangle",
        "add action=mark-routing chain=prerouting dst-address-type=!local new-routing-mark=VPN src-address=10.0.0.8",
      ],
      ...["/ip route", "add dst-address=0.0.0.0/0 gateway=pptp-out1 routing-table=VPN"],
    );
    expect(text).not.toContain("no-mark");
  });

  it("gives each of several clients an interface, a port and a peer of its own", () => {
    const lines = [
      "/interface pptp-client",
      "add connect-to=a.example.com disabled=no name=pptp-a",
      "add connect-to=b.example.com disabled=no name=pptp-b",
    ];
    const { text, outcome } = migrated(router("7.15.3", ...lines), "wireguard");
    expect(text).toMatch(/listen-port=13231 mtu=1420 name=wg-a\nadd listen-port=13232 mtu=1420 name=wg-b/);
    expect(outcome.tunnels).toHaveLength(2);
    expect(text).not.toContain("pptp");
  });

  it("answers for one of several tunnels by its name", () => {
    const lines = [
      "/interface pptp-client",
      "add connect-to=a.example.com disabled=no name=pptp-a",
      "add connect-to=b.example.com disabled=no name=pptp-b",
    ];
    const { text } = migrated(router("7.15.3", ...lines), "wireguard", {
      answers: { "endpoint-port": "1", "pptp-b/endpoint-port": "2" },
    });
    expect(text).toMatch(/endpoint-address=a.example.com endpoint-port=1/);
    expect(text).toMatch(/endpoint-address=b.example.com endpoint-port=2/);
  });

  it("stays within PPPoE's packets and does not take over PPTP's own size", () => {
    const { text, first } = withClient(
      ...["/interface pptp-client", "set [ find name=pptp-out1 ] max-mtu=1400 mrru=1600"],
      ...["/interface pppoe-client", "add disabled=no interface=ether1 name=wan user=x"],
    );
    expect(text).toContain("mtu=1412");
    expect(text).toContain("new-mss=1372");
    expect(text).not.toMatch(/mtu=1400/);
    expect(first.warnings.join("\n")).toMatch(/`mrru`, `max-mtu`/);
  });

  it("carries no IPv6 that was not there, and says that it passes by", () => {
    const { text, first } = withClient("/ipv6 address", "add address=2001:db8::1/64 interface=ether2");
    expect(text).not.toContain("::/0");
    expect(first.warnings.join("\n")).toContain("IPv6");
  });

  it("warns of a fixed source address and of a VRF", () => {
    const { first } = migrated(
      router(
        "7.15.3",
        "/interface pptp-client",
        "add connect-to=198.51.100.7@blue disabled=no name=pptp-out1",
        "/ip firewall nat",
        "add action=src-nat chain=srcnat out-interface=pptp-out1 to-addresses=10.99.0.2",
      ),
      "wireguard",
    );
    expect(first.warnings.join("\n")).toContain("to-addresses=10.99.0.2");
    expect(first.warnings.join("\n")).toContain("VRF `blue`");
    expect(first.inputs.find(({ name }) => name === "endpoint")?.suggestion).toBe("198.51.100.7");
  });

  it("moves queues, routing protocols and lists that hold several names", () => {
    const { text } = withClient(
      ...["/interface list", "add name=VPN"],
      ...[
        "/queue simple",
        "add max-limit=10M/10M name=q target=pptp-out1",
        "add max-limit=1M/1M name=host target=10.0.0.8/32",
      ],
      ...["/routing ospf instance", "add name=o", "/routing ospf area", "add instance=o name=a"],
      ...["/routing ospf interface-template", "add area=a interfaces=ether2,pptp-out1"],
    );
    expect(text).toContain("name=q target=wg-out1\n");
    expect(text).toContain("name=host target=10.0.0.8/32\n");
    expect(text).toContain("interfaces=ether2,wg-out1 type=ptp\n");
  });

  it("reports scripts that name the tunnel, and changes none", () => {
    const lines = [
      "/system scheduler",
      'add name=redial on-event="/interface pptp-client disable pptp-out1\\r\\\n    \\n/interface pptp-client enable [find name~\\"pptp\\"]"',
    ];
    const { text, first } = withClient(...lines);
    expect(text).toContain("/interface pptp-client disable pptp-out1");
    expect(first.review.join("\n")).toContain("redial");
  });

  it("keeps CRLF and leaves no broken line", () => {
    const text = router(
      "7.15.3",
      ...CLIENT,
      "/ip route",
      "add dst-address=10.7.0.0/16 gateway=\\",
      "    pptp-out1",
    );
    const result = migrated(text.replaceAll("\n", "\r\n"), "wireguard");
    expect(result.text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    expect(result.text).toMatch(/gateway=(?:\\\r\n {4})?wg-out1\r\n/);
    expect(result.first.verification?.problems).toEqual([]);
  });

  it("takes a file without a version by its syntax", () => {
    const seven = migrated(
      "/interface pptp-client\nadd connect-to=a disabled=no name=p\n/ip route\nadd dst-address=0.0.0.0/0 gateway=p routing-table=V\n/routing table\nadd fib name=V\n",
      "wireguard",
    );
    expect(seven.text).toContain("/interface wireguard");
    const six = migrated(
      "/interface pptp-client\nadd connect-to=a disabled=no name=p\n/ip route\nadd gateway=p routing-mark=V\n",
      "wireguard",
    );
    expect(six.first.refusal).toContain("7.1");
  });

  it("does not touch what script code makes", () => {
    const { text, first } = migrated(
      ":if (true) do={ /interface pptp-client add connect-to=a disabled=no name=p }\n",
      "wireguard",
      { version: "7.15" },
    );
    expect(first.refusal).toContain("script code");
    expect(text).toContain("pptp-client");
  });

  it("writes no key and no password", () => {
    const { text, first } = migrated(
      router(
        "7.15.3",
        "/interface pptp-client",
        'add connect-to=a disabled=no name=p password="very secret" user=me',
      ),
      "wireguard",
    );
    const scripts = Object.values(first.scripts ?? {}).map(({ text: script, rollback }) => script + rollback);
    expect([text, ...scripts].join("\n")).not.toMatch(/very secret|private-key="/);
  });
});

describe("a backup of the tunnel", () => {
  const lines = [
    ...[
      "/interface pptp-client",
      "add add-default-route=yes connect-to=198.51.100.7 disabled=no name=pptp-out1 user=me",
    ],
    ...["/ip address", "add address=192.0.2.2/30 interface=ether1 network=192.0.2.0"],
    ...["/ip route", "add distance=10 dst-address=0.0.0.0/0 gateway=192.0.2.1"],
  ];

  it("still takes over, by a watch on the other end", () => {
    const { text, first } = migrated(router("7.15.3", ...lines), "wireguard");
    const flat = text.replace(/\\\n\s*/g, "");
    expect(flat).toMatch(
      /down-script="\/ip route disable \[find where gateway=\\"wg-out1\\" dst-address=\\"0\.0\.0\.0\/0\\"\]" host=<TUNNEL-PEER-ADDRESS>/,
    );
    expect(flat).toContain("dst-address=<TUNNEL-PEER-ADDRESS>/32 gateway=wg-out1");
    expect(first.verification?.problems).toEqual([]);
  });

  it("is not made up where there was none", () => {
    const { text, first } = migrated(
      router("7.15.3", ...lines.filter((line) => !line.includes("distance=10"))),
      "wireguard",
    );
    expect(text).not.toContain("netwatch");
    expect(first.warnings.join("\n")).toContain("netwatch");
  });
});
