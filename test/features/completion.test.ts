import { describe, expect, it } from "vitest";
import { applyWireEdits, FILE, open } from "../support/cursor.ts";

function labels(marked: string): string[] {
  return items(marked).map(({ label }) => label);
}

function items(marked: string) {
  const { service, analysis, position } = open(marked);
  const found = service.completion(analysis, FILE, position, { supportsSnippets: true, canRetrigger: false });
  return [...found].sort((a, b) => ((a.sortText ?? a.label) < (b.sortText ?? b.label) ? -1 : 1));
}

/** The text after the item called `label` is accepted. */
function accept(marked: string, label: string): string {
  const { text } = open(marked);
  const edit = items(marked).find((item) => item.label === label)?.textEdit;
  if (!edit || !("range" in edit)) throw new Error(`no completion "${label}"`);
  return applyWireEdits(text, [edit]);
}

const V7 = "# 2025-03-14 09:26:53 by RouterOS 7.15.3\n";

describe("completion of `lo`", () => {
  const at = (version: string, more = "") =>
    labels(`# 2025-03-14 09:26:53 by RouterOS ${version}\n${more}/ip address\nadd interface=<|>`);

  it("offers the loopback of RouterOS 7, and in 6 only what is called so", () => {
    expect(at("7.15.3")).toContain("lo");
    expect(at("6.48.6")).not.toContain("lo");
    expect(at("6.48.6", "/interface bridge\nadd name=lo\n")).toContain("lo");
  });
});

describe("completion of menus and commands", () => {
  it("offers root menus after a slash", () => {
    expect(labels("/<|>")).toEqual(expect.arrayContaining(["interface", "ip", "system"]));
  });
  it("goes down a path written with blanks or slashes", () => {
    expect(labels("/ip fire<|>")).toContain("firewall");
    expect(labels("/ip/firewall/<|>")).toEqual(expect.arrayContaining(["filter", "nat", "mangle"]));
  });
  it("resolves shortened words on the way", () => {
    expect(labels("/ip fir f<|>")).toContain("filter");
  });
  it("offers the menu's commands on a line below it, add first", () => {
    expect(labels("/ip pool\n<|>")[0]).toBe("add");
  });
  it("offers script commands after a colon", () => {
    expect(labels(":fo<|>")).toEqual(expect.arrayContaining(["for", "foreach"]));
  });
  it("goes on in a menu that is opened by a colon", () => {
    expect(labels(":lo<|>")).toEqual(expect.arrayContaining(["local", "log"]));
    expect(labels("/ip pool\n:log <|>")).toEqual(expect.arrayContaining(["info", "warning", "error"]));
    expect(labels("/ip pool\n:log in<|>")).not.toContain("add");
    expect(labels(":ip <|>")).toContain("address");
  });
  it("says nothing in a comment", () => {
    expect(labels("# set <|>")).toEqual([]);
  });
});

describe("completion of properties", () => {
  it("leaves out what is written", () => {
    const found = labels(`${V7}/ip address\nadd address=10.0.0.1/24 <|>`);
    expect(found).toContain("interface");
    expect(found).not.toContain("address");
  });
  it("puts required ones first where they are known", () => {
    expect(labels("/ip address\nadd <|>").slice(0, 2).sort()).toEqual(["address", "interface"]);
  });
  it("writes the equals sign once", () => {
    expect(accept("/ip address\nadd addr<|>", "address")).toBe("/ip address\nadd address=");
    expect(accept("/ip address\nadd addr<|>ess=10.0.0.1/24", "address")).toBe(
      "/ip address\nadd address=10.0.0.1/24",
    );
  });
  it("goes on after a line continuation", () => {
    expect(labels("/ip address\nadd address=10.0.0.1/24 \\\n    <|>")).toContain("interface");
  });
});

