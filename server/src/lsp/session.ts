import { type CancellationToken, type Connection, LSPErrorCodes, ResponseError } from "vscode-languageserver";
import { MIGRATE_TITLE } from "../protocol.ts";
import {
  createLanguageService,
  type EditorWords,
  type LanguageService,
  type MigrationProvider,
} from "../service.ts";
import { type ClientProfile, profileOf } from "./capabilities.ts";
import { Documents } from "./documents.ts";
import type { Project, WorkspaceHost } from "./host.ts";
import { readSettings, type ServerSettings } from "./settings.ts";

export interface ServerOptions {
  readonly version: string;
  readonly migrations?: MigrationProvider;
  /** Where the rules' pages lie, for links. */
  readonly docsUrl?: string;
  /** The machine's files: project configs, a router's other files, workspace symbols. */
  readonly host?: WorkspaceHost;
  /** Milliseconds without typing before a file is linted; tests shorten it. */
  readonly debounceMs?: number;
}

/** What the handlers share; `profile` and `settings` are known after the client has said them. */
export interface Session {
  readonly connection: Connection;
  readonly service: LanguageService;
  readonly documents: Documents;
  readonly host: WorkspaceHost | undefined;
  /** Projects of open documents, as last read. */
  readonly projects: Map<string, Project>;
  /** Versions that the user picked for single documents; they count before header and settings. */
  readonly chosenVersions: Map<string, string>;
  profile: ClientProfile;
  settings: ServerSettings;
  folders: readonly string[];
  /** Runs a handler: a cancelled request is answered as such, an error is logged and answered with `otherwise`. */
  answer<T>(name: string, token: CancellationToken, otherwise: T, compute: () => T): T | ResponseError<void>;
  log(what: string, error: unknown): void;
  /** Says to the user what of the settings or the project cannot be used; each thing once. */
  tell(problem: string): void;
}

/** What our own client calls things; others are told the commands of a terminal. */
export function wordsOf({ profile }: Session): EditorWords {
  return profile.isOurClient ? { migrateTitle: MIGRATE_TITLE } : {};
}

export function createSession(connection: Connection, options: ServerOptions): Session {
  const service = createLanguageService({
    ...(options.migrations === undefined ? {} : { migrations: options.migrations }),
    ...(options.docsUrl === undefined ? {} : { docsUrl: options.docsUrl }),
  });
  const log = (what: string, error: unknown) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    connection.console.error(`${what} failed: ${text}`);
  };
  const told = new Set<string>();
  return {
    connection,
    service,
    documents: new Documents(service),
    host: options.host,
    projects: new Map(),
    chosenVersions: new Map(),
    profile: profileOf({ capabilities: {}, processId: null, rootUri: null }),
    settings: readSettings(undefined, service.rules),
    folders: [],
    log,
    tell(problem) {
      connection.console.error(problem);
      if (!told.has(problem)) connection.window.showWarningMessage(`rsclint: ${problem}`);
      told.add(problem);
    },
    answer(name, token, otherwise, compute) {
      if (token.isCancellationRequested)
        return new ResponseError(LSPErrorCodes.RequestCancelled, "cancelled");
      try {
        return compute();
      } catch (error) {
        log(name, error);
        return otherwise;
      }
    },
  };
}
