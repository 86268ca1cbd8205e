import { describe, expect, it } from "vitest";
import { FILE, open } from "../support/cursor.ts";

function hover(marked: string): string {
  const { service, analysis, position } = open(marked);
  const contents = service.hover(analysis, FILE, position)?.contents;
  return typeof contents === "object" && "value" in contents ? contents.value : "";
}

const HEAD = "# 2025-03-14 09:26:53 by RouterOS 7.15.3\n";

describe("hover", () => {
  it("tells why a finding matters and links its page", () => {
    const text = hover(
      `${HEAD}/interface pptp-client\nadd connect-to=198.51.100.7 disabled=no name=<|>a user=b\n`,
    );
    expect(text).toContain("(https://example.org/rules/pptp-client.md)");
  });
  it("describes a property: type, default, link to the manual", () => {
    const text = hover(`${HEAD}/ip dns\nset allow-remote-<|>requests=yes\n`);
    expect(text).toContain("yes or no");
    expect(text).toContain("default `no`");
    expect(text).toContain("https://help.mikrotik.com/docs/");
  });
  it("describes a menu and a command", () => {
    expect(hover("/ip fire<|>wall filter\nadd chain=input")).toContain("/ip/firewall");
    expect(hover("/ip firewall filter\na<|>dd chain=input")).toContain("/ip/firewall/filter add");
  });
  it("shows the item behind a reference, secrets masked", () => {
    const text = hover(
      `${HEAD}/ppp profile\nadd comment=ours name=p\n/ppp secret\nadd name=u password=Hu7sh profile=<|>p\n`,
    );
    expect(text).toContain("/ppp/profile");
    expect(text).toContain("1 reference");
    expect(text).toContain("ours");
    const own = hover(`${HEAD}/ppp secret\nadd name=<|>u password=Hu7sh profile=p\n`);
    expect(own).toContain("password=••••••");
    expect(own).not.toContain("Hu7sh");
  });
  it("leaves out what a verbose export writes of defaults", () => {
    const text = hover(
      `${HEAD}/ip service\nset telnet port=23\n/interface bridge\nadd ageing-time=5m arp=enabled fast-forward=yes mtu=1400 name=br protocol-mode=rstp\n/ip address\nadd address=10.0.0.1/24 interface=b<|>r\n`,
    );
    expect(text).toContain("```routeros\nmtu=1400\n```");
  });
  it("never shows the text of scripts, variables of containers and communities", () => {
    const script = hover(
      `${HEAD}/system script\nadd name=s source=":local pw Hu7sh\\r\\\n    \\n/tool fetch"\n/system scheduler\nadd name=t on-event=<|>s\n`,
    );
    expect(script).toContain("source=… (script of 2 lines)");
    const env = hover(`${HEAD}/container envs\nadd key=API_TOKEN name=<|>e value=Hu7sh\n`);
    const community = hover(`${HEAD}/snmp community\nadd name=<|>Hu7sh addresses=10.0.0.0/8\n`);
    for (const text of [script, env, community]) expect(text).not.toContain("Hu7sh");
  });
  it("counts what makes a chain, and shows what a list holds", () => {
    const chain = hover(
      "/ip firewall filter\nadd action=jump chain=input jump-target=gue<|>sts\nadd action=drop chain=guests\n",
    );
    expect(chain).toContain("`guests` · chain of /ip/firewall/filter · 1 rule · 1 use");
    const list = hover(
      "/ip firewall address-list\nadd address=10.0.0.1 list=bad\nadd address=10.0.0.2 list=bad\n/ip firewall filter\nadd action=drop chain=input src-address-list=b<|>ad\nadd action=add-src-to-address-list address-list=bad chain=input\n",
    );
    expect(list).toContain("2 entries, filled by 1 more place · 1 use");
    expect(list).toContain("10.0.0.1\n10.0.0.2");
  });
  it("tells a variable's kind", () => {
    expect(hover(":local a 1\n:put $<|>a\n")).toContain("local variable");
  });
  it("says nothing in a comment", () => {
    expect(hover(":put 1\n# just <|>words\n")).toBe("");
  });
});
