import { describe, expect, it } from "vitest";
import { modelOf } from "../support/model.ts";

/** "property namespace:name" of everything a text refers to, `!` before negated ones, `?` before those in scripts or conditions. */
function references(text: string, version?: string): readonly string[] {
  return modelOf(`${text}\n`, version === undefined ? {} : { version }).references.map(
    ({ property, namespace, name, isNegated, strength }) =>
      `${property} ${namespace}:${strength === "weak" ? "?" : ""}${isNegated ? "!" : ""}${name}`,
  );
}

const V6 = "6.49.10";
const V7 = "7.22.1";

describe("values that hold more than one name", () => {
  it.each([
    ["/ip route add gateway=10.0.0.1%ether1@blue", ["gateway iface:ether1", "gateway routing-table:blue"]],
    [
      "/ip route add gateway=wg1,pppoe-out1@blue",
      ["gateway iface:wg1", "gateway iface:pppoe-out1", "gateway routing-table:blue"],
    ],
    ["/ip route add gateway=192.0.2.1,192.0.2.2", []],
    ["/interface pptp-client add connect-to=192.0.2.1@blue", ["connect-to routing-table:blue"]],
    ["/ipv6 route add gateway=fe80::1%ether1", ["gateway iface:ether1"]],
    [
      "/interface bridge vlan add bridge=br1 tagged=br1,ether2 untagged=ether3",
      ["bridge bridge:br1", "tagged iface:br1", "tagged iface:ether2", "untagged iface:ether3"],
    ],
    [
      "/queue simple add packet-marks=a,b queue=up/down target=ether1,10.0.0.0/8",
      [
        "packet-marks mark-packet:a",
        "packet-marks mark-packet:b",
        "queue queue-type:up",
        "queue queue-type:down",
        "target iface:ether1",
      ],
    ],
    [
      "/ip ipsec identity add certificate=own,ca peer=p",
      ["certificate certificate:own", "certificate certificate:ca", "peer ipsec-peer:p"],
    ],
    [
      "/interface list add exclude=WAN include=LAN,VPN name=all-in",
      ["exclude iface-list:WAN", "include iface-list:LAN", "include iface-list:VPN"],
    ],
  ])("%s", (text, expected) => expect(references(text, V7)).toEqual(expected));
});

describe("what people write freely", () => {
  it("names nothing", () => {
    expect(references('/ip address add address=10.0.0.1/24 comment="10.0.0.2@office"', V7)).toEqual([]);
  });
});

describe("negation", () => {
  it.each([
    ["in-interface-list=!LAN", "in-interface-list iface-list:!LAN"],
    ["in-interface=!ether1", "in-interface iface:!ether1"],
    ["src-address-list=!admins", "src-address-list addr-list4:!admins"],
    ["connection-mark=!seen", "connection-mark mark-conn:!seen"],
  ])("%s", (property, expected) =>
    expect(references(`/ip firewall filter add action=drop chain=input ${property}`, V7)).toContain(expected),
  );
});

describe("dotted properties", () => {
  it.each([
    [
      "/interface wifi add channel=ch1 .frequency=2412 datapath.bridge=br1 .interface-list=LAN name=w1 security=sec1",
      [
        "channel wifi-chan:ch1",
        "datapath.bridge bridge:br1",
        "datapath.interface-list iface-list:LAN",
        "security wifi-sec:sec1",
      ],
      V7,
    ],
    [
      "/interface wifiwave2 configuration add datapath.bridge=br1 name=c security.eap-tls-certificate=ca",
      ["datapath.bridge bridge:br1", "security.eap-tls-certificate certificate:ca"],
      "7.12.1",
    ],
    [
      "/caps-man configuration add channel=ch1 datapath.bridge=br1 datapath.interface-list=LAN name=c security.tls-certificate=ca",
      [
        "channel cap-chan:ch1",
        "datapath.bridge bridge:br1",
        "datapath.interface-list iface-list:LAN",
        "security.tls-certificate certificate:ca",
      ],
      V6,
    ],
    [
      "/caps-man interface add configuration=c datapath.bridge=br1 name=cap1",
      ["configuration cap-cfg:c", "datapath.bridge bridge:br1"],
      V6,
    ],
    [
      "/routing bgp connection add input.filter=in name=x output.filter-chain=out .network=nets",
      [
        "input.filter filter-chain:in",
        "output.filter-chain filter-chain:out",
        "output.network addr-list4:nets",
      ],
      V7,
    ],
  ])("%s", (text, expected, version) => expect(references(text, version)).toEqual(expected));
});

