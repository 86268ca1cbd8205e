import { describe, expect, it } from "vitest";
import type { WorkspaceEdit } from "vscode-languageserver-types";
import { applyWireEdits, FILE, open, renamed } from "../support/cursor.ts";

const PLAIN = { supportsAnnotations: false };

/** The text after the name at the mark got another one. */
function renamedText(marked: string, newName: string): string {
  const { service, analysis, position, text } = open(marked);
  const edit: WorkspaceEdit = renamed(service.rename(analysis, FILE, position, newName, PLAIN));
  return applyWireEdits(text, edit.changes?.[FILE] ?? []);
}

function refusal(marked: string, newName: string): string {
  const { service, analysis, position } = open(marked);
  const answer = service.rename(analysis, FILE, position, newName, PLAIN);
  return answer !== undefined && "refusal" in answer ? answer.refusal : "no refusal";
}

/** Renaming `old` at the mark changes each place it stands in. */
function everywhere(marked: string, old: string, newName: string): void {
  const text = marked.replace("<|>", "");
  expect(renamedText(marked, newName)).toBe(text.replaceAll(old, newName));
}

describe("rename", () => {
  it.each([
    [
      "an interface list",
      "/interface list\nadd name=O<|>LD\nadd include=OLD name=more\n/interface list member\nadd interface=ether2 list=OLD\n/ip firewall filter\nadd action=drop chain=input in-interface-list=!OLD\n/ip neighbor discovery-settings\nset discover-interface-list=OLD\n",
    ],
    [
      "a routing table of RouterOS 7",
      "# 2025-03-14 09:26:53 by RouterOS 7.15.3\n/routing table\nadd fib name=O<|>LD\n/ip firewall mangle\nadd action=mark-routing chain=prerouting new-routing-mark=OLD\n/ip route\nadd gateway=10.0.0.1 routing-table=OLD\nadd gateway=10.0.0.1@OLD\n/routing rule\nadd action=lookup table=OLD\n",
    ],
    [
      "a routing mark of RouterOS 6",
      "# mar/14/2021 09:26:53 by RouterOS 6.48.6\n/ip firewall mangle\nadd action=mark-routing chain=prerouting new-routing-mark=O<|>LD\nadd action=accept chain=output routing-mark=OLD\n/ip route\nadd gateway=10.0.0.1 routing-mark=OLD\n/ip route rule\nadd table=OLD\n",
    ],
    [
      "a chain, in its table only",
      "/ip firewall filter\nadd action=jump chain=input jump-target=OLD\nadd action=accept chain=O<|>LD\n/ppp profile\nadd incoming-filter=OLD name=p\n",
    ],
    [
      "a PPP profile",
      "/ppp profile\nadd name=O<|>LD\n/ppp secret\nadd name=a profile=OLD\n/interface pptp-server server\nset default-profile=OLD\n/interface l2tp-client\nadd name=c profile=OLD\n",
    ],
    [
      "a bridge that later commands change by its name",
      "/interface bridge\nadd name=O<|>LD\nset OLD comment=x\ndisable OLD\nset numbers=OLD mtu=1500\nset [ find name=OLD ] mtu=1400\n/interface set OLD mtu=1300\n/ip address\nadd address=10.0.0.1/24 interface=OLD\n",
    ],
    [
      "a queue that others are moved before",
      "/queue simple\nadd name=O<|>LD target=10.0.0.0/8\nadd name=b parent=OLD target=10.0.0.1\nadd name=c place-before=OLD target=10.0.0.2\nadd copy-from=OLD name=d\nmove b OLD\nmove OLD destination=b\nmove numbers=b destination=OLD\nmove numbers=b OLD\n",
    ],
    [
      "an interface that tools look at",
      "/interface bridge\nadd name=O<|>LD\n/interface bridge monitor OLD once\n/interface monitor-traffic OLD\n/ping 10.0.0.1 interface=OLD\n",
    ],
    [
      "a login with the bindings that wait for it",
      "/ppp secret\nadd name=O<|>LD service=l2tp\nadd name=OLD service=pptp\nset OLD comment=x\ndisable [find name=OLD]\n/interface l2tp-server\nadd name=boss user=OLD\n",
    ],
    [
      "a user",
      "/user\nadd group=full name=O<|>LD\nset [find name=OLD] comment=x\nset OLD address=10.0.0.0/8\n/user ssh-keys import public-key-file=k.pub user=OLD\n",
    ],
    [
      "a VRF that tools ask in",
      "# 2025-03-14 09:26:53 by RouterOS 7.15.3\n/ip vrf\nadd interfaces=ether5 name=O<|>LD\n/tool ping 10.0.0.1 vrf=OLD\n/resolve example.org vrf=OLD\n",
    ],
    [
      "a certificate that is signed",
      "/certificate\nadd common-name=x name=O<|>LD\nsign OLD\nset OLD trusted=yes\n/ip service set www-ssl certificate=OLD\n",
    ],
    [
      "a scheduler that is added where there is none, and then set",
      ':if ([:len [/system scheduler find where (name="OLD")]] = 0) do={\n  /system scheduler add name="OLD"\n}\n/system scheduler set O<|>LD interval=1d\n:if (true) do={ /system scheduler disable OLD }\n',
    ],
    [
      "a pool",
      "/ip pool\nadd name=O<|>LD ranges=10.0.0.2-10.0.0.9\nadd name=b next-pool=OLD ranges=10.0.1.2\n/ip dhcp-server\nadd address-pool=OLD interface=ether2 name=d\n/ppp profile\nadd name=p remote-address=OLD\n",
    ],
    [
      "an IPv6 pool that the provider's prefix makes",
      "/ipv6 dhcp-client\nadd interface=ether1 pool-name=O<|>LD request=prefix\n/ipv6 address\nadd from-pool=OLD interface=ether2\n",
    ],
    [
      "an address list",
      "/ip firewall address-list\nadd address=10.0.0.1 list=O<|>LD\nadd address=10.0.0.2 list=OLD\n/ip firewall raw\nadd action=drop chain=prerouting src-address-list=!OLD\nadd action=add-src-to-address-list address-list=OLD chain=prerouting\n",
    ],
    [
      "an address list that BGP announces, of both families",
      "/ip firewall address-list\nadd address=10.0.0.0/8 list=O<|>LD\n/ipv6 firewall address-list\nadd address=2001:db8::/32 list=OLD\n/routing bgp connection\nadd name=c output.network=OLD\n",
    ],
    [
      "an address list that a routing filter asks for",
      '/ipv6 firewall address-list\nadd address=2001:db8::/32 list=O<|>LD\n/routing filter rule\nadd chain=in rule="if (dst in OLD) { accept }"\n',
    ],
    [
      "a connection mark",
      "/ip firewall mangle\nadd action=mark-connection chain=prerouting new-connection-mark=O<|>LD\nadd action=mark-packet chain=prerouting connection-mark=OLD new-packet-mark=p\n/ip firewall filter\nadd action=fasttrack-connection chain=forward connection-mark=!OLD\n",
    ],
    [
      "a packet mark",
      "/ip firewall mangle\nadd action=mark-packet chain=prerouting new-packet-mark=O<|>LD\n/queue tree\nadd name=q packet-mark=OLD parent=global\n/queue simple\nadd name=s packet-marks=x,OLD target=ether2\n",
    ],
    [
      "a WireGuard interface with its peers",
      '/interface wireguard\nadd listen-port=13231 name=O<|>LD\n/interface wireguard peers\nadd allowed-address=0.0.0.0/0 interface=OLD public-key="a="\n/ip address\nadd address=10.0.0.1/24 interface=OLD\n/ip route\nadd dst-address=10.1.0.0/16 gateway=OLD\n/ipv6 route\nadd dst-address=::/0 gateway=fe80::1%OLD\n',
    ],
    [
      "an interface, in conditions and menus of its own too",
      "/interface ethernet\nset [ find default-name=ether2 ] name=O<|>LD\n/interface bridge port\nadd bridge=br interface=OLD\nset [ find interface=OLD ] pvid=7\n/queue interface\nset OLD queue=default\n/interface bridge vlan\nadd bridge=br tagged=br,OLD vlan-ids=7\n",
    ],
    [
      "a script and those that run it",
      '/system script\nadd name=O<|>LD source=":log info hi"\n/system scheduler\nadd name=s on-event=OLD\n/tool netwatch\nadd host=10.0.0.1 up-script=OLD\n',
    ],
    ["a local variable", "{\n:local O<|>LD 1\n:put $OLD\n:set OLD ($OLD + 1)\n}\n"],
    ["a variable without its dollar sign", "{\n:local OLD 1\n:if (O<|>LD = 1) do={ :put (5 + OLD) }\n}\n"],
  ])("of %s changes all places", (_, marked) => everywhere(marked, "OLD", "NEW7"));

  it("leaves what only has the same name", () => {
    const text =
      "/ip firewall filter\nadd action=accept chain=OLD\n/ip firewall nat\nadd action=accept chain=OL<|>D\n/interface list\nadd name=OLD\n";
    expect(renamedText(text, "other")).toBe(
      text
        .replace("<|>", "")
        .replace("nat\nadd action=accept chain=OLD", "nat\nadd action=accept chain=other"),
    );
  });

  it("leaves a variable that a later declaration or another script puts in its place", () => {
    const text = [
      "{",
      ":local n<|> 1",
      ":put $n",
      ":foreach n in={1;2} do={ :put $n }",
      ":local n 3",
      ":put $n",
      "}",
      "/system script",
      'add name=s source=":local n 4\\r\\n:put \\$n"',
      "",
    ].join("\n");
    expect(renamedText(text, "first")).toBe(
      text.replace("<|>", "").replace(":local n 1\n:put $n", ":local first 1\n:put $first"),
    );
  });

  it("gives a port its first name", () => {
    const text =
      "/interface ethernet\nset [ find default-name=ether1 ] comment=uplink\n/ip dhcp-client\nadd interface=eth<|>er1\n";
    expect(renamedText(text, "wan")).toBe(
      "/interface ethernet\nset [ find default-name=ether1 ] comment=uplink name=wan\n/ip dhcp-client\nadd interface=wan\n",
    );
  });

  it("quotes the whole word where the name is one of several", () => {
    const text =
      "/interface bridge\nadd name=b<|>r\n/interface bridge vlan\nadd bridge=br tagged=br,ether2 vlan-ids=7\n/ip route\nadd gateway=10.0.0.1%br\n";
    expect(renamedText(text, "my lan")).toBe(
      '/interface bridge\nadd name="my lan"\n/interface bridge vlan\nadd bridge="my lan" tagged="my lan,ether2" vlan-ids=7\n/ip route\nadd gateway="10.0.0.1%my lan"\n',
    );
  });

  it("takes an added area for the user's own, though RouterOS 6 has one of that name", () => {
    const text =
      "/routing ospf area\nadd area-id=0.0.0.0 name=backbone\n/routing ospf interface-template\nadd area=back<|>bone\n";
    expect(renamedText(text, "core")).toBe(text.replace("<|>", "").replaceAll("backbone", "core"));
  });

  it("changes nothing when the name stays", () => {
    expect(renamedText("/ip pool\nadd name=dh<|>cp\n", "dhcp")).toBe("/ip pool\nadd name=dhcp\n");
  });
});

