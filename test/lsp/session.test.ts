import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { CancellationTokenSource } from "vscode-jsonrpc";
import type { CodeAction, DocumentSymbol, FoldingRange, Hover } from "vscode-languageserver";
import { COMMANDS, FILE_INFO, type FileInfo, MIGRATE_TITLE } from "../../server/src/protocol.ts";
import { applyWireEdits } from "../support/cursor.ts";
import { type ClientSetup, startClient, type TestClient } from "../support/language-server.ts";

const URI = "file:///home/router.rsc";
const PPTP = `# 2025-03-14 09:26:53 by RouterOS 7.15.3
/interface pptp-client
add connect-to=198.51.100.7 disabled=no name=office user=anna
/ip service
set telnet disabled=no
`;

let client: TestClient | undefined;

async function start(setup?: ClientSetup): Promise<TestClient> {
  client = await startClient(setup);
  return client;
}

afterEach(async () => {
  await client?.stop();
  client = undefined;
});

describe("a session", () => {
  it("goes from opening a file over its diagnostics to an applied fix", async () => {
    const { connection, open, change, errors } = await start();
    const first = await open(URI, PPTP);
    const found = first.diagnostics.find(({ code }) => code === "pptp-client");
    expect(found).toMatchObject({ source: "rsclint", severity: 1 });
    const actions: CodeAction[] = await connection.sendRequest("textDocument/codeAction", {
      textDocument: { uri: URI },
      range: found?.range,
      context: { diagnostics: [found] },
    });
    const fix = actions.find(({ kind, title }) => kind === "quickfix" && /disable/i.test(title));
    const edits = fix?.edit?.changes?.[URI] ?? [];
    expect(edits).not.toEqual([]);
    const fixed = applyWireEdits(PPTP, edits);
    expect(fixed).toContain("disabled=yes");
    const second = await change(URI, 2, [{ text: fixed }]);
    const left = second.diagnostics.find(({ code }) => code === "pptp-client");
    expect(left?.severity ?? 3).toBeGreaterThan(1);
    expect(errors).toEqual([]);
  });

  it("says what it can do", async () => {
    const { initialized } = await start();
    expect(initialized.serverInfo?.name).toBe("rsclint");
    expect(initialized.capabilities.textDocumentSync).toMatchObject({ change: 2, openClose: true });
  });

  it("shows outline, folds and hover", async () => {
    const { connection, open } = await start();
    await open(URI, PPTP);
    const textDocument = { uri: URI };
    const symbols: DocumentSymbol[] = await connection.sendRequest("textDocument/documentSymbol", {
      textDocument,
    });
    expect(symbols.map(({ name }) => name)).toEqual(["/interface/pptp-client", "/ip/service"]);
    expect(symbols[0]?.children?.[0]?.name).toBe("office");
    const folds: FoldingRange[] = await connection.sendRequest("textDocument/foldingRange", { textDocument });
    expect(folds.map(({ startLine, endLine }) => [startLine, endLine])).toEqual([
      [1, 2],
      [3, 4],
    ]);
    const hover: Hover = await connection.sendRequest("textDocument/hover", {
      textDocument,
      position: { line: 2, character: 6 },
    });
    expect(JSON.stringify(hover.contents)).toContain("connect-to");
  });

  it("names our client's own command where a terminal has one, and the terminal's to others", async () => {
    const text = `${PPTP}/ip route\nadd gateway=office\n`;
    const said = async (setup: ClientSetup) => {
      const { open, connection, stop } = await start(setup);
      const { diagnostics } = await open(URI, text);
      const found = diagnostics.find(({ code }) => code === "pptp-client");
      const shown: Hover = await connection.sendRequest("textDocument/hover", {
        textDocument: { uri: URI },
        position: found?.range.start,
      });
      await stop();
      client = undefined;
      return `${found?.message}\n${JSON.stringify(shown.contents)}`;
    };
    const ours = await said({ initializationOptions: { rsclintClient: true } });
    expect(ours).toContain(`replace it: \`${MIGRATE_TITLE}\`.`);
    expect(ours).toContain(`\`${MIGRATE_TITLE}\` writes the replacement`);
    expect(ours).not.toContain("rsclint migrate");
    expect(await said({})).toContain("replace it: `rsclint migrate FILE --to");
    const { contributes } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
    const titles: readonly { command: string; title: string; category: string }[] = contributes.commands;
    const named = titles.find(({ command }) => command === COMMANDS.migrate);
    expect(`${named?.category}: ${named?.title}`).toBe(MIGRATE_TITLE);
  });

  it("tells the version and the kind of file", async () => {
    const { connection, open } = await start();
    await open(URI, PPTP);
    const info: FileInfo = await connection.sendRequest(FILE_INFO, { uri: URI });
    expect(info).toMatchObject({ version: "7.15.3", versionFrom: "header" });
  });

  it("clears the diagnostics of a closed file", async () => {
    const { connection, open, nextDiagnostics } = await start();
    await open(URI, PPTP);
    const cleared = nextDiagnostics(URI);
    await connection.sendNotification("textDocument/didClose", { textDocument: { uri: URI } });
    expect((await cleared).diagnostics).toEqual([]);
  });

  it("answers for files it does not know, and for nonsense positions", async () => {
    const { connection, open, errors } = await start();
    const nowhere = { textDocument: { uri: "file:///nowhere.rsc" }, position: { line: 0, character: 0 } };
    expect(await connection.sendRequest("textDocument/hover", nowhere)).toBeNull();
    await open(URI, PPTP);
    const beyond = { textDocument: { uri: URI }, position: { line: 9999, character: 9999 } };
    for (const method of [
      "hover",
      "completion",
      "definition",
      "documentHighlight",
      "signatureHelp",
      "prepareRename",
    ]) {
      await connection.sendRequest(`textDocument/${method}`, beyond);
    }
    expect(errors).toEqual([]);
  });
});

