import {
  commands,
  type Diagnostic,
  type DocumentLink,
  languages,
  TabInputText,
  TabInputWebview,
  type TextDocument,
  type Uri,
  window,
} from "vscode";
import { equal, match, ok } from "./assertions.ts";
import { open, until } from "./editor.ts";

describe("RouterOS version of a file", () => {
  let document: TextDocument;

  before(async () => {
    document = await open("wifi.rsc");
    await until("a finding of the header's version", () => findings(document).find(isMissingMenu));
  });

  it("is another one after a choice, and findings follow", async () => {
    await commands.executeCommand("rsclint.setVersion", "7.12.1");
    await until("the finding is gone", () => (findings(document).some(isMissingMenu) ? undefined : true));
  });

  it("is looked ahead from without changing the file", async () => {
    const before = document.getText();
    const result = await commands.executeCommand<{
      to: string;
      findings: { message: string; fix?: string }[];
    }>("rsclint.upgradeCheck", "7.16.2");
    equal(result.to, "7.16.2");
    ok(
      result.findings.some(({ message, fix }) => /wifiwave2/.test(message) && fix !== undefined),
      JSON.stringify(result),
    );
    equal(document.getText(), before);
  });

  it("is told in a document that stays, and whose places can be followed", async () => {
    const report = await until("the report", () => reports()[0]);
    match(report.getText(), /^# wifi\.rsc: RouterOS .* → 7\.16\.2$/m);
    await followsLink(report);
    await closeReports();
  });
});

describe("Who reaches a port", () => {
  it("is told in a document that stays, and whose places can be followed", async () => {
    await open("office.rsc");
    await commands.executeCommand("rsclint.whoReaches", "winbox");
    const report = await until("the report", () => reports()[0]);
    match(report.getText(), /^# Who reaches 8291\/tcp \(winbox\) of office\.rsc$/m);
    await followsLink(report);
    await closeReports();
  });
});

describe("VPN and routing graph", () => {
  it("opens beside the file", async () => {
    await open("office.rsc");
    await commands.executeCommand("rsclint.showGraph");
    const tab = await until("the graph's tab", () =>
      window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ input }) => input instanceof TabInputWebview),
    );
    match(tab.label, /office\.rsc/);
    ok(tab.input instanceof TabInputWebview && tab.input.viewType.includes("rsclint.graph"), tab.label);
    await window.tabGroups.close(tab);
  });
});

/** What a click on the first place does: its file comes to the front, with the cursor in its line. */
async function followsLink(report: TextDocument): Promise<void> {
  const links = await commands.executeCommand<DocumentLink[]>("vscode.executeLinkProvider", report.uri, 1);
  const [link] = links.filter(({ target }) => target?.scheme === "command");
  ok(link?.target, "no place to follow");
  const [, line] = /:(\d+)$/.exec(report.getText(link.range)) ?? [];
  await commands.executeCommand(link.target.path, ...JSON.parse(decodeURIComponent(link.target.query)));
  const editor = window.activeTextEditor;
  equal(editor?.document.languageId, "routeros");
  equal(editor?.selection.active.line, Number(line) - 1);
}

function reports(): TextDocument[] {
  return window.visibleTextEditors.map(({ document }) => document).filter(isReport);
}

function isReport({ uri }: { readonly uri: Uri }): boolean {
  return uri.scheme === "rsclint-report";
}

async function closeReports(): Promise<void> {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  await window.tabGroups.close(tabs.filter(({ input }) => input instanceof TabInputText && isReport(input)));
}

function findings(document: TextDocument): Diagnostic[] {
  return languages.getDiagnostics(document.uri);
}

function isMissingMenu({ message }: Diagnostic): boolean {
  return /wifiwave2/.test(message);
}
