import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, openSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { VsCodeServer } from "./install.ts";

/** A running VS Code server; `stop` ends it and everything it started, nothing else. */
export interface RunningServer {
  /** Host and port, as in `127.0.0.1:40001`. */
  readonly authority: string;
  stop(): Promise<void>;
}

const FIXED_SETTINGS = {
  // The web workbench saves after a delay by default: edits of one test would reach the next.
  "files.autoSave": "off",
  "workbench.startupEditor": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "chat.disableAIFeatures": true,
  "git.enabled": false,
  "extensions.ignoreRecommendations": true,
};

export async function startServer(
  vscode: VsCodeServer,
  scratch: string,
  settings: Readonly<Record<string, unknown>>,
  environment: Readonly<Record<string, string>>,
): Promise<RunningServer> {
  const data = join(scratch, "data");
  mkdirSync(join(data, "User"), { recursive: true });
  writeFileSync(join(data, "User", "settings.json"), JSON.stringify({ ...FIXED_SETTINGS, ...settings }));
  const port = await freePort();
  const authority = `127.0.0.1:${port}`;
  const log = openSync(join(scratch, "server.log"), "w");
  const child = spawn(vscode.node, [vscode.main, ...serverFlags(port, scratch, data)], {
    stdio: ["ignore", log, log],
    // Its own process group, so that stopping it reaches the extension host and the language server too.
    detached: true,
    env: { ...process.env, ...environment, EXTENSIONS_GALLERY: "{}" },
  });
  const stop = (): Promise<void> => stopGroup(child);
  // An interrupted run must not leave a server behind.
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void stop().finally(() => process.exit(130)));
  }
  try {
    await waitUntilReady(authority, child);
  } catch (error) {
    await stop();
    throw error;
  }
  return { authority, stop };
}

function serverFlags(port: number, scratch: string, data: string): string[] {
  return [
    ...["--host", "127.0.0.1", "--port", String(port)],
    ...["--without-connection-token", "--accept-server-license-terms", "--telemetry-level", "off"],
    ...["--disable-workspace-trust", "--disable-getting-started-override"],
    // Without it a built workbench ignores the test payload, and no test ever runs.
    "--enable-smoke-test-driver",
    ...["--server-data-dir", join(scratch, "server-data"), "--user-data-dir", data],
    ...["--extensions-dir", join(scratch, "extensions")],
  ];
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}

async function waitUntilReady(authority: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300 && child.exitCode === null; tries++) {
    const answer = await fetch(`http://${authority}/version`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new Error("the VS Code server did not start");
}

async function stopGroup(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    try {
      process.kill(-pid, signal);
    } catch {
      return;
    }
    await Promise.race([child.exitCode === null ? once(child, "exit") : undefined, sleep(3000)]);
  }
}