describe("an export that is typed in at its end", () => {
  const EXPORT = `# 2025-03-14 09:26:53 by RouterOS 7.15.3
/interface list
add name=WAN
/interface pptp-client
add connect-to=198.51.100.7 disabled=no name=office user=anna
/ip address
add address=192.168.88.1/24 interface=ether2 network=192.168.88.0
/ip service
set telnet disabled=no
/system identity
set name=router
`;
  const codes = ({ diagnostics }: Awaited<ReturnType<TestClient["open"]>>) =>
    diagnostics.map(({ code }) => code);
  const typeAtEnd = (text: string, typed: string) => {
    const line = text.split("\n").length - 1;
    const character = text.length - text.lastIndexOf("\n") - 1;
    return { range: { start: { line, character }, end: { line, character } }, text: typed };
  };

  it("stays a whole one while its last line is unfinished", async () => {
    const { open, change } = await start();
    const opened = codes(await open(URI, EXPORT));
    expect(opened.length).toBeGreaterThan(2);
    let text = EXPORT;
    for (const [at, typed] of ["/ip firewall filter", "\n", "add chain=input in-interface="].entries()) {
      const now = codes(await change(URI, at + 2, [typeAtEnd(text, typed)]));
      expect(now).not.toContain("file-cut");
      expect(now).toEqual(expect.arrayContaining(opened));
      text += typed;
    }
  });

  it("breaks off when it did so as it was opened, or when another text takes its place", async () => {
    const { open, change } = await start();
    const cut = `${EXPORT}/ip firewall filter\nadd chain=input in-interface=`;
    expect(codes(await open(URI, cut))).toContain("file-cut");
    expect(codes(await change(URI, 2, [typeAtEnd(cut, "ether1 protocol=")]))).toContain("file-cut");
    expect(codes(await change(URI, 3, [{ text: EXPORT }]))).not.toContain("file-cut");
    expect(codes(await change(URI, 4, [{ text: cut }]))).toContain("file-cut");
    const all = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
    expect(codes(await change(URI, 5, [{ range: all, text: EXPORT }]))).not.toContain("file-cut");
    expect(codes(await change(URI, 6, [{ range: all, text: cut }]))).toContain("file-cut");
  });
});

describe("settings", () => {
  it("are read from the client and change the findings", async () => {
    const { open, errors } = await start({
      capabilities: { workspace: { configuration: true } },
      settings: { rules: { "pptp-client": "off", "service-telnet": "hint" } },
    });
    await open(URI, PPTP);
    const codes = new Map<unknown, unknown>();
    const again = await waitForSettings();
    for (const { code, severity } of again) codes.set(code, severity);
    expect(codes.has("pptp-client")).toBe(false);
    expect(codes.get("service-telnet")).toBe(4);
    expect(errors).toEqual([]);
  });

  async function waitForSettings() {
    if (!client) throw new Error("no client");
    const { diagnostics } = await client.change(URI, 2, [{ text: PPTP }]);
    return diagnostics;
  }

  it("limit the number of diagnostics", async () => {
    const { open } = await start({ initializationOptions: { settings: { maxFindings: 1 } } });
    const { diagnostics } = await open(URI, PPTP);
    expect(diagnostics).toHaveLength(2);
    expect(diagnostics[1]?.message).toMatch(/more findings/);
  });
});

describe("cancellation", () => {
  it("answers a cancelled request as cancelled", async () => {
    const { connection, open } = await start();
    await open(URI, PPTP);
    const source = new CancellationTokenSource();
    const request = connection.sendRequest(
      "textDocument/documentSymbol",
      { textDocument: { uri: URI } },
      source.token,
    );
    source.cancel();
    // The answer may have won the race; it then is whole.
    await request.then(
      (symbols) => expect(symbols).toHaveLength(2),
      (error: unknown) => expect(error).toMatchObject({ code: -32800 }),
    );
  });

  it("publishes only the newest of quick edits", async () => {
    const { connection, open } = await start({ server: { debounceMs: 40 } });
    await open(URI, PPTP);
    const versions: (number | undefined)[] = [];
    const last = new Promise<void>((resolve) => {
      connection.onNotification("textDocument/publishDiagnostics", ({ version }: { version?: number }) => {
        versions.push(version);
        if (version === 6) resolve();
      });
    });
    for (let version = 2; version <= 6; version++) {
      await connection.sendNotification("textDocument/didChange", {
        textDocument: { uri: URI, version },
        contentChanges: [
          { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: "#" },
        ],
      });
    }
    await last;
    expect(versions).toEqual([6]);
  });
});

describe("a name that cannot be taken", () => {
  it("is refused with the reason, which editors show beside the new name", async () => {
    const { connection, open } = await start();
    await open(URI, "/interface bridge\nadd name=lan\nadd name=attic\n");
    const asked = connection.sendRequest("textDocument/rename", {
      textDocument: { uri: URI },
      position: { line: 1, character: 10 },
      newName: "attic",
    });
    await expect(asked).rejects.toThrow("There is already a bridge `attic` in `/interface/bridge`.");
  });
});
