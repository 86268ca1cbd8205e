import { stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { glob } from "tinyglobby";
import type { RuleFacts } from "../lint/rule-facts.ts";
import {
  type ConfigFile,
  findConfig,
  findSuppressions,
  isConfigProblem,
  loadConfig,
  type SuppressionsFile,
} from "./config-file.ts";
import type { Encoding } from "./decode.ts";
import { discoverFiles } from "./discover-files.ts";
import { portablePath } from "./paths.ts";
import { decodeSource, isUnread, type ReadFile, readSource, type UnreadFile } from "./read-file.ts";
import { readSchemaFiles, type SchemaFiles } from "./schema-files.ts";

export interface LoadRequest {
  readonly cwd: string;
  /** `-` stands for standard input. */
  readonly paths: readonly string[];
  readonly stdin?: { readonly bytes: Uint8Array; readonly path: string };
  /** `false`: no config at all; a path: this one for all files; undefined: the nearest one of each file. */
  readonly config: string | false | undefined;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly rules: readonly RuleFacts[];
  /** Extra schema files named on the command line, relative to `cwd`. */
  readonly schemaFiles?: readonly string[];
  /** Why a text is no schema file. */
  readonly schemaProblem: (text: string) => string | undefined;
}

/** Files that are read together, as one router, under one config. */
export interface Project {
  readonly config: ConfigFile;
  readonly suppressions: SuppressionsFile;
  readonly schemas: SchemaFiles;
  readonly files: readonly SourceFile[];
}

export interface SourceFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  readonly encoding: Encoding;
  /** False for files that are only read since they belong to the same router. */
  readonly isAsked: boolean;
  readonly isStdin: boolean;
}

/** Configs that cannot be used stop everything: linting without them would tell lies. */
export class ConfigError extends Error {}

/** Finds files and their configs; reading is left to `readProject`, one project at a time. */
export async function planProjects(request: LoadRequest): Promise<{
  readonly plans: readonly ProjectPlan[];
  readonly failures: readonly UnreadFile[];
  /** Of config files: what leads nowhere, which is most often misspelt. */
  readonly warnings: readonly ConfigWarning[];
}> {
  const configs = createConfigs(request);
  const named = request.paths.filter((path) => path !== "-");
  const failures: UnreadFile[] = [];
  const asked: string[] = [];
  for (const path of named) {
    const config = await configs.of(await folderOf(resolve(request.cwd, path)));
    const found = await discoverFiles([path], {
      cwd: request.cwd,
      ignoreRoot: config.root,
      ...(config.config.ignore !== undefined && { ignore: config.config.ignore }),
    });
    failures.push(...found.failures);
    for (const file of found.files) asked.push(file);
  }
  if (request.stdin !== undefined) asked.push(request.stdin.path);
  const plans = await groupByRouter([...new Set(asked)], configs);
  return { plans, failures, warnings: await deadRouterFiles(plans) };
}

interface ConfigWarning {
  /** Absolute, of the config. */
  readonly path: string;
  readonly message: string;
}

async function deadRouterFiles(plans: readonly ProjectPlan[]): Promise<readonly ConfigWarning[]> {
  const configs = new Map(plans.map(({ config }) => [config.path, config] as const));
  const warnings: ConfigWarning[] = [];
  for (const { path, root, config } of configs.values()) {
    for (const [index, { files }] of (config.routers ?? []).entries()) {
      for (const pattern of files) {
        if (path === undefined || (await matchesOf(pattern, root)).length > 0) continue;
        warnings.push({ path, message: `routers.${index}.files: no file matches \`${pattern}\`` });
      }
    }
  }
  return warnings;
}

export interface ProjectPlan {
  readonly config: ConfigFile;
  readonly suppressions: SuppressionsFile;
  /** Of the command line and of the config. */
  readonly schemas: SchemaFiles;
  /** Absolute, in the order of import. */
  readonly paths: readonly string[];
  readonly asked: ReadonlySet<string>;
}

export async function readProject(
  plan: ProjectPlan,
  request: LoadRequest,
): Promise<{ readonly project: Project; readonly failures: readonly UnreadFile[] }> {
  const read = await Promise.all(plan.paths.map((path) => readOne(path, request)));
  const failures = read.filter(isUnread);
  const files = read
    .filter((file): file is ReadFile => !isUnread(file))
    .map((file) => ({
      path: file.path,
      text: file.text,
      encoding: file.encoding,
      isAsked: plan.asked.has(file.path),
      isStdin: file.path === request.stdin?.path,
    }));
  const { config, suppressions, schemas } = plan;
  return { project: { config, suppressions, schemas, files }, failures };
}