describe("completion of values", () => {
  const config = `${V7}/interface bridge\nadd name="my bridge"\n/interface list\nadd name=LAN\n/ip pool\nadd name=dhcp ranges=10.0.0.2-10.0.0.9\n`;
  it("offers names of the configuration's own items", () => {
    expect(labels(`${config}/ip dhcp-server\nadd address-pool=<|>`)).toContain("dhcp");
    expect(labels(`${config}/ip firewall filter\nadd in-interface-list=!<|>`)).toContain("LAN");
  });
  it("quotes a name that needs it", () => {
    expect(accept(`${config}/ip address\nadd interface=<|>`, "my bridge")).toMatch(/interface="my bridge"$/);
  });
  it("completes the last part of a list", () => {
    const list = `${config}/interface bridge vlan\nadd bridge="my bridge" tagged=ether1,<|>`;
    expect(accept(list, "my bridge")).toMatch(/tagged=ether1,/);
  });
  it("offers yes and no", () => {
    expect(labels(`${config}/ip pool\nadd disabled=<|>`).length).toBeGreaterThanOrEqual(0);
    expect(labels("/ip dns\nset allow-remote-requests=<|>")).toEqual(["no", "yes"]);
  });
  it("offers the words of an enumeration", () => {
    expect(labels(`${config}/ip firewall filter\nadd chain=input action=<|>`)).toEqual(
      expect.arrayContaining(["accept", "drop", "reject"]),
    );
  });
  it("offers the items of the menu to set and remove", () => {
    expect(labels(`${config}/ip pool\nremove <|>`)).toContain("dhcp");
  });
  it.each([
    ["/ip pool\nset [find name=<|>] ranges=10.0.0.3", "dhcp"],
    ["/ip pool\nset [find where name=<|>dhcp] ranges=10.0.0.3", "dhcp"],
    ["/ip address\nremove [find where (interface=<|>)]", "my bridge"],
    ["/ip address\nremove [find where disabled=no and (dynamic=no or interface=<|>)]", "my bridge"],
    ["/interface list\nprint where name=<|>", "LAN"],
    ['/interface\n:put [find name~"<|>"]', "my bridge"],
  ])("works in a condition: %s", (text, name) => {
    expect(labels(config + text)).toContain(name);
  });
  it("works on the line after a break, also when more follows", () => {
    expect(labels(`${config}/ip address\nadd interface=\\\n    <|>`)).toContain("my bridge");
    expect(labels(`${config}/ip address\nadd interface=\\\n    <|> address=10.0.0.1/24`)).toContain(
      "my bridge",
    );
  });
  it("completes the part of a value that the cursor is in", () => {
    const gateway = `${config}/ip route\nadd gateway=10.0.0.1%<|>`;
    expect(accept(gateway, "my bridge")).toMatch(/gateway=10\.0\.0\.1%"my bridge"$/);
    const table = `${config}/routing table\nadd fib name=isp2\n/ip route\nadd gateway=10.0.0.1@<|>`;
    expect(labels(table)).toContain("isp2");
    expect(labels(table)).not.toContain("my bridge");
    const queues = `${config}/queue type\nadd kind=pcq name=up\n/queue simple\nadd queue=up/<|>`;
    expect(accept(queues, "up")).toMatch(/queue=up\/up$/);
  });
  it("offers names that their use brings into being", () => {
    const lists = "/ip firewall filter\nadd action=add-src-to-address-list address-list=seen chain=input\n";
    expect(labels(`${lists}/ip firewall address-list\nadd list=<|>`)).toContain("seen");
    const marks = "/ip firewall mangle\nadd action=mark-packet chain=forward new-packet-mark=voip\n";
    expect(labels(`${marks}add action=mark-packet chain=forward new-packet-mark=<|>`)).toContain("voip");
  });
  it("offers names of other places though nothing here defines them", () => {
    const part = "/ip firewall nat\nadd chain=srcnat out-interface=wan2\n";
    expect(labels(`${part}add chain=srcnat out-interface=<|>`)).toContain("wan2");
    expect(labels(`${part}add chain=dstnat in-interface=wan3<|>`)).not.toContain("wan3");
  });
  it("offers to jump to chains of their own only, and writes rules into those of the table too", () => {
    const rules = "/ip firewall filter\nadd chain=mine\n/ip firewall mangle\nadd chain=other\n";
    const jump = labels(`${rules}/ip firewall filter\nadd action=jump chain=input jump-target=<|>`);
    expect(jump).toEqual(["mine"]);
    const raw = labels(`${rules}/ip firewall raw\nadd action=drop chain=<|>`);
    expect(raw).toEqual(["output", "prerouting"]);
    const bridge = labels("/interface bridge nat\nadd action=accept chain=<|>");
    expect(bridge).toEqual(["dstnat", "srcnat"]);
  });
  it("offers chains of their own table only", () => {
    const chains = "/ip firewall nat\nadd action=jump chain=srcnat jump-target=mine\nadd chain=mine\n";
    expect(labels(`${chains}add action=jump chain=dstnat jump-target=<|>`)).toContain("mine");
    expect(labels(`${chains}/ip firewall filter\nadd action=jump chain=input jump-target=<|>`)).not.toContain(
      "mine",
    );
  });
  it("offers no name that is there for a new item", () => {
    expect(labels(`${config}/ip pool\nadd name=<|>`)).not.toContain("dhcp");
  });
  it("offers interfaces to tools", () => {
    expect(labels(`${config}/interface\nmonitor-traffic <|>`)).toContain("my bridge");
    expect(labels(`${config}/ping 192.0.2.1 interface=<|>`)).toContain("my bridge");
  });
});

