import { resolve } from "node:path";
import { encode } from "../project/decode.ts";
import { discoverFiles } from "../project/discover-files.ts";
import { displayPath } from "../project/paths.ts";
import { decodeSource, isUnread, type ReadFile, readSource } from "../project/read-file.ts";
import { writeTo } from "../project/write-file.ts";
import { plural } from "../report/report.ts";
import type { FormatOptions } from "../service.ts";
import { type CliIo, UsageError } from "./io.ts";
import { maskedDiff } from "./masked.ts";
import { notWritten } from "./save.ts";

/** The options of `format`, as commander hands them over. */
export interface FormatFlags {
  readonly check?: boolean;
  readonly write?: boolean;
  readonly stdout?: boolean;
  readonly diff?: boolean;
  readonly style: "keep" | "sectioned" | "terse";
  readonly wrap?: "keep" | "wrap" | "unwrap";
  readonly width?: number;
  readonly indent?: number;
  readonly dropTimestamp?: boolean;
}

/** Reads, formats, and writes, prints or compares, one file at a time. */
export async function runFormat(paths: readonly string[], flags: FormatFlags, io: CliIo): Promise<void> {
  if (flags.write === true && (flags.check === true || flags.stdout === true || flags.diff === true))
    throw new UsageError("--write goes with none of --check, --stdout and --diff");
  const { formatText } = await io.service();
  const { files, failures } = await discoverFiles(
    paths.filter((path) => path !== "-"),
    { cwd: io.cwd },
  );
  for (const { path, problem } of failures) tellProblem(path, problem, io);
  const wanted = [...(paths.includes("-") ? ["-"] : []), ...files];
  if (wanted.length === 0 && failures.length === 0)
    throw new UsageError(`no RouterOS files found in ${paths.join(", ")}`);
  if (wanted.length > 1 && !isSaid(flags))
    throw new UsageError(`${wanted.length} files: say --check, --diff, --write or --stdout`);
  const options = optionsOf(flags);
  const count = { changed: 0, same: 0, failed: 0 };
  for (const path of wanted) {
    const file = await read(path, io);
    if (isUnread(file)) tellProblem(displayPath(path, io.cwd), file.problem, io);
    count[isUnread(file) ? "failed" : await deliver(file, formatText(file.text, options), flags, io)]++;
  }
  tellCount(count, flags, io);
  if (flags.check === true && count.changed > 0) io.setExitCode(1);
}

type Outcome = "changed" | "same" | "failed";

function isSaid({ check, write, stdout, diff }: FormatFlags): boolean {
  return check === true || write === true || stdout === true || diff === true;
}

function optionsOf(flags: FormatFlags): FormatOptions {
  return {
    style: flags.style,
    ...(flags.wrap === undefined ? {} : { wrap: flags.wrap }),
    ...(flags.width === undefined ? {} : { width: flags.width }),
    ...(flags.indent === undefined ? {} : { indent: " ".repeat(flags.indent) }),
    ...(flags.dropTimestamp === true ? { dropsTimestamp: true } : {}),
  };
}

async function read(path: string, io: CliIo): ReturnType<typeof readSource> {
  return path === "-" ? decodeSource("<stdin>", await io.readStdin()) : readSource(resolve(io.cwd, path));
}

/** What formatting does to the file, or would do. */
async function deliver(file: ReadFile, text: string, flags: FormatFlags, io: CliIo): Promise<Outcome> {
  const isChanged = text !== file.text;
  const name = file.path === "<stdin>" ? file.path : displayPath(file.path, io.cwd);
  if (flags.diff === true && isChanged) io.out.write(maskedDiff(name, file.text, text, "formatted"));
  if (flags.check === true && flags.diff !== true && isChanged) io.out.write(`${name}\n`);
  if (flags.write === true && file.path !== "<stdin>") {
    if (isChanged && !(await isSaved(file, text, name, io))) return "failed";
  } else if (flags.stdout === true || !(flags.check === true || flags.diff === true)) io.out.write(text);
  return isChanged ? "changed" : "same";
}

async function isSaved(file: ReadFile, text: string, name: string, io: CliIo): Promise<boolean> {
  const problem = await writeTo(file.path, encode(text, file.encoding));
  io.err.write(`${problem === undefined ? `formatted ${name}` : notWritten(name, problem)}\n`);
  if (problem !== undefined) io.setExitCode(2);
  return problem === undefined;
}

function tellProblem(path: string, problem: string, io: CliIo): void {
  io.err.write(`${path}: ${problem}\n`);
  io.setExitCode(2);
}

/** Files that could not be read or written are neither changed nor in order. */
function tellCount(
  { changed, same, failed }: Readonly<Record<Outcome, number>>,
  flags: FormatFlags,
  io: CliIo,
): void {
  if (flags.check !== true && flags.write !== true) return;
  const done = flags.write === true ? "changed" : "would change";
  const failures = failed === 0 ? "" : `, ${failed} failed`;
  if (changed > 0 || failed > 0)
    io.err.write(`${changed} of ${plural(changed + same + failed, "file")} ${done}${failures}\n`);
  else if (same > 0) io.err.write(`nothing to change in ${plural(same, "file")}\n`);
}
