import { type Command, Option } from "commander";
import type { CliIo } from "../io.ts";
import { addRouterOptions, readVersion } from "../router-options.ts";
import { runUpgradeCheck, type UpgradeFlags } from "../upgrade-run.ts";

export function register(program: Command, io: CliIo): void {
  const command = program
    .command("upgrade-check")
    .description("tell what of a configuration another RouterOS version lacks, renames or takes otherwise")
    .argument("<paths...>", "files, folders, globs; - reads standard input")
    .requiredOption("--to <version>", "the version to look ahead to, 7.16.2", readVersion)
    .option(
      "--from <version>",
      "the version of the files, where their header is missing or wrong",
      readVersion,
    )
    .option("--fix", "write the changes that need no decision")
    .option("--diff", "show these changes and write nothing")
    .addOption(
      new Option("--format <format>", "how it is printed").choices(["stylish", "json"]).default("stylish"),
    );
  addRouterOptions(command)
    .addHelpText(
      "after",
      "\nExit codes: 0 nothing breaks, 1 something does, 2 wrong use, or a file was not read or written.\nOnly measured facts count; what no facts tell is listed as not known.",
    )
    .action((paths: readonly string[], flags: UpgradeFlags) =>
      runUpgradeCheck(paths, flags, io, program.opts<{ color?: boolean }>().color),
    );
}
