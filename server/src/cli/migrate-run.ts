import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { createTwoFilesPatch } from "diff";
import { encode } from "../project/decode.ts";
import { decodeSource, isUnread, type ReadFile, readSource } from "../project/read-file.ts";
import type { Analysis, LanguageService, MigrationOutcome, Stage, Target } from "../service.ts";
import { readAnswers } from "./answers.ts";
import { type CliIo, UsageError } from "./io.ts";
import { printSummary } from "./migrate-summary.ts";

/** The options of `migrate`, as commander hands them over. */
export interface MigrateFlags {
  readonly to?: Target;
  readonly list?: boolean;
  readonly tunnel?: string;
  readonly stage?: Stage | "all";
  readonly out?: string;
  readonly set: readonly string[];
  readonly answers?: string;
  readonly verify: boolean;
  readonly inPlace?: boolean;
  readonly diff?: boolean;
  readonly audit?: "md" | "html";
  readonly pair?: string;
  readonly generateKeys?: boolean;
  readonly qr?: "svg" | "png" | "terminal";
  readonly rosVersion?: string;
}

/** Reads, plans, prints the finished export to the output and what there is to know to the error stream. */
export async function runMigrate(path: string, flags: MigrateFlags, io: CliIo): Promise<void> {
  const service = await io.service();
  const source = await read(path, io);
  const analysis = analyse(service, source, flags);
  if (flags.list === true || (flags.to === undefined && flags.audit === undefined))
    return list(service, analysis, flags, io);
  const answers = await readAnswers(flags, io);
  if (flags.to === undefined) return;
  requireTunnel(service, analysis, flags);
  const outcome = service.migrate(analysis, {
    target: flags.to,
    answers,
    isVerified: flags.verify,
    ...(flags.tunnel === undefined ? {} : { tunnel: flags.tunnel }),
  });
  await deliver(source, outcome, flags, io);
  printSummary(outcome, io);
  io.setExitCode(exitCode(outcome));
}

async function read(path: string, io: CliIo): Promise<ReadFile> {
  const file =
    path === "-" ? decodeSource("<stdin>", await io.readStdin()) : await readSource(resolve(io.cwd, path));
  if (isUnread(file)) throw new UsageError(`${path}: ${file.problem}`);
  return file;
}

function analyse(service: LanguageService, { path, text }: ReadFile, { rosVersion }: MigrateFlags): Analysis {
  return service.analyse(
    [{ path, text }],
    rosVersion === undefined ? {} : { config: { routerosVersion: rosVersion } },
  );
}

function list(service: LanguageService, analysis: Analysis, flags: MigrateFlags, io: CliIo): void {
  const tunnels = service.tunnels(analysis);
  if (tunnels.length === 0) io.err.write("No PPTP or L2TP tunnel in this file.\n");
  for (const { name, kind, isDisabled, offers } of tunnels) {
    io.out.write(`${name}  (${kind}${isDisabled ? ", disabled" : ""})\n`);
    for (const { target, isPossible, isRecommended, reason } of offers) {
      const mark = isRecommended ? "recommended" : isPossible ? "possible" : "not possible";
      io.out.write(`  ${target.padEnd(9)} ${mark}: ${reason}\n`);
    }
  }
  if (flags.list !== true && tunnels.length > 0)
    throw new UsageError("say what to move to: --to wireguard, ikev2 or openvpn");
}

function requireTunnel(service: LanguageService, analysis: Analysis, { tunnel }: MigrateFlags): void {
  const names = service.tunnels(analysis).map(({ name }) => name);
  if (tunnel !== undefined && tunnel !== "all" && !names.includes(tunnel))
    throw new UsageError(
      `there is no tunnel "${tunnel}"${names.length === 0 ? "" : `; there are ${names.join(", ")}`}`,
    );
}

async function deliver(
  source: ReadFile,
  outcome: MigrationOutcome,
  flags: MigrateFlags,
  io: CliIo,
): Promise<void> {
  const text = outcome.files[0]?.text ?? source.text;
  if (flags.inPlace === true && source.path !== "<stdin>") {
    await writeFile(source.path, encode(text, source.encoding));
    return;
  }
  if (flags.diff === true) {
    const name = source.path;
    io.out.write(createTwoFilesPatch(name, name, source.text, text, "", "", { context: 3 }));
    return;
  }
  if (flags.stage === undefined) return void io.out.write(text);
  const stages = (["parallel", "cutover", "decommission"] as const).filter(
    (stage) => flags.stage === "all" || flags.stage === stage,
  );
  for (const { scripts } of outcome.tunnels) {
    for (const stage of stages) {
      const script = scripts?.[stage];
      if (script !== undefined) io.out.write(`${script.text}\n${commented(script.rollback)}\n`);
    }
  }
}

/** The way back stands below the script, so that importing it does not take it at once. */
function commented(rollback: string): string {
  return rollback
    .trimEnd()
    .split("\n")
    .map((line) => (line.startsWith("#") ? line : `# ${line}`))
    .join("\n");
}

function exitCode({ tunnels }: MigrationOutcome): 0 | 1 {
  const isDone =
    tunnels.length > 0 &&
    tunnels.every(
      ({ refusal, verification }) => refusal === undefined && (verification?.problems ?? []).length === 0,
    );
  return isDone ? 0 : 1;
}
