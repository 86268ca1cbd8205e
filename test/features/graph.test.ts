import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { placeLabels } from "../../client/src/views/graph-labels.ts";
import { layOutGraph } from "../../client/src/views/graph-layout.ts";
import { graphPage } from "../../client/src/views/graph-page.ts";
import { createLanguageService } from "../../server/src/service.ts";

const service = createLanguageService({ rules: [] });

function graphOf(text: string, focus?: string) {
  return service.graph(service.analyse([{ path: "a.rsc", text }]), "json", focus);
}

/** "a -label-> b" by what people call the ends. */
function arrows(text: string, focus?: string): string[] {
  const { nodes, edges } = graphOf(text, focus);
  const label = (id: string) => nodes.find((node) => node.id === id)?.label ?? "?";
  return edges.map(({ from, to, label: words }) => `${label(from)} -${words}-> ${label(to)}`);
}

const STEERING = `# 2025-03-14 09:26:53 by RouterOS 7.15.3
/interface pptp-client
add connect-to=vpn.example.com disabled=no name=office password=hunter2 user=anna
/interface list
add name=WAN
/routing table
add fib name=vpn
/interface list member
add interface=ether1 list=WAN
/ip firewall address-list
add address=192.168.88.10 list=vpn-hosts
/ip firewall mangle
add action=mark-routing chain=prerouting new-routing-mark=vpn src-address-list=vpn-hosts
/ip firewall nat
add action=masquerade chain=srcnat out-interface-list=WAN
add action=masquerade chain=srcnat out-interface=office
/ip route
add dst-address=0.0.0.0/0 gateway=office routing-table=vpn
`;

describe("graph", () => {
  it("leads from the hosts over mark, table and route into the tunnel and to its far end", () => {
    expect(arrows(STEERING)).toEqual(
      expect.arrayContaining([
        "vpn-hosts -from-> mark routing vpn",
        "mark routing vpn -marks-> vpn",
        "vpn --> 0.0.0.0/0 via office",
        "0.0.0.0/0 via office --> office",
        "office -to-> vpn.example.com",
        "masquerade -out-> WAN",
        "WAN -member-> ether1",
      ]),
    );
  });

  it("tells the routes of one account apart", () => {
    const routes = `# 2025-03-14 09:26:53 by RouterOS 7.15.3
/ppp profile
add local-address=10.20.0.1 name=branch
/interface pptp-server
add name=branch user=branch
/ppp secret
add name=branch profile=branch remote-address=10.20.0.2 routes="192.168.77.0/24 10.20.0.2 1" service=pptp
`;
    expect(arrows(routes)).toEqual([
      "main --> 10.20.0.2 via branch",
      "10.20.0.2 via branch --> branch",
      "main --> 192.168.77.0/24 via 10.20.0.2",
      "192.168.77.0/24 via 10.20.0.2 -10.20.0.2-> branch",
    ]);
  });

  it("marks what is named and not there", () => {
    const text = `${STEERING.replace("gateway=office", "gateway=offcie").replace("out-interface-list=WAN", "out-interface-list=WANS")}/system identity\nset name=r\n`;
    const missing = graphOf(text)
      .nodes.filter(({ isMissing }) => isMissing)
      .map(({ id }) => id);
    expect(missing.sort()).toEqual(["interface:offcie", "list:WANS"]);
    const drawn = service.graph(service.analyse([{ path: "a.rsc", text }]), "mermaid").text;
    expect(drawn).toMatch(/"offcie<br\/>missing"\]:::missing/);
  });

  it("shows no secret in any format", () => {
    const analysis = service.analyse([{ path: "a.rsc", text: STEERING }]);
    for (const format of ["json", "mermaid", "dot"] as const)
      expect(JSON.stringify(service.graph(analysis, format))).not.toContain("hunter2");
  });

  it("keeps with a focus what leads there and what it leads to", () => {
    expect(arrows(STEERING, "vpn-hosts")).toContain("office -to-> vpn.example.com");
    expect(arrows(STEERING, "vpn-hosts").join()).not.toContain("WAN");
    expect(graphOf(STEERING, "nothing").nodes).toEqual([]);
  });

  it("draws WireGuard peers, servers with their accounts, and IPsec", () => {
    const text = `/interface wireguard
add listen-port=13231 name=wg1
/interface wireguard peers
add allowed-address=10.0.0.2/32,10.1.0.0/16 comment=berlin endpoint-address=198.51.100.7 endpoint-port=51820 interface=wg1
/interface l2tp-server server
set enabled=yes
/ppp secret
add name=anna password=p
add name=ben password=p service=l2tp
add name=cleo password=p service=pptp
/ip ipsec peer
add address=203.0.113.9/32 name=hq
/ip ipsec policy
add dst-address=10.9.0.0/24 peer=hq src-address=10.8.0.0/24 tunnel=yes
`;
    expect(arrows(text)).toEqual(
      expect.arrayContaining([
        "wg1 -10.0.0.2/32, 10.1.0.0/16-> berlin",
        "2 users -log in-> l2tp server",
        "10.8.0.0/24 → 10.9.0.0/24 -encrypts-> hq",
      ]),
    );
  });

  it("draws hundreds of port forwards as one", () => {
    const rules = Array.from(
      { length: 300 },
      (_, i) =>
        `add action=dst-nat chain=dstnat dst-port=${1000 + i} in-interface=ether1 protocol=tcp to-addresses=10.0.0.${i % 200}`,
    );
    const { nodes } = graphOf(`/ip firewall nat\n${rules.join("\n")}\n`);
    expect(nodes.map(({ label }) => label)).toEqual(["300 × dst-nat", "ether1", "200 hosts"]);
  });

  it("escapes what Mermaid and Graphviz would read as markup", () => {
    const text = '/interface bridge\nadd name="a\\"]; b|c<d>"\n/ip route\nadd gateway="a\\"]; b|c<d>"\n';
    const analysis = service.analyse([{ path: "a.rsc", text }]);
    const { text: mermaid } = service.graph(analysis, "mermaid");
    expect(mermaid).toContain('["a#34;#93;; b#124;c#60;d#62;<br/>bridge"]');
    expect(service.graph(analysis, "dot").text).toContain('label="a\\"]; b|c<d>\\nbridge"');
  });
});

