import { basename, join } from "node:path";
import { encode } from "../project/decode.ts";
import { displayPath } from "../project/paths.ts";
import { wrap } from "../report/stylish.ts";
import type {
  Analysis,
  LanguageService,
  MigrationOutcome,
  MigrationRequest,
  Stage,
  Target,
} from "../service.ts";
import { checkAnswers } from "./answer-check.ts";
import { readAnswers } from "./answers.ts";
import { widthOf } from "./colour.ts";
import { type CliIo, UsageError } from "./io.ts";
import { type LoadedRouter, loadRouter } from "./load-router.ts";
import { masked, maskedDiff, withoutSecrets, withoutSecretsOf } from "./masked.ts";
import { checkKeyFlags, type MadeKeys, makeKeys, writeFiles } from "./migrate-files.ts";
import { checkModeFlags, type MigrateFlags } from "./migrate-flags.ts";
import { isProved, proofNote } from "./migrate-proof.ts";
import { printSummary } from "./migrate-summary.ts";
import { type FinishedFile, finishedFiles } from "./migrated-files.ts";
import { createStepLine } from "./progress.ts";
import { save } from "./save.ts";

/** Reads, plans, prints the finished export to the output and what there is to know to the error stream. */
export async function runMigrate(path: string, flags: MigrateFlags, given: CliIo): Promise<void> {
  const service = await given.service();
  checkModeFlags(flags);
  checkKeyFlags(flags);
  const router = await loadRouter(path, flags, given);
  const io = { ...given, err: withoutSecretsOf(router.members, given.err) };
  const { analysis } = router;
  if (flags.audit !== undefined)
    io.out.write(withoutSecrets(service.audit(analysis, flags.audit), router.members));
  if (flags.list === true) return list(service, analysis, io, withoutSecretsOf(router.members, io.out));
  if (flags.to === undefined) {
    if (flags.audit !== undefined) return;
    // Standard output is taken for the finished export, which this is not.
    list(service, analysis, io, io.err);
    throw new UsageError(
      "say what to move to: --to wireguard, ikev2 or openvpn; --list shows what is possible",
    );
  }
  requireTunnel(service, analysis, flags);
  const answers = await readAnswers(flags, io);
  if (flags.pair !== undefined) return runPair({ service, router, answers, target: flags.to }, flags, io);
  const progress = createStepLine(io);
  const request = { ...requestOf({ ...flags, to: flags.to }), note: progress.step };
  const move = (more: Partial<MigrationRequest>) => {
    const moved = service.migrate(analysis, { ...request, ...more });
    progress.done();
    return moved;
  };
  let outcome = move({ answers });
  if (Object.keys(answers).length > 0)
    checkAnswers(answers, flags, [move({ isVerified: false, answers: {} }), outcome]);
  const keys = flags.generateKeys === true ? await makeKeys(outcome, flags, io) : new Map();
  if (keys.size > 0) outcome = move({ answers: { ...publicKeys(keys), ...answers } });
  await deliver(router, outcome, keys, flags, io);
  finish(outcome, io);
}

/** The target is there wherever this is asked. */
function requestOf({ to, verify, tunnel }: MigrateFlags & { readonly to: Target }): {
  readonly target: Target;
  readonly isVerified: boolean;
  readonly tunnel?: string;
} {
  return { target: to, isVerified: verify, ...(tunnel === undefined ? {} : { tunnel }) };
}

function publicKeys(keys: MadeKeys): Record<string, string> {
  return Object.fromEntries([...keys].map(([name, { publicKey }]) => [name, publicKey]));
}

function finish(outcome: MigrationOutcome, io: CliIo): void {
  printSummary(outcome, io);
  io.setExitCode(exitCode(outcome));
}

interface Subject {
  readonly service: LanguageService;
  readonly router: LoadedRouter;
  readonly answers: Record<string, string>;
  readonly target: Target;
}

async function runPair(
  { service, router, answers, target }: Subject,
  flags: MigrateFlags,
  io: CliIo,
): Promise<void> {
  const other = await loadRouter(flags.pair ?? "", flags, io);
  const move = (all: Record<string, string>) => {
    const request = { ...requestOf({ ...flags, to: target }), answers: all };
    const pair = service.migratePair(router.analysis, other.analysis, request);
    if (typeof pair === "string") throw new UsageError(pair);
    return [pair.own, pair.other] as const;
  };
  let outcomes = move(answers);
  checkAnswers(answers, flags, outcomes);
  const own = { ...flags, ...folderOf(router, flags) };
  const far = { ...flags, ...folderOf(other, flags) };
  const keys: [MadeKeys, MadeKeys] = [new Map(), new Map()];
  if (flags.generateKeys === true) {
    keys[0] = await makeKeys(outcomes[0], own, io, outcomes);
    keys[1] = await makeKeys(outcomes[1], far, io, outcomes);
    outcomes = move({ ...publicKeys(keys[0]), ...publicKeys(keys[1]), ...answers });
  }
  const quiet = { ...io, err: withoutSecretsOf(other.members, io.err) };
  await deliver(router, outcomes[0], keys[0], own, quiet);
  finish(outcomes[0], quiet);
  await deliver(other, outcomes[1], keys[1], far, quiet);
  finish(outcomes[1], quiet);
}

/** Each end of a pair has a folder of its own in `--out`. */
function folderOf({ files }: LoadedRouter, { out }: MigrateFlags): { readonly out?: string } {
  const name = basename(files[0]?.path ?? "").replace(/\.rsc$/i, "");
  return out === undefined ? {} : { out: join(out, name) };
}

