import { dirname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { discoverFiles } from "../project/discover-files.ts";
import { ConfigError, planProjects } from "../project/load-sources.ts";
import { portablePath } from "../project/paths.ts";
import { isUnread, readSource } from "../project/read-file.ts";
import { configSchema } from "../service.ts";
import type { Project, WorkspaceHost } from "./host.ts";

/** The file system, for documents with a `file:` address; others stand alone. */
export function createNodeHost(): WorkspaceHost {
  return {
    async projectOf(uri, rules) {
      const path = pathOf(uri);
      if (path === undefined) return aloneIn(uri);
      try {
        return await projectAt(path, uri, configSchema(rules));
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

async function projectAt(
  path: string,
  uri: string,
  schema: ReturnType<typeof configSchema>,
): Promise<Project> {
  const { plans } = await planProjects({ cwd: dirname(path), paths: [path], config: undefined, schema });
  const [plan] = plans;
  if (!plan) return aloneIn(uri);
  const { config, root } = plan.config;
  return {
    config,
    external: plan.suppressions.entries,
    relativePath: (each) => portablePath(pathOf(each) ?? each, root),
    // The editor's own spelling of the address stays, so that diagnostics find their document.
    members: plan.paths.map((member) =>
      resolve(member) === resolve(path) ? uri : pathToFileURL(member).href,
    ),
  };
}

function aloneIn(uri: string): Project {
  return { config: {}, external: [], relativePath: (path) => path, members: [uri] };
}

function pathOf(uri: string): string | undefined {
  try {
    return uri.startsWith("file:") ? fileURLToPath(uri) : undefined;
  } catch {
    return undefined;
  }
}
