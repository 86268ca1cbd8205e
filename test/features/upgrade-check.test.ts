import { describe, expect, it } from "vitest";
import { createLanguageService, type UpgradeReport } from "../../server/src/service.ts";
import { applyEdits } from "../../server/src/text/edit.ts";

const service = createLanguageService({ rules: [] });

function check(text: string, to: string): UpgradeReport & { readonly fixed: string } {
  const analysis = service.analyse([{ path: "a.rsc", text }]);
  const report = service.upgradeCheck(analysis, { to });
  if (!report) throw new Error("no report");
  return {
    ...report,
    fixed: applyEdits(
      text,
      report.edits.flatMap(({ edits }) => edits),
    ),
  };
}

/** Without the comment that tells the new version. */
function withoutMark(text: string): string {
  return text.replace(/^# changed for import.*\n/, "");
}

const at = (version: string) => `# 2024-01-02 10:00:00 by RouterOS ${version}\n`;

describe("menus that moved", () => {
  it("are written anew wherever a statement names them", () => {
    const text = `${at("7.12.1")}/interface wifiwave2 channel
add name=ch1 width=20mhz
/interface/wifiwave2/security
add name=s1
/interface wifiwave2 security add name=s2
/interface/wifiwave2/datapath/add name=d1
`;
    const { findings, fixed } = check(text, "7.16.2");
    expect(findings).toHaveLength(1);
    expect(findings[0]?.places.map(({ line }) => line + 1)).toEqual([2, 4, 6, 7]);
    expect(withoutMark(fixed)).toBe(
      text
        .replaceAll("/interface wifiwave2", "/interface wifi")
        .replaceAll("/interface/wifiwave2", "/interface/wifi"),
    );
  });

  it("are told with their versions where nothing can be done by itself", () => {
    const { findings, edits } = check(
      "# by RouterOS 6.48\n/routing bgp peer\nadd name=x remote-as=1\n",
      "7.20",
    );
    expect(findings[0]?.message).toMatch(
      /no menu `\/routing bgp peer`.*`\/routing bgp connection` takes its place/,
    );
    expect(findings[0]?.fix).toBeUndefined();
    expect(edits).toEqual([]);
  });

  it("say where one record became a list", () => {
    const { findings } = check(`${at("7.15.3")}/interface ovpn-server server\nset enabled=yes\n`, "7.20");
    expect(findings.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["changed", "renamed"]));
  });
});

describe("properties", () => {
  it("are renamed where only the name changed", () => {
    const text = `${at("7.15.3")}/container envs\nadd key=a name=x value=b\n`;
    expect(withoutMark(check(text, "7.20").fixed)).toBe(text.replace("name=x", "list=x"));
  });

  it("are not told where no version has them, nor where both have them", () => {
    expect(
      check(`${at("7.15.3")}/ip address\nadd adress=10.0.0.1/24 interface=ether1\n`, "7.20").findings,
    ).toEqual([]);
    expect(
      check(`${at("7.15.3")}/ip address\nadd address=10.0.0.1/24 interface=ether1\n`, "7.20").findings,
    ).toEqual([]);
  });

  it("are found in scripts too", () => {
    const text = `${at("6.48.6")}/system script\nadd name=a source="/ip route add gateway=10.0.0.1 routing-mark=x"\n`;
    expect(check(text, "7.16").findings[0]?.places[0]).toMatchObject({ line: 2, character: 50 });
  });

  it("of a menu that changed as a whole are told in one sentence", () => {
    const text = `${at("7.21")}/container\nadd hosts=a layer-dir=b mount=c stop-time=5s remote-image=d\n`;
    const gone = check(text, "7.20").findings.filter(({ kind }) => kind === "gone");
    expect(gone).toHaveLength(1);
    expect(gone[0]?.message).toBe(
      "RouterOS 7.20 has none of `hosts`, `layer-dir`, `mount` and `stop-time` in `/container` (7.21 and later has them).",
    );
    expect(gone[0]?.places).toHaveLength(4);
  });

  it("take other words in a version that was measured", () => {
    const text = `${at("6.48.6")}/user group\nadd name=ops policy=read,dude,test\n`;
    const [finding] = check(text, "7.22.1").findings;
    expect(finding).toMatchObject({ kind: "value", breaks: true });
    expect(finding?.message).toContain("does not take `dude`");
  });

  it("are told all at once", () => {
    const text = `${at("6.48.6")}/user group\nadd name=ops policy="read,dude,test,!tikapp"\n`;
    const [finding] = check(text, "7.22.1").findings;
    expect(finding?.message).toContain("does not take `dude` and `!tikapp`");
  });
});

