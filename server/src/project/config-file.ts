import { readFile, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { type Document, LineCounter, parseDocument } from "yaml";
import type { LintConfig } from "../lint/config.ts";
import type { ExternalSuppression } from "../lint/suppressions.ts";
import { jsonErrorAt } from "./json-syntax.ts";
import { nearest } from "./nearest.ts";
import { systemProblem } from "./read-file.ts";
import { isValid, schemaProblems } from "./validate.ts";

/** A JSON schema as lint/config-schema.ts makes it. */
type JsonSchema = Readonly<Record<string, unknown>>;

export interface ConfigFile {
  /** Undefined when there is none and the defaults count. */
  readonly path: string | undefined;
  /** Globs and paths in the config are relative to this folder. */
  readonly root: string;
  readonly config: LintConfig;
}

/** A config that cannot be used; nothing is linted with half of one. */
export interface ConfigProblem {
  readonly path: string;
  readonly problems: readonly string[];
}

export const CONFIG_NAMES = [".rsclintrc.json", ".rsclintrc.yaml", ".rsclintrc.yml"] as const;
export const SUPPRESSIONS_NAME = ".rsclint-suppressions.yaml";

/** The nearest config from `folder` upward: `.rsclintrc.*`, else a package.json with an `rsclint` key. */
export async function findConfig(folder: string, schema: JsonSchema): Promise<ConfigFile | ConfigProblem> {
  for (const parent of upward(folder)) {
    for (const name of CONFIG_NAMES) {
      const path = join(parent, name);
      if (await isFile(path)) return loadConfig(path, schema);
    }
    const manifest = join(parent, "package.json");
    if ((await isFile(manifest)) && (await hasOwnKey(manifest))) return loadConfig(manifest, schema);
  }
  return { path: undefined, root: folder, config: {} };
}

export async function loadConfig(path: string, schema: JsonSchema): Promise<ConfigFile | ConfigProblem> {
  const read = await readData(path);
  if (isConfigProblem(read)) return read;
  const value = path.endsWith("package.json") ? keyOf(read.value, "rsclint") : read.value;
  const config = value ?? {};
  if (isValid<LintConfig>(config, schema)) return { path, root: dirname(resolve(path)), config };
  return { path, problems: schemaProblems(config, schema) };
}

export function isConfigProblem(value: object): value is ConfigProblem {
  return "problems" in value;
}

export interface SuppressionsFile {
  readonly path: string | undefined;
  readonly text: string;
  readonly entries: readonly ExternalSuppression[];
  /** Offset of each entry in `text`. */
  readonly offsets: readonly number[];
}

/** The nearest suppressions file from `folder` upward; none is an empty one. `rules` are all ids and old names. */
export async function findSuppressions(
  folder: string,
  rules: ReadonlySet<string>,
): Promise<SuppressionsFile | ConfigProblem> {
  for (const parent of upward(folder)) {
    const path = join(parent, SUPPRESSIONS_NAME);
    if (await isFile(path)) return loadSuppressions(path, rules);
  }
  return { path: undefined, text: "", entries: [], offsets: [] };
}

async function loadSuppressions(
  path: string,
  rules: ReadonlySet<string>,
): Promise<SuppressionsFile | ConfigProblem> {
  const read = await readData(path);
  if (isConfigProblem(read)) return read;
  const value = read.value ?? { suppressions: [] };
  if (!isValid<{ readonly suppressions: readonly ExternalSuppression[] }>(value, SUPPRESSIONS)) {
    return { path, problems: schemaProblems(value, SUPPRESSIONS) };
  }
  const entries = value.suppressions;
  const problems = entries.flatMap(({ rule }, index) => ruleProblem(rule, index, rules) ?? []);
  if (problems.length > 0) return { path, problems };
  return {
    path,
    text: read.text,
    entries,
    offsets: entries.map((_, index) => offsetOf(read.document, index)),
  };
}

function ruleProblem(rule: string, index: number, rules: ReadonlySet<string>): string | undefined {
  if (rules.has(rule)) return undefined;
  const close = nearest(rule, rules);
  const hint = close === undefined ? "" : ` Did you mean \`${close}\`?`;
  return `suppressions.${index}.rule: there is no rule \`${rule}\`.${hint}`;
}

const SUPPRESSIONS = {
  type: "object",
  additionalProperties: false,
  required: ["suppressions"],
  properties: {
    suppressions: {
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["rule", "menu"],
        properties: {
          rule: { type: "string" },
          menu: { type: "string" },
          name: { type: "string" },
          comment: { type: "string" },
          file: { type: "string" },
          reason: { type: "string" },
        },
      },
    },
  },
} as const;

function offsetOf(document: Document, index: number): number {
  const node = document.getIn(["suppressions", index], true);
  if (typeof node !== "object" || node === null || !("range" in node) || !Array.isArray(node.range)) return 0;
  const start: unknown = node.range[0];
  return typeof start === "number" ? start : 0;
}

interface Data {
  readonly value: unknown;
  readonly text: string;
  readonly document: Document;
}

/** JSON is YAML, so one reader takes both; what is wrong with JSON is told in its own words. */
async function readData(path: string): Promise<Data | ConfigProblem> {
  try {
    const text = (await readFile(path, "utf8")).replace(/^\ufeff/, "");
    const lineCounter = new LineCounter();
    const document = parseDocument(text, { lineCounter, prettyErrors: false });
    const placed = (offset: number, message: string) => {
      const { line, col } = lineCounter.linePos(offset);
      return `${line}:${col} ${message}`;
    };
    const errors = path.endsWith(".json")
      ? jsonProblems(text, placed)
      : document.errors.map(({ message, pos }) => placed(pos[0], message));
    if (errors.length > 0) return { path, problems: errors };
    const value: unknown = document.toJS();
    return { value, text, document };
  } catch (error) {
    return { path, problems: [systemProblem(error)] };
  }
}

/** An empty file is one without settings. */
function jsonProblems(text: string, placed: (offset: number, message: string) => string): readonly string[] {
  const at = text.trim() === "" ? undefined : jsonErrorAt(text);
  if (at === undefined) return [];
  if (/^\/[/*]/.test(text.slice(at)))
    return [placed(at, "JSON has no comments; .rsclintrc.yaml may have them, behind #")];
  const found = at === text.length ? "it ends too early" : `\`${text.slice(at, at + 1)}\` cannot stand here`;
  return [placed(at, `This is not valid JSON: ${found}.`)];
}

async function hasOwnKey(manifest: string): Promise<boolean> {
  try {
    const value: unknown = JSON.parse(await readFile(manifest, "utf8"));
    return keyOf(value, "rsclint") !== undefined;
  } catch {
    return false;
  }
}

function keyOf(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

function* upward(folder: string): Generator<string> {
  let current = resolve(folder);
  for (;;) {
    yield current;
    const parent = dirname(current);
    if (parent === current) return;
    current = parent;
  }
}
