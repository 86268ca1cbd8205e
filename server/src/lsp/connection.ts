import {
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
} from "vscode-languageserver";
import { CAPABILITIES, profileOf } from "./capabilities.ts";
import { registerFeatures } from "./feature-handlers.ts";
import { registerOwnRequests } from "./own-handlers.ts";
import { loadProject } from "./projects.ts";
import { createPublisher, type Publisher } from "./publisher.ts";
import { refresh } from "./refresh.ts";
import { createSession, type ServerOptions, type Session } from "./session.ts";
import { readSettings } from "./settings.ts";
import { registerVersionRequest } from "./version-request.ts";
import { registerWorkspaceSymbols } from "./workspace-symbols.ts";

export type { ServerOptions } from "./session.ts";

const DEBOUNCE_MS = 150;

/** Serves one client over a connection that the caller has made (stdio, IPC, worker, stream) until it closes. */
export function startServer(connection: Connection, options: ServerOptions): void {
  const session = createSession(connection, options);
  const publisher = createPublisher(session, options.debounceMs ?? DEBOUNCE_MS);
  connection.onInitialize((params: InitializeParams) => {
    session.profile = profileOf(params);
    session.folders = foldersOf(params);
    const given: unknown = params.initializationOptions;
    const settings =
      typeof given === "object" && given !== null && "settings" in given ? given.settings : undefined;
    session.settings = readSettings(settings, session.service.rules);
    return { capabilities: CAPABILITIES, serverInfo: { name: "rsclint", version: options.version } };
  });
  connection.onInitialized(() => {
    registerWithClient(session);
    reconfigure(session, publisher, undefined);
  });
  connection.onDidChangeConfiguration(({ settings }) => reconfigure(session, publisher, settings));
  registerDocuments(session, publisher);
  registerFeatures(session);
  registerOwnRequests(session);
  registerVersionRequest(session, publisher);
  const workspaceSymbols = registerWorkspaceSymbols(session);
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri, type } of changes) workspaceSymbols.changed(uri, type);
    if (changes.some(({ uri }) => /\.rsclint|\/package\.json$|\.schema$/.test(uri)))
      reloadProjects(session, publisher);
  });
  connection.onShutdown(() => publisher.dispose());
  connection.listen();
}

function foldersOf({ workspaceFolders, rootUri }: InitializeParams): readonly string[] {
  if (workspaceFolders) return workspaceFolders.map(({ uri }) => uri);
  return rootUri ? [rootUri] : [];
}

const WATCHED = [
  ...["**/*.rsc", "**/.rsclintrc.{json,yaml,yml}", "**/.rsclint-suppressions.yaml"],
  // Extra schema files may have any name; this is the one that they get.
  "**/*.schema",
];

function registerWithClient({ connection, profile, log, host }: Session): void {
  if (profile.canRegisterConfiguration) {
    connection.client
      .register(DidChangeConfigurationNotification.type, { section: "rsclint" })
      .catch((error: unknown) => log("registering for settings", error));
  }
  if (profile.canRegisterWatchers && host) {
    connection.client
      .register(DidChangeWatchedFilesNotification.type, {
        watchers: WATCHED.map((globPattern) => ({ globPattern })),
      })
      .catch((error: unknown) => log("registering for files", error));
  }
}

function registerDocuments(session: Session, publisher: Publisher): void {
  const { connection, documents } = session;
  const guarded = (name: string, run: () => void) => {
    try {
      run();
    } catch (error) {
      session.log(name, error);
    }
  };
  connection.onDidOpenTextDocument(({ textDocument: { uri, version, text } }) =>
    guarded("didOpen", () => {
      documents.open(uri, version, text, { config: session.settings.config });
      loadProject(session, uri)
        .then(() => publisher.planAll(uri, 0))
        .catch((error: unknown) => session.log("reading the project", error));
    }),
  );
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) =>
    guarded("didChange", () => {
      if (documents.change(uri, version, contentChanges)) publisher.plan(uri);
    }),
  );
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) =>
    guarded("didClose", () => {
      documents.close(uri);
      session.projects.delete(uri);
      session.chosenVersions.delete(uri);
      publisher.clear(uri);
    }),
  );
}

/** Fetches `rsclint.*`, or reads what the client pushed, and reads every open file anew. */
function reconfigure(session: Session, publisher: Publisher, pushed: unknown): void {
  const apply = (given: unknown) => {
    session.settings = readSettings(given, session.service.rules);
    for (const problem of session.settings.problems) session.tell(`settings: ${problem}`);
    reloadProjects(session, publisher);
  };
  if (session.profile.supportsConfiguration) {
    session.connection.workspace
      .getConfiguration("rsclint")
      .then(apply)
      .catch((error: unknown) => session.log("reading settings", error));
  } else if (typeof pushed === "object" && pushed !== null) {
    apply("rsclint" in pushed ? pushed.rsclint : pushed);
  }
}

function reloadProjects(session: Session, publisher: Publisher): void {
  const uris = session.documents.all().map(({ uri }) => uri);
  Promise.all(uris.map((uri) => loadProject(session, uri)))
    .then(() => {
      for (const uri of uris) publisher.planAll(uri, 0);
      refresh(session);
    })
    .catch((error: unknown) => session.log("reading the project", error));
}
