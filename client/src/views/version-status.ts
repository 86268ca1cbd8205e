import { Disposable, LanguageStatusSeverity, languages, type TextDocument, window, workspace } from "vscode";
import { type BaseLanguageClient, State } from "vscode-languageclient";
import { COMMANDS, FILE_INFO, type FileInfo, type FileParams } from "../../../server/src/protocol.ts";

/** Shows which RouterOS version the active file is judged by, and whether the server runs. */
export function showVersionStatus(client: BaseLanguageClient): Disposable {
  const item = languages.createLanguageStatusItem("rsclint.version", { language: "routeros" });
  item.name = "RouterOS version";
  item.text = "RouterOS";

  const show = (text: string, detail: string, severity = LanguageStatusSeverity.Information): void => {
    item.text = text;
    item.detail = detail;
    item.severity = severity;
  };
  const update = async (): Promise<void> => {
    const document = window.activeTextEditor?.document;
    if (document?.languageId !== "routeros" || !client.isRunning()) return;
    const info = await askFileInfo(client, document);
    // Another file may have come to the front while the server was thinking.
    if (window.activeTextEditor?.document === document) show(versionText(info), versionDetail(info));
  };
  const onState = (state: State): void => {
    item.busy = state === State.Starting;
    if (state === State.Running) void update();
    if (state === State.Stopped) {
      show("RouterOS", "language server stopped", LanguageStatusSeverity.Error);
      item.command = { title: "Restart", command: COMMANDS.restart };
    } else item.command = undefined;
  };
  return Disposable.from(
    item,
    client.onDidChangeState((change) => onState(change.newState)),
    window.onDidChangeActiveTextEditor(() => void update()),
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      // Only the header at the top of a file names its version.
      const touchesHeader = contentChanges.some((change) => change.range.start.line < 10);
      if (touchesHeader && document === window.activeTextEditor?.document) void update();
    }),
  );
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
  return info?.version === undefined ? "RouterOS" : `RouterOS ${info.version}`;
}

function versionDetail(info: FileInfo | null): string {
  if (info === null || info.versionFrom === "none") return "version unknown: facts of all versions are used";
  const source = info.versionFrom === "header" ? "from the export header" : "from the settings";
  return info.boardModel === undefined ? source : `${source}, ${info.boardModel}`;
}
