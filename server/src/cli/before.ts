import { stat } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import { isUnread, readSource } from "../project/read-file.ts";
import type { SourceFile } from "../service.ts";
import { UsageError } from "./io.ts";

/**
 * The earlier state of a router's files: the one file of `--before`, or those of the same relative paths below a
 * folder. A file that was not there before is left out with all that came with it. Undefined: nothing to compare.
 */
export async function readBefore(
  files: readonly SourceFile[],
  before: string | undefined,
  cwd: string,
): Promise<readonly SourceFile[] | undefined> {
  if (before === undefined) return undefined;
  const root = resolve(cwd, before);
  const isFolder = await isDirectory(root);
  if (isFolder === undefined) throw new UsageError(`--before ${before}: there is no such file or folder`);
  if (!isFolder && files.length > 1)
    throw new UsageError(`--before ${before}: several files need a folder to be compared with`);
  const earlier = await Promise.all(
    files.map(async ({ path }) => {
      const read = await readSource(isFolder ? join(root, below(cwd, path)) : root);
      return { path, text: isUnread(read) ? "" : read.text };
    }),
  );
  return earlier.some(({ text }) => text !== "") ? earlier : undefined;
}

function below(cwd: string, path: string): string {
  const way = relative(cwd, path);
  return way.startsWith("..") ? basename(path) : way;
}

async function isDirectory(path: string): Promise<boolean | undefined> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return undefined;
  }
}
