import {
  commands,
  type Diagnostic,
  type DocumentLink,
  languages,
  type Tab,
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

  it("is told in a panel that stays, and as text whose places can be followed", async () => {
    const report = await reportText(/^RouterOS 7\.16\.2 \(wifi\.rsc\)$/);
    match(report.getText(), /^# wifi\.rsc: RouterOS .* → 7\.16\.2$/m);
    await followsLink(report);
    await closeReports();
  });
});

describe("Who reaches a port", () => {
  it("is told in the same panel, and as text whose places can be followed", async () => {
    await open("office.rsc");
    await commands.executeCommand("rsclint.whoReaches", "winbox");
    const groups = window.tabGroups.all.length;
    await commands.executeCommand("rsclint.whoReaches", "ssh");
    await commands.executeCommand("rsclint.whoReaches", "winbox");
    equal(window.tabGroups.all.length, groups);
    const report = await reportText(/winbox|8291/);
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

/** Of the one panel, whose page nobody can look into from here. */
async function reportText(title: RegExp): Promise<TextDocument> {
  const panel = await until("the report's panel", () => panels().find(({ label }) => title.test(label)));
  equal(panels().length, 1);
  ok(panel.input instanceof TabInputWebview, panel.label);
  await commands.executeCommand("rsclint.reportAsText");
  return until("the report as text", () =>
    window.visibleTextEditors.map(({ document }) => document).find(isReport),
  );
}

function panels(): Tab[] {
  return window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof TabInputWebview && input.viewType.includes("rsclint.report"));
}

function isReport({ uri }: { readonly uri: Uri }): boolean {
  return uri.scheme === "rsclint-report";
}

async function closeReports(): Promise<void> {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  const texts = tabs.filter(({ input }) => input instanceof TabInputText && isReport(input));
  await window.tabGroups.close([...texts, ...panels()]);
}

function findings(document: TextDocument): Diagnostic[] {
  return languages.getDiagnostics(document.uri);
}

function isMissingMenu({ message }: Diagnostic): boolean {
  return /wifiwave2/.test(message);
}
