import { describe, expect, it } from "vitest";
import type { Change, PropertyValue } from "../../server/src/edit/change.ts";
import { planEdits } from "../../server/src/edit/render-edits.ts";
import type { Item, Model } from "../../server/src/model/model.ts";
import { applyEdits } from "../../server/src/text/edit.ts";
import { modelOf } from "../support/model.ts";

type Plan = (model: Model) => readonly Change[];

function change(text: string, plan: Plan): string {
  const model = modelOf(text);
  const { files, refused } = planEdits(model, plan(model));
  expect(refused).toEqual([]);
  return applyEdits(text, files[0]?.edits ?? []);
}

function reasons(text: string, plan: Plan): string[] {
  const model = modelOf(text);
  const { files, refused } = planEdits(model, plan(model));
  expect(files).toEqual([]);
  return refused.map(({ reason }) => reason);
}

function item(model: Model, menu: string, index = 0): Item {
  const found = model
    .items(menu)
    .filter(({ command, changes }) => command !== undefined || changes.length > 0)[index];
  if (found === undefined) throw new Error(`no item ${index} in ${menu}`);
  return found;
}

const set = (target: Item, properties: Record<string, PropertyValue | undefined>): Change => ({
  kind: "set",
  item: target,
  properties,
});
const add = (
  menu: string,
  properties: Record<string, PropertyValue>,
  place?: { before: Item } | { after: Item },
): Change => ({
  kind: "add",
  menu,
  properties,
  ...(place && { place }),
});
const remove = (target: Item): Change => ({ kind: "remove", item: target });

const HEADER =
  "# 2025-03-02 10:11:12 by RouterOS 7.16.2\n# software id = ABCD-EF12\n#\n# model = RB5009UG+S+\n";

