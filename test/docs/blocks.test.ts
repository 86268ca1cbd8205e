import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { configSchema } from "../../server/src/lint/config-schema.ts";
import { findConfig, findSuppressions, isConfigProblem } from "../../server/src/project/config-file.ts";
import { RULES } from "../../server/src/rules/registry.ts";
import { createLanguageService } from "../../server/src/service.ts";
import { cli } from "../support/cli.ts";
import { folderWith } from "../support/folder.ts";

/** What the documentation shows is what the product does. Pages of rules are generated and checked for freshness. */
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PAGES = [
  "README.md",
  ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md") && !name.startsWith("rules/"))
    .map((name) => `docs/${name}`),
];

interface Block {
  readonly page: string;
  readonly language: string;
  readonly text: string;
}

const blocks = PAGES.flatMap((page) =>
  [...readFileSync(join(ROOT, page), "utf8").matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(
    ([, language = "", text = ""]): Block => ({ page, language, text }),
  ),
);

/** A server that runs on and a router that is asked over the network are no tests. Commands with the output that the page shows for the last of them. */
const commands = blocks.flatMap(({ language, text }, index) => {
  if (language !== "sh") return [];
  const next = blocks[index + 1];
  const lines = text
    .split("\n")
    .flatMap((line) => /^(?:npx )?rsclint (?!lsp|schema crawl)(.*)$/.exec(line)?.[1] ?? []);
  return lines.map((command, i) => ({
    command,
    shown: i === lines.length - 1 && next?.language === "text" ? next.text : undefined,
  }));
});

const service = createLanguageService();

const VERBOSE = `# mar/14/2021 09:26:53 by RouterOS 6.49.7
/ip dns
set allow-remote-requests=no cache-max-ttl=1w cache-size=2048KiB
`;

function examples(): Record<string, string> {
  const names = readdirSync(join(ROOT, "examples")).filter((name) => name.endsWith(".rsc"));
  const texts = names.map((name) => [name, readFileSync(join(ROOT, "examples", name), "utf8")] as const);
  return Object.fromEntries(
    ["examples", "routers"].flatMap((folder) => texts.map(([name, text]) => [`${folder}/${name}`, text])),
  );
}

describe("commands in the documentation", () => {
  it.each(commands)("rsclint $command", async ({ command, shown }) => {
    const baseline = { ".rsclint-baseline.json": '{ "rsclintBaseline": 1, "findings": [] }' };
    const verbose = { "verbose.rsc": VERBOSE };
    const cwd = folderWith({ ...examples(), ...baseline, ...verbose });
    const { code, out, err } = await cli(command.split(" "), { cwd, service });
    expect(code, err).toBeLessThan(2);
    for (const part of shown?.split("…\n") ?? []) expect(out).toContain(part);
  });
});

describe("settings in the documentation", () => {
  const settings = blocks.filter(
    ({ page, language }) =>
      ["README.md", "docs/settings.md"].includes(page) && (language === "json" || language === "yaml"),
  );
  it.each(settings.map(({ text }) => text))("%s", async (text) => {
    const isSuppressions = text.startsWith("suppressions:");
    const folder = folderWith({ [isSuppressions ? ".rsclint-suppressions.yaml" : ".rsclintrc.yaml"]: text });
    const found = isSuppressions
      ? await findSuppressions(folder, new Set(RULES.map(({ id }) => id)))
      : await findConfig(folder, configSchema(RULES));
    expect(isConfigProblem(found) ? found.problems : []).toEqual([]);
  });
});
