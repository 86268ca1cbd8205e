import type { Command } from "commander";
import type { CliIo } from "../io.ts";
import { type CrawlFlags, type ImportFlags, runSchemaCrawl, runSchemaImport } from "../schema-run.ts";

export function register(program: Command, io: CliIo): void {
  const command = program
    .command("schema")
    .description("make an extra schema file: menus and properties of your own router")
    .addHelpText(
      "after",
      "\nSuch a file is given to the other commands with --schema, to a project as\n" +
        '"schemaFiles" in .rsclintrc.json, and to an editor as rsclint.schemaFiles.\n' +
        "It holds words of the command language only, no name or value of yours.",
    );
  command
    .command("import")
    .description("from an export; best from `/export verbose`, which RouterOS 6 has too")
    .argument("<file>", "an export (.rsc); - reads standard input")
    .option("--output <file>", "write it there; mine.schema, say")
    .action((path: string, flags: ImportFlags) => runSchemaImport(path, flags, io));
  command
    .command("crawl")
    .description("from a running RouterOS 7, over its REST service; nothing is changed")
    .argument("<address>", "https://192.168.88.1")
    .option("--user <name>", "a user with the policies read, api and rest-api")
    .option("--password-stdin", "read the password from standard input")
    .option("--insecure", "take any certificate")
    .option("--output <file>", "write it there; mine.schema, say")
    .addHelpText(
      "after",
      "\nThe login may also come from RSCLINT_ROUTER_USER and RSCLINT_ROUTER_PASSWORD.\n" +
        "Only /console/inspect and /system/resource are asked. It takes some minutes.",
    )
    .action((address: string, flags: CrawlFlags) => runSchemaCrawl(address, flags, io));
}
