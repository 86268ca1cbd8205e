import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cli } from "../support/cli.ts";
import { folderWith } from "../support/folder.ts";

const CONFIG = '{ "routers": [{ "files": ["base.rsc", "vpn.rsc", "rules.rsc"] }] }';
const BASE = `# 2025-03-14 09:26:53 by RouterOS 7.15.3
/interface bridge
add name=lan
/ip address
add address=192.168.88.1/24 interface=lan
`;
const VPN = `/interface pptp-client
add connect-to=198.51.100.7 disabled=no name=office user=anna
/ip route
add dst-address=10.7.0.0/16 gateway=office
`;
const RULES = `/ip firewall filter
add action=accept chain=forward out-interface=office
/system identity
set name=gw
/tool bandwidth-server
set enabled=yes
`;
const FILES = { ".rsclintrc.json": CONFIG, "base.rsc": BASE, "vpn.rsc": VPN, "rules.rsc": RULES };

function texts(cwd: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(cwd)
      .filter((name) => name.endsWith(".rsc"))
      .map((name) => [name, readFileSync(join(cwd, name), "utf8")]),
  );
}

describe("migrate, with a router of three files", () => {
  const args = ["migrate", "vpn.rsc", "--to", "wireguard"];
  it("writes every file that speaks of the tunnel", async () => {
    const cwd = folderWith(FILES);
    const { code } = await cli([...args, "--in-place"], { cwd });
    const after = texts(cwd);
    expect(code).toBe(0);
    expect(after["vpn.rsc"]).not.toContain("pptp");
    expect(after["rules.rsc"]).toBe(RULES.replace("office", "wg-office"));
    expect(after["base.rsc"]).toContain("/interface wireguard\n");
  });
  it("prints no part of the result as if it were all of it", async () => {
    const cwd = folderWith(FILES);
    const { out, err, code } = await cli(args, { cwd });
    expect([out, code]).toEqual(["", 2]);
    expect(err.replace(/\s+/g, " ")).toContain("base.rsc, rules.rsc would change too: say --diff, --out");
    expect(texts(cwd)).toEqual({ "base.rsc": BASE, "vpn.rsc": VPN, "rules.rsc": RULES });
  });
  it("shows the difference of each, or writes each into a folder", async () => {
    const cwd = folderWith(FILES);
    const { out } = await cli([...args, "--diff"], { cwd });
    expect(out.match(/^--- \S+/gm)).toEqual(["--- base.rsc", "--- vpn.rsc", "--- rules.rsc"]);
    await cli([...args, "--out", "done"], { cwd });
    expect(Object.keys(texts(join(cwd, "done"))).filter((name) => name.includes("migrated"))).toEqual([
      "base-migrated.rsc",
      "rules-migrated.rsc",
      "vpn-migrated.rsc",
    ]);
  });
  it("prints the one file where nothing else changes", async () => {
    const config = CONFIG.replace('"base.rsc", ', "");
    const cwd = folderWith({ ...FILES, ".rsclintrc.json": config, "rules.rsc": "/system note\n" });
    const { out, code } = await cli([...args, "--ros-version", "7.15"], { cwd });
    expect([code, out.includes("/interface wireguard\n"), out.includes("note")]).toEqual([0, true, false]);
  });
});

describe("fix, with a router of three files", () => {
  it("mends what it was asked for, in the file where it is", async () => {
    const cwd = folderWith(FILES);
    await cli(["fix", "base.rsc", "--suggestions"], { cwd });
    expect(texts(cwd)).toEqual({ "base.rsc": BASE, "vpn.rsc": VPN, "rules.rsc": RULES });
    await cli(["fix", "rules.rsc", "--suggestions"], { cwd });
    expect(texts(cwd)).toEqual({
      "base.rsc": BASE,
      "vpn.rsc": VPN,
      "rules.rsc": RULES.replace("set enabled=yes", "set enabled=no"),
    });
  });
});

describe("upgrade-check, with a router of three files", () => {
  it("changes each, and tells the new version where one was told", async () => {
    const files = {
      ...FILES,
      "base.rsc": BASE.replace("7.15.3", "7.12.1"),
      "vpn.rsc": "/interface wifiwave2 channel\nadd name=ch1 width=20mhz\n",
    };
    const cwd = folderWith(files);
    await cli(["upgrade-check", "vpn.rsc", "--to", "7.16.2", "--fix"], { cwd });
    expect(texts(cwd)).toEqual({
      "base.rsc": `# changed for import by RouterOS 7.16.2\n${files["base.rsc"]}`,
      "vpn.rsc": files["vpn.rsc"].replace("wifiwave2", "wifi"),
      "rules.rsc": RULES,
    });
  });
});
