import { describe, expect, it } from "vitest";
import { createTraffic } from "../../server/src/traffic/create-traffic.ts";
import type { Reach, Traffic } from "../../server/src/traffic/traffic.ts";
import { parseAddressSet } from "../../server/src/values/prefix-set.ts";
import { modelOf } from "../support/model.ts";
import { DEFCONF, HEAD_V7 } from "./defconf.ts";

const traffic = (text: string): Traffic => createTraffic(modelOf(text), {});
const LAN = `${HEAD_V7}/ip dhcp-client
add interface=ether1
/ip address
add address=192.168.88.1/24 interface=ether2 network=192.168.88.0
`;
const filter = (...rules: readonly string[]): Traffic =>
  traffic(`${LAN}/ip firewall filter\n${rules.map((r) => `add chain=input ${r}`).join("\n")}\n`);
const winbox = (t: Traffic): Reach => t.inputFromWan("tcp", 8291);

describe("the internet side", () => {
  it("is a list called WAN, a DHCP client, a PPP client, a default route, a masqueraded interface", () => {
    expect(traffic(DEFCONF).wan).toMatchObject({ interfaces: ["ether1"], lists: ["WAN"], from: "list-name" });
    expect(traffic(LAN).wan).toMatchObject({ interfaces: ["ether1"], from: "dhcp-client" });
    const pppoe =
      "/interface pppoe-client\nadd add-default-route=yes disabled=no interface=ether1 name=isp user=x\n";
    expect(traffic(HEAD_V7 + pppoe).wan).toMatchObject({ interfaces: ["isp"], from: "ppp-client" });
    const fixed =
      "/ip address\nadd address=198.51.100.2/30 interface=sfp1\n/ip route\nadd gateway=198.51.100.1\n";
    expect(traffic(HEAD_V7 + fixed).wan).toMatchObject({ interfaces: ["sfp1"], from: "default-route" });
    const nat = "/ip firewall nat\nadd action=masquerade chain=srcnat out-interface=ether5\n";
    expect(traffic(HEAD_V7 + nat).wan).toMatchObject({ interfaces: ["ether5"], from: "masquerade" });
    expect(traffic(HEAD_V7).wan.from).toBe("none");
  });
  it("is what the site policy says, whatever else is there", () => {
    const wan = createTraffic(modelOf(DEFCONF), { wanInterfaces: ["ether9"] }).wan;
    expect(wan).toMatchObject({ interfaces: ["ether9"], from: "policy" });
  });
  it("is never what the site policy calls the inside", () => {
    const fixed = "/ip address\nadd address=10.0.0.2/24 interface=sfp1\n/ip route\nadd gateway=10.0.0.1\n";
    const wan = createTraffic(modelOf(HEAD_V7 + fixed), { lanInterfaces: ["sfp1"] }).wan;
    expect(wan).toMatchObject({ interfaces: [], from: "none" });
  });
  it("is a provider's line that only another table uses, also by a recursive route; no tunnel and no router inside", () => {
    const addresses =
      "/ip address\nadd address=198.51.100.2/30 interface=ether1\nadd address=203.0.113.2/30 interface=ether2\n" +
      "add address=10.1.0.1/24 interface=ether5\n/interface wireguard\nadd name=wg\n";
    const routes = (gateway: string) =>
      `${HEAD_V7}${addresses}/ip route\nadd gateway=198.51.100.1\nadd gateway=${gateway} routing-table=two\n` +
      "add dst-address=9.9.9.9/32 gateway=203.0.113.1 scope=10\n";
    for (const gateway of ["203.0.113.1", "9.9.9.9", "203.0.113.1%ether2"])
      expect(traffic(routes(gateway)).wan.interfaces).toEqual(["ether1", "ether2"]);
    for (const gateway of ["wg", "10.1.0.9"])
      expect(traffic(routes(gateway)).wan.interfaces).toEqual(["ether1"]);
  });
  it("is the one DHCP client where no other network can hold the gateway of the default route", () => {
    const line = (more: string) =>
      traffic(
        `${HEAD_V7}/ip address\nadd address=192.168.88.1/24 interface=ether2\n` +
          `/ip dhcp-client\nadd add-default-route=no interface=sfp1\n${more}/ip route\nadd gateway=198.51.100.1\n`,
      ).wan.interfaces;
    expect(line("")).toEqual(["sfp1"]);
    expect(line("add add-default-route=no interface=sfp2\n")).toEqual([]);
    expect(line("/interface l2tp-client\nadd connect-to=203.0.113.1 disabled=no name=t user=u\n")).toEqual(
      [],
    );
  });
  it("is no tunnel that others are masqueraded into", () => {
    const nat = (name: string) =>
      `/ip firewall nat\nadd action=masquerade chain=srcnat out-interface=${name}\n`;
    const bound = "/interface l2tp-server\nadd name=branch user=u\n";
    expect(traffic(HEAD_V7 + bound + nat("branch")).wan.interfaces).toEqual([]);
    const dialled = "/interface pppoe-client\nadd disabled=no interface=ether1 name=isp user=x\n";
    expect(traffic(HEAD_V7 + dialled + nat("isp")).wan.interfaces).toEqual(["isp"]);
  });
  it("leaves out disabled clients and DHCP on the inside", () => {
    const off = "/interface pppoe-client\nadd add-default-route=yes interface=ether1 name=isp user=x\n";
    expect(traffic(HEAD_V7 + off).wan.interfaces).toEqual([]);
    const inside = `${DEFCONF}/ip dhcp-client\nadd interface=bridge\n`;
    expect(traffic(inside).wan.interfaces).toEqual(["ether1"]);
  });
});

