import { afterEach, expect, it } from "vitest";
import {
  FILE_INFO,
  GRAPH,
  LISTENERS,
  type ListenerView,
  MAKE_SCHEMA,
  SET_VERSION,
  TRACE,
  UPGRADE_CHECK,
  VERSIONS,
  WHO_REACHES,
} from "../../server/src/protocol.ts";
import { startClient, type TestClient } from "../support/language-server.ts";

const URI = "file:///router.rsc";
const TEXT = `# 2025-03-14 09:26:53 by RouterOS 7.18.2
/interface wifiwave2 channel
add name=ch1 width=20mhz
/ip route
add gateway=ether1
`;

let client: TestClient;
afterEach(() => client.stop());

it("reads a file as another version until told otherwise", async () => {
  client = await startClient();
  const codes = ({ diagnostics }: Awaited<ReturnType<TestClient["open"]>>) =>
    diagnostics.map(({ code }) => code);
  expect(codes(await client.open(URI, TEXT))).toContain("version-mismatch");
  const judged = client.nextDiagnostics(URI);
  expect(await client.connection.sendRequest(SET_VERSION, { uri: URI, version: "7.12.1" })).toMatchObject({
    version: "7.12.1",
    versionFrom: "chosen",
    headerVersion: "7.18.2",
  });
  expect(codes(await judged)).not.toContain("version-mismatch");
  expect(codes(await client.change(URI, 2, [{ text: `${TEXT}\n` }]))).not.toContain("version-mismatch");
  await client.connection.sendRequest(SET_VERSION, { uri: URI, version: null });
  expect(await client.connection.sendRequest(FILE_INFO, { uri: URI })).toMatchObject({
    version: "7.18.2",
    versionFrom: "header",
  });
  expect(client.errors).toEqual([]);
});

it("makes a schema file of an export", async () => {
  client = await startClient();
  await client.open(URI, TEXT);
  expect(await client.connection.sendRequest(MAKE_SCHEMA, { uri: URI })).toMatchObject({
    version: "7.18.2",
    menus: 2,
    text: expect.stringContaining("/interface/wifiwave2/channel\n add name width\n"),
  });
});

it("offers versions, newest first", async () => {
  client = await startClient();
  const versions: string[] = await client.connection.sendRequest(VERSIONS);
  expect(versions.indexOf("7.20.1")).toBeLessThan(versions.indexOf("7.12.2"));
  expect(versions.at(-1)).toBe("6.45");
});

it("looks ahead to a version, with edits by line", async () => {
  client = await startClient();
  await client.open(URI, TEXT.replace("7.18.2", "7.12.1"));
  expect(await client.connection.sendRequest(UPGRADE_CHECK, { uri: URI, to: "7.16.2" })).toMatchObject({
    from: "7.12.1",
    findings: [{ kind: "renamed", places: [{ file: URI, line: 1, character: 1 }] }],
    edits: [
      {
        uri: URI,
        edits: [
          { newText: "# changed for import by RouterOS 7.16.2\n" },
          { range: { start: { line: 1, character: 1 }, end: { line: 1 } } },
        ],
      },
    ],
  });
});

it("traces and draws", async () => {
  client = await startClient();
  await client.open(URI, TEXT);
  const trace = await client.connection.sendRequest(TRACE, { uri: URI, dst: "1.1.1.1", isFromRouter: true });
  expect(trace).toMatchObject({
    verdict: "forwarded",
    steps: [{ stage: "routing", at: { file: URI, line: 4 } }, { stage: "filter" }],
  });
  const graph = await client.connection.sendRequest(GRAPH, { uri: URI, focus: "main" });
  expect(graph).toMatchObject({ nodes: [{ id: expect.stringContaining("route:") }, {}, {}] });
  const unknown = { uri: "file:///none.rsc", dst: "1.1.1.1" };
  expect(await client.connection.sendRequest(TRACE, unknown)).toBeNull();
});

it("tells who reaches a port, and what there is to ask for", async () => {
  client = await startClient();
  await client.open(URI, `${TEXT}/ip firewall filter\nadd action=drop chain=input in-interface=ether1\n`);
  const listeners: ListenerView[] = await client.connection.sendRequest(LISTENERS, { uri: URI });
  expect(listeners).toContainEqual({ name: "winbox", port: "8291/tcp", isEnabled: expect.any(String) });
  const ask = (port: string) => client.connection.sendRequest(WHO_REACHES, { uri: URI, port });
  expect(await ask("winbox")).toMatchObject({
    port: "8291/tcp",
    service: "winbox",
    rows: expect.arrayContaining([
      {
        from: ["internet (ether1)"],
        verdict: "blocked",
        reason: expect.any(String),
        at: { file: URI, line: 6, character: expect.any(Number) },
      },
    ]),
  });
  expect(await ask("winbx")).toEqual({ problem: expect.stringContaining("winbx") });
});
