import { commands, languages, TabInputTextDiff, type TextDocument, window, workspace } from "vscode";
import { doesNotMatch, equal, match, ok } from "./assertions.ts";
import { open, until } from "./editor.ts";

describe("Migration wizard", () => {
  let document: TextDocument;
  let original: string;

  before(async () => {
    document = await open("branch.rsc");
    original = document.getText();
  });

  it("compares the finished export with the file before anything is written", async () => {
    const done = commands.executeCommand("rsclint.migrate");
    const diff = await until("the comparison", async () => {
      // Takes the first of every list, which is what is recommended, and leaves every answer as it is suggested.
      await commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
      await new Promise((resolve) => setTimeout(resolve, 300));
      return diffs()[0];
    });
    equal(diff.original.toString(), document.uri.toString());
    equal(document.getText(), original);
    const after = await workspace.openTextDocument(diff.modified);
    match(after.getText(), /^\/interface wireguard$/m);
    doesNotMatch(after.getText(), /pptp-client/);
    // The server has read the other side when it knows its outline, and has judged it soon after.
    await until("the outline of what would be", async () =>
      commands
        .executeCommand<unknown[] | undefined>("vscode.executeDocumentSymbolProvider", diff.modified)
        .then((symbols) => (symbols?.length ? symbols : undefined)),
    );
    await new Promise((resolve) => setTimeout(resolve, 1500));
    equal(languages.getDiagnostics(diff.modified).length, 0);
    void done;
  });

  it("writes it in one step that one undo takes back", async () => {
    const [diff] = diffs();
    ok(diff, "the comparison is still open");
    const after = (await workspace.openTextDocument(diff.modified)).getText();
    await commands.executeCommand("rsclint.applyMigration");
    equal(document.getText(), after);
    equal(diffs().length, 0);
    await window.showTextDocument(document);
    await commands.executeCommand("workbench.action.focusActiveEditorGroup");
    await commands.executeCommand("undo");
    await until("the file as it was", () => (document.getText() === original ? true : undefined));
  });
});

function diffs(): TabInputTextDiff[] {
  return window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .flatMap(({ input }) => (input instanceof TabInputTextDiff ? [input] : []));
}
