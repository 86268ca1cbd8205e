import type { Command } from "commander";
import type { CliIo } from "../io.ts";
import { addReportOptions, addSourceOptions, type LintFlags } from "../lint-flags.ts";
import { runLint } from "../lint-run.ts";

interface FixFlags extends LintFlags {
  readonly suggestions?: boolean;
  readonly dryRun?: boolean;
}

export function register(program: Command, io: CliIo): void {
  const command = program
    .command("fix")
    .description("apply safe fixes, then tell what is left")
    .argument("[paths...]", "files, folders, globs; - turns standard input into standard output", ["."]);
  addReportOptions(addSourceOptions(command))
    .option(
      "--suggestions",
      "apply suggested fixes too; they may cut access, so look at the difference of --dry-run first",
    )
    .option("--allow-lockout", "apply also what cuts the way to the router")
    .option("--dry-run", "show the difference, secrets masked, and write nothing")
    .action((paths: readonly string[], flags: FixFlags) => {
      const { suggestions = false, dryRun = false, ...rest } = flags;
      const asLint: LintFlags = { ...rest, fix: true, fixSuggestions: suggestions, fixDryRun: dryRun };
      return runLint(paths, asLint, io, program.opts<{ color?: boolean }>().color);
    });
}