describe("set", () => {
  const nat = `${HEADER}/ip firewall nat
add action=masquerade chain=srcnat comment="TorGuard NAT" out-interface=\\
    TorGuard-PPTP
`;
  const natItem = (model: Model) => item(model, "/ip/firewall/nat");

  it("replaces a value where it stands", () => {
    expect(change(nat, (m) => [set(natItem(m), { "out-interface": "wg0" })])).toBe(
      nat.replace("TorGuard-PPTP", "wg0"),
    );
    expect(change(nat, (m) => [set(natItem(m), { comment: "VPN" })])).toBe(
      nat.replace('"TorGuard NAT"', "VPN"),
    );
  });

  it("puts a new property at its place by name, and breaks the command anew when it no longer fits", () => {
    expect(
      change(nat, (m) => [set(natItem(m), { "ipsec-policy": "out,none" })]),
    ).toBe(`${HEADER}/ip firewall nat
add action=masquerade chain=srcnat comment="TorGuard NAT" ipsec-policy=\\
    out,none out-interface=TorGuard-PPTP
`);
    expect(change(nat, (m) => [set(natItem(m), { "to-ports": "80" })])).toBe(
      nat.replace("PPTP\n", "PPTP to-ports=80\n"),
    );
  });

  it("takes properties out without leaving a broken line", () => {
    expect(change(nat, (m) => [set(natItem(m), { "out-interface": undefined })])).toBe(
      `${HEADER}/ip firewall nat\nadd action=masquerade chain=srcnat comment="TorGuard NAT"\n`,
    );
    expect(change(nat, (m) => [set(natItem(m), { comment: undefined })])).toBe(
      nat.replace(' comment="TorGuard NAT"', ""),
    );
    expect(change(nat, (m) => [set(natItem(m), { action: undefined, comment: "x y" })])).toBe(
      nat.replace("action=masquerade ", "").replace("TorGuard NAT", "x y"),
    );
  });

  it("changes nothing that is so already, by word or by default", () => {
    expect(
      change(nat, (m) => [set(natItem(m), { chain: "srcnat", disabled: "no", "dst-port": undefined })]),
    ).toBe(nat);
  });

  it("keeps shorthand properties meaning the same", () => {
    const text = `${HEADER}/interface wifi
set [ find default-name=wifi1 ] channel.band=5ghz-ax .width=20mhz configuration.mode=ap .ssid=home disabled=no
`;
    const out = change(text, (m) => [set(item(m, "/interface/wifi"), { "channel.band": undefined })]);
    expect(out).toContain("] channel.width=20mhz configuration.mode=ap .ssid=home");
    const more = change(text, (m) => [
      set(item(m, "/interface/wifi"), { comment: "x", "channel.frequency": "5180" }),
    ]);
    expect(more).toContain(
      "channel.band=5ghz-ax .width=20mhz channel.frequency=5180 comment=x configuration.mode=ap .ssid=home",
    );
  });

  it("writes a flag without a value", () => {
    const text = "/routing table\nadd name=vpn\n";
    expect(change(text, (m) => [set(item(m, "/routing/table"), { fib: true })])).toBe(
      "/routing table\nadd name=vpn fib\n",
    );
  });

  it("opens a section for a settings menu that has nothing written", () => {
    const text = `${HEADER}/ip address\nadd address=10.0.0.1/24 interface=ether1\n/system identity\nset name=gw\n`;
    expect(change(text, (m) => [set(m.settings("/ip/dns"), { servers: "1.1.1.1,9.9.9.9" })])).toBe(
      text.replace("/system identity", "/ip dns\nset servers=1.1.1.1,9.9.9.9\n/system identity"),
    );
  });

  it("sets what the router has by itself as exports do", () => {
    const text = `${HEADER}/ip service\nset telnet disabled=yes\n/system identity\nset name=gw\n`;
    const out = change(text, (m) => [
      set(m.items("/ip/service").find(({ name }) => name === "ftp") ?? item(m, "/ip/service"), {
        disabled: "yes",
      }),
      set(m.items("/ppp/profile").find(({ name }) => name === "default") ?? item(m, "/ppp/profile"), {
        "only-one": "yes",
      }),
    ]);
    expect(out).toBe(
      `${HEADER}/ppp profile\nset [ find name=default ] only-one=yes\n/ip service\nset telnet disabled=yes\nset ftp disabled=yes\n/system identity\nset name=gw\n`,
    );
  });

  it("turns enable into disable", () => {
    const text = '/interface pptp-client\nadd connect-to=192.0.2.1 name=a user=u\nenable [find name="a"]\n';
    const out = change(text, (m) => [set(item(m, "/interface/pptp-client"), { disabled: "yes" })]);
    expect(out).toBe(text.replace("enable", "disable"));
  });

  it("keeps the quotes of a script", () => {
    const text = '/interface pptp-client add name="a" connect-to="192.0.2.1" user="u"\n';
    expect(change(text, (m) => [set(item(m, "/interface/pptp-client"), { name: "b", comment: "c" })])).toBe(
      '/interface pptp-client add name="b" connect-to="192.0.2.1" user="u" comment=c\n',
    );
  });

  it("refuses what runs under a condition or sets several items", () => {
    const conditional = ":if ($x) do={\n/ip address add address=10.0.0.1/24 interface=ether1\n}\n";
    expect(reasons(conditional, (m) => [set(item(m, "/ip/address"), { comment: "x" })])).toHaveLength(1);
    expect(reasons(conditional, (m) => [remove(item(m, "/ip/address"))])).toHaveLength(1);
  });
});

