import type { AnalysisSettings, LanguageService, LintConfig } from "../service.ts";

/** What the server asks of the machine it runs on; absent in a browser, where every file stands alone. */
export interface WorkspaceHost {
  /** The project file's part in how a document is read. */
  projectOf(uri: string, request: ProjectRequest): Promise<Project>;
  /** URIs of all RouterOS files below a folder. */
  filesIn(folderUri: string): Promise<readonly string[]>;
  /** Undefined when it cannot be read as text. */
  read(uri: string): Promise<string | undefined>;
}

export interface ProjectRequest {
  readonly service: LanguageService;
  /** The editor's own extra schema files, absolute or relative to the workspace's folder. */
  readonly schemaFiles: readonly string[];
  /** URIs of the workspace's folders. */
  readonly folders: readonly string[];
}

export interface Project {
  /** Undefined when there is no project file. */
  readonly configPath?: string;
  readonly config: LintConfig;
  readonly external: NonNullable<AnalysisSettings["external"]>;
  readonly schemaExtensions: NonNullable<AnalysisSettings["schemaExtensions"]>;
  /** A document's path as the config's globs see it. */
  relativePath(uri: string): string;
  /** The router's files in order of import, the document's own among them. */
  readonly members: readonly string[];
  /** Why the project's config, or a schema file, could not be used; the rest counts without it. */
  readonly problem?: string;
}

/** The project's words count more than the editor's. */
export function settingsFor(editor: LintConfig, project: Project | undefined): AnalysisSettings {
  if (!project) return { config: editor };
  const rules = { ...editor.rules, ...project.config.rules };
  return {
    config: { ...editor, ...project.config, rules },
    external: project.external,
    schemaExtensions: project.schemaExtensions,
    relativePath: (path) => project.relativePath(path),
  };
}
