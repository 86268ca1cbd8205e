import { type Disposable, type TextDocument, ViewColumn, type WebviewPanel, window, workspace } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { GRAPH, type GraphParams, type GraphResult } from "../../../server/src/protocol.ts";
import { goTo } from "./go-to.ts";
import { graphPage } from "./graph-page.ts";
import { nonce } from "./nonce.ts";

/** Milliseconds without typing before the drawing follows the text. */
const PAUSE = 600;
const FOCUSABLE = new Set(["tunnel", "interface", "table", "list", "addresses", "mark"]);

/** One panel a document, beside its editor; it follows the text while it is open. */
export function createGraphPanels(
  client: BaseLanguageClient,
): Disposable & { show(document: TextDocument): Promise<void> } {
  const panels = new Map<string, GraphPanel>();
  return {
    async show(document) {
      const key = document.uri.toString();
      const panel = panels.get(key) ?? openPanel(client, document, () => panels.delete(key));
      panels.set(key, panel);
      panel.view.reveal(undefined, true);
      await panel.update();
    },
    dispose() {
      for (const { view } of panels.values()) view.dispose();
    },
  };
}

interface GraphPanel {
  readonly view: WebviewPanel;
  update(): Promise<void>;
}

function openPanel(client: BaseLanguageClient, document: TextDocument, onClose: () => void): GraphPanel {
  const fileName = document.uri.path.slice(document.uri.path.lastIndexOf("/") + 1);
  const column = { viewColumn: ViewColumn.Beside, preserveFocus: true };
  const view = window.createWebviewPanel("rsclint.graph", `Graph: ${fileName}`, column, {
    enableScripts: true,
    enableFindWidget: true,
    localResourceRoots: [],
  });
  let focus: string | undefined;
  let shown: GraphResult | undefined;
  const update = async (): Promise<void> => {
    const whole = await ask(client, document);
    const part = focus === undefined ? whole : await ask(client, document, focus);
    // The focused thing may have been renamed or deleted meanwhile.
    if (part?.nodes.length === 0) focus = undefined;
    shown = part?.nodes.length === 0 ? whole : part;
    const names = [
      ...new Set(whole?.nodes.filter(({ kind }) => FOCUSABLE.has(kind)).map(({ label }) => label)),
    ];
    const graph = shown ?? { nodes: [], edges: [] };
    view.webview.html = graphPage({ graph, names: names.sort(), focus, fileName, nonce: nonce() });
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const followed = workspace.onDidChangeTextDocument((change) => {
    if (change.document !== document) return;
    clearTimeout(timer);
    timer = setTimeout(() => void update(), PAUSE);
  });
  view.webview.onDidReceiveMessage((message: unknown) => {
    const { type, id, name } = readMessage(message);
    if (type === "focus") {
      focus = name === "" ? undefined : name;
      void update();
    }
    const node = type === "reveal" ? shown?.nodes.find((each) => each.id === id) : undefined;
    if (node?.at && node.file !== undefined) void goTo({ ...node.at, file: node.file });
  });
  view.onDidDispose(() => {
    clearTimeout(timer);
    followed.dispose();
    onClose();
  });
  return { view, update };
}

async function ask(
  client: BaseLanguageClient,
  document: TextDocument,
  focus?: string,
): Promise<GraphResult | undefined> {
  const uri = client.code2ProtocolConverter.asUri(document.uri);
  const params: GraphParams = { uri, format: "json", ...(focus === undefined ? {} : { focus }) };
  try {
    return (await client.sendRequest<GraphResult | null>(GRAPH, params)) ?? undefined;
  } catch {
    return undefined;
  }
}

interface PageMessage {
  readonly type?: string;
  readonly id?: string;
  readonly name?: string;
}

function readMessage(message: unknown): PageMessage {
  if (typeof message !== "object" || message === null) return {};
  const read = (name: string): string | undefined => {
    const value: unknown = Object.entries(message).find(([key]) => key === name)?.[1];
    return typeof value === "string" ? value : undefined;
  };
  const [type, id, name] = [read("type"), read("id"), read("name")];
  return {
    ...(type === undefined ? {} : { type }),
    ...(id === undefined ? {} : { id }),
    ...(name === undefined ? {} : { name }),
  };
}
