import { describe, expect, it } from "vitest";
import { createLanguageService } from "../../server/src/service.ts";
import { migrated, router } from "../support/migrations.ts";

/** An L2TP server as Quick Set and most guides make it: let in by IKE and ESP, without a rule for port 1701. */
function l2tpServer(...more: readonly string[]): string {
  return router(
    "7.16.2",
    "/interface list",
    "add name=WAN",
    "add name=LAN",
    "/ip pool",
    "add name=vpn ranges=10.9.0.2-10.9.0.255",
    "/ppp profile",
    "add local-address=10.9.0.1 name=vpn remote-address=vpn",
    "/interface l2tp-server server",
    "set default-profile=vpn enabled=yes use-ipsec=required",
    "/interface list member",
    "add interface=ether1 list=WAN",
    "add interface=ether2 list=LAN",
    "/ip address",
    "add address=192.168.5.1/24 interface=ether2 network=192.168.5.0",
    "/ip dhcp-client",
    "add interface=ether1",
    "/ip firewall filter",
    "add action=accept chain=input connection-state=established,related",
    "add action=accept chain=input dst-port=500,4500 in-interface-list=WAN protocol=udp",
    "add action=accept chain=input in-interface-list=WAN protocol=ipsec-esp",
    ...more,
    "add action=accept chain=input ipsec-policy=in,ipsec",
    "add action=drop chain=input in-interface-list=!LAN",
    "/ppp secret",
    "add name=bob profile=vpn service=l2tp",
  );
}

describe("the new server's port", () => {
  it.each([
    ["wireguard", "13231"],
    ["openvpn", "1194"],
  ] as const)("is open for %s where L2TP came in through IPsec only", (target, port) => {
    const { after, first } = migrated(l2tpServer(), target);
    const rules = after
      .items("/ip/firewall/filter")
      .map((rule) => [rule.text("protocol"), rule.text("dst-port"), rule.text("in-interface-list")]);
    expect(rules).toContainEqual(["udp", port, "WAN"]);
    expect(rules.map(([, ports]) => ports)).not.toContain("500,4500");
    expect(first.verification?.problems).toEqual([]);
  });

  it("leaves IKE open where another peer uses it", () => {
    const text = `${l2tpServer()}/ip ipsec peer\nadd address=203.0.113.9/32 exchange-mode=ike2 name=branch\n`;
    const { after } = migrated(text, "wireguard");
    const ports = after.items("/ip/firewall/filter").flatMap((rule) => rule.text("dst-port") ?? []);
    expect(ports).toEqual(["13231", "500,4500"]);
  });

  it("is not opened to strangers where the old server was open to some only", () => {
    const text = l2tpServer().replaceAll(
      "in-interface-list=WAN protocol",
      "src-address=203.0.113.0/24 protocol",
    );
    const { after, first } = migrated(text, "wireguard");
    const [opened] = after.items("/ip/firewall/filter").filter((rule) => rule.text("dst-port") === "13231");
    expect(opened?.text("src-address")).toBe("203.0.113.0/24");
    expect(first.verification?.problems).toEqual([]);
  });

  it("does not count as proved while something shuts it", () => {
    const text = l2tpServer().replace(
      "/ppp secret",
      "/ip firewall raw\nadd action=drop chain=prerouting dst-port=13000-13999 in-interface-list=WAN protocol=udp\n/ppp secret",
    );
    const { first } = migrated(text, "wireguard");
    expect(first.verification?.problems.join()).toMatch(
      /The new server is shut: udp\/500 of the old one was open to the internet, and udp\/13231 is not/,
    );
  });

  it("counts what the linter finds in the result, and not what it found before", () => {
    const service = createLanguageService();
    const outcome = (target: "wireguard" | "openvpn") =>
      service.migrate(service.analyse([{ path: "r.rsc", text: l2tpServer() }]), { target });
    for (const target of ["wireguard", "openvpn"] as const)
      expect(outcome(target).tunnels[0]?.verification?.problems).toEqual([]);
  });
});

describe("what users are told", () => {
  it("is what a shared account and a device that sends everything have to expect", () => {
    const { first } = migrated(l2tpServer(), "wireguard");
    const words = first.warnings.join("\n");
    expect(words).toContain("AllowedIPs = 0.0.0.0/0");
    expect(words).toMatch(/share needs one for each: `bob`/);
  });

  it("does not claim that an address of the pool was the user's before", () => {
    const { first } = migrated(l2tpServer(), "wireguard");
    const [peer] = first.steps.filter(({ title }) => title.startsWith("Peer for"));
    expect(peer?.reason).toContain("an address of the pool for good");
  });
});

describe("a rule that lets in everything out of IPsec", () => {
  it("does not open the router to IKEv2 users whom it kept out before", () => {
    const { after, first } = migrated(l2tpServer(), "ikev2");
    const policies = after.items("/ip/firewall/filter").map((rule) => rule.property("ipsec-policy")?.text);
    expect(policies).not.toContain("in,ipsec");
    expect(first.scripts?.parallel.text).toMatch(
      /ipsec-policy=in,ipsec dynamic=no\] dst-port=1701 protocol=udp/,
    );
    expect(first.verification?.differences.filter(({ reason }) => reason === undefined)).toEqual([]);
  });

  it("stays where users got in anyway, or other peers need it", () => {
    const open = l2tpServer().replace("in-interface-list=!LAN", "in-interface-list=WAN");
    const other = `${l2tpServer()}/ip ipsec peer\nadd address=203.0.113.9/32 exchange-mode=ike2 name=branch\n`;
    for (const text of [open, other])
      expect(migrated(text, "ikev2").text).toContain("add action=accept chain=input ipsec-policy=in,ipsec\n");
  });
});

describe("rules against single services from outside", () => {
  it("leave alone what comes by an IPsec tunnel, as they did the old one's packets", () => {
    const drop = "add action=drop chain=input dst-port=53 in-interface-list=WAN protocol=udp";
    const text = l2tpServer(drop, `${drop} src-address=203.0.113.0/24`);
    const { after, first } = migrated(text, "ikev2");
    const rules = after.items("/ip/firewall/filter").filter((rule) => rule.text("dst-port") === "53");
    expect(rules.map((rule) => rule.property("ipsec-policy")?.text)).toEqual(["in,none", undefined]);
    expect(first.verification?.differences.filter(({ reason }) => reason === undefined)).toEqual([]);
  });
});