describe("completion in a script inside a string", () => {
  const config = `${V7}/interface bridge\nadd name="my bridge"\nadd name=lan\n/system script\nadd name=s source=`;
  it("escapes a name once more", () => {
    expect(accept(`${config}"/ip address add interface=<|>"`, "my bridge")).toMatch(
      /interface=\\"my bridge\\""$/,
    );
  });
  it.each([
    ['"/ip address remove [find interface=<|>]"', "lan"],
    ['"/ip address remove [find interface=\\"<|>my bridge\\"]"', "my bridge"],
    ['"/ip pool\\r\\\n    \\n/ip address add interface=<|> address=10.0.0.1/24"', "lan"],
    ['"/ip address add address=10.0.0.1/24 int<|>"', "interface"],
    ['"/interface/<|>"', "bridge"],
    ['":local lan2 1\\r\\n:put \\$<|>"', "lan2"],
  ])("works in %s", (text, name) => {
    expect(labels(config + text)).toContain(name);
  });
});

describe("completion of conditions", () => {
  it("offers the properties of the menu's items", () => {
    for (const text of ["remove [find <|>]", "remove [find disabled=no inter<|>]", "print where <|>"])
      expect(labels(`/ip address\n${text}`)).toContain("interface");
    expect(labels("/ip address\nprint <|>")).not.toContain("interface");
    expect(labels(":put [find <|>]")).not.toContain("do");
    expect(accept("/ip address\nremove [find inter<|>]", "interface")).toBe(
      "/ip address\nremove [find interface=]",
    );
  });
});

describe("completion of properties' names", () => {
  const links = `${V7}/interface bridge\nadd name=br\n`;
  it("offers what `get` reads, the read-only ones too", () => {
    for (const text of [
      ":put [/interface get br <|>]",
      ":put [/interface get $i n<|>]",
      ":put [/interface get [find name=br] <|>]",
      ":put [/interface get br value-name=<|>]",
      "/interface print proplist=name,<|>",
    ])
      expect(labels(links + text), text).toEqual(expect.arrayContaining(["name", "mtu", "running", "type"]));
    expect(labels(":put [/system resource get <|>]")).toEqual(
      expect.arrayContaining(["board-name", "uptime", "version"]),
    );
  });
  it("offers what can be changed only where it is changed", () => {
    const found = labels(`${links}/interface edit br <|>`);
    expect(found).toContain("mtu");
    expect(found).not.toContain("running");
  });
  it("offers read-only ones in conditions, without flags of print behind `where`", () => {
    for (const text of ["set [find <|>]", "print where <|>", "print where (name=br and run<|>)"])
      expect(labels(`${links}/interface\n${text}`), text).toEqual(
        expect.arrayContaining(["name", "running"]),
      );
    expect(labels("/interface print where <|>")).not.toContain("count-only");
    expect(labels("/interface print <|>")).toContain("count-only");
  });
});