describe("add", () => {
  const text = `${HEADER}/interface list
add name=WAN
/ip address
add address=10.0.0.1/24 interface=ether1
/ip firewall filter
add action=accept chain=input connection-state=established,related
# in/out-interface matcher not possible when interface (ether1) is slave
add action=drop chain=input in-interface=ether1
/system identity
set name=gw
`;

  it("goes behind the last item of its menu", () => {
    expect(change(text, () => [add("/ip/address", { interface: "wg0", address: "10.9.0.1/24" })])).toContain(
      "interface=ether1\nadd address=10.9.0.1/24 interface=wg0\n/ip firewall",
    );
    expect(
      change(text, () => [add("/interface/list", { name: "LAN" }), add("/interface/list", { name: "VPN" })]),
    ).toContain("add name=WAN\nadd name=LAN\nadd name=VPN\n/ip address");
  });

  it("goes before or after an item, above its comment lines", () => {
    const rule = { action: "accept", chain: "input", protocol: "udp" };
    const before = change(text, (m) => [
      add("/ip/firewall/filter", rule, { before: item(m, "/ip/firewall/filter", 1) }),
    ]);
    const after = change(text, (m) => [
      add("/ip/firewall/filter", rule, { after: item(m, "/ip/firewall/filter", 0) }),
    ]);
    expect(before).toContain("related\nadd action=accept chain=input protocol=udp\n# in/out");
    expect(after).toBe(before);
  });

  it("opens sections in export order, each once", () => {
    const out = change(text, () => [
      add("/ip/route", { gateway: "wg0" }),
      add("/interface/wireguard", { name: "wg0", "listen-port": "13231" }),
      add("/interface/wireguard/peers", { interface: "wg0", "public-key": "<PEER-PUBLIC-KEY>" }),
      add("/ip/route", { gateway: "10.0.0.2", "dst-address": "192.0.2.1/32" }),
    ]);
    expect(out).toBe(
      text
        .replace(
          "/interface list\n",
          "/interface wireguard\nadd listen-port=13231 name=wg0\n/interface list\n",
        )
        .replace(
          "/ip address\n",
          '/interface wireguard peers\nadd interface=wg0 public-key="<PEER-PUBLIC-KEY>"\n/ip address\n',
        )
        .replace(
          "/system identity\n",
          "/ip route\nadd gateway=wg0\nadd dst-address=192.0.2.1/32 gateway=10.0.0.2\n/system identity\n",
        ),
    );
  });

  it("does not add the same twice", () => {
    const same = add("/ip/address", { address: "10.0.0.1/24", interface: "ether1" });
    expect(change(text, () => [same])).toBe(text);
    const fresh = add("/ip/address", { address: "10.0.0.2/24", interface: "ether1" });
    expect(change(text, () => [fresh, fresh])).toBe(change(text, () => [fresh]));
  });

  it("writes full paths, slashes and CRLF where the file does", () => {
    const terse = "/ip/address add address=10.0.0.1/24 interface=ether1\r\n/system/identity set name=gw";
    expect(change(terse, () => [add("/ip/address", { address: "10.0.0.2/24", interface: "a b" })])).toBe(
      '/ip/address add address=10.0.0.1/24 interface=ether1\r\n/ip/address add address=10.0.0.2/24 interface="a b"\r\n/system/identity set name=gw',
    );
    expect(change(terse, () => [add("/tool/netwatch", { host: "10.0.0.2" })])).toBe(
      `${terse}\r\n/tool/netwatch add host=10.0.0.2`,
    );
  });

  it("copies the path of a neighbour below a shorter header", () => {
    const below =
      "/ip firewall\nfilter add action=accept chain=input\nnat add action=masquerade chain=srcnat\n";
    expect(change(below, () => [add("/ip/firewall/filter", { action: "drop", chain: "input" })])).toBe(
      "/ip firewall\nfilter add action=accept chain=input\nfilter add action=drop chain=input\nnat add action=masquerade chain=srcnat\n",
    );
  });

  it("never comes between a header and the lines that need it", () => {
    const script =
      "/ip firewall filter\nadd chain=input\n/ip address add address=10.0.0.1/24 interface=e\nadd chain=forward\n";
    const out = change(script, () => [add("/interface/list", { name: "LAN" })]);
    expect(modelOf(out).items("/ip/firewall/filter")).toHaveLength(2);
    expect(
      modelOf(out)
        .items("/interface/list")
        .some(({ name }) => name === "LAN"),
    ).toBe(true);
  });

  it("keeps empty lines between sections", () => {
    const script = "/interface bridge\nadd name=lan\n\n/ip address\nadd address=10.0.0.1/24 interface=lan\n";
    expect(change(script, () => [add("/interface/list", { name: "LAN" })])).toBe(
      script.replace("/ip address", "/interface list\nadd name=LAN\n\n/ip address"),
    );
  });
});

