import { readFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { cli } from "../support/cli.ts";
import { folderWith } from "../support/folder.ts";

const VERBOSE = `# jan/02/1970 00:00:00 by RouterOS 6.49.7
/system gizmo
set enabled=yes owner="Anna's router"
`;
const MINE = "# of mine\n/system/gizmo\n set enabled:bool owner\n";
const USES_IT = "/system gizmo\nset enabled=yes\n";

/** Rules, by id, that a file of `USES_IT` breaks. */
async function brokenRules(argv: readonly string[], cwd: string): Promise<readonly string[]> {
  const run = await cli(["lint", "--format", "json", "--ros-version", "7.22.1", ...argv, "a.rsc"], { cwd });
  const report: { files: { findings: { rule: string }[] }[] } = JSON.parse(run.out);
  return report.files.flatMap(({ findings }) => findings.map(({ rule }) => rule));
}

describe("schema import", () => {
  it("writes names only, and says how to use the file", async () => {
    const cwd = folderWith({ "old.rsc": VERBOSE });
    const run = await cli(["schema", "import", "old.rsc", "--output", "mine.schema"], { cwd });
    expect(run).toEqual({
      out: "",
      err: 'mine.schema: 1 menus\nUse it with --schema mine.schema, or in .rsclintrc.json: "schemaFiles": ["mine.schema"]\n',
      code: 0,
    });
    const text = readFileSync(join(cwd, "mine.schema"), "utf8");
    expect(text).toBe(
      "# seen in an export of RouterOS 6.49.7\n#version 6.49.7\n/system/gizmo\n set enabled:bool owner\n",
    );
  });

  it("goes from standard input to standard output", async () => {
    const run = await cli(["schema", "import", "-"], { cwd: folderWith({}), stdin: VERBOSE });
    expect(run.out).toContain("#version 6.49.7\n");
    expect(run.code).toBe(0);
  });

  it.each([
    ["a file that is not there", {}, "old.rsc: There is no such file."],
    ["a file without menus", { "old.rsc": "hello\n" }, "old.rsc holds no menu"],
    ["a backup", { "old.rsc": Buffer.from([0x88, 0xac, 0xa1, 0xb1, 0]) }, "binary RouterOS backup"],
  ])("tells %s", async (_, files, message) => {
    const run = await cli(["schema", "import", "old.rsc"], { cwd: folderWith(files) });
    expect(run.code).toBe(2);
    expect(run.err).toContain(message);
  });
});

describe("an extra schema file", () => {
  it("is taken from --schema", async () => {
    const cwd = folderWith({ "a.rsc": USES_IT, "x/mine.schema": MINE });
    expect(await brokenRules([], cwd)).toContain("unknown-menu");
    expect(await brokenRules(["--schema", "x/mine.schema"], cwd)).toEqual([]);
  });

  it("is taken from the config, relative to it", async () => {
    const config = '{ "schemaFiles": ["x/mine.schema"] }';
    const cwd = folderWith({ "a.rsc": USES_IT, "x/mine.schema": MINE, ".rsclintrc.json": config });
    expect(await brokenRules([], cwd)).toEqual([]);
  });

  it.each([["lint"], ["fix"], ["upgrade-check", "--to", "7.22"], ["graph"], ["migrate", "--list"]])(
    "is known to %s",
    async (...argv) => {
      const cwd = folderWith({ "a.rsc": USES_IT, "mine.schema": MINE });
      const run = await cli([...argv, "--schema", "mine.schema", "a.rsc"], { cwd });
      expect(run.code, run.err).not.toBe(2);
      const none = await cli([...argv, "--schema", "none.schema", "a.rsc"], { cwd });
      expect(none).toMatchObject({
        code: 2,
        err: "rsclint: schema file none.schema: There is no such file.\n",
      });
    },
  );

  it.each([
    ["an export", VERBOSE, "It is an export; `rsclint schema import` makes a schema file of it."],
    ["some other text", "hello\n", "It holds no line that starts with a menu such as `/ip/address`."],
    ["a broken one", `${MINE}add name\n`, "line 4"],
  ])("that is %s is refused", async (_, text, message) => {
    const config = '{ "schemaFiles": ["mine.schema"] }';
    const cwd = folderWith({ "a.rsc": USES_IT, "mine.schema": text, ".rsclintrc.json": config });
    const run = await cli(["lint", "a.rsc"], { cwd });
    expect(run.code).toBe(2);
    expect(run.err).toContain("schema file mine.schema: ");
    expect(run.err).toContain(message);
  });
});

/** A router's REST service as far as `answer` has it. */
async function router(
  answer: (path: string, body: string) => [status: number, body: string],
): Promise<string> {
  const listener: RequestListener = (request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString("utf8");
    });
    request.on("end", () => {
      const login = `Basic ${Buffer.from("reader:secret").toString("base64")}`;
      const [status, text] =
        request.headers.authorization === login ? answer(request.url ?? "", body) : [401, ""];
      response.writeHead(status).end(text);
    });
  };
  const server = createServer(listener);
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
}

