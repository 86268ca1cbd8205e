/**
 * Writes everything that follows from the rules: `npm run generate`; with `--check` it only says what is stale.
 * The registry comes first, since the rest is made by importing it.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { registryFile } from "./generate/registry.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const REGISTRY = "server/src/rules/registry.ts";
const PAGES = "docs/rules";

export type Outputs = ReadonlyMap<string, string>;

async function main(args: readonly string[]): Promise<void> {
  const isCheck = args.includes("--check");
  const stale = settle(new Map([[REGISTRY, registryFile(join(ROOT, "server/src/rules"))]]), isCheck);
  if (isCheck && stale.length > 0) return report(stale);
  if (!args.includes("--registry")) stale.push(...(await settleRest(isCheck)));
  if (isCheck && stale.length > 0) return report(stale);
  console.log(isCheck ? "everything generated is fresh" : `${stale.length} generated files changed`);
}

async function settleRest(isCheck: boolean): Promise<string[]> {
  const { RULES } = await import("../server/src/rules/registry.ts");
  const { derivedFiles } = await import("./generate/derived.ts");
  const read = (path: string) =>
    existsSync(join(ROOT, path)) ? readFileSync(join(ROOT, path), "utf8") : undefined;
  const outputs = derivedFiles(RULES, read);
  return [...settle(outputs, isCheck), ...dropStrays(outputs, isCheck)];
}

/** Writes what differs; answers what did. */
function settle(outputs: Outputs, isCheck: boolean): string[] {
  const stale: string[] = [];
  for (const [path, text] of outputs) {
    const file = join(ROOT, path);
    if (existsSync(file) && readFileSync(file, "utf8") === text) continue;
    stale.push(path);
    if (isCheck) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return stale;
}

/** Pages of rules that are gone. */
function dropStrays(outputs: Outputs, isCheck: boolean): string[] {
  const folder = join(ROOT, PAGES);
  if (!existsSync(folder)) return [];
  const strays = readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .map((name) => `${PAGES}/${name}`)
    .filter((path) => !outputs.has(path));
  if (!isCheck) for (const path of strays) rmSync(join(ROOT, path));
  return strays;
}

function report(stale: readonly string[]): void {
  console.error(`stale, run \`npm run generate\`:\n${stale.map((path) => `  ${path}`).join("\n")}`);
  process.exitCode = 1;
}

await main(process.argv.slice(2));