describe("remove", () => {
  it("takes the statement, its status comment and the header of a section left empty", () => {
    const text = `${HEADER}/interface pptp-server server
# PPTP connections are considered unsafe, it is suggested to use a more modern VPN protocol instead
set authentication=mschap2 enabled=yes
/ip address
add address=10.0.0.1/24 interface=ether1
add address=10.0.0.2/24 comment="long enough to be broken in two lines, as it is" \\
    interface=ether1
`;
    const out = change(text, (m) => [
      remove(m.settings("/interface/pptp-server/server")),
      remove(item(m, "/ip/address", 1)),
    ]);
    expect(out).toBe(`${HEADER}/ip address\nadd address=10.0.0.1/24 interface=ether1\n`);
  });

  it("leaves the header where something new comes in", () => {
    const text = "/ip address\nadd address=10.0.0.1/24 interface=ether1\n/system identity\nset name=gw\n";
    const out = change(text, (m) => [
      remove(item(m, "/ip/address")),
      add("/ip/address", { address: "10.0.0.9/24", interface: "wg0" }),
    ]);
    expect(out).toBe("/ip address\nadd address=10.0.0.9/24 interface=wg0\n/system identity\nset name=gw\n");
  });

  it("takes all statements that speak of the item alone", () => {
    const text =
      "/interface pptp-client\nadd name=a connect-to=192.0.2.1 user=u\nset a comment=x\n/ip address\nadd address=10.0.0.1/24 interface=e\n";
    expect(change(text, (m) => [remove(item(m, "/interface/pptp-client"))])).toBe(
      "/ip address\nadd address=10.0.0.1/24 interface=e\n",
    );
  });

  it("takes one of several statements on a line", () => {
    const text = "/ip address\nadd address=10.0.0.1/24 interface=a; add address=10.0.0.2/24 interface=b\n";
    expect(change(text, (m) => [remove(item(m, "/ip/address", 0))])).toBe(
      "/ip address\nadd address=10.0.0.2/24 interface=b\n",
    );
    expect(change(text, (m) => [remove(item(m, "/ip/address", 1))])).toBe(
      "/ip address\nadd address=10.0.0.1/24 interface=a\n",
    );
  });

  it("leaves the comments of a script that may be about more", () => {
    const text =
      "# uplinks\n\n# both lines\n/ip address add address=10.0.0.1/24 interface=a\n/ip address add address=10.0.0.2/24 interface=b\n";
    expect(change(text, (m) => [remove(item(m, "/ip/address", 0))])).toContain(
      "# both lines\n/ip address add address=10.0.0.2",
    );
  });
});

describe("text", () => {
  it("passes corrections on, unless they clash", () => {
    const text = "/ip address\nadd adress=10.0.0.1/24 interface=a\n";
    const start = text.indexOf("adress");
    const fix = ({ files: [file] }: Model): Change[] => {
      const edit = { range: { start, end: start + 6 }, newText: "address" };
      return file === undefined ? [] : [{ kind: "text", file, edit }];
    };
    expect(change(text, (model) => [...fix(model), ...fix(model)])).toBe(text.replace("adress", "address"));
    const model = modelOf(text);
    const { refused } = planEdits(model, [remove(item(model, "/ip/address")), ...fix(model)]);
    expect(refused).toHaveLength(1);
  });
});
