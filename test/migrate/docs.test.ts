import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { cli } from "../support/cli.ts";
import { folderWith } from "../support/folder.ts";

const ROOT = new URL("../../", import.meta.url);
const read = (path: string) => readFileSync(fileURLToPath(new URL(path, ROOT)), "utf8");

const commands = readdirSync(new URL("docs/migrations", ROOT)).flatMap(
  (page) => read(`docs/migrations/${page}`).match(/^rsclint .*$/gm) ?? [],
);

describe("commands of the documentation", () => {
  it.each(commands)("%s", async (command) => {
    const examples = Object.fromEntries(
      readdirSync(new URL("examples", ROOT))
        .filter((name) => name.endsWith(".rsc"))
        .map((name) => [`examples/${name}`, read(`examples/${name}`)]),
    );
    const { code, out, err } = await cli(command.split(" ").slice(1), { cwd: folderWith(examples) });
    expect(code, err).toBe(0);
    expect(out + err).not.toBe("");
  });
});
