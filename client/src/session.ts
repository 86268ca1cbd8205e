import { type ExtensionContext, type LogOutputChannel, window, workspace } from "vscode";
import type { BaseLanguageClient, LanguageClientOptions } from "vscode-languageclient";
import { registerFixAll } from "./commands/fix-all.ts";
import { registerMakeSchema } from "./commands/make-schema.ts";
import { registerMigrate } from "./commands/migrate.ts";
import { registerRestartServer } from "./commands/restart-server.ts";
import { registerSetVersion } from "./commands/set-version.ts";
import { registerShowGraph } from "./commands/show-graph.ts";
import { registerShowOutput } from "./commands/show-output.ts";
import { registerShowReferences } from "./commands/show-references.ts";
import { registerTrace } from "./commands/trace.ts";
import { registerUpgradeCheck } from "./commands/upgrade-check.ts";
import { registerWhoReaches } from "./commands/who-reaches.ts";
import { isOwnFile } from "./is-own-file.ts";
import { keepLanguages } from "./keep-languages.ts";
import { looksLikeRascal } from "./looks-like-rascal.ts";
import { createReports } from "./views/reports.ts";
import { showVersionStatus } from "./views/version-status.ts";

export interface Session {
  stop(): Promise<void>;
}

/**
 * Everything that the desktop and the browser have in common.
 * A server that does not start is told to the user and leaves highlighting and the restart command alive.
 */
export async function startSession(
  context: ExtensionContext,
  createClient: (options: LanguageClientOptions) => BaseLanguageClient,
): Promise<Session> {
  const log = window.createOutputChannel("RouterOS (rsclint)", { log: true });
  const configFiles = workspace.createFileSystemWatcher("**/.rsclintrc{,.json,.yaml,.yml}");
  const client = createClient({
    documentSelector: [{ language: "routeros" }],
    outputChannel: log,
    // Says that the commands of protocol.ts exist here, so that the server may name them.
    initializationOptions: { rsclintClient: true },
    synchronize: { fileEvents: configFiles },
    middleware: {
      // `keepLanguages` is about to take it away again; the server need not judge it meanwhile.
      didOpen: (document, next) => (looksLikeRascal(document.getText()) ? Promise.resolve() : next(document)),
      handleDiagnostics: (uri, diagnostics, next) => next(uri, isOwnFile(uri) ? diagnostics : []),
    },
  });
  const reports = createReports();
  const versionStatus = showVersionStatus(client);
  context.subscriptions.push(
    log,
    configFiles,
    keepLanguages(),
    registerFixAll(),
    registerMakeSchema(client),
    registerMigrate(client),
    registerRestartServer(client, log),
    registerShowOutput(log),
    registerShowReferences(client),
    registerSetVersion(client, () => versionStatus.update()),
    registerShowGraph(client),
    registerTrace(client, reports),
    registerUpgradeCheck(client, reports),
    registerWhoReaches(client, reports),
    reports,
    versionStatus,
  );
  await startClient(client, log);
  return { stop: () => (client.needsStop() ? client.stop() : Promise.resolve()) };
}

async function startClient(client: BaseLanguageClient, log: LogOutputChannel): Promise<void> {
  try {
    await client.start();
  } catch (error) {
    log.error("The language server did not start.", String(error));
  }
}