describe("from version 6 to 7", () => {
  it("declares tables, once each", () => {
    const text = `${at("6.48.6")}/ip firewall mangle
add action=mark-routing chain=prerouting new-routing-mark=a
add action=mark-routing chain=output new-routing-mark=a
/ip route rule
add dst-address=10.0.0.0/8 table=main
add src-address=10.1.0.0/16 table=b
`;
    const { fixed } = check(text, "7.16.2");
    expect(fixed).toContain("/routing table\nadd fib name=a\nadd fib name=b\n");
    expect(fixed).toContain("/routing rule\nadd dst-address=10.0.0.0/8 table=main\n");
  });

  it("says how to declare a table whose name has a blank", () => {
    const text = `${at("6.48.6")}/ip firewall mangle
add action=mark-routing chain=prerouting new-routing-mark="by two"
`;
    const { findings, fixed } = check(text, "7.16.2");
    expect(findings.map(({ message }) => message)).toEqual([
      'Routing table `by two` must be declared in RouterOS 7.16.2: `/routing table add fib name="by two"`.',
    ]);
    expect(fixed).toContain('add fib name="by two"\n');
  });

  it("writes blackholes as a flag and leaves other types to people", () => {
    const text = `${at("6.48.6")}/ip route
add distance=1 dst-address=10.0.0.0/8 type=blackhole
add distance=1 dst-address=10.1.0.0/16 type=prohibit
`;
    const { fixed } = check(text, "7.16.2");
    expect(fixed).toContain("add blackhole distance=1 dst-address=10.0.0.0/8\n");
    expect(fixed).toContain("type=prohibit");
  });

  it("joins time servers", () => {
    const text = `${at("6.48.6")}/system ntp client\nset enabled=yes primary-ntp=10.0.0.1 secondary-ntp=0.0.0.0\n`;
    expect(check(text, "7.16.2").fixed).toContain("set enabled=yes servers=10.0.0.1\n");
  });

  it("writes question marks that both versions read", () => {
    const text = `${at("6.48.6")}/system script\nadd name=a source=":put \\"why\\?\\""\n`;
    expect(withoutMark(check(text, "7.16.2").fixed)).toBe(text.replace("\\?", "\\3F"));
    expect(check(text, "6.49").findings).toEqual([]);
  });

  it("tells changed defaults of what is written", () => {
    const text = `${at("6.48.6")}/interface bridge port\nadd bridge=b interface=ether2\n`;
    const [finding] = check(text, "7.16.2").findings;
    expect(finding).toMatchObject({ kind: "default", breaks: false });
    expect(finding?.message).toContain("`ingress-filtering`");
  });

  it("tells no changed default of what a bridge does not heed, or of another name for the same", () => {
    const told = (text: string) =>
      check(`${at("6.48.6")}${text}`, "7.16.2").findings.map(({ message }) => message);
    const bridge = (vlans: string) =>
      `/interface bridge\nadd name=lan${vlans}\n/interface bridge port\nadd bridge=lan interface=ether2\n`;
    expect(told(bridge(" vlan-filtering=yes"))).toEqual([expect.stringContaining("`ingress-filtering`")]);
    expect(told(bridge(""))).toEqual([]);
    const server = check(
      `${at("6.48.6")}/interface bridge\nadd name=lan\n/interface ovpn-server server\nset certificate=c enabled=yes\n/system identity\nset name=x\n`,
      "7.20",
    );
    const serverTold = server.findings.map(({ message }) => message);
    expect(serverTold).toEqual(expect.arrayContaining([expect.stringContaining("`auth`")]));
    expect(serverTold.join()).not.toContain("`cipher`");
  });

  it("tells of the master port that later versions lack", () => {
    const text = `${at("6.38.5")}/interface ethernet\nset [ find default-name=ether3 ] master-port=ether2\n`;
    expect(check(text, "7.16.2").findings.map(({ message }) => message)).toEqual([
      expect.stringContaining("no `master-port`"),
    ]);
  });

  it("tells what must be written now and was not even known before", () => {
    const text = `${at("7.13.5")}/routing bgp connection\nadd as=65001 local.role=ebgp name=up remote.address=10.0.0.1\n`;
    expect(check(text, "7.20").findings.map(({ message }) => message)).toContain(
      "`/routing bgp connection add` needs `instance=` in RouterOS 7.20.",
    );
    const old = `${at("7.13.5")}/ip address\nadd interface=ether1\n`;
    expect(check(old, "7.20").findings).toEqual([]);
  });
});

describe("honesty", () => {
  it("says where a version was not measured or is newer than the facts", () => {
    expect(check("/ip address\n", "7.5").notes[0]).toContain("was not measured");
    expect(check("/ip address\n", "7.99").notes[0]).toContain("newer than the facts");
    expect(check("/ip address\n", "7.16.2").notes).toEqual([]);
  });

  it("claims nothing for the version the file is of", () => {
    const text = `${at("7.16.2")}/ip address\nadd address=10.0.0.1/24 interface=ether1\n`;
    expect(check(text, "7.16.2").findings).toEqual([]);
  });

  it("takes no text for a version", () => {
    expect(service.upgradeCheck(service.analyse([]), { to: "latest" })).toBeUndefined();
  });
});

