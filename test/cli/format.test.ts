import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cli } from "../support/cli.ts";
import { folderWith } from "../support/folder.ts";

const UGLY = "/ip   address\nadd   address=10.0.0.1/24    interface=ether1\n";
const NEAT = "/ip address\nadd address=10.0.0.1/24 interface=ether1\n";

describe("format", () => {
  it("prints one file and leaves it alone", async () => {
    const cwd = folderWith({ "a.rsc": UGLY });
    expect(await cli(["format", "a.rsc"], { cwd })).toEqual({ out: NEAT, err: "", code: 0 });
    expect(readFileSync(join(cwd, "a.rsc"), "utf8")).toBe(UGLY);
  });

  it("checks with code 1 and names the files", async () => {
    const cwd = folderWith({ "a.rsc": UGLY, "b.rsc": NEAT });
    const run = await cli(["format", ".", "--check"], { cwd });
    expect(run).toEqual({ out: "a.rsc\n", err: "1 of 2 files would change\n", code: 1 });
    expect((await cli(["format", "b.rsc", "--check"], { cwd })).code).toBe(0);
  });

  it("writes, keeps the encoding, and has nothing left to do", async () => {
    const latin = Buffer.from(UGLY.replace("address=", 'comment="B\u00fcro" address='), "latin1");
    const cwd = folderWith({ "a.rsc": latin });
    expect((await cli(["format", "a.rsc", "--write"], { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, "a.rsc")).includes(0xfc)).toBe(true);
    expect((await cli(["format", "a.rsc", "--check"], { cwd })).code).toBe(0);
  });

  it("turns standard input into standard output, in the style asked for", async () => {
    const cwd = folderWith({});
    const { out } = await cli(["format", "-", "--style", "terse"], { cwd, stdin: NEAT });
    expect(out).toBe("/ip address add address=10.0.0.1/24 interface=ether1\n");
  });

  it("wraps at a width, joins again, and shows differences", async () => {
    const cwd = folderWith({ "a.rsc": NEAT });
    const wrapped = await cli(["format", "a.rsc", "--wrap", "wrap", "--width", "30"], { cwd });
    expect(wrapped.out).toBe("/ip address\nadd address=10.0.0.1/24 \\\n    interface=ether1\n");
    const joined = await cli(["format", "-", "--wrap", "unwrap"], { cwd, stdin: wrapped.out });
    expect(joined.out).toBe(NEAT);
    const diff = await cli(["format", "a.rsc", "--style", "terse", "--diff"], { cwd });
    expect(diff.out).toContain("+/ip address add address=10.0.0.1/24 interface=ether1");
  });

  it.each([
    [["format", "."], /2 files: say/],
    [["format", "a.rsc", "--write", "--check"], /--write goes with none/],
    [["format", "none.rsc"], /no such file/],
    [["format", "a.rsc", "--width", "3"], /20 to 9999/],
  ])("refuses %s", async (argv, message) => {
    const run = await cli(argv, { cwd: folderWith({ "a.rsc": UGLY, "b.rsc": NEAT }) });
    expect(run.code).toBe(2);
    expect(run.out + run.err).toMatch(message);
  });
});
