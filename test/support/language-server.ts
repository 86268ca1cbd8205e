import { PassThrough } from "node:stream";
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-jsonrpc/node";
import type { Diagnostic, InitializeResult } from "vscode-languageserver";
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { type ServerOptions, startServer } from "../../server/src/lsp/connection.ts";

/** A client that speaks to a server in the same process over two streams. */
export interface TestClient {
  readonly connection: MessageConnection;
  readonly initialized: InitializeResult;
  open(uri: string, text: string): Promise<Published>;
  change(uri: string, version: number, changes: readonly unknown[]): Promise<Published>;
  /** The next diagnostics of a file; with `version` those of exactly that one. */
  nextDiagnostics(uri: string, version?: number): Promise<Published>;
  /** What was last published, by file. */
  readonly published: ReadonlyMap<string, Published>;
  /** Messages shown to the user. */
  readonly shown: readonly string[];
  /** Everything the server wrote to its log as an error. */
  readonly errors: readonly string[];
  /** The same of warnings. */
  readonly warnings: readonly string[];
  stop(): Promise<void>;
}

export interface Published {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: readonly Diagnostic[];
}

export interface ClientSetup {
  readonly capabilities?: unknown;
  readonly initializationOptions?: unknown;
  /** Answer to workspace/configuration. */
  readonly settings?: unknown;
  readonly rootUri?: string;
  readonly server?: Partial<ServerOptions>;
}

export async function startClient(setup: ClientSetup = {}): Promise<TestClient> {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const server = createConnection(
    ProposedFeatures.all,
    new StreamMessageReader(toServer),
    new StreamMessageWriter(toClient),
  );
  startServer(server, { version: "test", debounceMs: 5, ...setup.server });
  const connection = createMessageConnection(
    new StreamMessageReader(toClient),
    new StreamMessageWriter(toServer),
  );
  const waiting: { matches(found: Published): boolean; resolve(found: Published): void }[] = [];
  const errors: string[] = [];
  const warnings: string[] = [];
  const published = new Map<string, Published>();
  const shown: string[] = [];
  connection.onNotification("textDocument/publishDiagnostics", (found: Published) => {
    published.set(found.uri, found);
    for (const wait of waiting.filter((each) => each.matches(found))) {
      waiting.splice(waiting.indexOf(wait), 1);
      wait.resolve(found);
    }
  });
  connection.onNotification("window/logMessage", ({ type, message }: { type: number; message: string }) => {
    if (type === 1) errors.push(message);
    if (type === 2) warnings.push(message);
  });
  connection.onRequest("window/showMessageRequest", ({ message }: { message: string }) => {
    shown.push(message);
    return null;
  });
  connection.onRequest("workspace/configuration", () => [setup.settings ?? null]);
  connection.onRequest("client/registerCapability", () => null);
  connection.listen();
  const initialized: InitializeResult = await connection.sendRequest("initialize", {
    processId: null,
    rootUri: setup.rootUri ?? null,
    capabilities: setup.capabilities ?? {},
    initializationOptions: setup.initializationOptions,
  });
  await connection.sendNotification("initialized", {});
  const nextDiagnostics = (uri: string, version?: number) =>
    new Promise<Published>((resolve) => {
      const matches = (found: Published) =>
        found.uri === uri && (version === undefined || found.version === version);
      waiting.push({ matches, resolve });
    });
  return {
    connection,
    initialized,
    errors,
    warnings,
    published,
    shown,
    nextDiagnostics,
    async open(uri, text) {
      const found = nextDiagnostics(uri, 1);
      await connection.sendNotification("textDocument/didOpen", {
        textDocument: { uri, languageId: "routeros", version: 1, text },
      });
      return found;
    },
    async change(uri, version, contentChanges) {
      const found = nextDiagnostics(uri, version);
      await connection.sendNotification("textDocument/didChange", {
        textDocument: { uri, version },
        contentChanges,
      });
      return found;
    },
    async stop() {
      await connection.sendRequest("shutdown");
      connection.dispose();
      server.dispose();
    },
  };
}
