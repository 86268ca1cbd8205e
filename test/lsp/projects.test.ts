import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CodeAction, Location, WorkspaceEdit, WorkspaceSymbol } from "vscode-languageserver";
import { createNodeHost } from "../../server/src/lsp/node-host.ts";
import { startClient, type TestClient } from "../support/language-server.ts";

const PPTP = "/interface pptp-client\nadd connect-to=198.51.100.7 disabled=no name=office user=anna\n";

let folder = "";
let client: TestClient | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "rsclint-lsp-"));
});
afterEach(async () => {
  await client?.stop();
  client = undefined;
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<TestClient> {
  client = await startClient({ server: { host: createNodeHost() }, rootUri: pathToFileURL(folder).href });
  return client;
}

async function write(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, text);
  return pathToFileURL(path).href;
}

describe("a project's config", () => {
  it("counts in the editor", async () => {
    await write(".rsclintrc.json", '{ "rules": { "pptp-client": "off" } }');
    const uri = await write("sites/a.rsc", PPTP);
    const { diagnostics } = await (await start()).open(uri, PPTP);
    expect(diagnostics.map(({ code }) => code)).not.toContain("pptp-client");
  });

  it("that cannot be read is told in the log, and the file is judged without it", async () => {
    await write(".rsclintrc.json", '{ "rules": { "pptp-clint": "off" } }');
    const uri = await write("a.rsc", PPTP);
    const { open, errors } = await start();
    const { diagnostics } = await open(uri, PPTP);
    expect(diagnostics.map(({ code }) => code)).toContain("pptp-client");
    expect(errors.join("\n")).toContain("pptp-clint");
  });

  it("is read again when it changes", async () => {
    const config = await write(".rsclintrc.json", "{}");
    const uri = await write("a.rsc", PPTP);
    const { open, connection, nextDiagnostics } = await start();
    expect((await open(uri, PPTP)).diagnostics.map(({ code }) => code)).toContain("pptp-client");
    await write(".rsclintrc.json", '{ "rules": { "pptp-client": "off" } }');
    const again = nextDiagnostics(uri);
    await connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [{ uri: config, type: 2 }],
    });
    expect((await again).diagnostics.map(({ code }) => code)).not.toContain("pptp-client");
  });
});

describe("several files of one router", () => {
  it("know each other's items, open or not", async () => {
    await write(".rsclintrc.json", '{ "routers": [{ "files": ["base.rsc", "vpn.rsc"] }] }');
    const base = await write("base.rsc", "/interface bridge\nadd name=lan\n");
    const text = "/ip address\nadd address=10.0.0.1/24 interface=lan\n";
    const vpn = await write("vpn.rsc", text);
    const { open, connection, change } = await start();
    await open(vpn, text);
    const ask = {
      textDocument: { uri: vpn },
      position: { line: 1, character: text.indexOf("lan") - text.indexOf("add") + 1 },
    };
    const there: Location[] = await connection.sendRequest("textDocument/definition", ask);
    expect(there.map(({ uri }) => uri)).toEqual([base]);
    await open(base, "/interface bridge\nadd name=lan\n");
    await change(base, 2, [{ text: "# moved down\n/interface bridge\nadd name=lan\n" }]);
    const moved: Location[] = await connection.sendRequest("textDocument/definition", ask);
    expect(moved[0]?.range.start.line).toBe(2);
  });
});

describe("edits in several files of one router", () => {
  it("speak of the file they belong to, open or not", async () => {
    await write(".rsclintrc.json", '{ "routers": [{ "files": ["base.rsc", "vpn.rsc", "rules.rsc"] }] }');
    const base = await write("base.rsc", "/interface bridge\nadd name=lan\n");
    const text = "/ip address\nadd adress=10.0.0.1/24 interface=lan\n";
    const vpn = await write("vpn.rsc", text);
    const rules = await write(
      "rules.rsc",
      "/ip firewall filter\nadd action=drop chain=input in-interface=lan\n",
    );
    const { open, connection } = await start();
    const { diagnostics } = await open(vpn, text);
    const at = (word: string) => ({ line: 1, character: text.indexOf(word) - text.indexOf("add") + 1 });
    const renamed: WorkspaceEdit = await connection.sendRequest("textDocument/rename", {
      textDocument: { uri: vpn },
      position: at("lan"),
      newName: "inside",
    });
    expect(Object.keys(renamed.changes ?? {}).sort()).toEqual([base, rules, vpn].sort());
    const misspelt = diagnostics.filter(({ code }) => code === "unknown-property");
    const actions: CodeAction[] = await connection.sendRequest("textDocument/codeAction", {
      textDocument: { uri: vpn },
      range: { start: at("adress"), end: at("adress") },
      context: { diagnostics: misspelt },
    });
    const fix = actions.find(({ title }) => title === "Write address");
    expect(fix?.edit?.changes).toEqual({
      [vpn]: [{ range: misspelt[0]?.range, newText: "address" }],
    });
  });
});

describe("workspace symbols", () => {
  it("find items in files that are not open, and follow the disk", async () => {
    const uri = await write("deep/b.rsc", "/interface bridge\nadd name=attic\n");
    const { connection } = await start();
    const ask = async () => connection.sendRequest<WorkspaceSymbol[]>("workspace/symbol", { query: "atti" });
    expect((await ask()).map(({ name, location }) => [name, location.uri])).toEqual([["attic", uri]]);
    await write("deep/b.rsc", "/interface bridge\nadd name=attic2\n");
    await connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri, type: 2 }] });
    expect((await ask()).map(({ name }) => name)).toEqual(["attic2"]);
  });
});
