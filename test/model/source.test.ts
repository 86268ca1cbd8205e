import { describe, expect, it } from "vitest";
import { versionOfText } from "../../server/src/model/version-of.ts";
import { formatVersion } from "../../server/src/values/version.ts";
import { modelOf } from "../support/model.ts";

describe("export header", () => {
  it.each([
    ["# jan/02/1970 00:00:12 by RouterOS 6.48.6\n# software id = \n#\n# model = 951G-2HnD\n", "6.48.6"],
    ["# jan/ 9/2023 11:30: 9 by RouterOS 7.7\n", "7.7"],
    ["# 2025-07-04 10:00:00 by RouterOS 7.20beta4\n", "7.20beta4"],
    ["# ____-__-__ __:__:__ by RouterOS 7.18\n", "7.18"],
    ["\uFEFF# oct/02/2020 10:00:00 by RouterOS 6.45.X\r\n", "6.45"],
    ["\n\n# 2024-01-01 10:00:00 by RouterOS 7.22rc1\n", "7.22rc1"],
    ["# RouterOS 6.48.3\n# software id = ABCD-EFGH\n#\n# model = 951G-2HnD\n", "6.48.3"],
    [
      "#           version: 7.15.2 (stable)\n# installed-version: 7.15.2\n# Flags: U - UNDOABLE\n# software id = \n#\n",
      "7.15.2",
    ],
  ])("%j tells the version", (text, version) => {
    const found = versionOfText(text);
    expect(found && formatVersion(found)).toBe(version);
  });

  it("is not the first line of a script", () => {
    expect(versionOfText("#!rsc by RouterOS\n# RouterOS script: x\n:put 1\n")).toBe(undefined);
    expect(versionOfText("# RouterOS 7.16\n:put 1\n")).toBe(undefined);
    expect(versionOfText("# Written for RouterOS 7.16\n# software id = \n:put 1\n")).toBe(undefined);
    expect(versionOfText("/ip address\n# 2024-01-01 10:00:00 by RouterOS 7.1\n")).toBe(undefined);
  });
});

describe("what a file is", () => {
  const header = "# 2024-01-01 10:00:00 by RouterOS 7.15\n";
  it.each([
    ["/ip pool\nadd name=a\n", "script"],
    [`${header}/ip firewall filter\nadd chain=input\n/ip firewall nat\nadd chain=srcnat\n`, "partial"],
    [`${header}/interface bridge\nadd name=a\n/ip address\nadd address=1.1.1.1/32 interface=a\n`, "partial"],
    [`${header}/interface bridge\nadd name=a\n/system identity\nset name=r\n`, "full"],
    [
      `${header}/interface bridge\nadd name=a\n/ip address\nadd address=1.1.1.1/32 interface=a\n/system clock\nset time-zone-name=UTC\n`,
      "full",
    ],
    [`${header}:delay 15s\n/interface bridge\nadd name=a\n/system identity\nset name=r\n`, "full"],
    [
      `${header}/system identity\nset name=r\n/interface bridge\nadd name=a\n:if (true) do={ /ip pool add name=x }\n`,
      "script",
    ],
  ])("%j", (text, kind) => {
    expect(modelOf(text).source.kind).toBe(kind);
  });

  it("one without its last line end and without the menus that exports end with breaks off, be its last value half a word", () => {
    const text = `${header}/interface bridge\nadd name=a\n/ip address\nadd address=1.1.1.1/32 interface=a\n/ip service\nset www port=81\n/ip dns\nset servers=9.9.9.9\n/ip firewall filter\nadd action=drop chain=inp`;
    expect(modelOf(text).source.kind).toBe("partial");
    expect(modelOf(`${text}\n/tool romon\nset enabled=yes`).source.kind).toBe("full");
  });

  it("an export that RANCID or Oxidized kept is one", () => {
    const rest =
      "# software id = ABCD-EFGH\n#\n/interface bridge\nadd name=a\n/system identity\nset name=r\n";
    expect(modelOf(`# RouterOS 6.48.3\n${rest}`).source).toMatchObject({
      kind: "full",
      versionText: "6.48.3",
    });
    expect(modelOf(`#   installed-version: 7.15.2\n${rest}`).source.kind).toBe("full");
    expect(modelOf(`# RouterOS 6.48.3\n/interface bridge\nadd name=a\n`).source.kind).toBe("script");
  });

  it.each([
    ["/ip ", "partial"],
    ["/ip firewall filter\n", "partial"],
    ["/ip firewall filter\nadd act", "partial"],
    ["/ip firewall filter\nadd action=", "partial"],
    ['/ip firewall filter\nadd comment="half', "partial"],
    ["/ip firewall filter\nadd action=drop chain=input", "full"],
    ["/routing table\nadd name=x fib\n# end", "full"],
    ["\n\n", "full"],
  ])("a whole export that ends in %j is %s", (end, kind) => {
    const text = `${header}/interface bridge\nadd name=a\n/system identity\nset name=r\n${end}`;
    expect(modelOf(text).source.kind).toBe(kind);
  });

  it("knows menus that failed to export, and that absence there means nothing", () => {
    const model = modelOf(
      `${header}/interface bridge\nadd name=a\n#error exporting "/ip/ssh" (timeout)\n/system identity\nset name=r\n`,
    );
    expect(model.source.failedMenus).toEqual(["/ip/ssh"]);
    expect(model.absenceMeansDefault("/ip/ssh")).toBe(false);
    expect(model.absenceMeansDefault("/ip/dns")).toBe(true);
  });

  it("knows whether secrets are shown", () => {
    expect(modelOf(`${header}/ppp secret\nadd name=a password=x\n`).source.secrets).toBe("shown");
    expect(modelOf(`${header}/ppp secret\nadd name=a\n`).source.secrets).toBe("hidden");
    expect(modelOf("# may/01/2020 by RouterOS 6.48\n/ppp secret\nadd name=a\n").source.secrets).toBe(
      "unknown",
    );
  });

  it("takes a placeholder for no secret that is shown", () => {
    const eap = "/ip ipsec identity\nadd auth-method=eap password=<EAP-PASSWORD> peer=p\n";
    expect(modelOf(`${header}${eap}`).source.secrets).toBe("hidden");
  });
});
