import { resolve } from "node:path";
import { type WriteOptions, writeTo } from "../project/write-file.ts";
import { type CliIo, UsageError } from "./io.ts";

/** Writes what a command was asked to write, to a name as the user gave it; without it the command has failed. */
export async function save(
  name: string,
  content: string | Uint8Array,
  { cwd }: Pick<CliIo, "cwd">,
  options?: WriteOptions,
): Promise<void> {
  const problem = await writeTo(resolve(cwd, name), content, options);
  if (problem !== undefined) throw new UsageError(notWritten(name, problem));
}

export function notWritten(name: string, problem: string): string {
  return `${name} could not be written: ${problem}`;
}
