import {
  commands,
  type Disposable,
  EventEmitter,
  type TextDocument,
  type TextDocumentContentProvider,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import type { MigratePreview } from "../../../server/src/protocol.ts";

/** Texts that stand in no file: the finished export, the plan. */
const SCHEME = "rsclint-migration";

export interface MigrationDocuments extends Disposable {
  /** Each changed file beside what becomes of it. */
  compare(preview: MigratePreview, title: string): Promise<void>;
  /** Writes what was compared last, in one step that one undo takes back; nothing where a file has changed since. */
  apply(): Promise<void>;
  showText(name: string, text: string): Promise<void>;
}

interface Compared {
  readonly preview: MigratePreview;
  readonly title: string;
  readonly versions: readonly (readonly [TextDocument, number])[];
}

export function createMigrationDocuments(client: BaseLanguageClient): MigrationDocuments {
  const texts = new Map<string, string>();
  const changed = new EventEmitter<Uri>();
  const provider: TextDocumentContentProvider = {
    onDidChange: changed.event,
    provideTextDocumentContent: ({ path }) => texts.get(path) ?? "",
  };
  const registration = workspace.registerTextDocumentContentProvider(SCHEME, provider);
  const put = (path: string, text: string): Uri => {
    const uri = Uri.from({ scheme: SCHEME, path: `/${path}` });
    texts.set(uri.path, text);
    changed.fire(uri);
    return uri;
  };
  let compared: Compared | undefined;
  return {
    async compare(preview, title) {
      const open = async ({ uri, text }: (typeof preview.files)[number]) => ({
        document: await workspace.openTextDocument(client.protocol2CodeConverter.asUri(uri)),
        text,
      });
      const files = await Promise.all(preview.files.map(open));
      compared = { preview, title, versions: files.map(({ document }) => [document, document.version]) };
      for (const { document, text } of files) {
        const name = document.uri.path.split("/").at(-1) ?? "export.rsc";
        const after = put(`${title}/${name}`, text);
        await commands.executeCommand("vscode.diff", document.uri, after, `${name}: ${title}`, {
          preview: false,
        });
      }
    },
    async apply() {
      if (compared === undefined) return;
      const { preview, title, versions } = compared;
      if (versions.some(([document, version]) => document.isClosed || document.version !== version))
        return void window.showWarningMessage("The file has changed since; start the migration again.");
      compared = undefined;
      await workspace.applyEdit(await editOf(client, preview, title), { isRefactoring: true });
    },
    async showText(name, text) {
      const document = await workspace.openTextDocument(put(name, text));
      await window.showTextDocument(document, { preview: false });
    },
    dispose: () => {
      registration.dispose();
      changed.dispose();
    },
  };
}

async function editOf(
  client: BaseLanguageClient,
  { files }: MigratePreview,
  label: string,
): Promise<WorkspaceEdit> {
  const edit = new WorkspaceEdit();
  for (const { uri, edits } of files) {
    const file = client.protocol2CodeConverter.asUri(uri);
    for (const { range, newText } of edits)
      edit.replace(file, client.protocol2CodeConverter.asRange(range), newText, {
        label,
        needsConfirmation: false,
      });
  }
  return edit;
}
