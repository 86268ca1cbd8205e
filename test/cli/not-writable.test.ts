import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cli } from "../support/cli.ts";
import { folderWith } from "../support/folder.ts";
import { withoutRights } from "../support/without-rights.ts";

const SAFE = "/tool bandwidth-server\nset enabled=yes\n";
const CLIENT =
  "/interface pptp-client\nadd allow=mschap2 connect-to=v.example disabled=no name=office user=u\n";
const UNTIDY = "/ip   address\nadd   address=192.0.2.1/24 interface=ether1\n";
const OLD =
  "# jan/02/2020 10:00:00 by RouterOS 6.48.6\n/ip route\nadd distance=1 gateway=10.0.0.1 routing-mark=vpn\n";

async function denied(argv: readonly string[], files: Readonly<Record<string, string>>) {
  const cwd = folderWith(files);
  const run = await withoutRights(cwd, () => cli(argv, { cwd }));
  for (const [name, text] of Object.entries(files)) expect(readFileSync(join(cwd, name), "utf8")).toBe(text);
  return run;
}

const TO = ["migrate", "a.rsc", "--to", "wireguard", "--no-verify"];

describe("what may not be written", () => {
  it.each([
    ["--output", ["lint", "a.rsc", "--output", "x.txt"], "x.txt"],
    ["a baseline", ["lint", "a.rsc", "--baseline", "b.json", "--update-baseline"], "b.json"],
    ["a schema file", ["schema", "import", "a.rsc", "--output", "m.schema"], "m.schema"],
    ["the folder of a migration", [...TO, "--out", "new"], "new"],
    ["a migrated file in place", [...TO, "--in-place"], "a.rsc"],
  ])("%s is told in one line, as a failure", async (_, argv, name) => {
    const { out, err, code } = await denied(argv, { "a.rsc": CLIENT });
    expect(err.trim().split("\n").at(-1)).toBe(
      `rsclint: ${name} could not be written: Writing is not permitted there.`,
    );
    expect([out, code]).toEqual(["", 2]);
  });

  it("says what is missing or in the way", async () => {
    const cwd = folderWith({ "a.rsc": CLIENT, "b.rsc": CLIENT });
    const told = async (argv: readonly string[]) => (await cli(argv, { cwd })).err.trim().split("\n").at(-1);
    expect(await told(["lint", "a.rsc", "--output", "none/x.txt"])).toBe(
      "rsclint: none/x.txt could not be written: There is no such folder.",
    );
    expect(await told([...TO, "--out", "b.rsc"])).toBe(
      "rsclint: b.rsc could not be written: A file stands where a folder is needed.",
    );
    expect(await told(["lint", "a.rsc", "--output", "."])).toBe(
      "rsclint: . could not be written: This is a folder.",
    );
  });

  it("is still to be fixed, and counts as a failure", async () => {
    const { out, err, code } = await denied(["lint", "--fix", "."], { "a.rsc": SAFE });
    expect(err).toBe("");
    expect(out).toContain("bandwidth-server-on");
    expect(out).toContain("a.rsc\n  not written\n      The fixed text could not be written:");
    expect(out).toMatch(/1 problem in 1 file: 1 \w+, 1 file not written\./);
    expect(code).toBe(2);
  });

  it("is not formatted", async () => {
    const { err, code } = await denied(["format", "--write", "."], { "a.rsc": UNTIDY, "b.rsc": SAFE });
    expect(err).toBe(
      "a.rsc could not be written: Writing is not permitted there.\n0 of 2 files changed, 1 failed\n",
    );
    expect(code).toBe(2);
  });

  it("is not made ready for another version", async () => {
    const { err, code } = await denied(["upgrade-check", "a.rsc", "--to", "7.16", "--fix"], { "a.rsc": OLD });
    expect([err, code]).toEqual([
      "rsclint: a.rsc could not be written: Writing is not permitted there.\n",
      2,
    ]);
  });
});
