import { commands, type Disposable, type QuickPickItem, window } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import {
  COMMANDS,
  LISTENERS,
  type ListenerView,
  WHO_REACHES,
  type WhoReachesParams,
  type WhoReachesResult,
} from "../../../server/src/protocol.ts";
import { reachText } from "../views/reach-text.ts";
import { fileName } from "../views/report-text.ts";
import type { Reports } from "../views/reports.ts";

/** Asks for a service or port of the router itself and tells who reaches it, and which rule decides. */
export function registerWhoReaches(client: BaseLanguageClient, reports: Reports): Disposable {
  return commands.registerCommand(COMMANDS.whoReaches, async (given?: unknown) => {
    const document = window.activeTextEditor?.document;
    if (document?.languageId !== "routeros") return;
    const uri = client.code2ProtocolConverter.asUri(document.uri);
    const port = typeof given === "string" ? given : await askPort(client, uri);
    if (port === undefined) return;
    const params: WhoReachesParams = { uri, port };
    const result = await client.sendRequest<WhoReachesResult | null>(WHO_REACHES, params);
    if (result === null) return;
    if ("problem" in result) return void window.showWarningMessage(`${port}: ${result.problem}.`);
    const name = `Who reaches ${port} (${fileName(uri)})`;
    await reports.show({ name, of: document.uri, ...reachText(result, fileName(uri)) });
  });
}

const TITLE = "Who reaches which port of this router?";

interface PortItem extends QuickPickItem {
  readonly port?: string;
}

async function askPort(client: BaseLanguageClient, uri: string): Promise<string | undefined> {
  const listeners = await client.sendRequest<readonly ListenerView[]>(LISTENERS, { uri });
  const items = listeners.map(
    ({ name, port, isEnabled }): PortItem => ({
      label: name,
      description: isEnabled === "no" ? `${port}, disabled` : port,
      port: name,
    }),
  );
  const other: PortItem = { label: "$(edit) Another port or protocol…" };
  const picked = await window.showQuickPick([...items, other], { title: TITLE, matchOnDescription: true });
  if (picked === undefined || picked.port !== undefined) return picked?.port;
  const typed = await window.showInputBox({
    title: TITLE,
    placeHolder: "8291/tcp",
    prompt: "Port and protocol, or a protocol alone",
    validateInput: (text) => (PORT.test(text) ? undefined : "Write 8291/tcp, 1701/udp or gre."),
  });
  return typed?.trim();
}

const PORT = /^\s*(?:\d{1,5}(?:\/[a-z][\w-]*)?|[a-z][\w-]*)\s*$/i;
