import type { AnalysisSettings, LanguageService, LintConfig } from "../service.ts";

/** What the server asks of the machine it runs on; absent in a browser, where every file stands alone. */
export interface WorkspaceHost {
  /** The project file's part in how a document is read. */
  projectOf(uri: string, rules: LanguageService["rules"]): Promise<Project>;
  /** URIs of all RouterOS files below a folder. */
  filesIn(folderUri: string): Promise<readonly string[]>;
  /** Undefined when it cannot be read as text. */
  read(uri: string): Promise<string | undefined>;
}

export interface Project {
  readonly config: LintConfig;
  readonly external: NonNullable<AnalysisSettings["external"]>;
  /** A document's path as the config's globs see it. */
  relativePath(uri: string): string;
  /** The router's files in order of import, the document's own among them. */
  readonly members: readonly string[];
  /** Why the project's config could not be used; the editor's settings count alone then. */
  readonly problem?: string;
}

/** The project's words count more than the editor's. */
export function settingsFor(editor: LintConfig, project: Project | undefined): AnalysisSettings {
  if (!project) return { config: editor };
  const rules = { ...editor.rules, ...project.config.rules };
  return {
    config: { ...editor, ...project.config, rules },
    external: project.external,
    relativePath: (path) => project.relativePath(path),
  };
}
