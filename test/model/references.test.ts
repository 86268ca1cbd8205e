import { describe, expect, it } from "vitest";
import type { Model, Reference } from "../../server/src/model/model.ts";
import { modelOf } from "../support/model.ts";

const FULL =
  "# 2024-05-01 10:00:00 by RouterOS 7.15\n/interface bridge\nadd name=br\n/system identity\nset name=r1\n/ip address\nadd address=10.0.0.1/24 interface=br\n";

/** `text→kind` of each reference, with the text its range covers. */
function written(text: string, pick: (reference: Reference) => boolean = () => true): string[] {
  const model = modelOf(text);
  return model.references.filter(pick).map((reference) => {
    const { target, range, namespace } = reference;
    const at = text.slice(range.start, range.end);
    expect(at).toBe(reference.name);
    return `${reference.isNegated ? "!" : ""}${at} ${namespace} ${target.kind}`;
  });
}

function last(text: string): string[] {
  const section = text.lastIndexOf("\n/");
  return written(text, (reference) => reference.range.start > section);
}

describe("references", () => {
  it("name items, built-in names and nothing", () => {
    expect(last(`${FULL}/ppp secret\nadd name=a profile=default\nadd name=b profile=gone\n`)).toEqual([
      "default ppp-profile item",
      "gone ppp-profile missing",
    ]);
    expect(last(`${FULL}/ip dhcp-server\nadd interface=br address-pool=static-only name=d\n`)).toEqual([
      "br iface item",
      "static-only pool4 builtin",
    ]);
  });

  it("are unknown rather than missing where the file cannot tell", () => {
    expect(last("/ppp secret\nadd name=b profile=gone\n")).toEqual(["gone ppp-profile unknown"]);
    expect(last(`${FULL}#error exporting /ppp/profile\n/ppp secret\nadd name=b profile=gone\n`)).toEqual([
      "gone ppp-profile unknown",
    ]);
    expect(last(`${FULL}/ip address\nadd address=1.1.1.1/32 interface=ether7\n`)).toEqual([
      "ether7 iface unknown",
    ]);
    expect(last(`${FULL}/ip address\nadd address=1.1.1.1/32 interface=*17\n`)).toEqual(["*17 iface unknown"]);
    expect(last(`${FULL}/ip address\nadd address=1.1.1.1/32 interface=office\n`)).toEqual([
      "office iface missing",
    ]);
    expect(last(`${FULL}/ip firewall filter\nadd chain=input in-interface="<pptp-bob>"\n`)).toContain(
      "<pptp-bob> iface unknown",
    );
  });

  it("stand in lists, with negation", () => {
    expect(last(`${FULL}/interface bridge vlan\nadd bridge=br tagged=br,ether2 vlan-ids=1\n`)).toEqual([
      "br bridge item",
      "br iface item",
      "ether2 iface unknown",
    ]);
    expect(last(`${FULL}/ip firewall nat\nadd chain=srcnat out-interface-list=!LAN\n`)).toContain(
      "!LAN iface-list missing",
    );
  });

  it("stand in composite values", () => {
    const text = `${FULL}/routing table\nadd fib name=vpn\n/ip route\nadd dst-address=1.0.0.0/8 gateway=10.0.0.2%br,br routing-table=vpn\nadd dst-address=2.0.0.0/8 gateway=10.0.0.1@vpn\n`;
    expect(last(text)).toEqual([
      "br iface item",
      "br iface item",
      "vpn routing-table item",
      "vpn routing-table item",
    ]);
  });

  it("have exact ranges in quoted, escaped and continued values", () => {
    const text = `${FULL}/interface bridge\nadd name="my \\"br\\""\n/ip address\nadd address=2.2.2.2/32 interface="my \\"br\\""\nadd address=3.3.3.3/32 interface=\\\n    br\n`;
    const model = modelOf(text);
    const found = model.references.filter((reference) => reference.range.start > text.lastIndexOf("/ip"));
    expect(found.map(({ range }) => text.slice(range.start, range.end))).toEqual(['my \\"br\\"', "br"]);
    expect(found.map(({ target }) => target.kind)).toEqual(["item", "item"]);
  });

  it("to chains stay in their table", () => {
    const text = `${FULL}/ip firewall filter\nadd action=jump chain=input jump-target=mine\nadd chain=mine\n/ip firewall nat\nadd action=jump chain=srcnat jump-target=mine\n`;
    const jumps = written(text, (reference) => reference.property === "jump-target");
    expect(jumps).toEqual(["mine chain item", "mine chain declared-by-use"]);
  });

  it("are told from declarations", () => {
    const text = `${FULL}/ip firewall address-list\nadd address=1.1.1.1 list=bad\nadd address=1.1.1.2 list=bad\n/ip firewall filter\nadd chain=input src-address-list=bad\nadd chain=input src-address-list=!none\n`;
    const model = modelOf(text);
    const [item] = model.items("/ip/firewall/address-list");
    expect(item && model.referencesTo(item).map((reference) => reference.property)).toEqual([
      "src-address-list",
    ]);
    expect(model.occurrences("addr-list4", "bad")).toHaveLength(3);
    expect(item && model.referencesFrom(item)).toEqual([]);
  });

  it("in conditions and scripts are weak", () => {
    const text = `${FULL}/system scheduler\nadd name=s on-event="/ip address disable [find interface=br]"\n/ip address\nset [find interface=br] comment=x\n`;
    const weak = modelOf(text).references.filter((reference) => reference.strength === "weak");
    expect(
      weak.map((reference) => [reference.name, text.slice(reference.range.start, reference.range.end)]),
    ).toEqual([
      ["br", "br"],
      ["br", "br"],
    ]);
    expect(weak.every((reference) => reference.item === undefined && reference.target.kind === "item")).toBe(
      true,
    );
  });

  it("stand in the parentheses of a condition too", () => {
    const text = `${FULL}/ip address\n:put [find where (interface=br or interface="br" and !(interface!=br))]\n`;
    const found = modelOf(text).references.filter(({ strength }) => strength === "weak");
    expect(found.map(({ name, range }) => [name, text.slice(range.start, range.end)])).toEqual([
      ["br", "br"],
      ["br", "br"],
      ["br", "br"],
    ]);
  });

  it("come from sets of an item's own name too", () => {
    const text = `${FULL}/interface pptp-client\nadd name=office connect-to=x\nenable office\n`;
    const model = modelOf(text);
    const [item] = model.items("/interface/pptp-client");
    expect(model.occurrences("iface", "office").map((reference) => reference.property)).toEqual(["numbers"]);
    expect(item && model.referencesFrom(item).map((reference) => reference.name)).toEqual([]);
  });

  it("in v6 mean marks as tables by use, in v7 declared tables", () => {
    const rule = "/ip firewall mangle\nadd action=mark-routing chain=prerouting new-routing-mark=vpn\n";
    const v6 = FULL.replace("2024-05-01 10:00:00 by RouterOS 7.15", "may/01/2020 10:00:00 by RouterOS 6.48");
    const of = (model: Model): string | undefined =>
      model.references.find((reference) => reference.property === "new-routing-mark")?.target.kind;
    expect(of(modelOf(v6 + rule))).toBe("declared-by-use");
    expect(of(modelOf(FULL + rule))).toBe("missing");
  });
});
