import type { Stats } from "node:fs";
import {
  access,
  chmod,
  chown,
  constants,
  mkdir,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { errorCode } from "./read-file.ts";

export interface WriteOptions {
  /** Of the file afterwards, whether it is new or not. */
  readonly mode?: number;
}

/** Writes one file; why that could not be, for people, or undefined. A file that is there stays whole until it is written. */
export async function writeTo(
  path: string,
  content: string | Uint8Array,
  options: WriteOptions = {},
): Promise<string | undefined> {
  try {
    const there = await stat(path).catch(() => undefined);
    // Several names for one file, and what is no file at all, are written as they stand.
    if (there?.isFile() === true && there.nlink === 1)
      await replace(await realpath(path), content, there, options);
    else await writeOver(path, content, options);
    return undefined;
  } catch (error) {
    return writeProblem(error);
  }
}

/** Puts the new content beside the old until all of it is on the disk, which may be full: nothing is lost then. */
async function replace(
  path: string,
  content: string | Uint8Array,
  there: Stats,
  options: WriteOptions,
): Promise<void> {
  await access(path, constants.W_OK);
  const draft = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    await writeFile(draft, content, { flag: "wx", flush: true });
    await chown(draft, there.uid, there.gid);
    await chmod(draft, options.mode ?? there.mode);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    // A folder that takes no new file, or an owner that cannot be given: then over the old one.
    if (!IS_REFUSED.has(errorCode(error))) throw error;
    await writeOver(path, content, options);
  }
}

const IS_REFUSED: ReadonlySet<string> = new Set(["EACCES", "EPERM", "EROFS"]);

async function writeOver(path: string, content: string | Uint8Array, { mode }: WriteOptions): Promise<void> {
  await writeFile(path, content, mode === undefined ? {} : { mode });
  // A file that was there keeps its mode otherwise.
  if (mode !== undefined) await chmod(path, mode);
}

/** Makes a folder and those above it; why that could not be, or undefined. */
export async function makeFolder(path: string): Promise<string | undefined> {
  try {
    await mkdir(path, { recursive: true });
    return undefined;
  } catch (error) {
    return writeProblem(error);
  }
}

/** Error codes in words; the ones of reading read otherwise. */
export function writeProblem(error: unknown): string {
  switch (errorCode(error)) {
    case "ENOENT":
      return "There is no such folder.";
    case "EACCES":
    case "EPERM":
      return "Writing is not permitted there.";
    case "EROFS":
      return "The file system can only be read.";
    case "EISDIR":
      return "This is a folder.";
    case "ENOTDIR":
    case "EEXIST":
      return "A file stands where a folder is needed.";
    case "ENOSPC":
    case "EDQUOT":
      return "There is no room left.";
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
