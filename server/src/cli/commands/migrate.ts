import { type Command, Option } from "commander";
import type { CliIo } from "../io.ts";
import type { MigrateFlags } from "../migrate-flags.ts";
import { runMigrate } from "../migrate-run.ts";
import { addRouterOptions, collect } from "../router-options.ts";

export function register(program: Command, io: CliIo): void {
  const command = program
    .command("migrate")
    .description("move PPTP and L2TP tunnels to WireGuard, IKEv2 or OpenVPN")
    .argument("<file>", "an export (.rsc); - reads standard input")
    .addOption(new Option("--to <target>", "what to move to").choices(["wireguard", "ikev2", "openvpn"]))
    .option("--list", "show the tunnels and what each can become")
    .option("--tunnel <name>", "only this tunnel; `all` for every one (default: all PPTP, else all L2TP)")
    .addOption(
      new Option("--stage <stage>", "print the script of one stage, with its rollback").choices([
        ...["parallel", "cutover", "decommission", "all"],
      ]),
    )
    .option("--out <folder>", "write the finished export, the scripts and the client files there")
    .option("--set <name=value>", "answer one input; may be repeated", collect, [])
    .option("--answers <file>", "answers as YAML or JSON, `endpoint: vpn.example.com`")
    .option("--no-verify", "do not compare the ways of packets before and after")
    .option("--in-place", "write the finished export over the file, if it is proved")
    .option("--force", "with --in-place: write it even if it is not proved")
    .option("--diff", "show what changes instead of the whole export")
    .addOption(
      new Option("--audit <format>", "report the tunnels, users and what is needed").choices(["md", "html"]),
    )
    .option("--pair <file>", "the export of the other end: both are moved together")
    .option("--generate-keys", "make WireGuard keys and client files, in --out only")
    .addOption(new Option("--qr <format>", "QR codes of client files").choices(["svg", "png", "terminal"]))
    .addHelpText(
      "after",
      "\nExit codes: 0 what was asked for is done, 1 it is not: no tunnel to move, refused, or not proved,\n2 wrong use, or a file was not read or written. --list and --audit only tell, so they are done with no tunnel too.",
    );
  addRouterOptions(command).action((file: string, flags: MigrateFlags) => runMigrate(file, flags, io));
}
