import {
  commands,
  type DocumentSymbol,
  type FoldingRange,
  type Hover,
  languages,
  type TextDocument,
} from "vscode";
import { ok } from "./assertions.ts";
import { open, until } from "./editor.ts";

describe("language server", () => {
  let document: TextDocument;

  before(async () => {
    document = await open("office.rsc");
  });

  it("answers document symbols", async () => {
    const symbols = await ask<DocumentSymbol[]>("vscode.executeDocumentSymbolProvider", document);
    ok(
      symbols.some((symbol) => /pptp-server/.test(symbol.name)),
      symbols.map((symbol) => symbol.name).join(", "),
    );
  });

  it("answers folding ranges", async () => {
    const ranges = await ask<FoldingRange[]>("vscode.executeFoldingRangeProvider", document);
    const start = lineOf(document, "/ip firewall filter");
    ok(
      ranges.some((range) => range.start === start && range.end > start),
      JSON.stringify(ranges),
    );
  });

  it("answers a hover on a finding", async () => {
    const finding = await until("a finding", () => languages.getDiagnostics(document.uri)[0]);
    const hovers = await ask<Hover[]>("vscode.executeHoverProvider", document, finding.range.start);
    ok(hovers.length > 0, "no hover");
  });

  it("comes back after a restart", async () => {
    await until("a finding before the restart", () => languages.getDiagnostics(document.uri)[0]);
    await commands.executeCommand("rsclint.restart");
    await until("a finding after the restart", () => languages.getDiagnostics(document.uri)[0]);
    const symbols = await ask<DocumentSymbol[]>("vscode.executeDocumentSymbolProvider", document);
    ok(symbols.length > 0, "no symbols");
  });
});

/** A provider that is not there yet answers with nothing, so the question is asked again. */
async function ask<T extends readonly unknown[]>(
  command: string,
  document: TextDocument,
  ...args: readonly unknown[]
): Promise<T> {
  return until(command, async () => {
    const answer = await commands.executeCommand<T | undefined>(command, document.uri, ...args);
    return answer !== undefined && answer.length > 0 ? answer : undefined;
  });
}

function lineOf(document: TextDocument, text: string): number {
  return document.positionAt(document.getText().indexOf(text)).line;
}
