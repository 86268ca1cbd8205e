import { describe, expect, it } from "vitest";
import type { Item } from "../../server/src/model/model.ts";
import { modelOf } from "../support/model.ts";

const V7 = "# 2024-05-01 10:00:00 by RouterOS 7.15\n";

function summary(items: readonly Item[], ...names: string[]): string[] {
  return items.map((item) =>
    [item.origin, item.name ?? "-", ...names.map((name) => item.text(name) ?? "?")].join(" "),
  );
}

describe("items", () => {
  it("are what add makes, in order", () => {
    const model = modelOf(
      "/ip pool\nadd name=a ranges=10.0.0.2-10.0.0.9\nadd name=b ranges=10.1.0.2-10.1.0.9\n",
    );
    expect(summary(model.items("/ip/pool"), "ranges")).toEqual([
      "add a 10.0.0.2-10.0.0.9",
      "add b 10.1.0.2-10.1.0.9",
    ]);
    expect(model.items("/ip/pool").map((item) => item.index)).toEqual([0, 1]);
  });

  it("know hardware by its default name until it is renamed", () => {
    const model = modelOf(
      `${V7}/interface ethernet\nset [ find default-name=ether1 ] name=wan\nset [ find default-name=ether2 ] comment=lan\n`,
    );
    expect(summary(model.items("/interface/ethernet"))).toEqual(["set wan", "set ether2"]);
    expect(model.find("iface", "wan")).toHaveLength(1);
    expect(model.find("iface", "ether1")).toHaveLength(0);
    expect(model.find("iface", "ether2")).toHaveLength(1);
  });

  it("know hardware that is set by its name from its neighbours", () => {
    const model = modelOf(
      "/interface ethernet\nset ether1 name=wan\nset [ find default-name=ether2 ] name=lan\nset [ find default-name=ether1 ] mtu=1400\n",
    );
    const ports = model.items("/interface/ethernet");
    expect(summary(ports, "mtu")).toEqual(["set wan 1400", "set lan ?"]);
    expect(ports.map(({ isCertain }) => isCertain)).toEqual([true, true]);
  });

  it("merge later set, enable, disable and comment commands", () => {
    const model = modelOf(
      "/interface pptp-client\nadd name=office connect-to=a user=u\nset office user=v\nenable office\ncomment [find name=office] comment=hi\n",
    );
    const [item] = model.items("/interface/pptp-client");
    expect(item?.text("user")).toBe("v");
    expect(item?.isDisabled).toBe(false);
    expect(item?.comment).toBe("hi");
    expect(item?.changes).toHaveLength(3);
    expect(item?.isCertain).toBe(true);
  });

  it("are created disabled where the router does so", () => {
    const model = modelOf(
      "/interface pptp-client\nadd name=a connect-to=x\nadd name=b connect-to=y disabled=no\n/interface vlan\nadd name=c\n",
    );
    expect(model.items("/interface/pptp-client").map((item) => item.isDisabled)).toEqual([true, false]);
    expect(model.items("/interface/vlan").map((item) => item.isDisabled)).toEqual([false]);
  });

  it("leave disabled open where it hangs on a version not known", () => {
    expect(modelOf("/ip dhcp-server\nadd name=a\n").items("/ip/dhcp-server")[0]?.isDisabled).toBe(undefined);
    expect(
      modelOf("/ip dhcp-server\nadd name=a\n", { version: "6.49" }).items("/ip/dhcp-server")[0]?.isDisabled,
    ).toBe(true);
    expect(
      modelOf("/ip dhcp-server\nadd name=a\n", { version: "7.1" }).items("/ip/dhcp-server")[0]?.isDisabled,
    ).toBe(false);
  });

  it("stay on when something that may be them is switched off and on again", () => {
    const bounced = (...lines: string[]) =>
      modelOf(
        `/interface pptp-client\nadd disabled=no name=office connect-to=a user=u\n${lines.join("\n")}\n`,
      ).items("/interface/pptp-client")[0]?.isDisabled;
    const off = "/interface disable [find name=$tunnel]";
    expect(bounced(off)).toBe(undefined);
    expect(bounced(off, "/interface enable [find name=$tunnel]")).toBe(false);
    expect(bounced(off, "/interface enable [find name=$other]")).toBe(undefined);
  });

  it("take true and false for yes and no where a switch is meant", () => {
    const [item] = modelOf(
      `${V7}/interface vlan\nadd comment=true interface=a loop-protect-disable-time=5m name=true use-service-tag=true vlan-id=1\n`,
    ).items("/interface/vlan");
    expect(["comment", "name", "use-service-tag"].map((name) => item?.text(name))).toEqual([
      "true",
      "true",
      "yes",
    ]);
  });

  it("say nothing of a value that stands behind a blank", () => {
    const [item] = modelOf("/ip pool\nadd name= staff comment= ranges=10.0.0.2-10.0.0.9\n").items("/ip/pool");
    expect(["name", "comment"].map((name) => item?.text(name))).toEqual([undefined, ""]);
  });

  it("go when they are removed", () => {
    const model = modelOf("/ip pool\nadd name=a\nadd name=b\nadd name=c\nremove a\nremove [find name=c]\n");
    expect(summary(model.items("/ip/pool"))).toEqual(["add b"]);
  });

  it("are changed by id where the id is a known one", () => {
    const model = modelOf(
      `${V7}/ppp profile\nset *0 use-encryption=required\nset *FFFFFFFE local-address=10.0.0.1\n/interface bridge\nadd name=lan\n/system identity\nset name=home\n`,
    );
    expect(summary(model.items("/ppp/profile"), "use-encryption")).toEqual([
      "set default required",
      "set default-encryption yes",
    ]);
  });

  it("are changed by number, built-in ones first", () => {
    const model = modelOf(
      `${V7}/system logging\nset 0 topics=info,!firewall\nset 3 action=memory\nadd topics=ipsec\n/interface bridge\nadd name=lan\n/system identity\nset name=home\n`,
    );
    expect(summary(model.items("/system/logging"), "topics", "action")).toEqual([
      "set info,!firewall info,!firewall memory",
      "set critical critical memory",
      "add ipsec ipsec ?",
      "builtin error error memory",
      "builtin warning warning memory",
    ]);
  });

  it("are changed by name where they are built in", () => {
    const model = modelOf(
      `${V7}/ip service\nset telnet disabled=yes\nset www-ssl certificate=c disabled=no\n/interface bridge\nadd name=lan\n/system identity\nset name=home\n`,
    );
    const byName = new Map(model.items("/ip/service").map((item) => [item.name, item]));
    expect(byName.size).toBe(8);
    expect([...byName].filter(([, item]) => item.isDisabled === false).map(([name]) => name)).toEqual([
      "www-ssl",
      "ftp",
      "www",
      "ssh",
      "api",
      "winbox",
      "api-ssl",
    ]);
  });

  it("are found by default=yes", () => {
    const model = modelOf(`${V7}/ip ipsec proposal\nset [ find default=yes ] pfs-group=none\nadd name=x\n`);
    expect(summary(model.items("/ip/ipsec/proposal"), "pfs-group")).toEqual([
      "set default none",
      "add x modp1024",
    ]);
  });

  it("are found by conditions joined with signs, and by numbers", () => {
    const model = modelOf(
      `${V7}/ip route\nadd gateway=1.1.1.1\nadd distance=9 gateway=2.2.2.2\nadd dst-address=10.0.0.0/8 gateway=3.3.3.3\nset [find distance>1 && gateway=2.2.2.2] comment=far\nset [find dst-address=0.0.0.0/0 || gateway=9.9.9.9] check-gateway=ping\nset [find distance<=1 gateway!=3.3.3.3] comment=near\n`,
    );
    const routes = model.items("/ip/route");
    expect(summary(routes, "gateway", "comment", "check-gateway")).toEqual([
      "add - 1.1.1.1 near ping",
      "add - 2.2.2.2 far ping",
      "add 10.0.0.0/8 3.3.3.3 ? ?",
    ]);
    expect(routes.every(({ isCertain }) => isCertain)).toBe(true);
  });

  it("of hardware are there once they are switched on or off, and not under a name they gave up", () => {
    const model = modelOf(
      "/interface ethernet\nset [ find default-name=ether1 ] name=wan\nset ether1 arp=disabled\ndisable ether2\ncomment ether3 comment=attic\n",
    );
    const ports = model.items("/interface/ethernet");
    expect(summary(ports, "arp", "comment")).toEqual(["set wan ? ?", "set ether2 ? ?", "set ether3 ? attic"]);
    expect(ports.map(({ isDisabled }) => isDisabled)).toEqual([undefined, true, undefined]);
  });

  it("are uncertain where a find cannot be decided, and read what it may change as computed", () => {
    const model = modelOf(
      "/ip firewall filter\nadd chain=input comment=a dst-port=22\nset [find hits=1] comment=b dst-port=23 src-port=1\n",
    );
    const [item] = model.items("/ip/firewall/filter");
    expect(item?.isCertain).toBe(false);
    expect(item?.value("comment").from).toBe("unknown");
    expect(item?.value("dst-port").from).toBe("computed");
    expect(item?.property("dst-port")?.text).toBeUndefined();
    expect(item?.property("src-port")).toMatchObject({ text: undefined, isUnset: false });
    expect(item?.text("chain")).toBe("input");
  });

  it.each([
    [":foreach i in=[find] do={ set numbers=$i comment=y }", true],
    [":foreach i in=[find] do={ set $i comment=y }", true],
    [":foreach i in=[find] do={ comment $i comment=y }", true],
    [":foreach i in=[find] do={ set $i comment=y ranges=1.1.1.1 }", false],
    [":foreach i in=[find] do={ set $i $key=1.1.1.1 }", false],
    [":foreach i in=[find] do={ unset $i comment }", false],
    [":foreach i in=[find] do={ remove $i }", false],
  ])("are certain where a loop writes notes only: %s", (line, isCertain) => {
    const [item] = modelOf(`/ip pool\nadd name=a ranges=2.2.2.2 comment=x\n${line}\n`).items("/ip/pool");
    expect(item?.isCertain).toBe(isCertain);
    expect(item?.name).toBe("a");
  });

  it("are certain again in what is certainly set later", () => {
    const model = modelOf(
      "/ip pool\nadd name=a\n:foreach i in=[find] do={ set $i ranges=1.1.1.1 }\nset [find] ranges=2.2.2.2\n",
    );
    expect(model.items("/ip/pool")[0]?.text("ranges")).toBe("2.2.2.2");
  });

  it("are uncertain inside a branch", () => {
    const model = modelOf(
      ":if (true) do={ /ip pool add name=a }\n/ip pool\nadd name=b\n:if (true) do={ set b ranges=1.1.1.1 }\n",
    );
    expect(model.items("/ip/pool").map((item) => [item.name, item.isCertain])).toEqual([
      ["a", false],
      ["b", false],
    ]);
    expect(model.items("/ip/pool")[1]?.value("ranges").from).toBe("computed");
  });

  it("stand before others by place-before", () => {
    const model = modelOf(
      "/ip firewall filter\nadd chain=input comment=a\nadd chain=input comment=b\nadd chain=input comment=c place-before=[find comment=b]\nadd chain=input comment=d place-before=0\n",
    );
    expect(model.items("/ip/firewall/filter").map((item) => item.comment)).toEqual(["d", "a", "c", "b"]);
  });

  it.each([
    ["one before another", "move [find comment=c] [find comment=b]", "a c b"],
    ["one to the front", "move 2 destination=0", "c a b"],
    ["several before one", "move [find action=drop] 0", "b c a"],
    ["several by their numbers", "move 1,2 0", "b c a"],
    ["named numbers", "move numbers=[find comment=c] 0", "c a b"],
    ["one to the end", "move [find comment=a]", "b c a"],
    ["nothing", "move [find comment=x] 0", "a b c"],
    ["before what the router has", "move [find comment=c] [find comment=x]", "c a b"],
    ["one added before what the router has", "add comment=d place-before=[find comment=x]", "d a b c"],
    [
      "two before the same that the router has",
      "add comment=d place-before=[find comment=x]\nadd comment=e place-before=[find comment=x]",
      "d e a b c",
    ],
    ["one to a computed place", "add comment=d place-before=$place", "d? a b c"],
    ["one before several", "add comment=d place-before=[find action=drop]", "a d? b c"],
    ["one before a number not there", "add comment=d place-before=7", "d? a b c"],
    [
      "two before others that the router has",
      "add comment=d place-before=[find comment=x]\nadd comment=e place-before=[find comment=y]",
      "e? d a b c",
    ],
    ["one moved to a computed place", "move [find comment=c] $place", "c? a b"],
    ["one moved under a condition", ":if ($x) do={ move [find comment=c] [find comment=b] }", "a c? b"],
    ["any moved to the front", ":foreach r in=[find comment=c] do={ move $r 0 }", "b? c? a?"],
  ])("stand where move and place-before put them: %s", (_, commands, order) => {
    const rules = ["add chain=input comment=a", "add action=drop comment=b", "add action=drop comment=c"];
    const model = modelOf(["/ip firewall filter", ...rules, commands, ""].join("\n"));
    const items = model.items("/ip/firewall/filter");
    expect(items.map(({ comment, isCertain }) => `${comment}${isCertain ? "" : "?"}`).join(" ")).toBe(order);
  });

  it("take flags without a value", () => {
    const model = modelOf(`${V7}/ip route\nadd blackhole dst-address=10.0.0.0/8\n`);
    expect(model.items("/ip/route")[0]?.text("blackhole")).toBe("yes");
  });

  it("continue dotted properties", () => {
    const model = modelOf(
      `${V7}/interface wifi channel\nadd name=c\n/interface wifi\nadd channel.band=5ghz-ax .width=20mhz name=w\n`,
    );
    expect(model.items("/interface/wifi")[0]?.text("channel.width")).toBe("20mhz");
  });

  it("tell computed values from absent ones", () => {
    const model = modelOf(':local x 1\n/ip pool add name=$x ranges="a$x" comment=""\n');
    const [item] = model.items("/ip/pool");
    expect(item?.name).toBe(undefined);
    expect(item?.value("name").from).toBe("computed");
    expect(item?.value("comment")).toMatchObject({ from: "explicit", text: "" });
    expect(item?.value("next-pool").from).not.toBe("computed");
  });

  it("merge settings into one", () => {
    const model = modelOf(`${V7}/ip ssh\nset strong-crypto=yes\nset host-key-size=4096\n`);
    expect(model.items("/ip/ssh")).toHaveLength(1);
    expect(model.settings("/ip/ssh").text("host-key-size")).toBe("4096");
    expect(model.settings("/ip/dns").origin).toBe("settings");
  });

  it("read the OpenVPN server as settings or as a list, by what is written", () => {
    const old = modelOf("# jan/01/2020 by RouterOS 6.49.7\n/interface ovpn-server server\nset enabled=yes\n");
    expect(old.settings("/interface/ovpn-server/server").text("enabled")).toBe("yes");
    const fresh = modelOf(
      "# 2025-01-01 by RouterOS 7.18\n/interface ovpn-server server\nadd name=s disabled=no\n",
    );
    expect(fresh.items("/interface/ovpn-server/server").map((item) => item.name)).toEqual(["s"]);
  });

  it("are switched through /interface", () => {
    const model = modelOf("/interface vlan\nadd name=a interface=b vlan-id=1\n/interface disable a\n");
    expect(model.items("/interface/vlan")[0]?.isDisabled).toBe(true);
  });

  it("are not made up in other menus by /interface set", () => {
    const model = modelOf(
      "/interface vlan\nadd name=a interface=b vlan-id=1\n/interface set a mtu=1400\n/interface set zz mtu=1400\n",
    );
    expect(model.items("/interface/vlan")[0]?.text("mtu")).toBe("1400");
    expect(model.items("/interface/ethernet")).toHaveLength(0);
    expect(model.find("iface", "zz")).toHaveLength(0);
  });

  it("of functions and event scripts are not the router's", () => {
    const model = modelOf('/system scheduler\nadd name=s on-event="/ip pool add name=x"\n');
    expect(model.items("/ip/pool")).toHaveLength(0);
    expect(model.commands.at(-1)).toMatchObject({ menu: "/ip/pool", command: "add", isCertain: false });
  });
});
