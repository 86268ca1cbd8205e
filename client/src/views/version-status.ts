import { Disposable, StatusBarAlignment, type TextDocument, ThemeColor, window, workspace } from "vscode";
import { type BaseLanguageClient, State } from "vscode-languageclient";
import { COMMANDS, FILE_INFO, type FileInfo, type FileParams } from "../../../server/src/protocol.ts";

export interface VersionStatus extends Disposable {
  update(): Promise<void>;
}

/** Shows which RouterOS version the active file is read as and how that is known; a click changes it. */
export function showVersionStatus(client: BaseLanguageClient): VersionStatus {
  const item = window.createStatusBarItem("rsclint.version", StatusBarAlignment.Right, 100.5);
  item.name = "RouterOS version";
  const show = (text: string, tooltip: string, command: string): void => {
    Object.assign(item, { text, tooltip, command });
    item.accessibilityInformation = { label: `${text.replace(/\$\([^)]*\)\s*/, "")}, ${tooltip}` };
    item.backgroundColor =
      command === COMMANDS.restart ? new ThemeColor("statusBarItem.errorBackground") : undefined;
  };
  const update = async (): Promise<void> => {
    const document = window.activeTextEditor?.document;
    if (document?.languageId !== "routeros") return item.hide();
    item.show();
    if (!client.isRunning()) return;
    const info = await askFileInfo(client, document);
    // Another file may have come to the front while the server was thinking.
    if (window.activeTextEditor?.document === document)
      show(versionText(info), versionDetail(info), COMMANDS.setVersion);
  };
  const onState = (state: State): void => {
    if (state === State.Starting)
      show("$(loading~spin) RouterOS", "language server is starting", COMMANDS.showOutput);
    if (state === State.Stopped)
      show("$(error) RouterOS", "language server stopped; click to restart", COMMANDS.restart);
    void update();
  };
  onState(client.state);
  const subscriptions = Disposable.from(
    item,
    client.onDidChangeState((change) => onState(change.newState)),
    window.onDidChangeActiveTextEditor(() => void update()),
    workspace.onDidOpenTextDocument(() => void update()),
    workspace.onDidChangeConfiguration((change) => {
      // The server reads its settings first.
      if (change.affectsConfiguration("rsclint.routerosVersion")) setTimeout(() => void update(), 300);
    }),
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      // Only the header at the top of a file names its version.
      const touchesHeader = contentChanges.some((change) => change.range.start.line < 10);
      if (touchesHeader && document === window.activeTextEditor?.document) void update();
    }),
  );
  return { update, dispose: () => subscriptions.dispose() };
}

async function askFileInfo(client: BaseLanguageClient, document: TextDocument): Promise<FileInfo | null> {
  const uri = client.code2ProtocolConverter.asUri(document.uri);
  try {
    return await client.sendRequest<FileInfo | null>(FILE_INFO, { uri } satisfies FileParams);
  } catch {
    return null;
  }
}

function versionText(info: FileInfo | null): string {
  if (info?.version === undefined) return "RouterOS: any version";
  const marks = { header: "", setting: " (setting)", chosen: " (chosen)", none: "" };
  return `RouterOS ${info.version}${marks[info.versionFrom]}`;
}

function versionDetail(info: FileInfo | null): string {
  if (info === null || info.versionFrom === "none")
    return "No export header and no setting name the version: facts of all versions are used. Click to choose one.";
  const header = info.headerVersion;
  const sources = {
    header: "as its export header says",
    setting: "as the settings say",
    chosen:
      header === undefined ? "as chosen for this file" : `as chosen for this file; its header says ${header}`,
  };
  const board = info.boardModel === undefined ? "" : `, ${info.boardModel}`;
  return `Read as RouterOS ${info.version}${board}, ${sources[info.versionFrom]}. ${info.kindReason}`;
}
