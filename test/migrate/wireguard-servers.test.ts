import { describe, expect, it } from "vitest";
import { listTunnels } from "../../server/src/migrate/run.ts";
import { migrated, router } from "../support/migrations.ts";
import { modelOf } from "../support/model.ts";

const SERVER = ["/interface pptp-server server", "set default-profile=vpn enabled=yes"];
const PROFILE = [
  "/ip pool",
  "add name=vpn ranges=10.9.0.10-10.9.0.50",
  "/ppp profile",
  "add local-address=10.9.0.1 name=vpn remote-address=vpn",
];
const BOB = ["/ppp secret", "add name=bob profile=vpn service=pptp"];

function withServer(...lines: readonly string[]) {
  return migrated(router("7.18.2", ...PROFILE, ...SERVER, ...BOB, ...lines), "wireguard", {
    tunnel: "PPTP server",
  });
}

describe("a PPTP server to WireGuard", () => {
  it("is not seen where it is set up but off, or only spoken of", () => {
    const off = router(
      "7.18.2",
      "/interface pptp-server server",
      "# PPTP connections are considered unsafe",
      "set authentication=mschap2",
      ...BOB,
    );
    expect(listTunnels(modelOf(off))).toEqual([]);
  });

  it("names peers by the version's own words", () => {
    expect(withServer().text).toMatch(/name=bob .*responder=yes/s);
    const older = (version: string) =>
      migrated(router(version, ...PROFILE, ...SERVER, ...BOB), "wireguard").text.replace(/\\\n\s*/g, "");
    expect(older("7.16")).toContain("is-responder=yes");
    expect(older("7.12")).toMatch(/comment=bob interface=wg-vpn public-key/);
  });

  it("gives fixed addresses before pool addresses, through several ranges and the next pool", () => {
    const { text } = migrated(
      router(
        "7.18.2",
        ...[
          "/ip pool",
          "add name=more ranges=10.9.1.0/30",
          "add name=vpn next-pool=more ranges=10.9.0.10,10.9.0.20-10.9.0.21",
        ],
        ...["/ppp profile", "add local-address=10.9.0.1 name=vpn remote-address=vpn"],
        ...SERVER,
        ...[
          "/ppp secret",
          "add name=a service=pptp",
          "add name=b profile=vpn remote-address=10.9.0.20 service=pptp",
        ],
        ...["add name=c profile=vpn service=pptp", "add name=d profile=vpn service=pptp"],
      ),
      "wireguard",
    );
    const peers = [...text.replace(/\\\n\s*/g, "").matchAll(/allowed-address=(\S+) .*name=(\w)/g)].map(
      ([, address, name]) => `${name} ${address}`,
    );
    expect(peers).toEqual(["a 10.9.0.10/32", "b 10.9.0.20/32", "c 10.9.0.21/32", "d 10.9.1.1/32"]);
  });

  it("lets a single address beat a pool", () => {
    const { text } = withServer(
      ...["/ppp profile", "add local-address=10.9.0.1 name=one remote-address=10.9.0.99"],
      ...["/ppp secret", "add name=eve profile=one remote-address=vpn service=pptp"],
    );
    expect(text.replace(/\\\n\s*/g, "")).toMatch(/allowed-address=10\.9\.0\.99\/32 .*name=eve/);
  });

  it("asks for an address that the file does not tell", () => {
    const { first } = migrated(
      router(
        "7.18.2",
        "/interface pptp-server server",
        "set enabled=yes",
        "/ppp secret",
        "add name=7up service=pptp",
      ),
      "wireguard",
    );
    expect(first.inputs.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["user-7up-address", "server-address", "user-7up-public-key"]),
    );
    expect(first.verification?.problems).toEqual([]);
  });

  it("keeps users in the LAN by host routes", () => {
    const { text, first } = migrated(
      router(
        "7.18.2",
        ...["/ip pool", "add name=lan ranges=192.168.88.10-192.168.88.99"],
        ...["/ppp profile", "add local-address=192.168.88.1 name=vpn remote-address=lan"],
        ...SERVER,
        ...["/ip address", "add address=192.168.88.1/24 interface=bridge network=192.168.88.0"],
        ...BOB,
      ),
      "wireguard",
    );
    expect(text).toContain("dst-address=192.168.88.10/32 gateway=wg-vpn");
    expect(text).not.toMatch(/address=192\.168\.88\.1\/\d+ interface=wg-vpn/);
    expect(first.warnings.join("\n")).toContain("proxy-arp");
  });

  it.each([
    ["has", "add address=192.168.88.1/24", "arp=proxy-arp name=lan", "and that interface needs"],
    ["lacks", "add address=192.168.88.1/24", "name=lan", "which it does not have"],
    ["is nearer than a wider one", "add address=192.168.88.1/25", "arp=proxy-arp name=lan", "as before"],
  ])(
    "names the users' interface for proxy ARP, wherever the server's address is: it %s",
    (_, lan, bridge, need) => {
      const { first } = migrated(
        router(
          "7.18.2",
          ...["/interface bridge", `add ${bridge}`],
          ...["/ppp profile", "add local-address=10.8.0.1 name=vpn"],
          ...SERVER,
          ...["/ip address", "add address=10.8.0.1/24 interface=ether1 network=10.8.0.0"],
          ...["add address=192.168.80.1/20 interface=ether3 network=192.168.80.0", `${lan} interface=lan`],
          ...["/ppp secret", "add name=ivo profile=vpn remote-address=192.168.88.20 service=pptp"],
        ),
        "wireguard",
      );
      const [told, ...more] = first.warnings.filter((text) => text.includes("proxy-arp"));
      expect(more).toEqual([]);
      expect(told).toContain("the network of `lan`");
      expect(told).toContain(need);
    },
  );

  it("asks for no proxy ARP where only the server's own address is in another network", () => {
    const { first } = migrated(
      router(
        "7.18.2",
        ...["/ppp profile", "add local-address=192.168.88.1 name=vpn"],
        ...SERVER,
        ...["/ip address", "add address=192.168.88.1/24 interface=ether2 network=192.168.88.0"],
        ...["/ppp secret", "add name=ivo profile=vpn remote-address=10.8.0.20 service=pptp"],
      ),
      "wireguard",
    );
    expect(first.warnings.join("\n")).not.toContain("proxy-arp");
    expect(first.verification?.problems).toEqual([]);
  });

  it("lets the new port in at the old place, and only takes 1723 out of a list", () => {
    const { text } = withServer(
      ...[
        "/ip firewall filter",
        "add action=accept chain=input connection-state=established",
        "add action=accept chain=input dst-port=22,1723 in-interface=ether1 protocol=tcp",
      ],
      "add action=drop chain=input in-interface=ether1",
    );
    const rules = text.slice(
      text.indexOf("/ip firewall filter"),
      text.indexOf("/ppp secret") < 0 ? undefined : text.indexOf("/ppp secret"),
    );
    expect(rules.replace(/\\\n\s*/g, "")).toMatch(
      /established\nadd action=accept .*dst-port=13231 in-interface=ether1 protocol=udp\nadd .*dst-port=22 in-interface=ether1 protocol=tcp\nadd action=drop/,
    );
  });

  it("leaves passthrough to another server alone", () => {
    const lines = [
      "/ip firewall filter",
      "add action=accept chain=forward dst-port=1723 protocol=tcp",
      "/ip firewall nat",
      "add action=dst-nat chain=dstnat dst-port=1723 protocol=tcp to-addresses=10.0.0.5",
      "/ip firewall service-port",
      "set pptp disabled=yes",
    ];
    const { text } = withServer(...lines);
    for (const line of lines) expect(text).toContain(line);
  });

  it("keeps the GRE rule while another tunnel needs it", () => {
    const { text, first } = withServer(
      "/ip firewall filter",
      "add action=accept chain=input protocol=gre",
      "/interface eoip",
      "add name=e remote-address=192.0.2.9 tunnel-id=1",
    );
    expect(text).toContain("protocol=gre");
    expect(first.warnings.join("\n")).toContain("GRE too");
  });

  it("opens the firewall where only a rule without a port let the old server in", () => {
    const { text } = withServer(
      ...[
        "/ip dhcp-client",
        "add interface=ether1",
        "/ip firewall filter",
        "add action=accept chain=input protocol=tcp",
        "add action=accept chain=input protocol=gre",
      ],
      "add action=drop chain=input in-interface=ether1",
    );
    expect(text.replace(/\\\n\s*/g, "")).toMatch(/dst-port=13231 protocol=udp\nadd action=drop/);
  });

  it("moves rules of single sessions and bindings to the users' addresses", () => {
    const { text } = withServer(
      ...[
        "/interface pptp-server",
        "add name=pptp-site user=site",
        "/ppp secret",
        "add name=site profile=vpn remote-address=10.9.0.77 service=pptp",
      ],
      ...[
        "/ip firewall filter",
        'add action=accept chain=forward in-interface="<pptp-bob>"',
        "add action=drop chain=forward out-interface=pptp-site",
      ],
      ...[
        "/queue simple",
        "add max-limit=5M/5M name=s target=pptp-site",
        "/ip route",
        "add dst-address=10.77.0.0/16 gateway=pptp-site",
      ],
    );
    const flat = text.replace(/\\\n\s*/g, "");
    expect(flat).toMatch(/in-interface=wg-vpn src-address=10\.9\.0\.10/);
    expect(flat).toMatch(/action=drop chain=forward dst-address-list=vpn-site out-interface=wg-vpn/);
    expect(flat).toMatch(/allowed-address=10\.9\.0\.77\/32,10\.77\.0\.0\/16/);
    expect(flat).toContain("add dst-address=10.77.0.0/16 gateway=wg-vpn");
    expect(flat).not.toContain("pptp-site");
  });

  it("moves a route by a session's own name, and lets the network behind it in", () => {
    const { text, first } = withServer("/ip route", "add dst-address=10.77.0.0/16 gateway=<pptp-bob>");
    const flat = text.replace(/\\\n\s*/g, "");
    expect(flat).toMatch(/allowed-address=10\.9\.0\.10\/32,10\.77\.0\.0\/16/);
    expect(flat).toContain("add dst-address=10.77.0.0/16 gateway=wg-vpn");
    expect(first.verification?.problems).toEqual([]);
  });

  it("leaves a route that the binding keeps dead, and says so", () => {
    const { text, first } = withServer(
      ...["/interface pptp-server", "add name=pptp-bob user=bob"],
      ...["/ip route", "add dst-address=10.77.0.0/16 gateway=<pptp-bob>"],
    );
    expect(text.replace(/\\\n\s*/g, "")).toContain("add dst-address=10.77.0.0/16 gateway=<pptp-bob>");
    expect(first.review.join("\n")).toContain(
      "`<pptp-bob>`, which is not there beside the binding `pptp-bob`",
    );
  });

  it("gives nobody the rights of a binding without an account", () => {
    const { text, first } = withServer(
      "/interface list",
      "add name=LAN",
      "/interface pptp-server",
      "add name=lost user=nobody",
      "/interface list member",
      "add interface=lost list=LAN",
      "/ip firewall filter",
      "add action=accept chain=forward in-interface=lost",
    );
    expect(text).not.toMatch(/in-interface=|list=LAN/);
    expect(first.review.join("\n")).toContain("`nobody` alone");
    expect(first.verification?.problems).toEqual([]);
  });

  it("moves a rule about all PPP interfaces when no other PPP is left", () => {
    const { text } = withServer(
      "/ip firewall filter",
      "add action=accept chain=forward in-interface=all-ppp",
    );
    expect(text).toContain("add action=accept chain=forward in-interface=wg-vpn\n");
    expect(text).not.toContain("all-ppp");
  });

  it("carries what the profile did, or says that it is lost", () => {
    const { text, first } = withServer(
      "/interface list",
      "add name=VPN",
      "/ppp profile",
      'set [ find name=vpn ] address-list=users interface-list=VPN on-up=":log info x" rate-limit=10M/20M',
    );
    const flat = text.replace(/\\\n\s*/g, "");
    expect(flat).toMatch(/max-limit=10M\/20M name=vpn-bob target=10\.9\.0\.10\/32/);
    expect(flat).toContain("add address=10.9.0.10 comment=bob list=users");
    expect(flat).toContain("add interface=wg-vpn list=VPN");
    expect(first.warnings.join("\n")).toContain("script");
  });

  it("does not offer WireGuard where RADIUS knows the users, or where the tunnel bridges", () => {
    const radius = router(
      "7.18.2",
      "/interface pptp-server server",
      "set enabled=yes",
      "/ppp aaa",
      "set use-radius=yes",
      "/radius",
      "add address=10.0.0.3 service=ppp",
    );
    expect(migrated(radius, "wireguard").first.refusal).toContain("RADIUS");
    const bridged = router("7.18.2", "/ppp profile", "add bridge=lan name=vpn", ...SERVER, ...BOB);
    expect(migrated(bridged, "wireguard").first.refusal).toContain("bridges");
    expect(listTunnels(modelOf(bridged))[0]?.offers[0]?.target).toBe("openvpn");
  });

  it("removes secrets, bindings and profiles only once a backup is confirmed", () => {
    const { first } = withServer();
    const script = first.scripts?.decommission.text ?? "";
    const [free = "", guarded = ""] = script.split('rsclintConfirmRemoval" value');
    expect(free).toContain("/interface pptp-server server set enabled=no");
    expect(free).not.toMatch(/secret remove/);
    expect(guarded).toMatch(/secret remove/);
  });

  it("writes a file for each user without a key", () => {
    const { first } = withServer(
      "/ppp profile",
      "set [ find name=vpn ] dns-server=10.9.0.1",
      "/ip address",
      "add address=192.168.7.1/24 interface=lan network=192.168.7.0",
    );
    expect(first.clientFiles.map(({ fileName }) => fileName)).toEqual(["bob.conf"]);
    expect(first.clientFiles[0]?.text).toContain(
      "PrivateKey = <PRIVATE-KEY>\nAddress = 10.9.0.10/32\nDNS = 10.9.0.1\nMTU = 1420\n",
    );
    expect(first.clientFiles[0]?.text).toContain("AllowedIPs = 10.9.0.0/26, 192.168.7.0/24\n");
  });
});

describe("an L2TP server to WireGuard", () => {
  it("takes 1701 away and keeps IPsec for its other peers", () => {
    const { text } = migrated(
      router(
        "7.18.2",
        ...PROFILE,
        ...["/interface l2tp-server server", "set default-profile=vpn enabled=yes use-ipsec=required"],
        ...[
          "/ip ipsec peer",
          "add address=192.0.2.7/32 name=site",
          "/ip firewall filter",
          "add action=accept chain=input dst-port=500,1701,4500 protocol=udp",
          "add action=accept chain=input protocol=ipsec-esp",
        ],
        ...["/ppp secret", "add name=bob profile=vpn service=l2tp"],
      ),
      "wireguard",
    );
    expect(text).toContain("dst-port=500,4500");
    expect(text).toContain("ipsec-esp");
    expect(text).not.toContain("l2tp");
  });
});
