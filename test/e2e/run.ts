/**
 * Runs the suite in a real VS Code: `tsx test/e2e/run.ts [--host server,web,desktop] [--release current|oldest]`.
 * `--screenshot FILE [--theme dark|light]` takes the picture for the documentation instead.
 * `--no-build` uses the bundles that are there.
 * The host `server` is VS Code's server with its web workbench in a headless Chromium; it needs no desktop VS Code.
 * The host `web` is the same, with the extension in a web worker as on vscode.dev. Both run by default on x64 Linux.
 */
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { format, parseArgs } from "node:util";
import type { Page } from "playwright-core";
import { runInDesktop } from "./desktop-host.ts";
import { findChromium, installVsCode, type Release } from "./install.ts";
import { takeScreenshot } from "./screenshot.ts";
import { startServer } from "./server-host.ts";
import { serveExtension, useWebExtension } from "./web-host.ts";
import { openBrowser, workbenchUrl } from "./workbench.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
const CACHE = join(ROOT, ".vscode-test");
const SUITE = join(ROOT, ".cache", "e2e", "index.cjs");
const TIME_LIMIT = 300_000;

interface Row {
  readonly title: string;
  readonly ok: boolean;
  readonly error?: string;
}

interface Run {
  readonly release: Release;
  readonly scratch: string;
  readonly workspace: string;
  readonly result: string;
}

async function main(): Promise<number> {
  const { E2E_HOST, E2E_RELEASE } = process.env;
  const { values } = parseArgs({
    options: {
      host: { type: "string", default: E2E_HOST ?? defaultHosts() },
      release: { type: "string", default: E2E_RELEASE ?? "current" },
      screenshot: { type: "string" },
      theme: { type: "string", default: "dark" },
      "no-build": { type: "boolean", default: false },
    },
  });
  if (!values["no-build"]) build();
  const release: Release = values.release === "oldest" ? "oldest" : "current";
  if (values.screenshot !== undefined) {
    const run = prepare(release);
    const light = values.theme === "light";
    const vscode = installVsCode(CACHE, release);
    await takeScreenshot({
      vscode,
      chromium: findChromium(),
      extension: ROOT,
      ...run,
      light,
      file: values.screenshot,
    });
    rmSync(run.scratch, { recursive: true, force: true });
    return 0;
  }
  let status = 0;
  for (const host of values.host.split(","))
    status = Math.max(status, await runSuite(host, prepare(release)));
  return status;
}

/** The suite edits files, so every run has its own copy and never sees the ones under version control. */
function prepare(release: Release): Run {
  const scratch = mkdtempSync(join(tmpdir(), "rsclint-e2e-"));
  const workspace = join(scratch, "workspace");
  cpSync(join(ROOT, "test", "e2e", "workspace"), workspace, { recursive: true });
  return { release, scratch, workspace, result: join(scratch, "result.json") };
}

function build(): void {
  const command = ["--import", "tsx", "scripts/build.ts", "--e2e"];
  execFileSync(process.execPath, command, { cwd: ROOT, stdio: "inherit" });
}

/** Node's server package exists for x64 Linux only; elsewhere a desktop VS Code is easy to download. */
function defaultHosts(): string {
  return process.platform === "linux" && process.arch === "x64" ? "server,web" : "desktop";
}

async function runSuite(host: string, run: Run): Promise<number> {
  const started = Date.now();
  const environment = { RSCLINT_E2E_RESULT: run.result };
  const code =
    host === "desktop"
      ? await runInDesktop({ cache: CACHE, extension: ROOT, suite: SUITE, ...run, environment })
      : await runInServer(run, host === "web", environment);
  const rows = readRows(run.result);
  for (const row of rows)
    console.log(row.ok ? `  ok    ${row.title}` : `  FAIL  ${row.title}\n${row.error ?? ""}`);
  const failed = rows.filter((row) => !row.ok).length;
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`host=${host} tests=${rows.length} failed=${failed} exit=${code} seconds=${seconds}`);
  if (rows.length === 0) console.error("no test reported a result");
  const good = code === 0 && failed === 0 && rows.length > 0;
  if (good) rmSync(run.scratch, { recursive: true, force: true });
  else console.error(`logs and a picture of the last state are in ${run.scratch}`);
  return good ? 0 : 1;
}

async function runInServer(
  run: Run,
  isWeb: boolean,
  environment: Readonly<Record<string, string>>,
): Promise<number> {
  const vscode = installVsCode(CACHE, run.release);
  const executable = findChromium();
  const server = await startServer(vscode, run.scratch, {}, environment);
  const site = isWeb ? await serveExtension(ROOT) : undefined;
  const { browser, page } = await openBrowser(executable);
  try {
    const { exit } = await listen(page, run);
    if (site !== undefined) await useWebExtension(page, site);
    const base = `vscode-remote://${server.authority}`;
    const development = [
      ["extensionDevelopmentPath", `${base}${ROOT}`],
      ["extensionTestsPath", `${base}${SUITE}`],
    ] as const;
    await page.goto(workbenchUrl(server.authority, run.workspace, site === undefined ? development : []));
    const code = await Promise.race([exit, timeLimit()]);
    if (code !== 0) await page.screenshot({ path: join(run.scratch, "end.png") });
    return code;
  } finally {
    await browser.close();
    site?.close();
    await server.stop();
  }
}

/** VS Code calls these two functions of its window when it runs under test. */
async function listen(page: Page, { result, scratch }: Run): Promise<{ exit: Promise<number> }> {
  const log = join(scratch, "workbench.log");
  await page.exposeFunction("codeAutomationLog", (_type: string, args: readonly unknown[]) => {
    const line = format(...args);
    appendFileSync(log, `${line}\n`);
    const mark = "RSCLINT_E2E_RESULT ";
    if (line.includes(mark)) writeFileSync(result, line.slice(line.indexOf(mark) + mark.length));
  });
  let leave: (code: number) => void = () => undefined;
  const exit = new Promise<number>((resolve) => {
    leave = resolve;
  });
  await page.exposeFunction("codeAutomationExit", (code: number) => leave(code));
  return { exit };
}

function timeLimit(): Promise<number> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(124), TIME_LIMIT).unref();
  });
}

function readRows(file: string): readonly Row[] {
  if (!existsSync(file)) return [];
  const rows: unknown = JSON.parse(readFileSync(file, "utf8"));
  return Array.isArray(rows) ? rows.filter(isRow) : [];
}

function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null && "title" in value && "ok" in value;
}

process.exitCode = await main();
