/** Finds all that the facts say about the values of one argument. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { ValueSpec, Word } from "../../server/src/schema/value-specs.ts";
import { specOf } from "../../server/src/schema/value-specs.ts";
import type { DumpNode } from "./dump.ts";
import { isRecord, readJson, record, strings, toNodes } from "./dump.ts";
import type { Merged } from "./merge.ts";
import type { SpecLookup } from "./write.ts";

/** Commands whose arguments are no property values. */
const UNTYPED = new Set(
  "print get export find edit remove disable enable comment unset move reset-counters monitor".split(" "),
);
const NO_VALUE = new Set([
  "copy-from",
  "numbers",
  "place-before",
  "number",
  "value-name",
  "where",
  "proplist",
]);

interface Deep {
  readonly desc: string | undefined;
  readonly words: readonly Word[];
}

export function createSpecLookup(folder: string): SpecLookup {
  const deep = readDeep(join(folder, "deep"));
  const rows = record(readJson(join(folder, "deep", "types.syntax-specs.hAP.json.gz")));
  const choices = record(readJson(choicesFile(join(folder, "deep"))));
  const references = new Set([
    ...Object.keys(record(record(readJson(join(folder, "refs.json")))["refs"])),
    ...Object.keys(record(record(readJson(join(folder, "refs.json")))["inferredOnly"])),
  ]);
  return (menu, command, argument, node) => {
    if (UNTYPED.has(command) || NO_VALUE.has(argument)) return undefined;
    const base = menu === "/" ? "" : menu.slice(1);
    // `reset` names the properties that `set` takes.
    const verb = command === "reset" ? "set" : command;
    const key = `${base ? `${base}/` : ""}${verb}|${argument}`;
    return lookUp(
      node,
      deep.get(key),
      record(rows[key]),
      strings(choices[key]),
      references.has(`${menu} ${argument}`),
    );
  };
}

function lookUp(
  node: Merged,
  deep: Deep | undefined,
  row: Record<string, unknown>,
  choices: readonly string[],
  isReference: boolean,
): ValueSpec | undefined {
  const spec = row["spec"];
  const rowWords = strings(row["literals"]).map((text) => ({ text, style: "none", desc: "" }));
  const words = [...(deep?.words ?? node.words)];
  for (const word of rowWords) if (!words.some((known) => known.text === word.text)) words.push(word);
  const found = specOf({
    spec: typeof spec === "string" ? spec : undefined,
    min: bound(row["min"]),
    max: bound(row["max"]),
    desc: deep?.desc ?? node.desc,
    words,
    choices,
    isReference,
  });
  return found.type || found.list || found.negatable ? found : undefined;
}

/** JSON numbers past 2^53 were rounded when the facts were taken: 2^64 stands for 2^64 - 1. */
function bound(value: unknown): string | undefined {
  if (typeof value !== "number") return undefined;
  if (value >= 2 ** 64) return "18446744073709551615";
  if (value >= 2 ** 63) return "9223372036854775807";
  return value <= -(2 ** 63) ? "-9223372036854775808" : String(value);
}

function choicesFile(folder: string): string {
  const name = readdirSync(folder).find((file) => file.startsWith("choices."));
  return join(folder, name ?? "choices.json");
}

/** The deep dumps, newest last, so that the newest says what an argument takes and older ones fill in. */
function readDeep(folder: string): Map<string, Deep> {
  const found = new Map<string, Deep>();
  const files = readdirSync(folder).filter(
    (file) => /\.deep-inspect\..*json(\.gz)?$/.test(file) && !/diff/.test(file),
  );
  for (const file of files.sort()) {
    const json = readJson(join(folder, file));
    if (isRecord(json)) visitDeep(toNodes(json), "", found);
  }
  return found;
}

function visitDeep(nodes: readonly DumpNode[], path: string, found: Map<string, Deep>): void {
  for (const node of nodes) {
    if (node.kind !== "argument") {
      visitDeep(node.children, path ? `${path}/${node.name}` : node.name, found);
      continue;
    }
    const key = `${path}|${node.name}`;
    const known = found.get(key);
    const words = node.words.length > 0 ? mergeWords(known?.words ?? [], node.words) : (known?.words ?? []);
    found.set(key, { desc: node.desc ?? known?.desc, words });
  }
}

function mergeWords(older: readonly Word[], newer: readonly Word[]): Word[] {
  return [...newer, ...older.filter((word) => !newer.some((known) => known.text === word.text))];
}
