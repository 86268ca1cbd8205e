import { existsSync, readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { cli } from "../support/cli.ts";
import { folderWith } from "../support/folder.ts";

const CLIENT =
  "/interface pptp-client\nadd allow=mschap2 connect-to=v.example disabled=no name=office user=u\n";
const CLEAN = "/interface wireguard\nadd listen-port=13231 name=wg\n";
const SAFE = "/tool bandwidth-server\nset enabled=yes\n";

async function json(argv: readonly string[], cwd: string) {
  const { out } = await cli(["lint", "--format", "json", ...argv], { cwd });
  const report: { files: { path: string; findings: { rule: string; suppressed?: object }[] }[] } =
    JSON.parse(out);
  return report.files.map(({ path, findings }) => ({
    path,
    rules: findings.filter(({ suppressed }) => !suppressed).map(({ rule }) => rule),
  }));
}

describe("exit codes", () => {
  it.each([
    ["0 for a clean file", { "a.rsc": CLEAN }, [], 0],
    ["1 for an error", { "a.rsc": CLIENT }, [], 1],
    [
      "1 for an error of a rule that is named without a level",
      { "a.rsc": CLIENT },
      ["--rule", "pptp-client"],
      1,
    ],
    ["0 below --fail-on", { "a.rsc": CLIENT }, ["--rule", "pptp-client=warning"], 0],
    ["1 at --fail-on", { "a.rsc": CLIENT }, ["--rule", "pptp-client=warning", "--fail-on", "warning"], 1],
    [
      "1 above --max-warnings",
      { "a.rsc": CLIENT },
      ["--rule", "pptp-client=warning", "--max-warnings", "0"],
      1,
    ],
    ["2 where there is nothing", { "a.md": "" }, [], 2],
    ["2 for a file that is not there", { "a.rsc": CLEAN }, ["none.rsc"], 2],
    ["2 for a rule that is not there", { "a.rsc": CLEAN }, ["--rule", "pptp-clint=off"], 2],
    ["2 for a wrong option", { "a.rsc": CLEAN }, ["--fromat", "json"], 2],
    ["2 for a wrong config", { "a.rsc": CLEAN, ".rsclintrc.json": "{]" }, [], 2],
    ["2 for a version that is none", { "a.rsc": CLEAN }, ["--ros-version", "seven"], 2],
  ] as const)("%s", async (_, files, argv, code) => {
    const paths = argv[0] === "none.rsc" ? [".", ...argv] : argv;
    const run = await cli(["lint", ...paths], { cwd: folderWith(files) });
    expect(run.code, run.out + run.err).toBe(code);
    if (code === 2) expect(run.out + run.err).not.toBe("");
  });

  it("2 names the program and the help of the command that was misused", async () => {
    const { err } = await cli(["lint", "--fromat", "json"], { cwd: folderWith({}) });
    expect(err).toMatch(/^rsclint: unknown option '--fromat'/);
    expect(err).toContain("(see rsclint lint --help)");
  });

  it("2 without a command, 0 for help and version", async () => {
    const cwd = folderWith({});
    expect((await cli(["nonsense"], { cwd })).code).toBe(2);
    expect(await cli(["--version"], { cwd })).toEqual({ out: "1.2.3\n", err: "", code: 0 });
    const help = await cli(["lint", "--help"], { cwd });
    expect(help.code).toBe(0);
    expect(help.out).toContain("Exit codes: 0 clean");
  });
});

describe("files", () => {
  it("go on where one cannot be read, and say what it is", async () => {
    const cwd = folderWith({
      "a.rsc": CLIENT,
      "b.rsc": Buffer.from([0x88, 0xac, 0xa1, 0xb1, 0, 1, 2]),
      "c.rsc": "/ip address\nadd \u0000",
    });
    const run = await cli(["lint", "."], { cwd });
    expect(run.code).toBe(2);
    expect(run.out).toContain("PPTP client `office`");
    expect(run.out.replace(/\s+/g, " ")).toContain("This is a binary RouterOS backup");
    expect(run.out.replace(/\s+/g, " ")).toContain("Byte 16 is not part of any text.");
  });

  it("say of UTF-16 without its mark what it is", async () => {
    const wide = Buffer.from(CLEAN, "utf16le");
    const cwd = folderWith({ "le.rsc": wide, "be.rsc": Buffer.from(wide).swap16() });
    const { out, code } = await cli(["lint", "."], { cwd });
    expect(out.match(/This is UTF-16 without a byte order mark\. Save it as UTF-8/g)).toHaveLength(2);
    expect(code).toBe(2);
  });

  it("are refused when they are too large for a configuration", async () => {
    const cwd = folderWith({ "big.rsc": "" });
    truncateSync(join(cwd, "big.rsc"), 50 * 1024 * 1024);
    const run = await cli(["lint", "big.rsc"], { cwd });
    expect(run.code).toBe(2);
    expect(run.out).toContain("50.0 MB");
  });

  it("come from standard input under the name they are given", async () => {
    const run = await cli(["lint", "-", "--stdin-filename", "sub/x.rsc"], {
      cwd: folderWith({}),
      stdin: CLIENT,
    });
    expect(run.code).toBe(1);
    expect(run.out).toContain("sub/x.rsc\n  2:");
    expect((await cli(["lint", "-"], { cwd: folderWith({}), stdin: CLIENT })).out).toContain("<stdin>\n");
  });

  it("outside of the working folder have absolute addresses in SARIF", async () => {
    const away = folderWith({ "a b.rsc": CLIENT });
    const { out } = await cli(["lint", "--format", "sarif", join(away, "a b.rsc")], { cwd: folderWith({}) });
    expect(out).toContain(`"uri": "${pathToFileURL(join(away, "a b.rsc")).href}"`);
    const near = await cli(["lint", "--format", "sarif", "a b.rsc"], { cwd: away });
    expect(near.out).toContain('"uri": "a%20b.rsc"');
  });

  it("in other encodings keep them when they are fixed", async () => {
    const text = `\ufeff/interface pptp-client\r\nadd allow=mschap2 comment=B\u00fcro connect-to=v disabled=no name=o user=u\r\n`;
    const cwd = folderWith({ "a.rsc": text, "b.rsc": Buffer.from(text.slice(1), "latin1") });
    const run = await cli(["lint", "--fix-suggestions", "."], { cwd });
    expect(run.err).toBe(
      ["a.rsc", "b.rsc"]
        .map((name) => `Applied 1 fix in 1 file:\n  ${name}:2  pptp-client  Disable PPTP client o\n`)
        .join(""),
    );
    const fixed = text.replace("disabled=no", "disabled=yes");
    expect(readFileSync(join(cwd, "a.rsc"), "utf8")).toBe(fixed);
    expect(readFileSync(join(cwd, "b.rsc"), "latin1")).toBe(fixed.slice(1));
  });
});

describe("files that are something else", () => {
  it("get one finding", async () => {
    const users = ["root:x:0:0:root:/root:/bin/bash", "bin:x:2:2:bin:/bin:x", "sys:x:3:3:sys:/dev:x", ""];
    const cwd = folderWith({ "users.txt": users.join("\n"), "a.rsc": "/ip address\nadd (\nadd (\nadd (\n" });
    const { out } = await cli(["lint", "users.txt"], { cwd });
    expect(out).toContain("does not look like a RouterOS configuration");
    expect(out).toContain("1 problem in 1 file");
    expect((await cli(["lint", "a.rsc"], { cwd })).out).not.toContain("does not look like");
  });
});

describe("versions newer than the facts", () => {
  it("are told of", async () => {
    const cwd = folderWith({ "a.rsc": CLEAN });
    expect((await cli(["lint", "--ros-version", "9.9", "."], { cwd })).err).toMatch(/^note: nothing newer/);
    expect((await cli(["lint", "--ros-version", "7.15.3", "."], { cwd })).err).toBe("");
  });

  it("are not told of where the version of the file's header counts", async () => {
    const cwd = folderWith({ "a.rsc": `# 2026-01-02 10:00:00 by RouterOS 7.15.3\n${CLEAN}` });
    for (const command of [["lint"], ["migrate", "--list"], ["graph"]])
      expect((await cli([...command, "--ros-version", "7.99", "a.rsc"], { cwd })).err).not.toContain("note:");
    expect((await cli(["upgrade-check", "--from", "7.99", "--to", "7.99", "a.rsc"], { cwd })).err).toContain(
      "note: nothing newer",
    );
  });
});

describe("configs", () => {
  it("are the nearest of each file", async () => {
    const cwd = folderWith({
      "a/x.rsc": CLIENT,
      "a/.rsclintrc.json": '{ "extends": "vpn" }',
      "b/x.rsc": CLIENT,
      "b/.rsclintrc.yaml": "extends: vpn\nrules: { pptp-client: off }\n",
    });
    const [a, b] = await json(["."], cwd);
    expect(a?.rules).toContain("pptp-client");
    expect(b?.rules).not.toContain("pptp-client");
    const [, alike] = await json(["--no-config", "--preset", "vpn", "."], cwd);
    expect(alike?.rules).toContain("pptp-client");
    const [first] = await json(["--config", "b/.rsclintrc.yaml", "."], cwd);
    expect(first?.rules).not.toContain("pptp-client");
  });

  it("tell of their mistakes with the file's name", async () => {
    const cwd = folderWith({ "x.rsc": CLIENT, ".rsclintrc.json": '{ "rules": { "pptp-clint": "off" } }' });
    const { err } = await cli(["lint", "."], { cwd });
    expect(err).toContain(join(cwd, ".rsclintrc.json"));
    expect(err).toContain("rules.pptp-clint: there is no such key. Did you mean `pptp-client`?");
  });

  it("join files to one router", async () => {
    const cwd = folderWith({
      "edge/1-tunnels.rsc": CLIENT,
      "edge/2-routes.rsc": "/ip route\nadd gateway=office\n",
      ".rsclintrc.json": '{ "extends": "vpn", "routers": [{ "files": ["edge/*.rsc"] }] }',
    });
    const { out } = await cli(["lint", "edge/1-tunnels.rsc"], { cwd });
    expect(out).toContain("see edge/2-routes.rsc:2:13");
    expect((await json(["edge/1-tunnels.rsc"], cwd)).map(({ path }) => path)).toEqual(["edge/1-tunnels.rsc"]);
  });

  it("bring suppressions by object along", async () => {
    const entry =
      "suppressions:\n  - { rule: pptp-client, menu: /interface pptp-client, name: office, reason: May }\n";
    const cwd = folderWith({ "sub/x.rsc": CLIENT, ".rsclint-suppressions.yaml": entry });
    expect((await json(["--preset", "vpn", "."], cwd))[0]?.rules).not.toContain("pptp-client");
  });
});

it("suppressions by object that silence nothing are reported where they stand", async () => {
  const entry = (name: string, file: string) =>
    `  - { rule: pptp-client, menu: /interface pptp-client, name: ${name}, file: ${file} }\n`;
  const cwd = folderWith({
    "x.rsc": CLIENT,
    ".rsclint-suppressions.yaml": `suppressions:\n${entry("office", "x.rsc")}${entry("gone", "x.rsc")}${entry("far", "y.rsc")}`,
  });
  const { out, code } = await cli(["lint", "x.rsc"], { cwd });
  expect(out).toContain(".rsclint-suppressions.yaml\n  3:5  warning  unused-suppression");
  expect(out).toContain("`gone` silences nothing");
  expect(out).not.toContain("far");
  expect(code).toBe(0);
});

it("a suppression for every file is unused only where all files were linted", async () => {
  const gone = "suppressions:\n  - { rule: pptp-client, menu: /interface pptp-client, name: gone }\n";
  const cwd = folderWith({
    "x.rsc": CLIENT,
    "sub/y.rsc": CLEAN,
    "old/z.rsc": CLIENT,
    ".rsclintrc.json": '{ "ignore": ["old/"] }',
    ".rsclint-suppressions.yaml": gone,
  });
  expect((await cli(["lint", "x.rsc"], { cwd })).out).not.toContain("silences nothing");
  expect((await cli(["lint", "sub"], { cwd })).out).not.toContain("silences nothing");
  expect((await cli(["lint", "."], { cwd })).out).toContain("`gone` silences nothing");
});

it("files of a router that are not there are told, once", async () => {
  const config = '{ "routers": [{ "files": ["a.rsc"] }, { "files": ["nope.rsc", "*.cfg", "b.rsc"] }] }';
  const cwd = folderWith({ "a.rsc": CLEAN, "b.rsc": CLEAN, ".rsclintrc.json": config });
  const { err, code } = await cli(["lint", "."], { cwd });
  const warning = (pattern: string) =>
    `warning: .rsclintrc.json: routers.1.files: no file matches \`${pattern}\`\n`;
  expect(err).toBe(warning("nope.rsc") + warning("*.cfg"));
  expect(code).toBe(0);
});

describe("fixing", () => {
  it("--fix-dry-run shows the difference and writes nothing", async () => {
    const cwd = folderWith({ "a.rsc": CLIENT });
    const run = await cli(["fix", "--suggestions", "--dry-run", "."], { cwd });
    expect(run.out).toContain("--- a.rsc\n+++ a.rsc\tfixed\n");
    expect(run.out).toContain("+add allow=mschap2 connect-to=v.example disabled=yes name=office user=u\n");
    expect(readFileSync(join(cwd, "a.rsc"), "utf8")).toBe(CLIENT);
  });

  it("--fix-dry-run tells of what is left just what the real run tells", async () => {
    // A disabled client is found with a lower severity.
    const cwd = folderWith({ "a.rsc": `${SAFE}${CLIENT}` });
    const dry = await cli(["fix", "--suggestions", "--dry-run", "."], { cwd });
    expect(dry.err).toBe("What would be left, at the places of the fixed text:\n");
    const real = await cli(["fix", "--suggestions", "."], { cwd });
    expect(real.out).toContain("info  pptp-client");
    expect(dry.out).toContain("+set enabled=no\n");
    expect(dry.out.endsWith(`\n${real.out}`)).toBe(true);
    expect(dry.code).toBe(real.code);
  });

  it("--fix applies safe fixes only", async () => {
    const cwd = folderWith({ "a.rsc": SAFE, "b.rsc": CLIENT });
    await cli(["lint", "--fix", "."], { cwd });
    expect(readFileSync(join(cwd, "a.rsc"), "utf8")).toBe(SAFE.replace("yes", "no"));
    expect(readFileSync(join(cwd, "b.rsc"), "utf8")).toBe(CLIENT);
  });

  it("turns standard input into standard output", async () => {
    const run = await cli(["fix", "--suggestions", "-"], { cwd: folderWith({}), stdin: CLIENT });
    expect(run.out).toBe(CLIENT.replace("disabled=no", "disabled=yes"));
    expect(run.err).toContain("info");
  });
});

describe("Ctrl-C", () => {
  const files = { "a.rsc": SAFE, "b.rsc": SAFE, "c.rsc": SAFE };

  it("ends a run with one line that tells how far it came", async () => {
    const { out, err, code } = await cli(["lint", "."], { cwd: folderWith(files), stopAt: 1 });
    expect(err).toMatch(/^rsclint: stopped after [01] of 3 files\n$/);
    expect([out, code]).toEqual(["", 130]);
  });

  it("leaves each file as it was or fixed, and tells how many", async () => {
    const cwd = folderWith(files);
    const { err, code } = await cli(["lint", "--fix", "."], { cwd, stopAt: 1 });
    expect(err).toMatch(/\nrsclint: stopped after [01] of 3 files; 1 file changed\n$/);
    const texts = Object.keys(files).map((name) => readFileSync(join(cwd, name), "utf8"));
    expect(texts).toEqual([SAFE.replace("yes", "no"), SAFE, SAFE]);
    expect(code).toBe(130);
  });
});

describe("baselines", () => {
  it("are made, and then silence what they know", async () => {
    const cwd = folderWith({ "a.rsc": CLIENT });
    expect((await cli(["lint", "--baseline", "base.json", "."], { cwd })).code).toBe(2);
    expect(await cli(["lint", "--baseline", "base.json", "--update-baseline", "."], { cwd })).toEqual({
      out: "",
      err: "base.json now knows 1 finding\n",
      code: 0,
    });
    expect(existsSync(join(cwd, "base.json"))).toBe(true);
    expect((await cli(["lint", "--baseline", "base.json", "."], { cwd })).code).toBe(0);
  });
});

describe("output", () => {
  it("is coloured on terminals, unless told otherwise", async () => {
    const cwd = folderWith({ "a.rsc": CLIENT });
    const isColoured = async (
      argv: readonly string[],
      env: Readonly<Record<string, string>>,
      isTty: boolean,
    ) => (await cli([...argv, "lint", "a.rsc"], { cwd, env, isTty })).out.includes("\u001b[");
    expect(await isColoured([], {}, true)).toBe(true);
    expect(await isColoured([], {}, false)).toBe(false);
    expect(await isColoured([], { NO_COLOR: "1" }, true)).toBe(false);
    expect(await isColoured([], { FORCE_COLOR: "1" }, false)).toBe(true);
    expect(await isColoured(["--no-color"], { FORCE_COLOR: "1" }, true)).toBe(false);
    expect(await isColoured(["--color"], { NO_COLOR: "1" }, false)).toBe(true);
  });

  it("goes to a file, without colours", async () => {
    const cwd = folderWith({ "a.rsc": CLIENT });
    const run = await cli(["--color", "lint", "--output", "report.txt", "."], { cwd });
    expect(run).toMatchObject({ out: "", code: 1 });
    expect(readFileSync(join(cwd, "report.txt"), "utf8")).toMatch(/^a\.rsc\n {2}2:/);
    expect((await cli(["lint", "--output", "no/such/folder.txt", "."], { cwd })).code).toBe(2);
  });

  it("--quiet leaves errors only, but counts all for the exit code", async () => {
    const cwd = folderWith({ "a.rsc": CLIENT });
    const run = await cli(["lint", "--rule", "pptp-client=warning", "--quiet", "--max-warnings", "0", "."], {
      cwd,
    });
    expect(run.out).toBe("No problems in 1 file.\n");
    expect(run.code).toBe(1);
  });
});

describe("explain and rules", () => {
  it("tell of a rule, by old names too, and of near ones", async () => {
    const cwd = folderWith({});
    expect((await cli(["explain", "pptp-client"], { cwd })).out).toContain("Why\n  PPTP's MS-CHAPv2 login");
    expect((await cli(["explain", "pptp-client", "--markdown"], { cwd })).out).toContain("# pptp-client\n");
    expect((await cli(["explain", "snmp"], { cwd })).out).toContain("snmp-public");
    const { out } = await cli(["explain", "pptp-client"], { cwd });
    expect(out).toContain("  RFC 2759\n    https://www.rfc-editor.org/rfc/rfc2759\n");
    expect(out).toContain("  CWE-327\n    https://cwe.mitre.org/data/definitions/327.html\n");
    const wrong = await cli(["explain", "pptp-clint"], { cwd });
    expect(wrong).toEqual({
      out: "",
      err: 'rsclint: there is no rule "pptp-clint". Did you mean "pptp-client"?\n',
      code: 2,
    });
  });

  it("list what there is", async () => {
    const cwd = folderWith({});
    expect((await cli(["rules"], { cwd })).out).toMatch(/^vpn\n/m);
    const listed: { id: string }[] = JSON.parse(
      (await cli(["rules", "--format", "json", "--preset", "vpn"], { cwd })).out,
    );
    expect(listed.map(({ id }) => id)).toContain("pptp-client");
    expect(listed.map(({ id }) => id)).not.toContain("snmp-public");
    expect((await cli(["rules", "--preset", "none"], { cwd })).code).toBe(2);
  });
});

describe("names of the site policy that no router has", () => {
  const POLICY = '{ "policy": { "wanLists": ["WNA"], "wanInterfaces": [], "lanLists": ["LAN", "GUESTS"] } }';
  const router = (...lists: readonly string[]) =>
    [
      "# 2025-03-14 09:26:53 by RouterOS 7.16.2",
      "# software id = XXXX-XXXX",
      "#",
      "/interface list",
      ...lists.map((name) => `add name=${name}`),
      "/ip address",
      "add address=192.168.88.1/24 interface=ether2 network=192.168.88.0",
      "/system identity",
      "set name=home",
      "",
    ].join("\n");
  const told = async (files: Readonly<Record<string, string>>, policy = POLICY) =>
    (await cli(["lint", "."], { cwd: folderWith({ ".rsclintrc.json": policy, ...files }) })).err;

  it("are told once, with the name that was meant", async () => {
    expect(await told({ "a.rsc": router("WAN", "LAN"), "b.rsc": router("WAN") })).toBe(
      [
        "warning: .rsclintrc.json: policy.wanLists names `WNA`, which none of the 2 routers has, so it does not tell where the internet side is; did you mean `WAN`?",
        "warning: .rsclintrc.json: policy.lanLists names `GUESTS`, which none of the 2 routers has, so it does not tell where the inside is",
        "",
      ].join("\n"),
    );
  });

  it("are told of one router only when it has none of a side's, since others may have them", async () => {
    expect(await told({ "a.rsc": router("WAN", "LAN") })).toBe(
      "warning: .rsclintrc.json: policy.wanLists names `WNA`, which the router does not have, so it does not tell where the internet side is; did you mean `WAN`?\n",
    );
  });

  it.each([
    ["a fragment does not tell", { "a.rsc": "/interface list\nadd name=WAN\n" }, POLICY],
    [
      "another file has it",
      { "a.rsc": router("LAN", "GUESTS"), "b.rsc": "/interface list\nadd name=WNA\n" },
      POLICY,
    ],
    ["a port need not be written", { "a.rsc": router() }, '{ "policy": { "wanInterfaces": ["ether9"] } }'],
    ["there is no policy", { "a.rsc": router() }, "{}"],
  ])("stay untold where %s", async (_, files, policy) => {
    expect(await told(files, policy)).toBe("");
  });
});

describe("--summary", () => {
  const files = { "a.rsc": CLIENT + CLIENT, "b.rsc": SAFE, "c.rsc": CLEAN };
  const table = async (cwd: string, ...argv: readonly string[]) => {
    const { out } = await cli(["lint", "--summary", ...argv, "."], { cwd });
    return out.split("for why and what to do.\n")[1] ?? out;
  };

  it("counts by rule, severity and file when there are several", async () => {
    expect(await table(folderWith(files))).toMatchInlineSnapshot(`
      "
         1  a.rsc
         2  b.rsc

                            1   2 all
      pptp-client           2   ·   2
      bandwidth-server-on   ·   1   1
      errors in all         2   ·   2
      warnings in all       ·   1   1
      "
    `);
  });

  it("counts what the report shows, and nothing of one file", async () => {
    expect(await table(folderWith(files), "--quiet")).not.toContain("bandwidth-server-on");
    expect(await table(folderWith({ "a.rsc": CLIENT }))).toBe("");
    expect(await table(folderWith({ "a.rsc": CLEAN, "b.rsc": CLEAN }))).toBe("No problems in 2 files.\n");
    expect((await cli(["lint", "."], { cwd: folderWith(files) })).out).not.toContain("errors in all");
  });

  it("goes on below where the terminal is too narrow", async () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`r${i + 10}.rsc`, CLIENT]));
    const text = await table(folderWith(many));
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(text.match(/^ +.* all$/gm)).toHaveLength(2);
    expect(text.match(/^ +\d+ {2}r\d+\.rsc$/gm)).toHaveLength(30);
  });
});
