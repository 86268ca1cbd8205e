import { type Command, Option } from "commander";
import { paletteFor, widthOf } from "../colour.ts";
import { type CliIo, UsageError } from "../io.ts";
import { loadRouter, type RouterFlags } from "../load-router.ts";
import { withoutSecrets } from "../masked.ts";
import { printReach, reachJson } from "../print-reach.ts";
import { addRouterOptions, didYouMean } from "../router-options.ts";

interface ReachFlags extends RouterFlags {
  readonly port: string;
  readonly from?: string;
  readonly format: "text" | "json";
}

export function register(program: Command, io: CliIo): void {
  const command = program
    .command("who-reaches")
    .description("tell who reaches a port of the router itself, and which rule decides")
    .argument("<file>", "an export (.rsc); - reads standard input")
    .requiredOption(
      "--port <port/protocol>",
      "8291/tcp, 1701/udp, gre; ssh, snmp, l2tp … for the port a service listens on",
    )
    .option("--from <source>", "wan, an interface, or an address; everything when not given")
    .addOption(
      new Option("--format <format>", "how it is printed").choices(["text", "json"]).default("text"),
    );
  addRouterOptions(command).action((path: string, flags: ReachFlags) =>
    runWhoReaches(path, flags, io, program.opts<{ color?: boolean }>().color),
  );
}

async function runWhoReaches(
  path: string,
  flags: ReachFlags,
  io: CliIo,
  color: boolean | undefined,
): Promise<void> {
  const { analysis, members } = await loadRouter(path, flags, io);
  const service = await io.service();
  const asked = service.readReachTarget(analysis, flags.port);
  if ("message" in asked)
    throw new UsageError(
      `--port ${flags.port} is no port: ${asked.message}${didYouMean(flags.port, asked.known)}`,
    );
  const { from } = flags;
  const report = service.whoReaches(analysis, {
    ...asked,
    ...(from === undefined ? {} : { from }),
  });
  if (report === undefined)
    throw new UsageError(`--from ${from ?? ""}: no interface of this file, and no address; or say wan`);
  const options = { palette: paletteFor(io, io.out, color), width: widthOf(io.out), cwd: io.cwd };
  const text = flags.format === "json" ? reachJson(report, io.cwd) : printReach(report, options);
  io.out.write(withoutSecrets(text, members));
}