describe("graph view", () => {
  it("puts every node right of what leads to it, none on another", () => {
    const { nodes, edges } = graphOf(STEERING);
    const layout = layOutGraph(nodes, edges);
    expect(layout.nodes).toHaveLength(nodes.length);
    const place = new Map(layout.nodes.map((placed) => [placed.node.id, placed]));
    for (const { from, to } of edges) expect(place.get(from)?.x ?? 0).toBeLessThan(place.get(to)?.x ?? 0);
    for (const [i, a] of layout.nodes.entries())
      for (const b of layout.nodes.slice(i + 1))
        expect(a.x !== b.x || a.y + a.height <= b.y || b.y + b.height <= a.y).toBe(true);
  });

  it("puts no label on another, and says the same words in one place once", () => {
    const node = (id: string) => ({ id, label: id, kind: "other" as const, isDisabled: false });
    const sources = Array.from({ length: 12 }, (_, at) => `from${at}`);
    const targets = ["to0", "to1", "to2"];
    const edges = sources.flatMap((from, at) =>
      targets.map((to) => ({ from, to, label: at % 2 === 0 ? "from" : `in ${to}` })),
    );
    const labels = placeLabels(layOutGraph([...sources, ...targets].map(node), edges).edges);
    expect(labels.length).toBeGreaterThan(10);
    for (const [at, one] of labels.entries())
      for (const other of labels.slice(at + 1))
        if (one.label === other.label)
          expect(Math.abs(one.x - other.x) > 20 || Math.abs(one.y - other.y) >= 12).toBe(true);
    const pair = [
      { from: "a", to: "c", label: "from" },
      { from: "b", to: "c", label: "to" },
    ];
    const [first, second] = placeLabels(layOutGraph(["a", "b", "c"].map(node), pair).edges);
    expect(Math.abs((first?.y ?? 0) - (second?.y ?? 0))).toBeGreaterThanOrEqual(12);
  });

  it("stands circles and an empty graph", () => {
    const node = (id: string) => ({ id, label: id, kind: "other" as const, isDisabled: false });
    const edge = (from: string, to: string) => ({ from, to, label: "" });
    const circle = [edge("a", "b"), edge("b", "c"), edge("c", "a"), edge("a", "a")];
    const layout = layOutGraph(["a", "b", "c"].map(node), circle.slice(0, 3));
    expect(layout.edges).toHaveLength(3);
    expect(Number.isFinite(layout.height)).toBe(true);
    expect(layOutGraph([], [])).toEqual({ nodes: [], edges: [], width: 0, height: 0 });
  });

  it("escapes names and loads nothing", () => {
    const node = {
      id: "x",
      label: "<img src=x onerror=alert(1)>",
      kind: "other" as const,
      isDisabled: false,
    };
    const page = graphPage({
      graph: { nodes: [node], edges: [] },
      names: ['"><script>'],
      focus: undefined,
      fileName: "<b>.rsc",
      nonce: "n",
    });
    expect(page).not.toMatch(/<img|<b>|"><script>/);
    expect(page).not.toMatch(/\b(?:src|href)="?https?:/);
  });
});

describe("rules that share the load", () => {
  const BALANCED = `# 2025-03-14 09:26:53 by RouterOS 7.15.3
/interface bridge
add name=lan
/routing table
add fib name=w1
add fib name=w2
/ip address
add address=192.168.88.1/24 interface=lan
/ip firewall mangle
add action=jump chain=prerouting in-interface=lan jump-target=share
add action=mark-connection chain=share new-connection-mark=c1 per-connection-classifier=both-addresses:3/0
add action=mark-connection chain=share new-connection-mark=c1 per-connection-classifier=both-addresses:3/1
add action=mark-connection chain=share new-connection-mark=c2 per-connection-classifier=both-addresses:3/2
add action=mark-routing chain=prerouting connection-mark=c1 new-routing-mark=w1
add action=mark-routing chain=prerouting connection-mark=c2 new-routing-mark=w2
/ip route
add gateway=203.0.113.1 routing-table=w1
/system identity
set name=gw
`;
  it("are one, with their shares, behind the jump that leads to them", () => {
    expect(arrows(BALANCED)).toEqual(
      expect.arrayContaining([
        "lan -in-> jump to share",
        "jump to share -chain-> 2 × mark connection c1",
        "2 × mark connection c1 -marks-> c1",
        "jump to share -chain-> mark connection c2",
        "c1 --> mark routing w1",
      ]),
    );
    const shared = graphOf(BALANCED).nodes.find(({ label }) => label === "2 × mark connection c1");
    expect(shared?.detail).toBe("share PCC 3/0, 3/1");
  });
  it("show a table that leads nowhere", () => {
    const details = graphOf(BALANCED)
      .nodes.filter(({ kind }) => kind === "table")
      .map(({ label, detail }) => `${label}: ${detail}`);
    expect(details).toEqual(expect.arrayContaining(["w1: routing table", "w2: routing table, no route"]));
  });
});

describe("routing protocols", () => {
  it("fill a table with learned routes, by the interfaces that they speak on", () => {
    const text = `# 2025-03-14 09:26:53 by RouterOS 7.15.3
/interface l2tp-client
add connect-to=198.51.100.7 disabled=no name=hq
/interface list
add name=CORE
/routing table
add fib name=vpn
/routing ospf instance
add disabled=no name=far routing-table=vpn
add disabled=no name=near
/routing ospf area
add instance=far name=a1
add instance=near name=a2
/ip address
add address=10.1.0.1/24 interface=ether2
add address=10.2.0.1/24 interface=ether3
/routing ospf interface-template
add area=a1 interfaces=hq
add area=a1 interfaces=ether2 passive
add area=a2 interfaces=CORE
add area=a2 networks=10.2.0.0/24
/routing bgp connection
add as=65001 name=isp remote.address=10.2.0.9 remote.as=65002
`;
    expect(arrows(text)).toEqual(
      expect.arrayContaining([
        "vpn --> OSPF far",
        "OSPF far -neighbours-> hq",
        "main --> OSPF near",
        "OSPF near -neighbours-> CORE",
        "OSPF near -neighbours-> ether3",
        "main --> BGP isp",
        "BGP isp -10.2.0.9-> ether3",
      ]),
    );
    expect(arrows(text)).not.toContain("OSPF far -neighbours-> ether2");
  });
  it("of RouterOS 6 speak on the interfaces whose addresses their networks hold", () => {
    const text = `# mar/14/2021 09:26:53 by RouterOS 6.48.6
/routing ospf instance
set [ find default=yes ] name=office router-id=10.0.0.1
/ip address
add address=10.2.0.1/24 interface=ether3
/routing ospf network
add area=backbone network=10.2.0.0/16
/routing bgp peer
add name=a remote-address=10.2.0.2 remote-as=1
add name=b remote-address=10.2.0.3 remote-as=2
add name=c remote-address=10.2.0.4 remote-as=3
add name=d remote-address=10.2.0.5 remote-as=4
`;
    expect(arrows(text)).toEqual([
      "main --> OSPF office",
      "OSPF office -neighbours-> ether3",
      "main --> 4 BGP sessions",
      "4 BGP sessions -neighbours-> ether3",
    ]);
  });
});

describe("docs/graph.md", () => {
  it("shows what the program prints", () => {
    const page = readFileSync(new URL("../../docs/graph.md", import.meta.url), "utf8");
    const block = (language: string) =>
      new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(page)?.[1] ?? "";
    const analysis = service.analyse([{ path: "home.rsc", text: block("rsc") }]);
    expect(service.graph(analysis, "mermaid").text).toBe(block("mermaid"));
    const { nodes, edges } = service.graph(analysis, "json");
    const shown = JSON.parse(block("json"));
    expect(shown.edges).toEqual(edges);
    expect(shown.nodes.map(({ at: _at, ...node }: { at?: unknown }) => node)).toEqual(
      nodes.map(({ at: _at, file: _file, ...node }) => node),
    );
  });
});
