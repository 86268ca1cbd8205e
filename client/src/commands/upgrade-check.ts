import { commands, type Disposable, type TextDocument, Uri, WorkspaceEdit, window, workspace } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import {
  COMMANDS,
  FILE_INFO,
  type FileInfo,
  type FileParams,
  UPGRADE_CHECK,
  type UpgradeCheckParams,
  type UpgradeCheckResult,
} from "../../../server/src/protocol.ts";
import { fileName } from "../views/report-text.ts";
import type { Report, Reports } from "../views/reports.ts";
import { upgradeText } from "../views/upgrade-text.ts";
import { askVersion } from "../views/version-pick.ts";

/** Tells what another RouterOS version takes otherwise, and changes what needs no decision. */
export function registerUpgradeCheck(client: BaseLanguageClient, reports: Reports): Disposable {
  return commands.registerCommand(COMMANDS.upgradeCheck, async (given?: unknown) => {
    const document = window.activeTextEditor?.document;
    if (document?.languageId !== "routeros") return undefined;
    const to = typeof given === "string" ? given : await askTarget(client, document);
    if (to === undefined) return undefined;
    return showCheck({ client, reports, document, to });
  });
}

async function askTarget(client: BaseLanguageClient, { uri }: TextDocument): Promise<string | undefined> {
  const params: FileParams = { uri: client.code2ProtocolConverter.asUri(uri) };
  const info = await client.sendRequest<FileInfo | null>(FILE_INFO, params);
  return askVersion(client, "Check against which RouterOS version?", info?.version);
}

interface Check {
  readonly client: BaseLanguageClient;
  readonly reports: Reports;
  readonly document: TextDocument;
  readonly to: string;
}

async function showCheck(check: Check): Promise<UpgradeCheckResult | null> {
  const result = await ask(check);
  if (result !== null) await check.reports.show(reportOf(check, result));
  return result;
}

function ask({ client, document, to }: Check): Promise<UpgradeCheckResult | null> {
  const params: UpgradeCheckParams = { uri: client.code2ProtocolConverter.asUri(document.uri), to };
  return client.sendRequest<UpgradeCheckResult | null>(UPGRADE_CHECK, params);
}

function reportOf(check: Check, result: UpgradeCheckResult): Report {
  const { client, document, to } = check;
  const fixes = result.findings.filter(({ fix }) => fix !== undefined).length;
  const file = fileName(client.code2ProtocolConverter.asUri(document.uri));
  const change = async () => {
    // The file may have changed since the report was written.
    const now = await ask(check);
    if (now !== null && (await applyEdits(client, now))) await showCheck(check);
  };
  return {
    name: `RouterOS ${to} (${file})`,
    of: document.uri,
    ...upgradeText(result, file),
    action: fixes === 0 ? undefined : { title: `Change ${fixes} of these…`, run: change },
  };
}

/** Nothing is written before the user has seen it. */
function applyEdits(client: BaseLanguageClient, { edits, to }: UpgradeCheckResult): Thenable<boolean> {
  const change = new WorkspaceEdit();
  const label = `Changes for RouterOS ${to}`;
  for (const file of edits) {
    for (const { range, newText } of file.edits) {
      const place = client.protocol2CodeConverter.asRange(range);
      change.replace(Uri.parse(file.uri), place, newText, { label, needsConfirmation: true });
    }
  }
  return workspace.applyEdit(change, { isRefactoring: true });
}
