import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Bundled CommonJS dependencies call `require`, which an ES module does not have. */
const BANNER = `import { createRequire as __createRequire } from "node:module";
const require = __createRequire(import.meta.url);`;

/**
 * Measures what ships: a bench that was started from its source is bundled as dist/ is and run in a process of its
 * own, after which this one ends. tsx itself gives each closure its name as the code runs, which costs a parser two
 * thirds of its speed. `url`: the bench's `import.meta.url`.
 */
export async function runBundled(url: string): Promise<void> {
  if (!url.endsWith(".ts")) return;
  const { build } = await import("esbuild");
  const folder = mkdtempSync(join(tmpdir(), "rsclint-bench-"));
  const outfile = join(folder, "bench.mjs");
  await build({
    entryPoints: [fileURLToPath(url)],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    external: ["esbuild"],
    banner: { js: BANNER },
    logLevel: "error",
  });
  const { status } = spawnSync(process.execPath, [outfile, ...process.argv.slice(2)], { stdio: "inherit" });
  rmSync(folder, { recursive: true });
  process.exit(status ?? 1);
}
