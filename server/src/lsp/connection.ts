import {
  type CancellationToken,
  type Connection,
  DidChangeConfigurationNotification,
  ErrorCodes,
  type InitializeParams,
  LSPErrorCodes,
  ResponseError,
} from "vscode-languageserver";
import { createLanguageService, type LanguageService, type MigrationProvider } from "../service.ts";
import { CAPABILITIES, type ClientProfile, profileOf } from "./capabilities.ts";
import { Documents, type OpenDocument } from "./documents.ts";
import { registerFeatures } from "./feature-handlers.ts";
import { registerOwnRequests } from "./own-handlers.ts";
import { createScheduler, runInSlices, type Scheduler } from "./scheduler.ts";
import { readSettings, type ServerSettings } from "./settings.ts";

export interface ServerOptions {
  readonly version: string;
  readonly migrations?: MigrationProvider;
  /** Where the rules' pages lie, for links. */
  readonly docsUrl?: string;
  /** Milliseconds without typing before a file is linted; tests shorten it. */
  readonly debounceMs?: number;
}

/** What the handlers share; `profile` and `settings` are known after the client has said them. */
export interface Session {
  readonly connection: Connection;
  readonly service: LanguageService;
  readonly documents: Documents;
  profile: ClientProfile;
  settings: ServerSettings;
  /** Runs a handler: a cancelled request is answered as such, an error is logged and answered with `otherwise`. */
  answer<T>(name: string, token: CancellationToken, otherwise: T, compute: () => T): T | ResponseError<void>;
  log(what: string, error: unknown): void;
}

const DEBOUNCE_MS = 150;
/** How long one slice of linting may hold back requests. */
const SLICE_MS = 15;

/** Serves one client over a connection that the caller has made (stdio, IPC, worker, stream) until it closes. */
export function startServer(connection: Connection, options: ServerOptions): void {
  const session = createSession(connection, options);
  const scheduler = createScheduler((error) => session.log("diagnostics", error));
  const planDiagnostics = (document: OpenDocument, delay: number) =>
    scheduler.plan(document.uri, delay, (isStale) => publish(session, document.uri, isStale));

  connection.onInitialize((params: InitializeParams) => {
    session.profile = profileOf(params);
    const given: unknown = params.initializationOptions;
    const settings = typeof given === "object" && given !== null && "settings" in given ? given.settings : undefined;
    session.settings = readSettings(settings);
    return { capabilities: CAPABILITIES, serverInfo: { name: "rsclint", version: options.version } };
  });
  connection.onInitialized(() => {
    if (session.profile.canRegisterConfiguration) {
      connection.client
        .register(DidChangeConfigurationNotification.type, { section: "rsclint" })
        .catch((error: unknown) => session.log("registering for settings", error));
    }
    reconfigure(session, planDiagnostics, undefined);
  });
  connection.onDidChangeConfiguration(({ settings }) => reconfigure(session, planDiagnostics, settings));
  registerDocuments(session, scheduler, planDiagnostics, options.debounceMs ?? DEBOUNCE_MS);
  registerFeatures(session);
  registerOwnRequests(session);
  connection.onShutdown(() => scheduler.dispose());
  connection.listen();
}

function createSession(connection: Connection, options: ServerOptions): Session {
  const service = createLanguageService({
    ...(options.migrations === undefined ? {} : { migrations: options.migrations }),
    ...(options.docsUrl === undefined ? {} : { docsUrl: options.docsUrl }),
  });
  const log = (what: string, error: unknown) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    connection.console.error(`${what} failed: ${text}`);
  };
  return {
    connection,
    service,
    documents: new Documents(service),
    profile: profileOf({ capabilities: {}, processId: null, rootUri: null }),
    settings: readSettings(undefined),
    log,
    answer(name, token, otherwise, compute) {
      if (token.isCancellationRequested) return new ResponseError(LSPErrorCodes.RequestCancelled, "cancelled");
      try {
        return compute();
      } catch (error) {
        log(name, error);
        return otherwise;
      }
    },
  };
}

type PlanDiagnostics = (document: OpenDocument, delay: number) => void;

function registerDocuments(
  session: Session,
  scheduler: Scheduler,
  planDiagnostics: PlanDiagnostics,
  debounceMs: number,
): void {
  const { connection, documents } = session;
  const guarded = (name: string, run: () => void) => {
    try {
      run();
    } catch (error) {
      session.log(name, error);
    }
  };
  connection.onDidOpenTextDocument(({ textDocument: { uri, version, text } }) =>
    guarded("didOpen", () => planDiagnostics(documents.open(uri, version, text, session.settings.analysis), 0)),
  );
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) =>
    guarded("didChange", () => {
      const document = documents.change(uri, version, contentChanges);
      if (document) planDiagnostics(document, debounceMs);
    }),
  );
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) =>
    guarded("didClose", () => {
      scheduler.cancel(uri);
      documents.close(uri);
      sendDiagnostics(session, uri, undefined, []);
    }),
  );
}

/** Lints the newest state in slices; stops as soon as a newer one is planned. */
async function publish(session: Session, uri: string, isStale: () => boolean): Promise<void> {
  const document = session.documents.get(uri);
  if (!document || isStale()) return;
  const done = await runInSlices(document.analysis.lintSteps(), isStale, SLICE_MS);
  if (done === undefined || isStale()) return;
  const { maxFindings } = session.settings;
  const found = session.service.diagnostics(document.analysis, uri, { maxFindings });
  sendDiagnostics(session, uri, document.version, found);
}

function sendDiagnostics(
  session: Session,
  uri: string,
  version: number | undefined,
  diagnostics: ReturnType<LanguageService["diagnostics"]>,
): void {
  session.connection
    .sendDiagnostics({ uri, diagnostics, ...(version === undefined ? {} : { version }) })
    .catch((error: unknown) => session.log("publishDiagnostics", error));
}

/** Fetches `rsclint.*`, or reads what the client pushed, and lints every open file anew. */
function reconfigure(session: Session, planDiagnostics: PlanDiagnostics, pushed: unknown): void {
  const apply = (given: unknown) => {
    session.settings = readSettings(given);
    session.documents.configure(() => session.settings.analysis);
    for (const document of session.documents.all()) planDiagnostics(document, 0);
    refresh(session);
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

function refresh({ connection, profile, log }: Session): void {
  const failed = (error: unknown) => log("refresh", error);
  if (profile.canRefreshHints) connection.languages.inlayHint.refresh().catch(failed);
  if (profile.canRefreshLenses) connection.sendRequest("workspace/codeLens/refresh").catch(failed);
  if (profile.canRefreshTokens) connection.languages.semanticTokens.refresh().catch(failed);
}

/** For requests about files that are not open. */
export function unknownDocument(uri: string): ResponseError<void> {
  return new ResponseError(ErrorCodes.InvalidParams, `not open: ${uri}`);
}