describe("a rename is refused with a reason", () => {
  const BRIDGES =
    "/interface bridge\nadd name=l<|>an\nadd name=attic\n/interface vlan\nadd interface=lan name=guests vlan-id=7\n";
  it.each([
    [BRIDGES, "attic", "There is already a bridge `attic` in `/interface/bridge`."],
    [BRIDGES, "guests", "There is already an interface `guests` in `/interface/vlan`."],
    [BRIDGES, "all", "`all` means something else to RouterOS where it asks for an interface."],
    [BRIDGES, "ether3", "`ether3` is what RouterOS calls an interface of the hardware."],
    [BRIDGES, "7", "Commands would read a name of digits only as the number of a line."],
    [BRIDGES, "a,b", "Where names stand in lists and addresses, `,` would part this one."],
    [BRIDGES, "!lan", "A name that begins with `!` would be read as the opposite of another one."],
    [BRIDGES, "*7", "RouterOS itself uses names that begin with `*`."],
    [BRIDGES, "a\nb", "A name holds no line breaks and control characters."],
    [BRIDGES, "", "A name has at least one character."],
    [
      "/ip firewall address-list\nadd address=10.0.0.1 list=ba<|>d\nadd address=10.0.0.2 list=worse\n",
      "worse",
      "There is already an address list `worse`; renaming would join the two.",
    ],
    [
      "/ip firewall filter\nadd action=drop chain=gues<|>ts\n",
      "input",
      "`input` is a chain that RouterOS has by itself; renaming would join the two.",
    ],
    [
      "/ppp profile\nadd name=vp<|>n\n",
      "default",
      "There is already a PPP profile `default` in `/ppp/profile`.",
    ],
    [
      '/ip firewall address-list\nadd address=10.0.0.1 list=ba<|>d\n/routing filter rule\nadd chain=in rule="if (dst in bad) { reject }"\n',
      "my list",
      "The rule of a routing filter names `bad`, and there `my list` would not be read as one name.",
    ],
    [
      '/system script\nadd name=j<|>ob source=":put 1"\n/system scheduler\nadd name=s on-event=job\n',
      "my job",
      "An event runs `job`, and there `my job` would be read as a command.",
    ],
    ["{\n:local a<|> 1\n:local b 2\n}\n", "b", "There is already a variable `b` here."],
    ["{\n:local a<|> 1\n}\n", "a b", "The name of a variable consists of letters and digits."],
  ])("%s -> %s", (marked, newName, reason) => expect(refusal(marked, newName)).toBe(reason));

  it("but a login may have a realm", () => {
    expect(refusal("/ppp secret\nadd name=bo<|>b\n", "bob@example.org")).toBe("no refusal");
    expect(refusal("/ppp secret\nadd name=bo<|>b\n", "bob,eve")).not.toBe("no refusal");
  });

  it("but not where the name is free in its own table, scope or kind", () => {
    expect(
      refusal(
        "/ip firewall filter\nadd action=drop chain=a<|>\n/ip firewall nat\nadd action=accept chain=b\n",
        "b",
      ),
    ).toBe("no refusal");
    expect(refusal("/interface bridge\nadd name=l<|>an\n/interface list\nadd name=LAN\n", "LAN")).toBe(
      "no refusal",
    );
    expect(
      refusal(
        '/system script\nadd name=j<|>ob source=":put 1"\nadd name=all source="/system script run job"\n',
        "my job",
      ),
    ).toBe("no refusal");
    expect(refusal(":do {\n:local a<|> 1\n}\n:do {\n:local b 1\n}\n", "b")).toBe("no refusal");
    expect(
      refusal(
        "/interface ethernet\nset [ find default-name=ether1 ] name=wan\n/interface bridge\nadd name=b<|>r\n",
        "ether1",
      ),
    ).toBe("no refusal");
  });

  it("and what RouterOS has by itself is not offered", () => {
    for (const marked of [
      "/ip firewall filter\nadd action=drop chain=inp<|>ut\n",
      "/ip firewall mangle\nadd action=accept chain=output connection-mark=no-m<|>ark\n",
      "/ppp secret\nadd name=a profile=defa<|>ult\n",
      "/ip address\nadd address=10.0.0.1/24 interface=ether<|>7\n",
      "/ppp profile\nset *0 name=defa<|>ult use-ipv6=no\n",
      "/interface list\nset [ find name=all ] comment=x name=al<|>l\n",
    ]) {
      const { service, analysis, position } = open(marked);
      expect(service.prepareRename(analysis, FILE, position)).toBeUndefined();
    }
  });
});

