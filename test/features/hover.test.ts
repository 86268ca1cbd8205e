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
  it("tells a variable's kind", () => {
    expect(hover(":local a 1\n:put $<|>a\n")).toContain("local variable");
  });
  it("says nothing in a comment", () => {
    expect(hover(":put 1\n# just <|>words\n")).toBe("");
  });
});
