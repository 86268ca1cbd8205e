import { chmod, mkdir, writeFile } from "node:fs/promises";
import { errorCode } from "./read-file.ts";

export interface WriteOptions {
  /** Of the file afterwards, whether it is new or not. */
  readonly mode?: number;
}

/** Writes one file; why that could not be, for people, or undefined. */
export async function writeTo(
  path: string,
  content: string | Uint8Array,
  options: WriteOptions = {},
): Promise<string | undefined> {
  try {
    await writeFile(path, content, options);
    // A file that was there keeps its mode otherwise.
    if (options.mode !== undefined) await chmod(path, options.mode);
    return undefined;
  } catch (error) {
    return writeProblem(error);
  }
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
