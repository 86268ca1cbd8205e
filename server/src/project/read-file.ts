import { open, readFile, stat } from "node:fs/promises";
import { decode, type Encoding } from "./decode.ts";

/** Larger files are no configuration; the largest exports known have about 10 MB. */
export const MOST_BYTES = 32 * 1024 * 1024;

export interface ReadFile {
  readonly path: string;
  readonly text: string;
  readonly encoding: Encoding;
}

export interface UnreadFile {
  readonly path: string;
  /** For people: what is wrong and what to do. */
  readonly problem: string;
}

/** Reads one file; whatever goes wrong is said of this file only. */
export async function readSource(path: string): Promise<ReadFile | UnreadFile> {
  try {
    const { size } = await stat(path);
    if (size > MOST_BYTES) return { path, problem: tooLarge(size) };
    return decodeSource(path, await readFile(path));
  } catch (error) {
    return { path, problem: systemProblem(error) };
  }
}

export function decodeSource(path: string, bytes: Uint8Array): ReadFile | UnreadFile {
  if (bytes.length > MOST_BYTES) return { path, problem: tooLarge(bytes.length) };
  const decoded = decode(bytes);
  if (decoded.text !== undefined) return { path, text: decoded.text, encoding: decoded.encoding };
  if (isBareUtf16(bytes))
    return {
      path,
      problem: "This is UTF-16 without a byte order mark. Save it as UTF-8, as RouterOS reads it.",
    };
  const what = isBackup(bytes)
    ? "This is a binary RouterOS backup. Make a text export on the router with `/export file=name`."
    : "This is not a text file. A RouterOS export is needed (`/export file=name`).";
  return { path, problem: `${what} Byte ${decoded.offset} is not part of any text.` };
}

export function isUnread(file: ReadFile | UnreadFile): file is UnreadFile {
  return "problem" in file;
}

/** The first `count` bytes as text, for a look at the first line; empty when it cannot be read. */
export async function readHead(path: string, count: number): Promise<string> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, 0);
      const head = buffer.subarray(0, bytesRead);
      return decode(head).text ?? head.toString("latin1");
    } finally {
      await file.close();
    }
  } catch {
    return "";
  }
}

/** Error codes in words. */
export function systemProblem(error: unknown): string {
  switch (errorCode(error)) {
    case "ENOENT":
      return "There is no such file.";
    case "EACCES":
    case "EPERM":
      return "Reading it is not permitted.";
    case "EISDIR":
      return "This is a folder.";
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

/** `ENOENT` and the like; empty for what is no error of the system. */
export function errorCode(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
}

/** Magic numbers of plain and of encrypted backups. */
function isBackup(bytes: Uint8Array): boolean {
  const magic = Buffer.from(bytes.subarray(0, 4)).toString("hex");
  return magic === "88aca1b1" || magic === "efa89172";
}

/** How much is looked at, in bytes. */
const LOOK = 512;

/** Every other byte is zero, since configurations are mostly of ASCII characters. */
function isBareUtf16(bytes: Uint8Array): boolean {
  if (bytes.length % 2 !== 0) return false;
  const head = bytes.subarray(0, LOOK);
  const zeros = (odd: 0 | 1) => head.filter((byte, index) => byte === 0 && index % 2 === odd).length;
  const [even, odd] = [zeros(0), zeros(1)];
  return Math.min(even, odd) === 0 && Math.max(even, odd) > head.length * 0.4;
}

function tooLarge(size: number): string {
  const megabytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(1);
  return `With ${megabytes(size)} MB it is larger than the ${megabytes(MOST_BYTES)} MB that are read; a configuration export is smaller.`;
}
