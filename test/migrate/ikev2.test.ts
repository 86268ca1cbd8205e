import { describe, expect, it } from "vitest";
import { migrated, router } from "../support/migrations.ts";

const CLIENT = [
  "/interface pptp-client",
  "add connect-to=198.51.100.7 disabled=no name=pptp-out1 password=secret user=me",
];
const WAN = [
  ...["/ip address", "add address=192.168.88.1/24 interface=ether2 network=192.168.88.0"],
  ...["/ip dhcp-client", "add disabled=no interface=ether1"],
];

function client(version: string, ...lines: readonly string[]) {
  return migrated(router(version, ...CLIENT, ...WAN, ...lines), "ikev2");
}

const MARKED = (matchers: string) => [
  ...["/ip firewall mangle", `add action=mark-routing chain=prerouting ${matchers} new-routing-mark=VPN`],
  ...["/ip firewall nat", "add action=masquerade chain=srcnat out-interface=pptp-out1"],
];
const V7_TABLE = ["/routing table", "add fib name=VPN"];
const V7_ROUTE = ["/ip route", "add dst-address=0.0.0.0/0 gateway=pptp-out1 routing-table=VPN"];
const V6_ROUTE = ["/ip route", "add distance=1 gateway=pptp-out1 routing-mark=VPN"];