describe("completion of variables", () => {
  it("offers them after `:set`", () => {
    expect(labels(':local count 1\n:global "my-var"\n:set <|>')).toEqual(["count", "my-var"]);
    expect(labels(":local count 1\n:if (true) do={ :set co<|> }\n")).toEqual(["count"]);
    expect(labels("/ip pool\nadd name=a\nset <|>")).toContain("a");
  });
  it("offers what the event hands to its script", () => {
    const lease =
      '/ip dhcp-server\nadd interface=lan name=a lease-script=":if (\\$leaseBound=1) do={ :put \\$<|> }"\n';
    expect(labels(lease)).toEqual(expect.arrayContaining(["leaseActIP", "lease-hostname"]));
    expect(labels('/ppp profile\nadd name=a on-up=":put \\$<|>"\n')).toContain("remote-address");
    expect(labels('/ip address\nadd comment="\\$<|>"\n')).toEqual([]);
  });
  it("puts a name in quotes where it has to be", () => {
    expect(accept(':global "my-var"\n:put $<|>', "my-var")).toBe(':global "my-var"\n:put $"my-var"');
    expect(accept(':global "my-var"\n:put $"<|>', "my-var")).toBe(':global "my-var"\n:put $"my-var');
    const script = '/system script\nadd name=a source=":local \\"my-var\\" 1; :put \\$<|>"\n';
    expect(accept(script, "my-var")).toBe(script.replace("<|>", '\\"my-var\\"'));
  });
  it("offers what is declared and visible", () => {
    const script = ":global wan ether1\n:do { :local inner 1; :put $<|> }";
    expect(labels(script)).toEqual(expect.arrayContaining(["wan", "inner"]));
  });
});

describe("completion where braces and parentheses are empty", () => {
  it("begins a script in empty braces", () => {
    for (const script of [
      "/system script\nadd name=x source={<|>}",
      "/system scheduler\nadd on-event={ <|> }",
    ]) {
      expect(labels(script)).toEqual(expect.arrayContaining(["foreach", "ip", "log"]));
    }
    expect(labels("/ip pool\n/system script add name=x source={\n<|>\n}")).not.toContain("add");
    expect(labels(":onerror e in={ <|> } do={}")).toContain("foreach");
    expect(labels(":foreach i in={ <|> } do={}")).toEqual([]);
  });
  it("offers variables in an expression, and no properties of the command around it", () => {
    expect(labels(":global abc 1\n:if (<|>) do={}")).toEqual(["$abc"]);
    expect(labels(":global abc 1\n:while (1 < <|>) do={}")).toEqual(["$abc"]);
    expect(labels(':global abc 1\n:if ("<|>" = 1) do={}')).toEqual([]);
    expect(accept(':global "a-b" 1\n:put (1 + a<|>)', "$a-b")).toBe(':global "a-b" 1\n:put (1 + $"a-b")');
    expect(labels("/ip firewall filter print where (<|>)")).toContain("chain");
  });
});

describe("completion of names where several menus share them", () => {
  const VLANS = `${V7}/interface bridge\nadd name=br1\n/interface vlan\nadd interface=br1 name=v10 vlan-id=10\n`;
  const ALL = ["br1", "v10"];

  it("offers the menu's own items where one is changed or removed", () => {
    for (const place of ["remove <|>", "set [find name=<|>]", "disable <|>"]) {
      const found = labels(`${VLANS}/interface vlan ${place}`);
      expect(found).toContain("v10");
      expect(found).not.toContain("br1");
    }
    expect(labels(`${VLANS}/interface disable <|>`)).toEqual(expect.arrayContaining(ALL));
    expect(labels(`${VLANS}/queue interface set <|>`)).toEqual(expect.arrayContaining(ALL));
    expect(labels(`${VLANS}/interface vlan disable v1<|>`)).not.toContain("v1");
    expect(labels("/ip service disable www<|>")).toEqual(expect.arrayContaining(["telnet", "www"]));
  });
  it("offers words for interfaces only where the property takes them", () => {
    expect(labels(`${V7}/ip address add interface=<|>`)).not.toEqual(
      expect.arrayContaining(["all-ethernet"]),
    );
    expect(labels(`${V7}/ip address add interface=<|>`)).not.toContain("none");
    expect(labels(`${V7}/ip firewall filter add in-interface=<|>`)).toContain("all-ethernet");
    expect(labels(`${V7}/ip dhcp-server add address-pool=<|>`)).toContain("static-only");
    expect(labels(`${V7}/ip dhcp-server add address-pool=<|>`)).not.toContain("none");
    expect(labels(`${V7}/ip pool add next-pool=<|>`)).toContain("none");
  });
});
