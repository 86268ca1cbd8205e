/**
 * Holds the exports of a folder against the schema of their own version: which `menu command property` it does not
 * know, which items lack what `add` needs, and which values it calls wrong: `npx tsx scripts/schema/measure.ts <folder> [--values] [--as 7.22.1]`;
 * `--as` judges every v7 export by that version instead.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { ExportCommand } from "../../server/src/model/read-export.ts";
import { readExport } from "../../server/src/model/read-export.ts";
import type { Schema } from "../../server/src/schema/lookup.ts";
import { createSchemaStore } from "../../server/src/schema/lookup.ts";
import type { Version } from "../../server/src/values/version.ts";
import { parseVersion } from "../../server/src/values/version.ts";

interface Tally {
  readonly counts: Map<string, number>;
  readonly examples: Map<string, string>;
}

function* files(folder: string): Generator<string> {
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* files(path);
    else yield path;
  }
}

function main(folder: string, withValues: boolean, as: Version | undefined): void {
  const store = createSchemaStore();
  const tallies = new Map<string, Tally>();
  for (const file of files(folder)) {
    const text = readFileSync(file, "latin1");
    const read = readExport(text);
    const version = parseVersion(read.version ?? "");
    if (!version) continue;
    const schema = store.schema(version.major < 7 ? version : (as ?? version));
    const group = version.major < 7 ? "v6" : version.minor < 9 ? "7.0-7.8" : "7.9+";
    for (const command of read.commands) {
      const line = text.slice(0, command.offset).split("\n").length;
      measure(schema, command, group, `${file}:${line}`, tallies, withValues);
    }
  }
  for (const [group, tally] of tallies) report(group, tally);
}

function measure(
  schema: Schema,
  command: ExportCommand,
  group: string,
  where: string,
  tallies: Map<string, Tally>,
  withValues: boolean,
): void {
  const count = (what: string): void => {
    const tally = tallies.get(group) ?? { counts: new Map(), examples: new Map() };
    tallies.set(group, tally);
    tally.counts.set(what, (tally.counts.get(what) ?? 0) + 1);
    if (!tally.examples.has(what)) tally.examples.set(what, where);
  };
  countMissing(schema, command, count);
  for (const { name, value } of command.properties) {
    const knowledge = schema.property(command.menu, command.command, name);
    const menu = schema.menu(command.menu).kind;
    count(`= ${menu === "absent" ? "absent menu" : knowledge.kind}`);
    const seen = knowledge.kind === "absent" && knowledge.seenIn.length > 0 ? " (elsewhere)" : "";
    if (menu === "absent") count(`absent menu: ${command.menu}`);
    else if (knowledge.kind !== "known")
      count(`${knowledge.kind}: ${command.menu} ${command.command} ${name}${seen}`);
    if (!withValues || knowledge.kind !== "known" || value === undefined) continue;
    const check = schema.checkProperty(knowledge.value, value);
    count(`= value ${check.ok ? "ok" : "wrong"}`);
    if (!check.ok) count(`wrong value: ${command.menu} ${command.command} ${name}: ${check.reason}`);
  }
}

function countMissing(schema: Schema, command: ExportCommand, count: (what: string) => void): void {
  const names = new Set(command.properties.map((property) => property.name));
  if (command.command !== "add" || names.has("copy-from")) return;
  for (const group of schema.requiredProperties(command.menu)) {
    if (!group.some((name) => names.has(name))) count(`missing: ${command.menu} add ${group.join("|")}`);
  }
}

function report(group: string, tally: Tally): void {
  process.stdout.write(`\n# ${group}\n`);
  for (const [what, count] of [...tally.counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const example = what.startsWith("=") ? "" : `   ${tally.examples.get(what) ?? ""}`;
    process.stdout.write(`${String(count).padStart(7)} ${what}${example}\n`);
  }
}

const folder = process.argv[2];
if (!folder) {
  process.stderr.write("Usage: npx tsx scripts/schema/measure.ts <folder> [--values] [--as <version>]\n");
  process.exitCode = 2;
} else {
  const as = process.argv.indexOf("--as");
  main(folder, process.argv.includes("--values"), parseVersion(as < 0 ? "" : (process.argv[as + 1] ?? "")));
}
