import { type Command, InvalidArgumentError, Option } from "commander";
import { type FormatFlags, runFormat } from "../format-run.ts";
import type { CliIo } from "../io.ts";

export function register(program: Command, io: CliIo): void {
  program
    .command("format")
    .description("set layout and wrapping right; every token and comment stays")
    .argument("[paths...]", "files, folders, globs; - turns standard input into standard output", ["."])
    .option("--check", "write nothing; name the files that would change and exit with 1")
    .option("--write", "write the files")
    .option("--stdout", "print the formatted text; the default for one file")
    .option("--diff", "show what would change; write nothing")
    .addOption(
      new Option(
        "--style <style>",
        "terse: the full path on each line; sectioned: commands below /menu lines",
      )
        .choices(["keep", "sectioned", "terse"])
        .default("keep"),
    )
    .addOption(
      new Option("--wrap <wrap>", "break long commands as an export does, or join broken ones").choices([
        ...["keep", "wrap", "unwrap"],
      ]),
    )
    .option("--width <columns>", "for --wrap wrap: the last column used, 77 as in exports", readWidth)
    .option("--indent <n>", "blanks for one level; the file's own when not given", readIndent)
    .option("--drop-timestamp", "take the date out of the export header, to compare exports")
    .addHelpText(
      "after",
      "\nExit codes: 0 done or nothing to do, 1 --check found something, 2 wrong use, or a file was not read or written.",
    )
    .action((paths: readonly string[], flags: FormatFlags) => runFormat(paths, flags, io));
}

function readWidth(text: string): number {
  if (!/^\d{2,4}$/.test(text) || Number(text) < 20) throw new InvalidArgumentError("Must be 20 to 9999.");
  return Number(text);
}

function readIndent(text: string): number {
  if (!/^[0-8]$/.test(text)) throw new InvalidArgumentError("Must be 0 to 8.");
  return Number(text);
}
