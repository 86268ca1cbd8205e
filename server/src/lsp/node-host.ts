import { dirname, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { discoverFiles } from "../project/discover-files.ts";
import { ConfigError, planProjects } from "../project/load-sources.ts";
import { portablePath } from "../project/paths.ts";
import { isUnread, readSource } from "../project/read-file.ts";
import { schemaFilesProblem } from "../project/schema-files.ts";
import { configSchema } from "../service.ts";
import type { Project, ProjectRequest, WorkspaceHost } from "./host.ts";

/** The file system, for documents with a `file:` address; others stand alone. */
export function createNodeHost(): WorkspaceHost {
  return {
    async projectOf(uri, request) {
      const path = pathOf(uri);
      if (path === undefined) return aloneIn(uri);
      try {
        return await projectAt(path, uri, request);
      } catch (error) {
        const problem =
          error instanceof ConfigError || error instanceof Error ? error.message : String(error);
        return { ...aloneIn(uri), problem };
      }
    },
    async filesIn(folderUri) {
      const folder = pathOf(folderUri);
      if (folder === undefined) return [];
      const { files } = await discoverFiles([folder], { cwd: folder });
      return files.map((file) => pathToFileURL(file).href);
    },
    async read(uri) {
      const path = pathOf(uri);
      const read = path === undefined ? undefined : await readSource(path);
      return read === undefined || isUnread(read) ? undefined : read.text;
    },
  };
}

async function projectAt(path: string, uri: string, request: ProjectRequest): Promise<Project> {
  const { service, schemaFiles, folders } = request;
  const folder = folderAround(path, folders);
  const { plans } = await planProjects({
    cwd: dirname(path),
    paths: [path],
    config: undefined,
    schema: configSchema(service.rules),
    rules: service.rules,
    schemaFiles: schemaFiles.map((name) => resolve(folder, name)),
    schemaProblem: service.schemaFileProblem,
  });
  const [plan] = plans;
  if (!plan) return aloneIn(uri);
  const { config, path: configPath, root } = plan.config;
  const problem = schemaFilesProblem(plan.schemas);
  return {
    ...(configPath === undefined ? {} : { configPath }),
    config,
    external: plan.suppressions.entries,
    schemaExtensions: plan.schemas.files,
    ...(problem === undefined ? {} : { problem }),
    relativePath: (each) => portablePath(pathOf(each) ?? each, root),
    // The editor's own spelling of the address stays, so that diagnostics find their document.
    members: plan.paths.map((member) =>
      resolve(member) === resolve(path) ? uri : pathToFileURL(member).href,
    ),
  };
}

function aloneIn(uri: string): Project {
  return { config: {}, external: [], schemaExtensions: [], relativePath: (path) => path, members: [uri] };
}

/** The folder of the workspace that a file lies in, else the workspace's first one. */
function folderAround(path: string, folders: readonly string[]): string {
  const paths = folders.map(pathOf).filter((folder) => folder !== undefined);
  const around = paths.find((folder) => resolve(path).startsWith(`${resolve(folder)}${sep}`));
  return around ?? paths[0] ?? dirname(path);
}

function pathOf(uri: string): string | undefined {
  try {
    return uri.startsWith("file:") ? fileURLToPath(uri) : undefined;
  } catch {
    return undefined;
  }
}