describe("what strangers reach", () => {
  it("is nothing but ping behind the default firewall", () => {
    const home = traffic(DEFCONF);
    expect(winbox(home)).toMatchObject({
      verdict: "blocked",
      reason: expect.stringContaining("drop all not coming from LAN"),
    });
    expect(home.inputFromWan("udp", 53).verdict).toBe("blocked");
    expect(home.inputFromWan("gre").verdict).toBe("blocked");
    expect(home.inputFromWan("icmp").verdict).toBe("accepted");
  });
  it("is everything without a rule, in a whole export only", () => {
    expect(winbox(traffic(LAN))).toMatchObject({ verdict: "accepted", by: [] });
    expect(winbox(traffic("/ip address\nadd address=10.0.0.1/24 interface=ether2\n")).verdict).toBe(
      "unknown",
    );
  });
  it("counts no disabled rule", () => {
    expect(winbox(filter("action=drop disabled=yes")).verdict).toBe("accepted");
    expect(
      winbox(filter("action=accept disabled=yes dst-port=8291 protocol=tcp", "action=drop")).verdict,
    ).toBe("blocked");
  });
  it("names the rule that decides", () => {
    const open = winbox(
      filter(
        'action=accept comment="admin" dst-port=22,8000-9000 protocol=tcp',
        "action=drop in-interface=ether1",
      ),
    );
    expect(open.verdict).toBe("accepted");
    expect(open.by.map((item) => item.index)).toEqual([0]);
    expect(open.reason).toContain('"admin"');
  });
  it("is not what a few trusted addresses reach", () => {
    expect(winbox(filter("action=accept src-address=203.0.113.9", "action=drop")).verdict).toBe("blocked");
    expect(
      winbox(filter("action=accept src-address=8.8.8.0/24", "action=drop in-interface=!ether2")).verdict,
    ).toBe("blocked");
  });
  it("is not changed by block lists, knocking lists and trusted lists that fill themselves", () => {
    const blocked =
      "/ip firewall address-list\nadd address=8.8.4.4 list=bad\nadd address=example.com list=bad\n";
    const rules = "/ip firewall filter\nadd action=drop chain=input src-address-list=bad\n";
    expect(winbox(traffic(`${LAN}${blocked}${rules}`)).verdict).toBe("accepted");
    const knock = filter(
      "action=add-src-to-address-list address-list=knocked dst-port=1234 protocol=tcp",
      "action=accept src-address-list=knocked",
      "action=drop",
    );
    expect(winbox(knock).verdict).toBe("blocked");
    expect(knock.inputFromWan("tcp", 1234).verdict).toBe("accepted");
    expect(winbox(filter("action=drop src-address-list=!trusted")).verdict).toBe("blocked");
  });
  it("stays unknown where a matcher cannot be decided", () => {
    const timed = winbox(filter("action=accept dst-port=8291 protocol=tcp time=8h-17h,mon", "action=drop"));
    expect(timed).toMatchObject({ verdict: "unknown", reason: expect.stringContaining("time=8h-17h,mon") });
    expect(winbox(filter("action=accept content=x", "action=accept")).verdict).toBe("accepted");
  });
  it("follows jumps and returns", () => {
    const chain = (last: string) =>
      traffic(`${LAN}/ip firewall filter
add action=jump chain=input in-interface=ether1 jump-target=from-wan
add action=accept chain=input
add action=return chain=from-wan dst-port=8291 protocol=tcp
${last}
`);
    expect(winbox(chain("add action=drop chain=from-wan")).verdict).toBe("accepted");
    const drop = chain("add action=drop chain=from-wan");
    expect(drop.inputFromWan("tcp", 22)).toMatchObject({ verdict: "blocked" });
    expect(drop.inputFromWan("tcp", 22).by.map((i) => i.index)).toEqual([0, 3]);
  });
  it("sees raw drops, dst-nat and redirects before the input chain", () => {
    const raw = `${LAN}/ip firewall raw\nadd action=drop chain=prerouting dst-port=8291 in-interface=ether1 protocol=tcp\n`;
    expect(winbox(traffic(raw)).verdict).toBe("blocked");
    const away = `${LAN}/ip firewall nat\nadd action=dst-nat chain=dstnat dst-port=8291 in-interface=ether1 protocol=tcp to-addresses=192.168.88.9\n`;
    expect(winbox(traffic(away))).toMatchObject({
      verdict: "blocked",
      reason: expect.stringContaining("another host"),
    });
    const moved = `${LAN}/ip firewall nat\nadd action=redirect chain=dstnat dst-port=8291 protocol=tcp to-ports=22
/ip firewall filter\nadd action=drop chain=input dst-port=22 protocol=tcp\n`;
    expect(winbox(traffic(moved)).verdict).toBe("blocked");
  });
  it("nests interface lists and knows the words of groups", () => {
    const nested = `${HEAD_V7}/interface pppoe-client
add add-default-route=yes disabled=no interface=ether1 name=isp user=x
/interface list
add name=outer
add include=outer name=all-out
/interface list member
add interface=isp list=outer
/ip firewall filter
add action=drop chain=input in-interface-list=all-out
`;
    expect(winbox(traffic(nested)).verdict).toBe("blocked");
    expect(winbox(traffic(nested.replace("in-interface-list=all-out", "in-interface=all-ppp"))).verdict).toBe(
      "blocked",
    );
    expect(
      winbox(traffic(nested.replace("in-interface-list=all-out", "in-interface=all-vlan"))).verdict,
    ).toBe("accepted");
    expect(winbox(traffic(nested.replace("include=outer", "exclude=outer include=all"))).verdict).toBe(
      "accepted",
    );
    const missing = nested.replace("interface=isp list", "disabled=yes interface=isp list");
    expect(winbox(traffic(missing)).verdict).toBe("accepted");
  });
  it("asks the IPv6 firewall by itself", () => {
    const v6 = `${LAN}/ipv6 address\nadd address=2001:db8::1/64 interface=ether2\n`;
    expect(traffic(v6).inputFromWan("tcp", 22, "ipv6").verdict).toBe("accepted");
    expect(
      traffic(`${v6}/ipv6 firewall filter\nadd action=drop chain=input in-interface=ether1\n`).inputFromWan(
        "tcp",
        22,
        "ipv6",
      ).verdict,
    ).toBe("blocked");
    expect(
      traffic(`${LAN}/ipv6 settings\nset disable-ipv6=yes\n`).inputFromWan("tcp", 22, "ipv6").verdict,
    ).toBe("blocked");
    expect(traffic(LAN).inputFromWan("tcp", 22, "ipv6").verdict).toBe("unknown");
  });
});

