import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { encode } from "../project/decode.ts";
import { discoverFiles } from "../project/discover-files.ts";
import { displayPath } from "../project/paths.ts";
import { decodeSource, isUnread, type ReadFile, readSource, systemProblem } from "../project/read-file.ts";
import type { FormatOptions } from "../service.ts";
import { type CliIo, UsageError } from "./io.ts";
import { maskedDiff } from "./masked.ts";

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
  let changed = 0;
  for (const path of wanted) {
    const file = await read(path, io);
    if (isUnread(file)) tellProblem(displayPath(path, io.cwd), file.problem, io);
    else if (await deliver(file, formatText(file.text, options), flags, io)) changed++;
  }
  tellCount(changed, wanted.length, flags, io);
  if (flags.check === true && changed > 0) io.setExitCode(1);
}

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

/** Whether formatting changes the file. */
async function deliver(file: ReadFile, text: string, flags: FormatFlags, io: CliIo): Promise<boolean> {
  const isChanged = text !== file.text;
  const name = file.path === "<stdin>" ? file.path : displayPath(file.path, io.cwd);
  if (flags.diff === true && isChanged) io.out.write(maskedDiff(name, file.text, text, "formatted"));
  if (flags.check === true && flags.diff !== true && isChanged) io.out.write(`${name}\n`);
  if (flags.write === true && file.path !== "<stdin>") {
    if (isChanged) await save(file, text, name, io);
  } else if (flags.stdout === true || !(flags.check === true || flags.diff === true)) io.out.write(text);
  return isChanged;
}

async function save(file: ReadFile, text: string, name: string, io: CliIo): Promise<void> {
  try {
    await writeFile(file.path, encode(text, file.encoding));
    io.err.write(`formatted ${name}\n`);
  } catch (error) {
    tellProblem(name, systemProblem(error), io);
  }
}

function tellProblem(path: string, problem: string, io: CliIo): void {
  io.err.write(`${path}: ${problem}\n`);
  io.setExitCode(2);
}

function tellCount(changed: number, all: number, flags: FormatFlags, io: CliIo): void {
  if (flags.check !== true && flags.write !== true) return;
  const done = flags.write === true ? "changed" : "would change";
  const files = `${all} ${all === 1 ? "file" : "files"}`;
  io.err.write(changed === 0 ? `nothing to change in ${files}\n` : `${changed} of ${files} ${done}\n`);
}
