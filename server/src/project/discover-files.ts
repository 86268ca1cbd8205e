import { readdir, stat } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import picomatch from "picomatch";
import { glob, isDynamicPattern } from "tinyglobby";
import { readHead, systemProblem, type UnreadFile } from "./read-file.ts";

export interface DiscoverOptions {
  readonly cwd: string;
  /** Globs that leave files out, relative to `ignoreRoot`. */
  readonly ignore?: readonly string[];
  readonly ignoreRoot?: string;
}

export interface Discovered {
  /** Absolute, sorted within each argument, each once. */
  readonly files: readonly string[];
  readonly failures: readonly UnreadFile[];
}

/**
 * Files named on the command line are taken as they are. Folders are searched for `.rsc` files, and for `.txt`,
 * `.cfg` and `.in` files whose first lines say that RouterOS wrote them. `node_modules` and folders with a
 * leading dot are left out.
 */
export async function discoverFiles(paths: readonly string[], options: DiscoverOptions): Promise<Discovered> {
  const files = new Set<string>();
  const failures: UnreadFile[] = [];
  const isIgnored = ignoreFilter(options);
  for (const path of paths) {
    const found = await expand(path, options.cwd);
    if ("problem" in found) failures.push(found);
    else for (const file of found.files) if (found.isNamed || !isIgnored(file)) files.add(file);
  }
  return { files: [...files], failures };
}

interface Expanded {
  readonly files: readonly string[];
  /** Named itself, so `ignore` does not apply. */
  readonly isNamed: boolean;
}

async function expand(path: string, cwd: string): Promise<Expanded | UnreadFile> {
  const absolute = resolve(cwd, path);
  try {
    const isFolder = (await stat(absolute)).isDirectory();
    return isFolder ? { files: await walk(absolute), isNamed: false } : { files: [absolute], isNamed: true };
  } catch (error) {
    if (!isDynamicPattern(path)) return { path, problem: systemProblem(error) };
  }
  const matches = await glob(path.split(sep).join("/"), {
    cwd,
    absolute: true,
    dot: false,
    onlyFiles: true,
    ignore: ["**/node_modules/**"],
    expandDirectories: false,
  });
  if (matches.length === 0) return { path, problem: "No file matches this pattern." };
  return { files: matches.map((match) => resolve(match)).sort(), isNamed: false };
}

async function walk(folder: string): Promise<string[]> {
  const found: string[] = [];
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!entry.name.startsWith(".") && entry.name !== "node_modules")
        found.push(...(await walkOrSkip(path)));
    } else if (entry.isFile() && (await isConfiguration(path, entry.name))) {
      found.push(path);
    }
  }
  return found;
}

/** A folder below that may not be read takes nothing away from the others. */
async function walkOrSkip(folder: string): Promise<string[]> {
  try {
    return await walk(folder);
  } catch {
    return [];
  }
}

const HEAD_BYTES = 512;

async function isConfiguration(path: string, name: string): Promise<boolean> {
  if (/\.rsc$/i.test(name)) return true;
  if (!/\.(txt|cfg|in|backup)$/i.test(name)) return false;
  return saysRouterOs(await readHead(path, HEAD_BYTES));
}

/** An export's header, or a script's first line `#!rsc`. */
export function saysRouterOs(head: string): boolean {
  const first = head
    .replace(/^\ufeff/, "")
    .split(/\r\n|\r|\n/)
    .slice(0, 4);
  return first.some((line) => /^#.*\bby RouterOS \d/.test(line)) || /^#!\s*rsc\b/.test(first[0] ?? "");
}

function ignoreFilter(options: DiscoverOptions): (file: string) => boolean {
  const globs = options.ignore ?? [];
  if (globs.length === 0) return () => false;
  const root = options.ignoreRoot ?? options.cwd;
  const matches = picomatch(globs.flatMap(folderGlobs), { dot: true });
  return (file) => matches(relative(root, file).split(sep).join("/"));
}

/** `old/` and `old` mean all that is in such a folder, at any depth where no slash stands inside, as in .gitignore. */
function folderGlobs(pattern: string): string[] {
  const bare = pattern.replace(/\/+$/, "");
  const anchored = bare.includes("/") ? bare : `**/${bare}`;
  return [anchored, `${anchored}/**`];
}