describe("places in the text of scripts", () => {
  const marked =
    '/interface bridge\nadd name=b<|>r\n/system scheduler\nadd name=s on-event="/interface set \\"br\\" disabled=yes; /ip address print where interface=br"\n';
  it.each([
    ["my lan", "my lan"],
    ["cost$", String.raw`cost\\\$`],
    ['12"', String.raw`12\\\"`],
  ])("wait for a yes, each on its own, and fit into the quotes around them: %s", (newName, escaped) => {
    const { service, analysis, position, text } = open(marked);
    const edit = renamed(service.rename(analysis, FILE, position, newName, { supportsAnnotations: true }));
    const [change] = edit.documentChanges ?? [];
    const edits =
      change && "edits" in change ? change.edits.flatMap((each) => ("newText" in each ? [each] : [])) : [];
    expect(edits.filter((each) => "annotationId" in each)).toHaveLength(2);
    expect(Object.values(edit.changeAnnotations ?? {})).toMatchObject([
      { label: "In scripts", needsConfirmation: true },
    ]);
    expect(applyWireEdits(text, edits)).toContain(
      `on-event="/interface set \\"${escaped}\\" disabled=yes; /ip address print where interface=\\"${escaped}\\""`,
    );
  });
});

describe("places in a script that a script makes", () => {
  it("get quotes that the strings around them let through", () => {
    const { service, analysis, position, text } = open(
      String.raw`/interface bridge
add name=b<|>r
/system script
add name=s source="/system scheduler add name=t on-event=\"/interface disable br; /ip address disable [find interface=\\\"br\\\"]\""
`,
    );
    const edit = renamed(service.rename(analysis, FILE, position, "my lan", { supportsAnnotations: true }));
    const edits = (edit.documentChanges ?? []).flatMap((change) =>
      "edits" in change ? change.edits.flatMap((each) => ("newText" in each ? [each] : [])) : [],
    );
    const quoted = String.raw`\\\"my lan\\\"`;
    expect(applyWireEdits(text, edits)).toContain(
      String.raw`on-event=\"/interface disable ${quoted}; /ip address disable [find interface=${quoted}]\""`,
    );
  });
});

describe("definition", () => {
  it("goes from a condition of find to the item", () => {
    const { service, analysis, position } = open(
      "/interface bridge\nadd name=br\n/interface bridge port\nset [ find bridge=b<|>r ] pvid=7\n",
    );
    expect(service.definition(analysis, FILE, position).map(({ range }) => range.start.line)).toEqual([1]);
  });
});
