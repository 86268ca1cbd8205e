/** Checks the imports between the rooms: `tsx scripts/check-layers.ts`. The rules are in .dependency-cruiser.cjs. */

import { fileURLToPath } from "node:url";
import { cruise, type ICruiseResult, type IModule } from "dependency-cruiser";
import extractConfig from "dependency-cruiser/config-utl/extract-depcruise-config";
import extractTsConfig from "dependency-cruiser/config-utl/extract-ts-config";
import { globSync } from "tinyglobby";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const FOLDERS = ["server/src", "client/src"];

async function main(): Promise<number> {
  process.chdir(ROOT);
  const { forbidden, options } = await extractConfig("./.dependency-cruiser.cjs");
  const config = { ...options, ruleSet: { forbidden: forbidden ?? [] }, validate: true };
  const { output } = await cruise(FOLDERS, config, {}, { tsConfig: extractTsConfig("tsconfig.base.json") });
  if (typeof output === "string") throw new Error("dependency-cruiser answered with a text");
  const unseen = unseenFiles(output);
  for (const file of unseen) console.error(`not checked: ${file}`);
  const { violations } = output.summary;
  for (const { rule, from, to } of violations)
    console.error(`${rule.name}: ${from} -> ${to}\n  ${commentOf(rule.name, forbidden ?? [])}`);
  const files = output.modules.filter(isOurs).length;
  console.log(`layers: ${files} files, ${violations.length} violations`);
  return violations.length + unseen.length === 0 ? 0 : 1;
}

/**
 * Every source file must have been read: with a TypeScript it does not know, dependency-cruiser
 * reads nothing, reports no violation and looks content.
 */
function unseenFiles(result: ICruiseResult): readonly string[] {
  const seen = new Set(result.modules.map((module) => module.source));
  const files = globSync(
    FOLDERS.map((folder) => `${folder}/**/*.ts`),
    { cwd: ROOT },
  );
  if (files.length === 0) return FOLDERS;
  // A file without any import or importer shows that it was read by being listed at all.
  return files.filter((file) => !seen.has(file));
}

function isOurs(module: IModule): boolean {
  return FOLDERS.some((folder) => module.source.startsWith(`${folder}/`));
}

function commentOf(name: string, rules: readonly { name?: string; comment?: string }[]): string {
  return rules.find((rule) => rule.name === name)?.comment ?? "";
}

process.exitCode = await main();