const CHILDREN: Record<string, string> = {
  "": '[{"name":"gizmo","node-type":"dir"}]',
  gizmo: '[{"name":"set","node-type":"cmd"}]',
  "gizmo,set": '[{"name":"enabled","node-type":"arg","x":1},7]',
};

function answers(path: string, body: string): [number, string] {
  if (path === "/rest/system/resource") return [200, '{"version":"7.22.1 (stable)"}'];
  const asked: { request?: string; path?: string } = JSON.parse(body);
  if (asked.request === "completion") return [500, "busy"];
  return [200, asked.request === "child" ? (CHILDREN[asked.path ?? ""] ?? "[]") : "[]"];
}

const LOGIN = { RSCLINT_ROUTER_USER: "reader", RSCLINT_ROUTER_PASSWORD: "secret" };

describe("schema crawl", () => {
  it("asks over REST and goes on where a question gets no answer", async () => {
    const base = await router(answers);
    const run = await cli(["schema", "crawl", base], { cwd: folderWith({}), env: LOGIN });
    expect(run.out).toBe("# crawled from RouterOS 7.22.1\n#version 7.22.1\n/\n/gizmo\n set enabled\n");
    expect(run.err).toBe(
      "note: over http:// the password goes through the network in the clear\n" +
        "note: 1 questions got no answer; what they asked about is left out\n",
    );
    expect(run.code).toBe(0);
  });

  it("takes the password from standard input, never from the command line", async () => {
    const base = await router(answers);
    const argv = ["schema", "crawl", base, "--user", "reader", "--password-stdin"];
    expect((await cli(argv, { cwd: folderWith({}), stdin: "secret\n" })).code).toBe(0);
    const inAddress = await cli(["schema", "crawl", base.replace("//", "//reader:secret@")], {
      cwd: folderWith({}),
    });
    expect(inAddress.code).toBe(2);
    expect(inAddress.err).not.toContain("secret");
  });

  it.each([
    ["a wrong password", [401, ""], "the router refuses the login"],
    ["no REST service", [404, ""], "there is no REST service at this address"],
    ["something else", [200, "<html>"], "this is no answer of a REST service"],
  ] as const)("tells %s", async (_, answer, message) => {
    const base = await router(() => [...answer]);
    const run = await cli(["schema", "crawl", base], { cwd: folderWith({}), env: LOGIN });
    expect(run.code).toBe(2);
    expect(run.err).toContain(message);
    expect(run.out).toBe("");
  });

  it("tells that nobody listens, and what is missing", async () => {
    const cwd = folderWith({});
    const nobody = await cli(["schema", "crawl", "http://127.0.0.1:1"], { cwd, env: LOGIN });
    expect(nobody.err).toContain("nothing listens at this address");
    expect((await cli(["schema", "crawl", "192.0.2.1"], { cwd })).err).toContain("--user NAME");
    expect((await cli(["schema", "crawl", "192.0.2.1", "--user", "a"], { cwd })).err).toContain(
      "RSCLINT_ROUTER_PASSWORD",
    );
  });
});
