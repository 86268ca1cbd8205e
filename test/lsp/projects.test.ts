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

/** Codes of what the server last published for a file. */
function codesOf(uri: string): readonly unknown[] {
  return client?.published.get(uri)?.diagnostics.map(({ code }) => code) ?? [];
}

async function write(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, text);
  return pathToFileURL(path).href;
}

const GIZMO = "# 2024-01-02 10:00:00 by RouterOS 7.22.1\n/system gizmo\nset enabled=yes\n";
const SCHEMA = "# of mine\n/system/gizmo\n set enabled:bool\n";

describe("an extra schema file", () => {
  const startWith = async (settings: unknown) => {
    client = await startClient({
      server: { host: createNodeHost() },
      rootUri: pathToFileURL(folder).href,
      capabilities: { workspace: { configuration: true } },
      settings,
    });
    return client;
  };

  it("of the editor's settings counts, relative to the workspace", async () => {
    await write("x/mine.schema", SCHEMA);
    const uri = await write("sites/a.rsc", GIZMO);
    const { open, shown } = await startWith({ schemaFiles: ["x/mine.schema"] });
    await open(uri, GIZMO);
    await expect.poll(() => codesOf(uri)).not.toContain("unknown-menu");
    expect(shown).toEqual([]);
  });

  it("of the project counts too, and is read again when it changes", async () => {
    const schema = await write("mine.schema", "/system/other\n set enabled\n");
    await write(".rsclintrc.json", '{ "schemaFiles": ["mine.schema"] }');
    const uri = await write("sites/a.rsc", GIZMO);
    const { open, connection } = await start();
    expect((await open(uri, GIZMO)).diagnostics.map(({ code }) => code)).toContain("unknown-menu");
    await write("mine.schema", SCHEMA);
    await connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [{ uri: schema, type: 2 }],
    });
    await expect.poll(() => codesOf(uri)).not.toContain("unknown-menu");
  });

  it("that cannot be used is told once, and the project's other settings count", async () => {
    await write("mine.schema", GIZMO);
    await write(".rsclintrc.json", '{ "schemaFiles": ["mine.schema"], "rules": { "pptp-client": "off" } }');
    const uri = await write("a.rsc", PPTP);
    const { open, shown } = await start();
    const { diagnostics } = await open(uri, PPTP);
    await open(await write("b.rsc", PPTP), PPTP);
    expect(diagnostics.map(({ code }) => code)).not.toContain("pptp-client");
    expect(shown).toEqual([
      "rsclint: schema file mine.schema: It is an export; `rsclint schema import` makes a schema file of it.",
    ]);
  });

  it("cannot be read in a browser, which is told", async () => {
    client = await startClient({
      capabilities: { workspace: { configuration: true } },
      settings: { schemaFiles: ["mine.schema"] },
    });
    await client.open("vscode-vfs://x/a.rsc", GIZMO);
    await expect
      .poll(() => client?.shown)
      .toEqual(["rsclint: rsclint.schemaFiles: in the browser no extra schema files can be read."]);
  });

  it("is a list of names", async () => {
    const { shown } = await startWith({ schemaFiles: "mine.schema" });
    await expect.poll(() => shown.join("\n")).toContain("schemaFiles");
  });
});

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

it("logs the names of the site policy that the router does not have, and shows nothing", async () => {
  await write(".rsclintrc.json", '{ "policy": { "wanLists": ["WNA"] } }');
  const text = `${GIZMO}/interface list\nadd name=WAN\n/ip address\nadd address=192.0.2.1/24 interface=ether2\n`;
  const uri = await write("a.rsc", text);
  const { open, shown, warnings } = await start();
  await open(uri, text);
  expect(warnings.join("\n")).toMatch(
    /\.rsclintrc\.json: policy\.wanLists names `WNA`.*did you mean `WAN`\? \(file:/,
  );
  expect(shown).toEqual([]);
});
