import { relative } from "node:path";
import { describe, expect, it } from "vitest";
import { discoverFiles, saysRouterOs } from "../../server/src/project/discover-files.ts";
import { folderWith } from "../support/folder.ts";

const HEADER = "# 2024-05-01 10:00:00 by RouterOS 7.15.3\n";
const FILES = {
  "a.rsc": "",
  "sub/b.RSC": "",
  "sub/c.txt": HEADER,
  "sub/d.txt": "hello",
  "sub/e.cfg": `\ufeff\n${HEADER}`,
  "old/f.rsc": "",
  "node_modules/g.rsc": "",
  ".git/h.rsc": "",
};

async function found(paths: readonly string[], ignore?: readonly string[]) {
  const cwd = folderWith(FILES);
  const { files, failures } = await discoverFiles(paths, { cwd, ...(ignore && { ignore }) });
  return { files: files.map((file) => relative(cwd, file)), failures };
}

describe("discoverFiles", () => {
  it("searches folders for what RouterOS wrote", async () => {
    expect((await found(["."])).files).toEqual(["a.rsc", "old/f.rsc", "sub/b.RSC", "sub/c.txt", "sub/e.cfg"]);
  });

  it("takes named files as they are, each once", async () => {
    expect((await found(["sub/d.txt", "a.rsc", "./a.rsc"])).files).toEqual(["sub/d.txt", "a.rsc"]);
  });

  it("expands globs", async () => {
    expect((await found(["**/*.rsc"])).files).toEqual(["a.rsc", "old/f.rsc"]);
    expect((await found(["*.nothing"])).failures[0]?.problem).toBe("No file matches this pattern.");
  });

  it("leaves out what the config ignores, but not what is named", async () => {
    expect((await found([".", "old/f.rsc"], ["sub/**", "old/"])).files).toEqual(["a.rsc", "old/f.rsc"]);
    expect((await found(["."], ["old"])).files).not.toContain("old/f.rsc");
  });

  it("says what is not there and goes on", async () => {
    const { files, failures } = await found(["none.rsc", "a.rsc"]);
    expect(files).toEqual(["a.rsc"]);
    expect(failures).toEqual([{ path: "none.rsc", problem: "There is no such file." }]);
  });
});

it("knows exports and scripts by their first lines", () => {
  expect(saysRouterOs("# jan/02/1970 00:00:00 by RouterOS 6.49.7\r\n")).toBe(true);
  expect(saysRouterOs("#!rsc by someone\n")).toBe(true);
  expect(saysRouterOs("module Main\n")).toBe(false);
});
