/**
 * Bundles everything that is shipped: `tsx scripts/build.ts [--watch] [--e2e]`.
 * Nothing is installed next to the bundles at run time, so the VSIX holds no node_modules.
 */
import { chmodSync, copyFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build, context } from "esbuild";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

const NODE: BuildOptions = { platform: "node", target: "node20", format: "cjs" };
const BROWSER: BuildOptions = {
  platform: "browser",
  target: "es2022",
  // Fetched over the network, so short names; Node's bundles keep theirs for readable crash reports.
  minifyIdentifiers: true,
  // Without the sources beside it a map tells a browser nothing, and it would be a quarter of the package.
  sourcemap: false,
  define: { global: "globalThis" },
};

/** Some ES module dependencies ask for `import.meta.url`, which a CommonJS bundle does not have. */
const OWN_URL: BuildOptions = {
  define: { "import.meta.url": "__bundleUrl" },
  banner: { js: 'const __bundleUrl = require("node:url").pathToFileURL(__filename).href;' },
};

/**
 * VS Code starts the worker from a `blob:` address, of which @cfworker/json-schema makes an invalid URL as soon
 * as it is loaded. Without a location it takes a fixed base, as in Node.
 */
const WITHOUT_LOCATION: BuildOptions = {
  define: { ...BROWSER.define, "self.location": "undefined" },
};

/** Bundled CommonJS dependencies call `require`, which an ES module does not have. */
const CLI_BANNER = [
  "#!/usr/bin/env node",
  'import { createRequire as __createRequire } from "node:module";',
  "const require = __createRequire(import.meta.url);",
].join("\n");

const SHIPPED: readonly BuildOptions[] = [
  bundle("client/src/extension.ts", "dist/extension.cjs", { ...NODE, external: ["vscode"] }),
  bundle("server/src/lsp/node.ts", "dist/server.cjs", { ...NODE, ...OWN_URL }),
  bundle("client/src/browser.ts", "dist/browser/extension.cjs", {
    ...BROWSER,
    format: "cjs",
    external: ["vscode"],
  }),
  bundle("server/src/lsp/browser.ts", "dist/browser/server.js", {
    ...BROWSER,
    ...WITHOUT_LOCATION,
    format: "iife",
  }),
  bundle("server/src/cli/main.ts", "dist/cli.js", { ...NODE, format: "esm", banner: { js: CLI_BANNER } }),
];

/** In Node, Mocha reads files by name and starts workers, so it stays in node_modules; the suites never ship. */
const E2E: readonly BuildOptions[] = [
  bundle("test/e2e/suite/index.ts", ".cache/e2e/index.cjs", { ...NODE, external: ["vscode", "mocha"] }),
  bundle("test/e2e/suite/web.ts", ".cache/e2e/web.cjs", {
    ...BROWSER,
    format: "cjs",
    external: ["vscode"],
  }),
];

/**
 * The web worker host runs CommonJS only, and in a package of ES modules that means the name `.cjs`.
 * VS Code 1.139 loads that very file, 1.100 adds `.js` to any name: both find theirs.
 */
const COPIES: readonly (readonly [string, string])[] = [
  ["dist/browser/extension.cjs", "dist/browser/extension.cjs.js"],
  [".cache/e2e/web.cjs", ".cache/e2e/web.cjs.js"],
];

function bundle(entry: string, outfile: string, options: BuildOptions): BuildOptions {
  return {
    entryPoints: [entry],
    outfile,
    absWorkingDir: ROOT,
    bundle: true,
    minifySyntax: true,
    minifyWhitespace: true,
    sourcemap: "linked",
    // The sources are in the repository; inside the maps they would double the size of the package.
    sourcesContent: false,
    // Prefer ES modules: they shake, and the UMD builds of the language server packages do not bundle.
    mainFields: options.platform === "browser" ? ["browser", "module", "main"] : ["module", "main"],
    logLevel: "warning",
    ...options,
    define: { ...options.define, __RSCLINT_VERSION__: JSON.stringify(packageVersion()) },
  };
}

function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  if (typeof manifest === "object" && manifest !== null && "version" in manifest)
    return String(manifest.version);
  throw new Error("package.json has no version");
}

async function buildOne(options: BuildOptions): Promise<void> {
  const result = await build({ ...options, metafile: true });
  for (const [file, { bytes }] of Object.entries(result.metafile.outputs)) {
    if (!file.endsWith(".map"))
      console.log(`${file.padEnd(28)} ${(bytes / 1024).toFixed(0).padStart(6)} KiB`);
  }
}

async function main(args: readonly string[]): Promise<void> {
  const wanted = args.includes("--e2e") ? [...SHIPPED, ...E2E] : SHIPPED;
  if (args.includes("--watch")) {
    for (const options of wanted) await (await context({ ...options, logLevel: "info" })).watch();
    return;
  }
  rmSync(join(ROOT, "dist"), { recursive: true, force: true });
  await Promise.all(wanted.map(buildOne));
  for (const [from, to] of COPIES) {
    if (existsSync(join(ROOT, from))) copyFileSync(join(ROOT, from), join(ROOT, to));
  }
  const cli = join(ROOT, "dist/cli.js");
  if (existsSync(cli)) chmodSync(cli, 0o755);
  console.log(`built ${wanted.length} bundles in ${relative(process.cwd(), ROOT) || "."}`);
}

await main(process.argv.slice(2));
