import { readFileSync } from "node:fs";
import { buildModel } from "../server/src/model/build-model.ts";
import type { Model } from "../server/src/model/model.ts";
import { createSchemaStore } from "../server/src/schema/lookup.ts";
import { parse } from "../server/src/syntax/parser.ts";
import { parseVersion } from "../server/src/values/version.ts";

/**
 * `tsx scripts/check-references.ts FACTS`: writes every pair of a menu and a property that the facts call a
 * reference as a statement, and looks whether the model sees it. FACTS: JSON with
 * `refs: { "/menu property": { ns: [namespace …], list } }`.
 */
interface Pair {
  readonly ns: readonly string[];
  readonly list: boolean;
}

const schemas = createSchemaStore();
const VERSIONS = ["6.49.10", "7.22.1", undefined];
const NAMES = ["first-name", "second-name"];

const [path = ""] = process.argv.slice(2);
const pairs = readPairs(JSON.parse(readFileSync(path, "utf8")));
const failed = pairs.flatMap(([key, pair]) => {
  const problem = problemOf(key, pair);
  return problem === undefined ? [] : [`${key}: ${problem}`];
});
console.log(`${pairs.length - failed.length} of ${pairs.length} pairs are references of the model`);
for (const line of failed) console.log(`  ${line}`);
process.exitCode = failed.length === 0 ? 0 : 1;

function problemOf(key: string, { ns, list }: Pair): string | undefined {
  const [menu = "", property = ""] = key.split(" ");
  const wanted = list ? NAMES : NAMES.slice(0, 1);
  const seen = new Map<string, readonly string[]>();
  for (const version of VERSIONS) {
    const model = modelOf(menu, property, wanted.join(","), version);
    const found = model.references.filter((reference) => reference.property === property);
    const names = found.map(({ name }) => name);
    if (names.join() !== wanted.join())
      return `${version ?? "no version"}: the names read are ${names.join(", ") || "none"}`;
    seen.set(version ?? "", model.schema.reference(menu, property)?.namespaces ?? []);
  }
  const missing = ns.filter((namespace) => ![...seen.values()].every((own) => own.includes(namespace)));
  return missing.length === 0 ? undefined : `no reference to ${missing.join(", ")}`;
}

function modelOf(menu: string, property: string, value: string, version: string | undefined): Model {
  const parsed = version === undefined ? undefined : parseVersion(version);
  const schema = schemas.schema(parsed);
  const known = schema.menu(menu);
  const isSettings = known.kind === "known" && known.value.isSettings;
  const text = `${menu.replaceAll("/", " ").trim().replace(/^/, "/")} ${isSettings ? "set" : "add"} ${property}=${value}\n`;
  return buildModel([{ path: "check.rsc", text, tree: parse(text) }], { schema, version: parsed });
}

function readPairs(facts: unknown): readonly (readonly [string, Pair])[] {
  const refs = isRecord(facts) && isRecord(facts["refs"]) ? facts["refs"] : {};
  return Object.entries(refs).flatMap(([key, pair]) => (isPair(pair) ? [[key, pair] as const] : []));
}

function isPair(value: unknown): value is Pair {
  return isRecord(value) && Array.isArray(value["ns"]) && typeof value["list"] === "boolean";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
