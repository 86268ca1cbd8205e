/**
 * Packs the extension and the command, and looks into the packages: `tsx scripts/package.ts`.
 * Fails when something is missing from, or does not belong in, the VSIX or the npm package.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createVSIX } from "@vscode/vsce";
import { listZip } from "./zip-entries.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
// Three quarters are the five bundles and their source maps; twice the schema would be a slip worth a look.
const SIZE_LIMIT = 4 * 1024 * 1024;

const NEEDED = [
  "package.json",
  "dist/extension.cjs",
  "dist/server.cjs",
  "dist/browser/extension.cjs",
  "dist/browser/extension.cjs.js",
  "dist/browser/server.js",
  "dist/cli.js",
  "syntaxes/routeros.tmLanguage.json",
  "language-configuration.json",
];

/** Everything else is a stray: sources, tests, dependencies, scratch files. */
const ALLOWED = [
  /^(?:package\.json|README\.md|CHANGELOG\.md|LICENSE(?:\.txt)?|language-configuration\.json|rsclint\.schema\.json)$/i,
  /^dist\/(?:browser\/)?[a-z]+(?:\.js|\.cjs|\.cjs\.js)(?:\.map)?$/,
  /^syntaxes\/[\w.-]+\.json$/,
  /^docs\/(?:rules|images)\/[\w./-]+\.(?:md|png)$/,
];

interface Package {
  readonly name: string;
  readonly files: readonly string[];
  readonly bytes: number;
}

async function packVsix(): Promise<Package> {
  const name = `rsclint-${version()}.vsix`;
  const packagePath = join(ROOT, name);
  await createVSIX({
    cwd: ROOT,
    packagePath,
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  const inside = listZip(readFileSync(packagePath)).filter((file) => file.startsWith("extension/"));
  return {
    name,
    files: inside.map((file) => file.slice("extension/".length)),
    bytes: statSync(packagePath).size,
  };
}

/** What `npm publish` would send, as a file that `npm install --global` takes. */
function packNpm(): Package {
  const args = ["pack", "--json", "--ignore-scripts"];
  const output = execFileSync("npm", args, {
    cwd: ROOT,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const answer: unknown = JSON.parse(output);
  if (!isNpmAnswer(answer)) throw new Error("npm pack answered something unknown");
  const [{ filename, size, files }] = answer;
  return { name: filename, files: files.map((file) => file.path), bytes: size };
}

type NpmAnswer = [{ filename: string; size: number; files: { path: string }[] }];

function isNpmAnswer(value: unknown): value is NpmAnswer {
  const [first]: readonly unknown[] = Array.isArray(value) ? value : [];
  return (
    typeof first === "object" && first !== null && "filename" in first && "size" in first && "files" in first
  );
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  if (typeof manifest === "object" && manifest !== null && "version" in manifest)
    return String(manifest.version);
  throw new Error("package.json has no version");
}

function complaints({ files, bytes }: Package): string[] {
  const missing = NEEDED.filter((file) => !files.includes(file)).map((file) => `${file} is missing`);
  const strays = files.filter((file) => !ALLOWED.some((pattern) => pattern.test(file)));
  const tooBig = bytes > SIZE_LIMIT ? [`${bytes} bytes are more than ${SIZE_LIMIT}`] : [];
  return [...missing, ...strays.map((file) => `${file} does not belong there`), ...tooBig];
}

let failed = false;
for (const made of [await packVsix(), packNpm()]) {
  const found = complaints(made);
  failed ||= found.length > 0;
  console.log(`${made.name}: ${made.files.length} files, ${(made.bytes / 1024).toFixed(0)} KiB`);
  for (const complaint of found) console.error(`  ${complaint}`);
}
process.exitCode = failed ? 1 : 0;
