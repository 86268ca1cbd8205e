import { type CodeAction, commands, type Diagnostic, languages, type TextDocument, workspace } from "vscode";
import { doesNotMatch, equal, match, ok } from "./assertions.ts";
import { open, until } from "./editor.ts";

describe("PPTP client of an export", () => {
  let document: TextDocument;
  let finding: Diagnostic;

  before(async () => {
    document = await open("torguard.rsc");
    finding = await until("the pptp-client finding", () => findings(document)[0]);
  });

  it("is found", () => {
    equal(finding.source, "rsclint");
    match(document.getText(finding.range), /\S/);
    doesNotMatch(finding.message, /password/i);
  });

  it("moves to WireGuard by a quick fix, and the finding is gone", async () => {
    const action = await wireguardAction(document, finding);
    ok(action.edit, "the action carries its edit");
    ok(await workspace.applyEdit(action.edit), "the edit was applied");
    if (action.command !== undefined) {
      await commands.executeCommand(action.command.command, ...(action.command.arguments ?? []));
    }
    const text = document.getText();
    match(text, /^\/interface wireguard$/m);
    match(text, /^\/interface wireguard peers$/m);
    doesNotMatch(text, /\/interface pptp-client/);
    doesNotMatch(text, /out-interface=\\?\s*TorGuard-PPTP/);
    await until("the finding is gone", () => (findings(document).length === 0 ? true : undefined));
  });
});

function findings(document: TextDocument): Diagnostic[] {
  return languages.getDiagnostics(document.uri).filter((diagnostic) => codeOf(diagnostic) === "pptp-client");
}

function codeOf({ code }: Diagnostic): string {
  return String(typeof code === "object" ? code.value : code);
}

async function wireguardAction(document: TextDocument, finding: Diagnostic): Promise<CodeAction> {
  // VS Code adds actions of its own, so the title decides, not the place in the list.
  return until("a code action titled WireGuard", async () => {
    const actions = await commands.executeCommand<CodeAction[]>(
      "vscode.executeCodeActionProvider",
      document.uri,
      finding.range,
      undefined,
      // Without this number the actions come unresolved, without their edits.
      100,
    );
    return actions.find((action) => /WireGuard/.test(action.title) && action.edit !== undefined);
  });
}
