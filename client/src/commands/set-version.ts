import {
  ConfigurationTarget,
  commands,
  type Disposable,
  type QuickPickItem,
  window,
  workspace,
} from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import {
  COMMANDS,
  FILE_INFO,
  type FileInfo,
  SET_VERSION,
  type SetVersionParams,
} from "../../../server/src/protocol.ts";
import { askVersion } from "../views/version-pick.ts";

/** Changes the version the active file is read as; `onChange` is told afterwards. */
export function registerSetVersion(client: BaseLanguageClient, onChange: () => Promise<void>): Disposable {
  return commands.registerCommand(COMMANDS.setVersion, async (given?: unknown) => {
    const document = window.activeTextEditor?.document;
    if (document?.languageId !== "routeros") return;
    const uri = client.code2ProtocolConverter.asUri(document.uri);
    const info = await client.sendRequest<FileInfo | null>(FILE_INFO, { uri });
    const choice =
      typeof given === "string" ? { version: given, scope: "file" as const } : await askChoice(client, info);
    if (choice === undefined) return;
    if (choice.scope === "workspace") await writeSetting(choice.version);
    else await client.sendRequest(SET_VERSION, { uri, version: choice.version } satisfies SetVersionParams);
    await onChange();
  });
}

interface Choice {
  /** Null: back to what the header or the settings say. */
  readonly version: string | null;
  readonly scope: "file" | "workspace";
}

interface WayItem extends QuickPickItem {
  readonly way: "back" | "file" | "workspace";
}

async function askChoice(client: BaseLanguageClient, info: FileInfo | null): Promise<Choice | undefined> {
  const all = ways(info);
  const options = {
    title: "RouterOS version of this file",
    placeHolder: info?.version === undefined ? "not known" : `now ${info.version}`,
  };
  const picked = all.length === 1 ? all[0] : await window.showQuickPick(all, options);
  if (picked === undefined) return undefined;
  if (picked.way === "back") return { version: null, scope: "file" };
  const version = await askVersion(client, picked.label, info?.version);
  return version === undefined ? undefined : { version, scope: picked.way };
}

/** A header counts before the settings, so the workspace is offered only where it makes a difference. */
function ways(info: FileInfo | null): WayItem[] {
  const header = info?.headerVersion;
  const items: WayItem[] = [];
  if (info?.versionFrom === "chosen") {
    const label = header === undefined ? "As the settings say" : `As the export header says: ${header}`;
    items.push({ label, way: "back" });
  }
  items.push({ label: "Read this file as another version…", detail: "until the window closes", way: "file" });
  if (header === undefined)
    items.push({
      label: "Set the version for this workspace…",
      detail: "for all files without an export header (rsclint.routerosVersion)",
      way: "workspace",
    });
  return items;
}

async function writeSetting(version: string | null): Promise<void> {
  const target =
    workspace.workspaceFolders === undefined ? ConfigurationTarget.Global : ConfigurationTarget.Workspace;
  await workspace.getConfiguration("rsclint").update("routerosVersion", version ?? undefined, target);
}
