import {
  commands,
  type Disposable,
  type QuickPickItem,
  QuickPickItemKind,
  type TextDocument,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import {
  COMMANDS,
  UPGRADE_CHECK,
  type UpgradeCheckParams,
  type UpgradeCheckResult,
  type UpgradeFindingView,
  type WirePlace,
} from "../../../server/src/protocol.ts";
import { goTo } from "../views/go-to.ts";
import { askVersion } from "../views/version-pick.ts";

/** Lists what another RouterOS version takes otherwise; the first entry changes what needs no decision. */
export function registerUpgradeCheck(client: BaseLanguageClient): Disposable {
  return commands.registerCommand(COMMANDS.upgradeCheck, async (given?: unknown) => {
    const document = window.activeTextEditor?.document;
    if (document?.languageId !== "routeros") return undefined;
    const isTold = typeof given === "string";
    const to = isTold ? given : await askVersion(client, "Check against which RouterOS version?");
    if (to === undefined) return undefined;
    const uri = client.code2ProtocolConverter.asUri(document.uri);
    const params: UpgradeCheckParams = { uri, to };
    const result = await client.sendRequest<UpgradeCheckResult | null>(UPGRADE_CHECK, params);
    if (result !== null && !isTold) await showResult(client, result, document);
    return result;
  });
}

interface ResultItem extends QuickPickItem {
  readonly place?: WirePlace;
  readonly isFix?: true;
}

async function showResult(
  client: BaseLanguageClient,
  result: UpgradeCheckResult,
  document: TextDocument,
): Promise<void> {
  const { findings, unknown, notes, to } = result;
  if (findings.length + unknown.length + notes.length === 0) {
    await window.showInformationMessage(`Nothing of this file is known to differ in RouterOS ${to}.`);
    return;
  }
  const breaking = result.findings.filter(({ breaks }) => breaks).length;
  const picked = await window.showQuickPick(resultItems(result), {
    title: `RouterOS ${result.from ?? "(version unknown)"} → ${result.to}`,
    placeHolder:
      result.findings.length === 0
        ? `Nothing is known to differ in ${result.to}.`
        : `${breaking} would break, ${result.findings.length - breaking} would differ. Pick one to go there.`,
    matchOnDescription: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  if (picked?.isFix) await applyEdits(client, result);
  else if (picked?.place) await goTo(picked.place);
  else if (picked) await window.showTextDocument(document);
}

function resultItems(result: UpgradeCheckResult): ResultItem[] {
  const fixes = result.findings.filter(({ fix }) => fix !== undefined).length;
  const fix: ResultItem = {
    label: `$(wand) Change ${fixes} of these…`,
    description: "shows them first",
    isFix: true,
  };
  return [
    ...(fixes === 0 ? [] : [fix]),
    ...group("breaks", result.findings.filter(({ breaks }) => breaks).map(findingItem)),
    ...group("means something else", result.findings.filter(({ breaks }) => !breaks).map(findingItem)),
    ...group(
      `not known for ${result.to}`,
      result.unknown.map(({ what }) => ({ label: `$(question) ${what}` })),
    ),
    ...group(
      "note",
      result.notes.map((note) => ({ label: note })),
    ),
  ];
}

function group(label: string, items: readonly ResultItem[]): ResultItem[] {
  return items.length === 0 ? [] : [{ label, kind: QuickPickItemKind.Separator }, ...items];
}

function findingItem({ message, breaks, places, fix }: UpgradeFindingView): ResultItem {
  const [place] = places;
  const lines = places.slice(0, 3).map(({ line }) => line + 1);
  const more = places.length > 3 ? " …" : "";
  return {
    label: `$(${breaks ? "error" : "info"}) ${message.replaceAll("`", "")}`,
    ...(place === undefined ? {} : { description: `line ${lines.join(", ")}${more}`, place }),
    ...(fix === undefined ? {} : { detail: `can be changed: ${fix}` }),
  };
}

/** Nothing is written before the user has seen it. */
async function applyEdits(client: BaseLanguageClient, { edits, to }: UpgradeCheckResult): Promise<void> {
  const change = new WorkspaceEdit();
  const label = `Changes for RouterOS ${to}`;
  for (const file of edits) {
    for (const { range, newText } of file.edits) {
      const place = client.protocol2CodeConverter.asRange(range);
      change.replace(Uri.parse(file.uri), place, newText, { label, needsConfirmation: true });
    }
  }
  await workspace.applyEdit(change, { isRefactoring: true });
}