/** The tunnels, what each can become, and what to take. */
function list(service: LanguageService, analysis: Analysis, io: CliIo, stream: CliIo["out"]): void {
  const tunnels = service.tunnels(analysis);
  if (tunnels.length === 0) io.err.write("No PPTP or L2TP tunnel in this file.\n");
  for (const { name, kind, isDisabled, offers, advice } of tunnels) {
    stream.write(`${name}  (${kind}${isDisabled ? ", disabled" : ""})\n`);
    for (const { target, isPossible, isRecommended, reason } of offers) {
      const mark = isRecommended ? "recommended" : isPossible ? "possible" : "not possible";
      const head = `  ${target.padEnd(9)} `;
      const lines = wrap(`${mark}: ${reason}`, widthOf(stream) - head.length);
      stream.write(`${head}${lines.join(`\n${" ".repeat(head.length)}`)}\n`);
    }
    stream.write(`  ${wrap(advice.join(" "), widthOf(stream) - 2).join("\n  ")}\n`);
  }
}

function requireTunnel(service: LanguageService, analysis: Analysis, { tunnel }: MigrateFlags): void {
  const names = service.tunnels(analysis).map(({ name }) => name);
  if (tunnel !== undefined && tunnel !== "all" && !names.includes(tunnel))
    throw new UsageError(
      `there is no tunnel "${tunnel}"${names.length === 0 ? "" : `; there are ${names.join(", ")}`}`,
    );
}

async function deliver(
  router: LoadedRouter,
  outcome: MigrationOutcome,
  keys: MadeKeys,
  flags: MigrateFlags,
  io: CliIo,
): Promise<void> {
  if (!hasMoved(outcome)) return;
  const finished = finishedFiles(router, outcome);
  await writeFiles(finished, outcome, keys, flags, io);
  const changed = finished.filter(({ isChanged }) => isChanged);
  if (flags.inPlace === true && !finished.some(({ source }) => source.isStdin)) {
    if (!isProved(outcome) && flags.force !== true)
      io.err.write(
        `${changed.map(({ source }) => source.path).join(", ")} is left as it was, since the result is not proved; --force writes it anyway.\n\n`,
      );
    else await writeInPlace(changed, outcome, io);
    return;
  }
  if (flags.diff === true) {
    for (const { source, text } of changed)
      io.out.write(maskedDiff(displayPath(source.path, io.cwd), source.text, text, ""));
    return;
  }
  if (flags.stage !== undefined) printStages(outcome, flags.stage, io);
  else if (flags.out === undefined && flags.audit === undefined) printText(onlyText(finished, io), io);
}

async function writeInPlace(
  changed: readonly FinishedFile[],
  outcome: MigrationOutcome,
  io: CliIo,
): Promise<void> {
  for (const { source, text } of changed) {
    const name = displayPath(source.path, io.cwd);
    await save(name, encode(text, source.encoding), io);
    const open = openIn(text, outcome);
    const note = open === 0 ? "" : `, with ${open} ${open === 1 ? "placeholder" : "placeholders"} to fill in`;
    io.err.write(`wrote ${name}${note}\n`);
  }
  io.err.write("\n");
}

/** How many inputs still stand as `<NAME>` in a text. */
function openIn(text: string, { tunnels }: MigrationOutcome): number {
  const names = new Set(tunnels.flatMap(({ inputs }) => inputs.map(({ name }) => name)));
  return [...names].filter((name) => text.includes(`<${name.toUpperCase()}>`)).length;
}

/** A terminal shows no secrets; what reads on gets the file whole. */
function printText(text: string, io: CliIo): void {
  if (!io.out.isTty) return void io.out.write(text);
  const shown = masked(text);
  io.out.write(shown);
  if (shown !== text)
    io.err.write(
      "\nSecrets are shown as *** here; --out FOLDER, --in-place or a redirection keeps them.\n\n",
    );
}

/** One text is all that standard output can be taken for. */
function onlyText(finished: readonly FinishedFile[], io: CliIo): string {
  const others = finished.filter(({ source, isChanged }) => isChanged && !source.isAsked);
  const [first] = finished.filter(({ source }) => source.isAsked);
  if (others.length === 0) return first?.text ?? "";
  const names = others.map(({ source }) => displayPath(source.path, io.cwd)).join(", ");
  throw new UsageError(
    `this router has several files, and ${names} would change too: say --diff, --out FOLDER or --in-place`,
  );
}

function printStages(outcome: MigrationOutcome, wanted: Stage | "all", io: CliIo): void {
  const stages = (["parallel", "cutover", "decommission"] as const).filter(
    (stage) => wanted === "all" || wanted === stage,
  );
  for (const { scripts } of outcome.tunnels) {
    for (const stage of stages) {
      const script = scripts?.[stage];
      if (script === undefined) continue;
      const text = `${proofNote(outcome)}${script.text}\n${commented(script.rollback)}\n`;
      io.out.write(io.out.isTty ? masked(text) : text);
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

/** Otherwise there is nothing to print and nothing to write: the old file must not pass for a finished one. */
function hasMoved({ tunnels }: MigrationOutcome): boolean {
  return tunnels.some(({ refusal }) => refusal === undefined);
}

function exitCode(outcome: MigrationOutcome): 0 | 1 {
  const { tunnels } = outcome;
  const isDone = tunnels.length > 0 && tunnels.every(({ refusal }) => refusal === undefined);
  return isDone && isProved(outcome) ? 0 : 1;
}
