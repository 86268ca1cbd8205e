import { commands, type Diagnostic, languages, TabInputWebview, type TextDocument, window } from "vscode";
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

function findings(document: TextDocument): Diagnostic[] {
  return languages.getDiagnostics(document.uri);
}

function isMissingMenu({ message }: Diagnostic): boolean {
  return /wifiwave2/.test(message);
}
