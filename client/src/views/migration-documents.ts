import {
  commands,
  type Disposable,
  TabInputTextDiff,
  type TextDocument,
  WorkspaceEdit,
  window,
  workspace,
} from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import type { MigratePreview } from "../../../server/src/protocol.ts";
import { createTexts } from "./texts.ts";

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
  const texts = createTexts(SCHEME);
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
        const after = texts.put(`${title}/${name}`, text);
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
      const isDone = await workspace.applyEdit(await editOf(client, preview, title), { isRefactoring: true });
      if (!isDone) return;
      const [first] = versions;
      if (first) await window.showTextDocument(first[0], { preview: false });
      await closeComparisons();
    },
    async showText(name, text) {
      const document = await workspace.openTextDocument(texts.put(name, text));
      await window.showTextDocument(document, { preview: false });
    },
    dispose: () => texts.dispose(),
  };
}

/** Both sides are alike now, and there is nothing left to apply. */
async function closeComparisons(): Promise<void> {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  await window.tabGroups.close(
    tabs.filter(({ input }) => input instanceof TabInputTextDiff && input.modified.scheme === SCHEME),
  );
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
