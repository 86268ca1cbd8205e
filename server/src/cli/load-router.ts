import { resolve } from "node:path";
import {
  ConfigError,
  type LoadRequest,
  type ProjectPlan,
  planProjects,
  readProject,
  type SourceFile,
} from "../project/load-sources.ts";
import { displayPath, portablePath } from "../project/paths.ts";
import type { UnreadFile } from "../project/read-file.ts";
import { type SchemaFiles, schemaFilesProblem } from "../project/schema-files.ts";
import { type Analysis, type AnalysisSettings, configSchema, configuredVersion } from "../service.ts";
import { type CliIo, UsageError } from "./io.ts";
import { lacksVersion, noteNewerVersion } from "./router-options.ts";

/** The options of commands that ask about configurations without linting them. */
export interface RouterFlags {
  readonly rosVersion?: string;
  /** Counts before the header. */
  readonly forcedVersion?: string | undefined;
  /** Extra schema files. */
  readonly schema?: readonly string[];
}

export interface LoadedRouter {
  readonly analysis: Analysis;
  /** All files of the router, in the order of import. */
  readonly members: readonly SourceFile[];
  /** Those among them that were asked for. */
  readonly files: readonly SourceFile[];
}

export interface LoadedRouters {
  readonly routers: readonly LoadedRouter[];
  readonly failures: readonly UnreadFile[];
}

/** Reads files, folders and globs, each with its config and the other files of its router. */
export async function loadRouters(
  paths: readonly string[],
  flags: RouterFlags,
  io: CliIo,
): Promise<LoadedRouters> {
  const service = await io.service();
  const request: LoadRequest = {
    cwd: io.cwd,
    paths,
    config: undefined,
    schema: configSchema(service.rules),
    rules: service.rules,
    schemaFiles: flags.schema ?? [],
    schemaProblem: service.schemaFileProblem,
    ...(paths.includes("-") && { stdin: { bytes: await io.readStdin(), path: resolve(io.cwd, "<stdin>") } }),
  };
  const { plans, failures } = await planned(request, io);
  const routers: LoadedRouter[] = [];
  const unread = [...failures];
  for (const plan of plans) {
    const read = await readProject(plan, request);
    unread.push(...read.failures);
    const { files } = read.project;
    if (files.length > 0)
      routers.push({
        analysis: service.analyse(files, settingsOf(plan, flags)),
        members: files,
        files: files.filter(({ isAsked }) => isAsked),
      });
  }
  const isAsked = routers.some(({ analysis }) => lacksVersion(analysis));
  noteNewerVersion(flags.forcedVersion ?? (isAsked ? flags.rosVersion : undefined), service, io);
  if (routers.length === 0 && unread.length === 0)
    throw new UsageError(`no RouterOS files found in ${paths.join(", ")}`);
  return { routers, failures: unread };
}

/** The router of one file, for commands that ask about one. */
export async function loadRouter(path: string, flags: RouterFlags, io: CliIo): Promise<LoadedRouter> {
  const { routers, failures } = await loadRouters([path], flags, io);
  const [router] = routers;
  const [failure] = failures;
  if (failure) {
    // The one in the folder that was asked for; standard input is called as the user called it.
    const name = path === "-" ? path : displayPath(failure.path, io.cwd);
    throw new UsageError(`${name}: ${failure.problem}`);
  }
  if (!router) throw new UsageError(`no RouterOS file found in ${path}`);
  if (routers.length > 1) throw new UsageError(`${path} holds several routers; name one file`);
  return router;
}

/**
 * What is wrong with config and schema files is wrong use of the command: what a schema file that cannot be read
 * knows must not be reported as unknown.
 */
export async function planned(request: LoadRequest, io: CliIo): ReturnType<typeof planProjects> {
  try {
    const planning = await planProjects(request);
    for (const { path, message } of planning.warnings)
      io.err.write(`warning: ${displayPath(path, io.cwd)}: ${message}\n`);
    for (const { schemas } of planning.plans) requireSchemas(schemas);
    return planning;
  } catch (error) {
    if (error instanceof ConfigError) throw new UsageError(error.message);
    throw error;
  }
}

export function requireSchemas(schemas: SchemaFiles): void {
  const problem = schemaFilesProblem(schemas);
  if (problem !== undefined) throw new UsageError(problem);
}

function settingsOf(plan: ProjectPlan, { rosVersion, forcedVersion }: RouterFlags): AnalysisSettings {
  const { config, root } = plan.config;
  const relativePath = (path: string) => portablePath(path, root);
  const [main] = plan.paths;
  const version =
    rosVersion ?? (main === undefined ? undefined : configuredVersion(config, relativePath(main)));
  return {
    config: { ...config, ...(version !== undefined && { routerosVersion: version }) },
    relativePath,
    schemaExtensions: plan.schemas.files,
    ...(forcedVersion === undefined ? {} : { forcedVersion }),
  };
}