describe("what others reach", () => {
  it("tells the inside from the outside", () => {
    const home = traffic(DEFCONF);
    const source = parseAddressSet("192.168.88.10");
    if (!source) throw new Error("the text was not read");
    expect(home.inputFrom({ protocol: "tcp", port: 22, interface: "ether2", source }).verdict).toBe(
      "accepted",
    );
    expect(home.inputFrom({ protocol: "tcp", port: 22, interface: "ether1", source }).verdict).toBe(
      "blocked",
    );
    expect(home.inputFrom({ protocol: "tcp", port: 22, source }).verdict).toBe("unknown");
  });
});

describe("the rule that is told", () => {
  it("is the one for most sources, and stands last", () => {
    const reach = traffic(
      `${LAN}/ip firewall raw\nadd action=notrack chain=prerouting src-address=100.64.0.0/10\n/ip firewall filter\nadd action=accept chain=input src-address=10.0.0.0/8\nadd action=accept chain=input comment=names dst-port=53 protocol=udp\nadd action=drop chain=input\n`,
    ).inputFrom({ protocol: "udp", port: 53, interface: "ether2" });
    expect(reach.reason).toContain("names");
    expect(reach.by.at(-1)?.comment).toBe("names");
    expect(reach.told?.comment).toBe("names");
  });
  it("is none where nothing stops it", () => {
    const reach = filter("action=accept src-address=10.0.0.0/8").inputFrom({
      protocol: "udp",
      port: 53,
      interface: "ether2",
    });
    expect(reach).toMatchObject({ verdict: "accepted", reason: expect.stringContaining("no rule") });
    expect(reach.told).toBeUndefined();
  });
});

describe("with connection tracking off", () => {
  const off = "/ip firewall connection tracking\nset enabled=no\n";
  it("dst-nat takes nothing away, and a first packet stays a first packet", () => {
    const nat =
      "/ip firewall nat\nadd action=dst-nat chain=dstnat dst-port=8291 protocol=tcp to-addresses=192.168.88.9\n/ip firewall raw\nadd action=drop chain=prerouting protocol=tcp tcp-flags=fin,syn\n";
    expect(winbox(traffic(LAN + nat)).verdict).toBe("blocked");
    expect(winbox(traffic(LAN + nat + off)).verdict).toBe("accepted");
  });
  it("what connection-state sees is not known", () => {
    const rules =
      "/ip firewall filter\nadd action=accept chain=input connection-state=established,related,untracked\nadd action=drop chain=input\n";
    expect(winbox(traffic(LAN + rules)).verdict).toBe("blocked");
    expect(winbox(traffic(LAN + rules + off)).verdict).toBe("unknown");
  });
});
