import type { Command } from "commander";
import type { CliIo } from "../io.ts";

export function register(program: Command, io: CliIo): void {
  program
    .command("lsp")
    .description("run the language server, for editors other than VS Code")
    .option("--stdio", "speak over standard input and output; the only way there is")
    .action(() => io.serveLanguageServer());
}
