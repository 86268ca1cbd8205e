import { type CancellationToken, FileChangeType, LSPErrorCodes, ResponseError } from "vscode-languageserver";
import type { Session } from "./session.ts";
import { createWorkspaceIndex, type WorkspaceIndex } from "./workspace-index.ts";

export interface WorkspaceSymbolHandler {
  changed(uri: string, type: FileChangeType): void;
}

/** Symbols of open documents and, where there is a file system, of the workspace's other files. */
export function registerWorkspaceSymbols(session: Session): WorkspaceSymbolHandler {
  const { connection, documents, service } = session;
  let index: WorkspaceIndex | undefined;
  connection.onWorkspaceSymbol(async ({ query }, token) => {
    try {
      if (session.host && session.folders.length > 0) {
        index ??= createWorkspaceIndex(service, session.host, session.folders);
        await refreshWithProgress(session, index, token);
      }
      if (token.isCancellationRequested)
        return new ResponseError(LSPErrorCodes.RequestCancelled, "cancelled");
      const open = documents.all().flatMap(({ analysis, uri }) => service.symbolsOf(analysis, uri));
      const others = index?.symbols((uri) => documents.get(uri) !== undefined) ?? [];
      return service.matchSymbols([...open, ...others], query);
    } catch (error) {
      session.log("workspaceSymbol", error);
      return null;
    }
  });
  return {
    changed(uri, type) {
      index?.forget(uri);
      if (type !== FileChangeType.Changed) index?.invalidate();
    },
  };
}

async function refreshWithProgress(
  { connection, profile }: Session,
  index: WorkspaceIndex,
  token: CancellationToken,
): Promise<void> {
  if (!profile.canShowProgress)
    return index.refresh(
      () => undefined,
      () => token.isCancellationRequested,
    );
  const progress = await connection.window.createWorkDoneProgress();
  let isShown = false;
  try {
    await index.refresh(
      (done, all) => {
        if (!isShown) progress.begin("Reading RouterOS files", 0, undefined, false);
        isShown = true;
        progress.report(Math.round((done / all) * 100), `${done}/${all}`);
      },
      () => token.isCancellationRequested,
    );
  } finally {
    if (isShown) progress.done();
  }
}
