import { describe, expect, it } from "vitest";
import { EXPORT_WIDTH, unwrapCommand, wrapCommand } from "../../server/src/text/wrap.ts";

/** Written as RouterOS breaks them. */
const WRAPPED = [
  `add action=drop chain=input comment="defconf: drop all not coming from LAN" \\
    in-interface-list=!LAN`,
  `add action=accept chain=input comment="defconf: accept ICMPv6" protocol=\\
    icmpv6`,
  `add action=drop chain=input comment=\\
    "defconf: drop everything else not coming from LAN" in-interface-list=\\
    !LAN`,
  `set full policy="local,telnet,ssh,ftp,reboot,read,write,policy,test,winbox,pas\\
    sword,web,sniff,sensitive,api,romon,dude,tikapp"`,
  `add interval=1d name=x on-event="/interface pptp-client disable office\\r\\
    \\n:delay 5s\\r\\
    \\n/interface pptp-client enable office" start-time=startup`,
];

describe("wrapCommand", () => {
  it.each(WRAPPED)("breaks where RouterOS does: %s", (text) => {
    expect(wrapCommand(unwrapCommand(text), EXPORT_WIDTH, "\n")).toBe(text);
  });

  it("writes a blank at the start of a continued line as an escape, and reads it back", () => {
    const command = `add comment="${"x".repeat(65)} ${"y".repeat(80)}"`;
    const wrapped = wrapCommand(command, EXPORT_WIDTH, "\n");
    expect(wrapped).toContain("\\\n    \\_y");
    expect(unwrapCommand(wrapped)).toBe(command);
  });

  it("without a width only breaks at line feeds in strings", () => {
    const command = `add comment="${"long ".repeat(40)}" source="a\\nb"`;
    expect(wrapCommand(command, Number.POSITIVE_INFINITY, "\r\n")).toBe(
      `add comment="${"long ".repeat(40)}" source="a\\\r\n    \\nb"`,
    );
  });
});

describe("unwrapCommand", () => {
  it("tells a continuation from an escaped backslash", () => {
    expect(unwrapCommand('a="x\\\\\ny"')).toBe('a="x\\\\\ny"');
    expect(unwrapCommand('a="x\\\n   y" \\\r\n  b=1')).toBe('a="xy" b=1');
  });

  it("leaves comments alone, and # in values is none", () => {
    expect(unwrapCommand("do={\n# see \\\n:put 1 }")).toBe("do={\n# see \\\n:put 1 }");
    expect(unwrapCommand("add a=#1 \\\n b=2")).toBe("add a=#1 b=2");
  });

  it("keeps words apart that were broken without a blank", () => {
    expect(unwrapCommand("add a=1\\\n    b=2")).toBe("add a=1 b=2");
    expect(unwrapCommand("add a=\\\n    b c=x,\\\n    y")).toBe("add a=b c=x,y");
  });
});
