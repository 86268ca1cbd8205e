import { commands, Disposable, window } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { COMMANDS } from "../../../server/src/protocol.ts";
import { createGraphPanels } from "../views/graph-panel.ts";

/** Draws the VPN and routing part of the active file beside it. */
export function registerShowGraph(client: BaseLanguageClient): Disposable {
  const panels = createGraphPanels(client);
  const command = commands.registerCommand(COMMANDS.showGraph, async () => {
    const document = window.activeTextEditor?.document;
    if (document?.languageId === "routeros") await panels.show(document);
  });
  return Disposable.from(panels, command);
}
