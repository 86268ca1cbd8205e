import {
  commands,
  type Disposable,
  Range,
  type TextDocument,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import {
  COMMANDS,
  MIGRATE_PLAN,
  MIGRATE_PREVIEW,
  type MigrateInput,
  type MigratePlan,
  type MigratePlanParams,
  type MigratePreview,
  type MigratePreviewParams,
} from "../../../server/src/protocol.ts";

/** Asks for what only the user knows, then shows the whole change for a last look before it is made. */
export function registerMigrate(client: BaseLanguageClient): Disposable {
  return commands.registerCommand(
    COMMANDS.migrate,
    async (uri: string, subject: string, target: MigratePlanParams["target"]) => {
      const params: MigratePlanParams = { uri, subject, target };
      const plan = await client.sendRequest<MigratePlan | null>(MIGRATE_PLAN, params);
      if (plan === null) return;
      const inputs = await askInputs(plan);
      if (inputs === undefined) return;
      const request: MigratePreviewParams = { ...params, inputs };
      const preview = await client.sendRequest<MigratePreview | null>(MIGRATE_PREVIEW, request);
      if (preview !== null) await offer(preview, plan.title);
      else void window.showWarningMessage("A part of this migration cannot be written into the file.");
    },
  );
}

/** An empty answer leaves the placeholder standing; Escape leaves the wizard. */
async function askInputs(plan: MigratePlan): Promise<Record<string, string> | undefined> {
  const answers: Record<string, string> = {};
  for (const [index, input] of plan.inputs.entries()) {
    const answer = await window.showInputBox(inputBox(plan, input, index));
    if (answer === undefined) return undefined;
    if (answer !== "") answers[input.name] = answer;
  }
  return answers;
}

function inputBox(
  plan: MigratePlan,
  input: MigrateInput,
  index: number,
): Parameters<typeof window.showInputBox>[0] {
  return {
    title: `${plan.title} (${index + 1}/${plan.inputs.length})`,
    prompt: input.description,
    placeHolder: `${input.name}: leave empty to fill it in later`,
    password: input.isSecret,
    ignoreFocusOut: true,
    ...(input.suggestion === undefined ? {} : { value: input.suggestion }),
  };
}

async function offer(preview: MigratePreview, label: string): Promise<void> {
  const edit = new WorkspaceEdit();
  for (const { uri, text } of preview.files) {
    const document = await workspace.openTextDocument(Uri.parse(uri));
    edit.replace(document.uri, wholeOf(document), text, { label, needsConfirmation: true });
  }
  await workspace.applyEdit(edit, { isRefactoring: true });
}

function wholeOf(document: TextDocument): Range {
  return new Range(document.positionAt(0), document.lineAt(document.lineCount - 1).range.end);
}
