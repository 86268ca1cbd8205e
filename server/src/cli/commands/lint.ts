import type { Command } from "commander";
import type { CliIo } from "../io.ts";
import { addReportOptions, addSourceOptions, type LintFlags } from "../lint-flags.ts";
import { runLint } from "../lint-run.ts";

export function register(program: Command, io: CliIo): void {
  const command = program
    .command("lint")
    .description("find what is broken or dangerous")
    .argument("[paths...]", "files, folders, globs; - reads standard input", ["."]);
  addReportOptions(addSourceOptions(command))
    .option("--fix", "apply safe fixes; --fix-dry-run shows them as a difference first")
    .option(
      "--fix-suggestions",
      "apply suggested fixes too; they may cut access, so add --fix-dry-run and look at the difference first",
    )
    .option(
      "--fix-dry-run",
      "show what --fix or --fix-suggestions would change, secrets masked, and write nothing",
    )
    .option("--allow-lockout", "let --fix-suggestions apply what cuts the way to the router")
    .option("--before <path>", "an earlier state (file or folder): tell what the change cuts")
    .option("--baseline <file>", "leave out the findings that this file knows")
    .option("--update-baseline", "write what is found now into the baseline")
    .addHelpText(
      "after",
      "\nExit codes: 0 clean, 1 findings at or above --fail-on, 2 wrong use, or a file was not read or written.",
    )
    .action((paths: readonly string[], flags: LintFlags) =>
      runLint(paths, flags, io, program.opts<{ color?: boolean }>().color),
    );
}