describe("scripts", () => {
  const six = "# nov/20/2020 09:14:22 by RouterOS 6.48.6\n";

  it("are looked into for menus and properties that are gone", () => {
    const text = `${six}/ip route
add distance=1 gateway=192.0.2.1
/system script
add name=a source="/routing bgp peer disable [find name=x]\\r\\n/ip route disable [find routing-mark=hq]"
add name=b source="/ip route add gateway=192.0.2.1 routing-mark=hq\\r\\n/ip route print where active=yes"
`;
    const { findings, fixed } = check(text, "7.16.2");
    const told = findings.map(({ message }) => /no (?:menu )?`[^`]*`/.exec(message)?.[0]);
    expect(told.filter(Boolean)).toEqual(["no menu `/routing bgp peer`", "no `routing-mark`"]);
    expect(findings.find(({ message }) => message.includes("routing-mark"))?.places).toHaveLength(2);
    expect(fixed).toContain("[find routing-table=hq]");
    expect(fixed).toContain("gateway=192.0.2.1 routing-table=hq");
  });

  it("get dates in another form from 7.10 on", () => {
    const text = (version: string) =>
      `# by RouterOS ${version}\n/system script\nadd name=a source=":put [/system clock get date]; :put [/system clock get time]"\n`;
    const dates = (from: string, to: string) =>
      check(text(from), to).findings.filter(({ message }) => message.includes("get date"));
    expect(dates("7.9", "7.16.2")).toHaveLength(1);
    expect(dates("6.48.6", "7.10.2")[0]?.places).toHaveLength(1);
    expect(dates("7.10.2", "7.16.2")).toEqual([]);
    expect(dates("6.48.6", "6.49.10")).toEqual([]);
  });
});

describe("the package of legacy wireless", () => {
  const told = (from: string, to: string, line: string) =>
    check(`# by RouterOS ${from}\n${line}\n`, to).findings.filter(({ message }) =>
      message.includes("the package `wireless`"),
    );

  it("is apart from 7.13 on", () => {
    expect(told("7.12.1", "7.13.5", "/caps-man manager\nset enabled=yes")).toHaveLength(1);
    expect(told("7.12.1", "7.13.5", "/interface wireless\nset [ find ] ssid=x")).toHaveLength(1);
    expect(told("7.13.5", "7.16.2", "/caps-man manager\nset enabled=yes")).toEqual([]);
    expect(told("7.12.1", "7.13.5", "/interface bridge\nadd name=lan")).toEqual([]);
  });
});

describe("what the router itself brings", () => {
  const messages = (text: string, to: string) => check(text, to).findings.map(({ message }) => message);

  it("tells of items that the new version does not bring", () => {
    const text = `${at("6.48.6")}/routing bgp instance\nset default as=65001\n/routing ospf area\nset [ find default=yes ] area-id=0.0.0.0\n`;
    expect(messages(text, "7.20.4")).toEqual([
      expect.stringContaining("brings no `default` in `/routing bgp instance`"),
      expect.stringContaining("brings no `backbone` in `/routing ospf area`"),
    ]);
    expect(messages(`${at("7.15.3")}/routing bgp template\nset default as=65001\n`, "7.20.4")).toEqual([]);
    expect(messages(`${at("6.48.6")}/ppp profile\nset default dns-server=192.0.2.1\n`, "7.20.4")).toEqual([]);
  });
  it("tells of rates that link modes took the place of", () => {
    const text = `/interface ethernet\nset [ find default-name=ether1 ] speed=100Mbps\nset [ find default-name=ether2 ] advertise=100M-full,1000M-full\n`;
    expect(messages(at("7.11.2") + text, "7.16")).toEqual([
      expect.stringContaining("rates such as `100Mbps`"),
      expect.stringContaining("rates such as `100M-full`"),
    ]);
    expect(messages(at("6.48.6") + text, "7.11.2")).toEqual([]);
    expect(messages(`${at("7.11.2")}/interface ethernet\nset ether1 speed=1G-baseT-full\n`, "7.16")).toEqual(
      [],
    );
  });
  it("asks for the package that version 7 is", () => {
    const text = `${at("6.48.6")}/system script\nadd name=a source=":put [/system package get system version]"\n`;
    const { findings, fixed } = check(text, "7.16");
    expect(findings[0]?.message).toContain("no package `system`");
    expect(fixed).toContain("[/system package get routeros version]");
    expect(messages(`${at("6.48.6")}/system package update check-for-updates\n`, "7.16")).toEqual([]);
    expect(messages(text.replace("6.48.6", "7.2"), "7.16")).not.toContain(expect.stringContaining("system"));
  });
});
