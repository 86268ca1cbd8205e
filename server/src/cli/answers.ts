import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { parse } from "yaml";
import { type CliIo, UsageError } from "./io.ts";
import type { MigrateFlags } from "./migrate-flags.ts";

/** Answers of the file, then those of `--set`, which go before. */
export async function readAnswers(
  flags: Pick<MigrateFlags, "answers" | "set">,
  io: CliIo,
): Promise<Record<string, string>> {
  const fromFile = flags.answers === undefined ? {} : await readFileAnswers(flags.answers, io);
  return { ...fromFile, ...Object.fromEntries(flags.set.map(readSet)) };
}

function readSet(text: string): readonly [string, string] {
  const at = text.indexOf("=");
  if (at < 1) throw new UsageError(`--set ${text}: write it as name=value`);
  const value = text.slice(at + 1);
  // A shell's variable that is not set, more often than not.
  if (value.trim() === "") throw new UsageError(`--set ${text}: there is no value behind the sign`);
  return [text.slice(0, at), value];
}

async function readFileAnswers(path: string, io: CliIo): Promise<Record<string, string>> {
  try {
    const data: unknown = parse(await readFile(resolve(io.cwd, path), "utf8"));
    if (typeof data !== "object" || data === null || Array.isArray(data))
      throw new Error("it must hold names and values");
    return flat(data, "");
  } catch (error) {
    throw new UsageError(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** `TorGuard-PPTP: { endpoint: x }` is the answer `TorGuard-PPTP/endpoint`. */
function flat(data: object, prefix: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(data)) {
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      Object.assign(found, flat(value, `${prefix}${name}/`));
    else if (value !== undefined && value !== null) found[`${prefix}${name}`] = String(value);
  }
  return found;
}
