import {
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { startServer } from "./connection.ts";
import { createNodeHost } from "./node-host.ts";
import { serverVersion } from "./version.ts";

/** The server on standard input and output, whatever the arguments: `rsclint lsp --stdio`. */
export function serveStdio(): void {
  const reader = new StreamMessageReader(process.stdin);
  const writer = new StreamMessageWriter(process.stdout);
  const connection = createConnection(ProposedFeatures.all, reader, writer);
  startServer(connection, { version: serverVersion(), host: createNodeHost() });
}