describe("a PPTP client to IKEv2", () => {
  it("needs RouterOS 6.45", () => {
    expect(client("6.44.6").first.refusal).toContain("6.45");
  });

  it("writes what the version knows", () => {
    const six = client("6.49.10").text;
    expect(six).toMatch(/^add auth-algorithms=sha256 enc-algorithms=aes-256-cbc name=ike2-out1/m);
    expect(six).not.toContain("prf-algorithm");
    const seven = client("7.16").text;
    expect(seven).toContain("enc-algorithms=aes-256-gcm,aes-256-cbc");
    expect(seven).toContain("prf-algorithm=sha256");
  });

  it("never carries the password over", () => {
    const { text, first } = client("6.49.10");
    expect(text).not.toContain("secret");
    expect(text).toContain("password=<EAP-PASSWORD>");
    expect(first.scripts?.parallel.text).not.toContain("secret");
  });

  it("takes sources as a list, with their comments and states", () => {
    const marks = MARKED("comment=TV src-address=192.168.88.50").concat(
      "/ip firewall mangle",
      "add action=mark-routing chain=prerouting disabled=yes new-routing-mark=VPN src-address=192.168.88.51",
    );
    const { text, first } = client("6.49.10", ...marks, ...V6_ROUTE);
    expect(text).toContain("add address=192.168.88.50 comment=TV list=via-out1\n");
    expect(text).toContain("add address=192.168.88.51 disabled=yes list=via-out1\n");
    expect(text).not.toMatch(/mark-routing|routing-mark|pptp/);
    expect(first.verification?.problems).toEqual([]);
    expect(first.verification?.differences.filter(({ reason }) => reason === undefined)).toEqual([]);
  });

  it("marks connections where a rule asks for more than sources", () => {
    const marks = MARKED("dst-port=443 protocol=tcp src-address-list=hosts");
    const fasttrack = [
      "/ip firewall filter",
      "add action=fasttrack-connection chain=forward connection-state=established",
    ];
    const { text } = client("7.16", ...V7_TABLE, ...V7_ROUTE, ...marks, ...fasttrack);
    expect(text).toMatch(
      /add action=mark-connection .*connection-mark=no-mark .*new-connection-mark=out1-conn/s,
    );
    expect(text).toContain("add connection-mark=out1-conn name=ike2-out1 responder=no");
    expect(text).toMatch(/fasttrack-connection chain=forward connection-mark=no-mark/);
    expect(text).not.toMatch(/new-routing-mark|routing table/);
  });

  it("spares the hosts of a dead end from the masquerade, and does not call that proved", () => {
    const spare = [
      "/ip route",
      'add blackhole distance=254 dst-address=0.0.0.0/0 gateway="" routing-table=VPN',
    ];
    const wan = ["/ip firewall nat", "add action=masquerade chain=srcnat out-interface=ether1"];
    const marks = MARKED("src-address-list=hosts");
    const { text, first } = client("7.16", ...V7_TABLE, ...V7_ROUTE, ...spare, ...marks, ...wan);
    expect(first.verification?.problems.join("\n")).toContain("leave by the provider's line in clear");
    expect(text).toContain("add action=masquerade chain=srcnat out-interface=ether1 src-address-list=!hosts");
    expect(text).not.toContain("blackhole");
  });

  it("says by policy what rules said by interface", () => {
    const rules = [
      "/ip firewall filter",
      "add action=accept chain=input dst-port=22 in-interface=pptp-out1 protocol=tcp",
      "add action=drop chain=input in-interface=pptp-out1",
    ];
    const { text } = client("7.16", ...V7_TABLE, ...V7_ROUTE, ...MARKED("src-address-list=hosts"), ...rules);
    expect(text).toContain(
      'add action=drop chain=input comment="ike2-out1: by IPsec policy" ipsec-policy=in,ipsec',
    );
    expect(text).not.toContain("pptp-out1");
  });

  it("takes a port forward of the tunnel along, and packets of the own network are none of the tunnel's", () => {
    const forward =
      "add action=dst-nat chain=dstnat dst-port=51413 in-interface=pptp-out1 protocol=tcp to-addresses=192.168.88.50";
    const nat = ["/ip firewall nat", forward];
    const { text, first } = client(
      "7.16",
      ...[...V7_TABLE, ...V7_ROUTE, ...MARKED("src-address-list=hosts"), ...nat],
      ...["/ip firewall address-list", "add address=192.168.88.50 list=hosts"],
    );
    expect(text).toContain("dst-port=51413 ipsec-policy=in,ipsec");
    const differences = first.verification?.differences ?? [];
    expect(differences.filter(({ reason }) => reason === undefined)).toEqual([]);
    expect(differences.filter(({ message }) => /^192\.168\.88\.\d+ → .*in,ipsec/.test(message))).toEqual([]);
  });

  it("puts the networks behind the router, and not the provider's, into a whole tunnel", () => {
    const lines = [
      ...["/interface pptp-client", "set [ find name=pptp-out1 ] add-default-route=yes"],
      ...["/ip dhcp-client", "set [ find interface=ether1 ] add-default-route=no"],
      ...["/ip address", "add address=192.0.2.2/30 interface=ether1 network=192.0.2.0"],
      ...["/ip route", "add distance=10 dst-address=0.0.0.0/0 gateway=192.0.2.1"],
    ];
    const { text } = client("7.16", ...lines);
    expect(text).toContain("add address=192.168.88.0/24 list=via-out1");
    expect(text).not.toContain("add address=192.0.2.0/30 list");
  });

  it("gives what needs an interface one, by GRE inside IPsec", () => {
    const ospf = ["/routing ospf interface-template", "add area=backbone interfaces=pptp-out1"];
    const { text, first } = client("7.16", ...ospf);
    const flat = text.replace(/\\\n {4}/g, "");
    expect(flat).toContain(
      "add allow-fast-path=no keepalive=10s,3 local-address=10.255.255.2 mtu=1380 name=gre-out1",
    );
    expect(flat).toMatch(
      /policy\nadd dst-address=10\.255\.255\.1\/32 .*src-address=10\.255\.255\.2\/32 tunnel=yes/,
    );
    expect(flat).toContain("add area=backbone interfaces=gre-out1");
    expect(first.warnings.join("\n")).toContain("must be a router of yours");
    expect(first.verification?.problems).toEqual([]);
  });

  it("asks for an interface only where one is needed or wished for", () => {
    expect(client("7.16").text).not.toContain("/interface gre");
    const wished = migrated(router("7.16", ...CLIENT, ...WAN), "ikev2", { answers: { overlay: "gre" } });
    expect(wished.text).toContain("/interface gre");
  });

  it("brings the tunnel up for test hosts first, then for all", () => {
    const { first } = client("7.16", ...V7_TABLE, ...V7_ROUTE, ...MARKED("src-address-list=hosts"));
    expect(first.scripts?.parallel.text).toContain("src-address-list=vpn-test");
    expect(first.scripts?.parallel.text).toContain("/certificate import");
    expect(first.scripts?.parallel.text).not.toMatch(/pptp-client (?:set|remove|disable)/);
    expect(first.scripts?.cutover.text).toContain('src-address-list="hosts"');
    expect(first.scripts?.cutover.rollback).toContain('src-address-list="vpn-test"');
    expect(first.scripts?.cutover.text.replace(/^#.*$|\/ip firewall connection remove/gm, "")).not.toContain(
      " remove ",
    );
  });

  it("says which hosts can be tried where FastTrack takes the others past IPsec", () => {
    const marked = [...V7_TABLE, ...V7_ROUTE, ...MARKED("src-address-list=hosts")];
    const fasttrack = [
      "/ip firewall filter",
      "add action=fasttrack-connection chain=forward connection-state=established,related",
    ];
    const advice = "Take a host that uses the old tunnel now";
    expect(client("7.16", ...marked, ...fasttrack).first.scripts?.parallel.text).toContain(advice);
    expect(client("7.16", ...marked).first.scripts?.parallel.text).not.toContain(advice);
  });
});

const SERVER = [
  ...["/ip pool", "add name=vpn ranges=10.9.0.10-10.9.0.20"],
  ...["/ppp profile", "add dns-server=10.1.1.1 local-address=10.9.0.1 name=office remote-address=vpn"],
  ...["/interface pptp-server server", "set default-profile=office enabled=yes"],
  ...["/ip firewall filter", "add action=accept chain=input dst-port=1723 in-interface=ether1 protocol=tcp"],
  ...[
    "add action=accept chain=input in-interface=ether1 protocol=gre",
    "add action=drop chain=input in-interface=ether1",
  ],
  ...["/ip firewall nat", "add action=masquerade chain=srcnat out-interface=ether1"],
  ...["/ppp secret", "add name=anna service=pptp", "add name=bert remote-address=10.9.0.5 service=pptp"],
];

function server(version: string, ...lines: readonly string[]) {
  return migrated(router(version, ...WAN, ...SERVER, ...lines), "ikev2");
}

describe("a PPTP server to IKEv2", () => {
  it("gives each user an identity, and fixed addresses as the version can", () => {
    const seven = server("7.16").text.replace(/\\\n {4}/g, "");
    expect(seven).toMatch(/add auth-method=digital-signature .*remote-certificate=anna/);
    expect(seven).toMatch(/add address=10\.9\.0\.5 address-prefix-length=32 name=ike2-vpn-bert/);
    const six = server("6.49.10").text;
    expect(six).toContain("add name=ike2-vpn-bert ranges=10.9.0.5");
    expect(six).toMatch(/add address-pool=ike2-vpn-bert address-prefix-length=32/);
  });

  it("lets in no more than the users' network, which is the one WireGuard would have", () => {
    const moved = (...lines: readonly string[]) => {
      const { text, first } = server("7.16", "/ppp secret", "remove [ find name=bert ]", ...lines);
      const flat = text.replace(/\\\n {4}/g, "");
      const [, template] = /dst-address=(\S+) group=ike2-vpn .*template=yes/.exec(flat) ?? [];
      const [, accepted] = /chain=input .*ipsec-policy=in,ipsec src-address=(\S+)/.exec(flat) ?? [];
      expect(accepted).toBe(template);
      expect(first.verification?.problems).toEqual([]);
      expect(first.verification?.differences.filter(({ reason }) => reason === undefined)).toEqual([]);
      return template;
    };
    const pool = (ranges: string) => ["/ip pool", `set [ find name=vpn ] ranges=${ranges}`];
    const from = (local: string) => ["/ppp profile", `set [ find name=office ] local-address=${local}`];
    expect(moved()).toBe("10.9.0.0/27");
    expect(moved("/ip firewall address-list", "add address=10.9.0.0/25 list=staff")).toBe("10.9.0.0/25");
    expect(moved(...pool("192.0.2.0/29"), ...from("192.168.88.1"))).toBe("192.0.2.0/29");
    expect(moved(...pool("10.9.0.130-10.9.0.140"), ...from("172.16.9.1"))).toBe("10.9.0.128/28");
    expect(moved(...pool("192.168.88.200-192.168.88.220"), ...from("192.168.99.1"))).toBe(
      "192.168.88.192/27",
    );
  });

  it("tells users of the networks behind the server's sites, too", () => {
    const site = (name: string, address: string, more = "") =>
      `add ${more} name=${name} local-address=10.8.0.1 remote-address=${address} service=pptp`;
    const lines = [
      "/ppp secret",
      ...[site("barn", "10.8.0.2"), site("mill", "10.8.0.3", "routes=192.168.70.0/24")],
      ...[site("shed", "10.8.0.4", "disabled=yes"), site("away", "10.8.0.5")],
      ...["/interface pptp-server", "add name=pptp-barn user=barn", ...V7_TABLE, "/ip route"],
      "add dst-address=192.168.60.0/24 gateway=pptp-barn",
      "add dst-address=192.168.62.0/24 gateway=10.8.0.4",
      "add dst-address=192.168.63.0/24 gateway=10.8.0.5 routing-table=VPN",
    ];
    const { text, first } = server("7.16", ...lines);
    const flat = text.replace(/\\\n {4}/g, "");
    const told = "192.168.88.0/24,192.168.60.0/24,192.168.70.0/24";
    expect([...flat.matchAll(/split-include=(\S+)/g)].map(([, networks]) => networks)).toEqual([told, told]);
    const windows = first.clientFiles.find(({ fileName }) => fileName === "ikev2-windows.ps1")?.text ?? "";
    expect([...windows.matchAll(/-DestinationPrefix (\S+)/g)].map(([, each]) => each).join(",")).toBe(told);
    const off = server("7.16", ...lines, "add disabled=yes dst-address=192.168.61.0/24 gateway=pptp-barn");
    expect(off.text.replace(/\\\n {4}/g, "")).not.toMatch(/split-include=\S*192\.168\.61/);
    expect(flat).toMatch(/dst-address=192\.168\.60\.0\/24 .*src-address=10\.9\.0\.0\/27/);
    expect(first.verification?.problems).toEqual([]);
    expect(first.verification?.differences.filter(({ reason }) => reason === undefined)).toEqual([]);
  });

  it("opens IKE and ESP at the old place and keeps strangers' rules off the tunnel", () => {
    const forward = [
      "/ip firewall nat",
      "add action=dst-nat chain=dstnat dst-port=443 in-interface=ether1 protocol=tcp to-addresses=192.168.88.9",
    ];
    const { text, first } = server("7.16", ...forward);
    expect(text).toMatch(/dst-port=500,4500 in-interface=ether1 protocol=udp\n.*protocol=ipsec-esp\n/);
    expect(text).not.toMatch(/1723|protocol=gre/);
    expect(text).toContain("add action=masquerade chain=srcnat ipsec-policy=out,none out-interface=ether1");
    expect(text).toMatch(/action=dst-nat .*ipsec-policy=in,none/);
    expect(first.verification?.problems).toEqual([]);
    expect(first.verification?.differences.filter(({ reason }) => reason === undefined)).toEqual([]);
  });

  it("makes no policy of a route to a user's network that is off", () => {
    const site = (isOff: string) =>
      server(
        "7.16",
        ...["/interface pptp-server", "add name=barn user=bert"],
        ...["/ip route", `add disabled=${isOff} dst-address=192.168.61.0/24 gateway=barn`],
      ).text.replace(/\\\n {4}/g, "");
    const policy = /add dst-address=192\.168\.61\.0\/24 .*peer=/;
    expect(site("no")).toMatch(policy);
    expect(site("yes")).not.toMatch(policy);
  });

  it("shares a peer that waits for anybody already", () => {
    const peer = ["/ip ipsec peer", "add exchange-mode=ike2 name=phones passive=yes"];
    const { text } = server("7.16", ...peer);
    expect(text.match(/exchange-mode=ike2/g)).toHaveLength(1);
    expect(text).toMatch(/peer=phones .*remote-certificate=anna/);
  });

  it("says what the profile of a shared peer does not take of what new devices offer", () => {
    const peer = (profile: string) => [
      "/ip ipsec profile",
      `add ${profile} name=phones`,
      "/ip ipsec peer",
      "add exchange-mode=ike2 name=phones passive=yes profile=phones",
    ];
    const weak = server("7.16", ...peer("dh-group=modp1024 enc-algorithm=aes-256 hash-algorithm=sha256"));
    expect(weak.first.review).toContainEqual(
      expect.stringContaining("Profile `phones` of peer `phones` does not take modp2048, which"),
    );
    const strong = server("7.16", ...peer("dh-group=modp2048 enc-algorithm=aes-256 hash-algorithm=sha256"));
    expect(strong.first.review.join("\n")).not.toContain("does not take");
  });

  it("says nothing of the router's address in the tunnel where the overlay keeps it", () => {
    const watch = ["/ip dns static", "add address=10.9.9.1 name=hq.example.com"];
    const site = [
      ...["/interface l2tp-server server", "set enabled=yes", "/interface l2tp-server"],
      "add name=l2tp-branch user=branch",
      ...["/ppp secret", "add local-address=10.9.9.1 name=branch remote-address=10.9.9.2 service=l2tp"],
      ...["/routing ospf instance", "add disabled=no name=o", "/routing ospf area", "add instance=o name=a"],
      ...["/routing ospf interface-template", "add area=a interfaces=l2tp-branch"],
    ];
    const { first, text } = migrated(router("7.16", ...WAN, ...site, ...watch), "ikev2", { tunnel: "all" });
    expect(text).toMatch(/add address=10\.9\.9\.1\/30 interface=gre-/);
    expect(first.review.join("\n")).not.toContain("hq.example.com");
  });

  it("says that other IPsec tunnels keep their sources, too", () => {
    const { first } = server(
      "7.16",
      ...["/ip pool", "add name=phones ranges=10.66.0.8/29", "/ip ipsec mode-config"],
      ...[
        "add address-pool=phones name=phones",
        "/ip ipsec peer",
        "add exchange-mode=ike2 name=p passive=yes",
      ],
      ...["/ip ipsec identity", "add generate-policy=port-strict mode-config=phones peer=p"],
    );
    expect(first.warnings.join("\n")).toContain("reach 10.66.0.8/29 with the sources that they have");
    expect(first.verification?.differences.filter(({ reason }) => reason === undefined)).toEqual([]);
    expect(server("7.16").first.warnings.join("\n")).not.toContain("other IPsec tunnels");
  });

  it("makes certificates on the router, and removes accounts only when told so", () => {
    const { first } = server("7.16");
    expect(first.scripts?.parallel.text).toMatch(
      /certificate add name="vpn-ca"[\s\S]*certificate sign "anna" ca="vpn-ca"/,
    );
    expect(first.scripts?.decommission.text).toMatch(/ConfirmRemoval[\s\S]*\/ppp secret remove/);
  });

  it("goes on asking RADIUS where nobody else knows the users", () => {
    const lines = [
      ...["/interface pptp-server server", "set enabled=yes"],
      ...["/ppp aaa", "set use-radius=yes", "/radius", "add address=10.0.0.9 service=ppp"],
    ];
    const { text } = migrated(router("7.16", ...WAN, ...lines), "ikev2");
    expect(text).toContain("auth-method=eap-radius");
    expect(text).toContain("add address=10.0.0.9 service=ppp,ipsec");
  });

  it("keeps the openings of an L2TP server that IKE needs too", () => {
    const lines = [
      ...["/interface l2tp-server server", "set enabled=yes use-ipsec=required"],
      ...["/ip firewall filter", "add action=accept chain=input dst-port=500,1701,4500 protocol=udp"],
      ...[
        "add action=accept chain=input protocol=ipsec-esp",
        "/ppp secret",
        "add name=anna remote-address=10.9.0.5 service=l2tp",
      ],
    ];
    const { text } = migrated(router("7.16", ...WAN, ...lines), "ikev2");
    expect(text).toContain("add action=accept chain=input dst-port=500,4500 protocol=udp");
    expect(text.match(/protocol=ipsec-esp/g)).toHaveLength(1);
    expect(text).not.toMatch(/1701|l2tp/);
  });

  it("leaves the source translation of a site's new interface as it was", () => {
    const { text, first } = server(
      "7.16",
      ...["/interface pptp-server", "add name=site user=bert"],
      ...["/ip firewall nat", 'add action=masquerade chain=srcnat comment="to the site" out-interface=site'],
      ...["/routing ospf instance", "add name=main", "/routing ospf area", "add instance=main name=backbone"],
      ...["/routing ospf interface-template", "add area=backbone interfaces=site type=ptp"],
    );
    expect(text.replace(/\\\n {4}/g, "")).toContain(
      'add action=masquerade chain=srcnat comment="to the site" out-interface=gre-site',
    );
    expect(first.verification?.problems).toEqual([]);
  });
});
