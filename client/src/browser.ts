/// <reference lib="webworker" />
import { type ExtensionContext, Uri } from "vscode";
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  LanguageClient,
  type MessageTransports,
} from "vscode-languageclient/browser";
import { type Session, startSession } from "./session.ts";

let session: Session | undefined;

/** Entry of the extension in the browser (vscode.dev): the server is a web worker. */
export async function activate(context: ExtensionContext): Promise<void> {
  const script = Uri.joinPath(context.extensionUri, "dist", "browser", "server.js").toString(true);
  const startWorker = workerStarter(script);
  context.subscriptions.push({ dispose: () => startWorker.worker?.terminate() });
  session = await startSession(
    context,
    (options) => new LanguageClient("rsclint", "RouterOS (rsclint)", () => startWorker.start(), options),
  );
}

export async function deactivate(): Promise<void> {
  await session?.stop();
}

interface WorkerStarter {
  worker?: Worker;
  start(): Promise<MessageTransports>;
}

/**
 * A restart ends the old worker. The client gets the channels, not the worker: the extension host replaces
 * the global `Worker`, so that the client's own `instanceof` test of a worker fails (VS Code 1.139).
 */
function workerStarter(script: string): WorkerStarter {
  const starter: WorkerStarter = {
    start: async () => {
      starter.worker?.terminate();
      const worker = new Worker(script, { name: "rsclint" });
      starter.worker = worker;
      return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
    },
  };
  return starter;
}