describe("menus of RouterOS 6", () => {
  it.each([
    [
      "/ip route add gateway=pptp-out1 routing-mark=vpn",
      ["gateway iface:pptp-out1", "routing-mark routing-table:vpn"],
    ],
    ["/ip route rule add interface=ether2 table=vpn", ["interface iface:ether2", "table routing-table:vpn"]],
    [
      "/ip route vrf add interfaces=ether2,ether3 routing-mark=blue",
      ["interfaces iface:ether2", "interfaces iface:ether3", "routing-mark routing-table:blue"],
    ],
    ["/routing ospf network add area=core network=10.0.0.0/8", ["area ospf-area:core"]],
    [
      "/routing ospf virtual-link add neighbor-id=10.0.0.1 transit-area=core",
      ["transit-area ospf-area:core"],
    ],
    [
      "/routing ospf-v3 interface add area=core6 interface=ether2",
      ["area ospf3-area:core6", "interface iface:ether2"],
    ],
    [
      "/routing bgp peer add in-filter=in instance=isp interface=ether1 name=p update-source=lo0",
      [
        "in-filter filter-chain:in",
        "instance bgp-instance:isp",
        "interface iface:ether1",
        "update-source iface:lo0",
      ],
    ],
    ["/routing bgp peer add name=p update-source=10.0.0.1", []],
    [
      "/routing filter add action=jump chain=in jump-target=common set-routing-mark=vpn",
      ["chain filter-chain:in", "jump-target filter-chain:common", "set-routing-mark routing-table:vpn"],
    ],
    ["/interface ethernet set [ find default-name=ether3 ] master-port=ether2", ["master-port iface:ether2"]],
    ["/tool mac-server add interface=bridge1", ["interface iface:bridge1"]],
    ["/queue interface set bridge1 queue=default", ["numbers iface:bridge1", "queue queue-type:default"]],
    ["/ip neighbor discovery set ether1 discover=no", ["numbers iface:ether1"]],
    [
      "/tool user-manager profile profile-limitation add limitation=1M profile=basic",
      ["limitation um6-limit:1M", "profile um6-profile:basic"],
    ],
    ["/ip ipsec peer profile add name=strong", []],
    [
      "/ip ipsec peer add address=192.0.2.1/32 mode-config=rw policy-template-group=g",
      ["mode-config ipsec-mode-config:rw", "policy-template-group ipsec-group:g"],
    ],
  ])("%s", (text, expected) => expect(references(text, "6.42.12")).toEqual(expected));
});

describe("chains named in other menus", () => {
  it("are those of the table that the menu speaks of", () => {
    const model = modelOf(
      "/ip firewall filter\nadd action=drop chain=guests\n/ip firewall raw\nadd action=notrack chain=guests\n/ppp profile\nadd incoming-filter=guests name=p\n",
    );
    const [filter] = model.items("/ip/firewall/filter");
    const reference = model.references.find(({ property }) => property === "incoming-filter");
    expect(reference?.target).toEqual({ kind: "item", items: [filter] });
    expect(filter && model.referencesTo(filter).map(({ property }) => property)).toEqual(["incoming-filter"]);
  });
});

describe("names within scripts", () => {
  it("are seen through the quotes, and are weak", () => {
    const script =
      '/system scheduler add name=s on-event="/interface set \\"my lan\\" disabled=yes\\r\\n/ip route set [find gateway=wg1] distance=2"';
    expect(references(script, V7)).toEqual(["numbers iface:?my lan", "gateway iface:?wg1"]);
  });
  it("of a script called by name are as good as any", () => {
    expect(references("/system scheduler add name=s on-event=backup", V7)).toEqual([
      "on-event script:backup",
    ]);
    expect(references("/ppp profile add name=p on-up=notify", V7)).toEqual(["on-up script:notify"]);
    expect(references("/interface vrrp add interface=ether1 name=v on-master=notify", V7)).toEqual([
      "interface iface:ether1",
      "on-master script:notify",
    ]);
  });
  it("are not looked for in values that only look like one", () => {
    expect(references('/tool netwatch add host=192.0.2.1 up-script=":log info up"', V7)).toEqual([]);
  });
});

describe("names in the rules of routing filters", () => {
  it("are seen where the rule's own language has them", () => {
    const rule =
      'if (dst in nets && gw in peers && dst in 10.0.0.0/8 && bgp-large-communities includes-list known) { set distance +1; jump \\"common\\" } else { if (bgp-input-remote-as in friends) { accept } }';
    expect(references(`/routing filter rule add chain=in rule="${rule}"`, V7)).toEqual([
      "chain filter-chain:in",
      "rule addr-list4:nets",
      "rule addr-list4:peers",
      "rule community-list:known",
      "rule filter-chain:common",
      "rule num-list:friends",
    ]);
  });
});

describe("names that begin with a digit", () => {
  it("are properties like others", () => {
    expect(references("/ipv6 nd prefix add 6to4-interface=sit1 interface=ether2", V7)).toEqual([
      "6to4-interface iface:sit1",
      "interface iface:ether2",
    ]);
  });
});
