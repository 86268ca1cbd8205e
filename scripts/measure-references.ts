import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { buildModel, createModelCache } from "../server/src/model/build-model.ts";
import type { Model, Reference } from "../server/src/model/model.ts";
import { isHardwareName } from "../server/src/model/resolve-name.ts";
import { createSchemaStore } from "../server/src/schema/lookup.ts";
import { parse } from "../server/src/syntax/parser.ts";

/**
 * `tsx scripts/measure-references.ts FOLDER [--list]`: how many references of the exports below a folder are
 * resolved, by namespace, what the others are, and how long the largest files take.
 */
const [folder = ".", ...flags] = process.argv.slice(2);
const schemas = createSchemaStore();
const counts = new Map<string, number>();
const kinds = new Map<string, number>();
const missing: string[] = [];
const unknown: string[] = [];
/** Of exports that are whole; conditions, scripts and declarations are left out. */
const spaces = new Map<string, Map<string, number>>();
const times: { readonly path: string; readonly ms: number; readonly commands: number }[] = [];

for (const path of exportsBelow(folder)) {
  const text = readFileSync(path, "utf8");
  const tree = parse(text);
  const start = performance.now();
  const model = buildModel([{ path, text, tree }], { schemas }, createModelCache(schemas));
  for (const reference of model.references) count(model, reference, path);
  times.push({ path, ms: performance.now() - start, commands: model.commands.length });
  kinds.set(model.source.kind, (kinds.get(model.source.kind) ?? 0) + 1);
}

function count(model: Model, reference: Reference, path: string): void {
  if (reference.strength === "weak" || reference.isDeclaration) return;
  const { kind } = reference.target;
  counts.set(kind, (counts.get(kind) ?? 0) + 1);
  if (model.source.kind === "full") add(reference.namespace, columnOf(model, reference));
  const at = `${reference.command.menu} ${reference.property} -> ${reference.namespace} ${reference.name}`;
  if (kind === "missing") missing.push(`${path}: ${at}`);
  if (kind !== "unknown" || model.source.kind !== "full") return;
  if (columnOf(model, reference) !== "unresolved") return;
  counts.set("unknown though its menu is there", (counts.get("unknown though its menu is there") ?? 0) + 1);
  unknown.push(`${path}: ${at}`);
}

const COLUMNS = ["resolved", "unresolved", "elsewhere", "menu absent"] as const;

/** `elsewhere`: no export can tell; `menu absent`: nothing in the file could have made it. */
function columnOf(model: Model, reference: Reference): (typeof COLUMNS)[number] {
  const { kind } = reference.target;
  if (kind === "missing") return "unresolved";
  if (kind !== "unknown") return "resolved";
  if (isElsewhere(reference)) return "elsewhere";
  const isTold = model.schema
    .definitionsOf(reference.namespace)
    .some(({ menu }) => model.menus.includes(menu));
  return isTold ? "unresolved" : "menu absent";
}

function add(namespace: string, column: string): void {
  const row = spaces.get(namespace) ?? new Map<string, number>();
  row.set(column, (row.get(column) ?? 0) + 1);
  spaces.set(namespace, row);
}

function table(): string {
  const head = ["namespace", "all", ...COLUMNS];
  const rows = [...spaces]
    .map(([namespace, row]) => {
      const cells = COLUMNS.map((column) => row.get(column) ?? 0);
      return { namespace, all: cells.reduce((a, b) => a + b, 0), cells };
    })
    .sort((a, b) => b.all - a.all);
  const lines = rows.map(({ namespace, all, cells }) => [namespace, all, ...cells]);
  const sums = COLUMNS.map((_, at) => rows.reduce((sum, { cells }) => sum + (cells[at] ?? 0), 0));
  const all = ["all", sums.reduce((a, b) => a + b, 0), ...sums];
  return [head, ...lines, all]
    .map(([name, ...cells]) =>
      [String(name).padEnd(18), ...cells.map((cell) => String(cell).padStart(12))].join(""),
    )
    .join("\n");
}

/** Hardware that no line of an export defines, ids of deleted objects, names that come and go, host names. */
function isElsewhere({ name, namespace }: Reference): boolean {
  return (
    /^(\*|<)/.test(name) || namespace === "dns-forwarder" || (namespace === "iface" && isHardwareName(name))
  );
}

function exportsBelow(root: string): string[] {
  return readdirSync(root, { recursive: true })
    .map((name) => join(root, String(name)))
    .filter(
      (path) =>
        statSync(path).isFile() &&
        readFileSync(path, "utf8")
          .slice(0, 600)
          .match(/^.{0,60}by RouterOS \d/m),
    );
}

const told = ["item", "builtin", "declared-by-use", "missing", "unknown though its menu is there"];
const total = told.reduce((sum, kind) => sum + (counts.get(kind) ?? 0), 0);
const resolved = total - (counts.get("missing") ?? 0) - (counts.get("unknown though its menu is there") ?? 0);
console.log(Object.fromEntries(kinds), Object.fromEntries(counts));
console.log(`resolved ${resolved} of ${total}: ${((100 * resolved) / total).toFixed(2)} %`);
console.log(table());
console.log(times.sort((a, b) => b.ms - a.ms).slice(0, 5));
if (flags.includes("--list")) {
  console.log(`missing\n${missing.join("\n")}`);
  console.log(`unknown\n${unknown.join("\n")}`);
}
