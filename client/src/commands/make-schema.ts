import { ConfigurationTarget, commands, type Disposable, Uri, window, workspace } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { COMMANDS, MAKE_SCHEMA, type MadeSchema } from "../../../server/src/protocol.ts";

/** Makes an extra schema file of the active export, and has it used if the user says so. */
export function registerMakeSchema(client: BaseLanguageClient): Disposable {
  return commands.registerCommand(COMMANDS.makeSchema, async () => {
    const document = window.activeTextEditor?.document;
    if (document?.languageId !== "routeros") return;
    const uri = client.code2ProtocolConverter.asUri(document.uri);
    const made = await client.sendRequest<MadeSchema | null>(MAKE_SCHEMA, { uri });
    if (made === null || made.menus === 0) {
      await window.showWarningMessage(
        "This file holds no menu. An export is needed, best of `/export verbose`.",
      );
      return;
    }
    const target = await window.showSaveDialog({
      title: "Extra schema file: names of menus and properties, none of your values",
      defaultUri: Uri.joinPath(document.uri, "..", `routeros-${made.version ?? "own"}.schema`),
      filters: { "RouterOS schema": ["schema"] },
    });
    if (target === undefined) return;
    await workspace.fs.writeFile(target, new TextEncoder().encode(made.text));
    await offerToUse(target, made);
  });
}

const USE = "Use It in This Workspace";

async function offerToUse(target: Uri, { menus }: MadeSchema): Promise<void> {
  const name = workspace.asRelativePath(target, false);
  const buttons = workspace.workspaceFolders === undefined ? [] : [USE];
  const picked = await window.showInformationMessage(`${name}: ${menus} menus.`, ...buttons);
  if (picked !== USE) return;
  const settings = workspace.getConfiguration("rsclint");
  const before = settings.get<readonly string[]>("schemaFiles", []);
  if (before.includes(name)) return;
  await settings.update("schemaFiles", [...before, name], ConfigurationTarget.Workspace);
}
