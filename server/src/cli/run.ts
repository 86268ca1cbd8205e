import { Command, CommanderError } from "commander";
import { register as registerExplain } from "./commands/explain.ts";
import { register as registerFix } from "./commands/fix.ts";
import { register as registerFormat } from "./commands/format.ts";
import { register as registerGraph } from "./commands/graph.ts";
import { register as registerLint } from "./commands/lint.ts";
import { register as registerLsp } from "./commands/lsp.ts";
import { register as registerMigrate } from "./commands/migrate.ts";
import { register as registerRules } from "./commands/rules.ts";
import { register as registerSchema } from "./commands/schema.ts";
import { register as registerTrace } from "./commands/trace.ts";
import { register as registerUpgradeCheck } from "./commands/upgrade-check.ts";
import { register as registerWhoReaches } from "./commands/who-reaches.ts";
import { type CliIo, StopError, UsageError } from "./io.ts";

/** One line a command. */
const COMMANDS = [
  registerLint,
  registerFix,
  registerFormat,
  registerMigrate,
  registerUpgradeCheck,
  registerTrace,
  registerWhoReaches,
  registerGraph,
  registerRules,
  registerExplain,
  registerSchema,
  registerLsp,
] as const;

/** Runs one command line, without the program's own name in front. Nothing is thrown; the exit code goes to `io`. */
export async function runCli(argv: readonly string[], io: CliIo): Promise<void> {
  try {
    await createProgram(io).parseAsync([...argv], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) {
      // Help and version end the same way, with code 0.
      if (error.exitCode !== 0) io.setExitCode(2);
      return;
    }
    if (error instanceof StopError) {
      io.setExitCode(130);
      return void io.err.write(`rsclint: ${error.message}\n`);
    }
    io.setExitCode(2);
    io.err.write(error instanceof UsageError ? `rsclint: ${error.message}\n` : crash(error, io));
  }
}

function createProgram(io: CliIo): Command {
  const program = new Command("rsclint")
    .description("Finds what is broken or dangerous in MikroTik RouterOS configurations (.rsc).")
    .version(io.version)
    .option("--color", "colours even where the output is no terminal")
    .option("--no-color", "no colours")
    .showHelpAfterError("(see rsclint --help)")
    .configureOutput({
      writeOut: (text) => io.out.write(text),
      writeErr: (text) => io.err.write(text),
      getOutHelpWidth: () => io.out.columns ?? 80,
      getErrHelpWidth: () => io.err.columns ?? 80,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      outputError: (text, write) => write(text.replace(/^error:/, "rsclint:")),
    })
    .exitOverride();
  for (const register of COMMANDS) register(program, io);
  for (const command of program.commands)
    command.showHelpAfterError(`(see rsclint ${command.name()} --help)`);
  return program;
}

function crash(error: unknown, io: CliIo): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `rsclint ${io.version} failed; this is a defect, please report it.\n${text}\n`;
}
