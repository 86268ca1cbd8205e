/** Entry of the server bundle for web workers (vscode.dev). */
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
  ProposedFeatures,
} from "vscode-languageserver/browser";
import { startServer } from "./connection.ts";
import { serverVersion } from "./version.ts";

// Inside a worker the global object is the port; the reader and writer only need its message methods.
const port: unknown = globalThis;
if (isWorkerScope(port)) {
  const connection = createConnection(
    ProposedFeatures.all,
    new BrowserMessageReader(port),
    new BrowserMessageWriter(port),
  );
  startServer(connection, { version: serverVersion() });
}

type Port = ConstructorParameters<typeof BrowserMessageReader>[0];

function isWorkerScope(scope: unknown): scope is Port {
  return typeof scope === "object" && scope !== null && "postMessage" in scope;
}