function readOne(path: string, { stdin }: LoadRequest): Promise<ReadFile | UnreadFile> {
  return stdin?.path === path ? Promise.resolve(decodeSource(path, stdin.bytes)) : readSource(path);
}

async function folderOf(path: string): Promise<string> {
  try {
    return (await stat(path)).isDirectory() ? path : dirname(path);
  } catch {
    return dirname(path);
  }
}

interface Configs {
  of(folder: string): Promise<ConfigFile>;
  suppressionsOf(folder: string): Promise<SuppressionsFile>;
  schemasOf(config: ConfigFile): Promise<SchemaFiles>;
}

/** One search a folder. */
function createConfigs(request: LoadRequest): Configs {
  const byFolder = new Map<string, Promise<ConfigFile>>();
  const suppressions = new Map<string, Promise<SuppressionsFile>>();
  const schemas = new Map<string, Promise<SchemaFiles>>();
  return {
    of: (folder) => remember(byFolder, folder, () => configFor(folder, request)),
    suppressionsOf: (folder) => remember(suppressions, folder, () => suppressionsFor(folder, request)),
    schemasOf: (config) => remember(schemas, config.path ?? "", () => schemasFor(config, request)),
  };
}

function remember<T>(known: Map<string, T>, key: string, make: () => T): T {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

async function configFor(folder: string, request: LoadRequest): Promise<ConfigFile> {
  const { config, cwd, schema } = request;
  if (config === false) return { path: undefined, root: cwd, config: {} };
  const found =
    config === undefined ? await findConfig(folder, schema) : await loadConfig(resolve(cwd, config), schema);
  if (isConfigProblem(found)) throw new ConfigError(configMessage(found.path, found.problems));
  return found.path === undefined ? { ...found, root: cwd } : found;
}

async function suppressionsFor(folder: string, request: LoadRequest): Promise<SuppressionsFile> {
  if (request.config === false) return { path: undefined, text: "", entries: [], offsets: [] };
  const names = request.rules.flatMap(({ id, aliases = [] }) => [id, ...aliases]);
  const found = await findSuppressions(folder, new Set(names));
  if (isConfigProblem(found)) throw new ConfigError(configMessage(found.path, found.problems));
  return found;
}

function schemasFor({ root, config }: ConfigFile, request: LoadRequest): Promise<SchemaFiles> {
  const { cwd, schemaFiles = [], schemaProblem } = request;
  const named = [
    ...schemaFiles.map((name) => ({ name, path: resolve(cwd, name) })),
    ...(config.schemaFiles ?? []).map((name) => ({ name, path: resolve(root, name) })),
  ];
  return readSchemaFiles(named, schemaProblem);
}

function configMessage(path: string, problems: readonly string[]): string {
  return `${path} cannot be used:\n${problems.map((problem) => `  ${problem}`).join("\n")}`;
}

/** A file that belongs to a router brings the router's other files along. */
async function groupByRouter(paths: readonly string[], configs: Configs): Promise<ProjectPlan[]> {
  const asked = new Set(paths);
  const taken = new Set<string>();
  const plans: ProjectPlan[] = [];
  for (const path of paths) {
    if (taken.has(path)) continue;
    const config = await configs.of(dirname(path));
    const suppressions = await configs.suppressionsOf(dirname(path));
    const schemas = await configs.schemasOf(config);
    const together = await routerFiles(path, config);
    for (const member of together) taken.add(member);
    plans.push({ config, suppressions, schemas, paths: together, asked });
  }
  return plans;
}

async function routerFiles(path: string, { config, root }: ConfigFile): Promise<readonly string[]> {
  for (const router of config.routers ?? []) {
    const files: string[] = [];
    for (const pattern of router.files) files.push(...(await matchesOf(pattern, root)));
    if (files.includes(path)) return [...new Set(files)];
  }
  return [path];
}

async function matchesOf(pattern: string, root: string): Promise<readonly string[]> {
  const matches = await glob(portablePath(pattern, root), { cwd: root, absolute: true, dot: true });
  return matches.map((match) => resolve(match)).sort();
}
