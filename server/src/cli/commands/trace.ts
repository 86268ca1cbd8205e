import { type Command, Option } from "commander";
import type { Trace, TraceProblem, TraceRequest } from "../../service.ts";
import { paletteFor, widthOf } from "../colour.ts";
import { type CliIo, UsageError } from "../io.ts";
import { loadRouter, type RouterFlags } from "../load-router.ts";
import { withoutSecrets } from "../masked.ts";
import { printTrace, traceJson } from "../print-trace.ts";
import { addRouterOptions, didYouMean, readPort } from "../router-options.ts";

interface TraceFlags extends RouterFlags {
  readonly src?: string;
  readonly dst: string;
  readonly in?: string;
  readonly proto?: string;
  readonly sport?: number;
  readonly dport?: number;
  readonly fromRouter?: boolean;
  readonly format: "text" | "json";
}

export function register(program: Command, io: CliIo): void {
  const command = program
    .command("trace")
    .description("follow one packet through the router, rule by rule")
    .argument("<file>", "an export (.rsc); - reads standard input")
    .requiredOption("--dst <address>", "where the packet goes")
    .option("--src <address>", "where it comes from")
    .option("--in <interface>", "where it comes in; else the interface that leads to --src")
    .option("--proto <protocol>", "tcp, udp, icmp, gre or a number; tcp when not given")
    .option("--dport <port>", "destination port", readPort)
    .option("--sport <port>", "source port", readPort)
    .option("--from-router", "a packet that the router itself makes")
    .addOption(
      new Option("--format <format>", "how it is printed").choices(["text", "json"]).default("text"),
    );
  addRouterOptions(command)
    .addHelpText(
      "after",
      "\nOnly new packets are followed. Exit codes: 0 the way is known, 1 it is not decided, 2 wrong use.",
    )
    .action((path: string, flags: TraceFlags) =>
      runTrace(path, flags, io, program.opts<{ color?: boolean }>().color),
    );
}

async function runTrace(
  path: string,
  flags: TraceFlags,
  io: CliIo,
  color: boolean | undefined,
): Promise<void> {
  if (flags.src === undefined && flags.fromRouter !== true)
    throw new UsageError("say where the packet comes from: --src ADDRESS, or --from-router");
  const { analysis, members } = await loadRouter(path, flags, io);
  const service = await io.service();
  const problem = service.traceProblem(analysis, requestOf(flags));
  if (problem) throw new UsageError(problemText(problem));
  const trace = service.trace(analysis, requestOf(flags));
  const options = {
    palette: paletteFor(io, io.out, color),
    width: widthOf(io.out),
    cwd: io.cwd,
    hint: hintFor(trace, flags),
  };
  const text = flags.format === "json" ? traceJson(trace, io.cwd) : printTrace(trace, options);
  io.out.write(withoutSecrets(text, members));
  io.setExitCode(trace.verdict === "unknown" ? 1 : 0);
}

/** Where the port that was not given is what most hangs on. */
function hintFor({ ends }: Trace, { dport, proto }: TraceFlags): string | undefined {
  const doubts = [...new Set(ends.flatMap((end) => end.doubts))];
  const onPorts = doubts.filter((doubt) => /^(?:dst-)?port=/.test(doubt));
  if (dport !== undefined || onPorts.length * 3 < doubts.length || onPorts.length === 0) return undefined;
  const example = `${proto === undefined ? "--proto tcp " : ""}--dport 443`;
  return `The port decides most of it: say which one, as \`${example}\`.`;
}

const OPTIONS = { src: "--src", dst: "--dst", protocol: "--proto", inInterface: "--in" } as const;

function problemText({ field, text, message, known }: TraceProblem): string {
  return `${OPTIONS[field]} ${text}: "${text}" ${message}${didYouMean(text, known)}`;
}

function requestOf(flags: TraceFlags): TraceRequest {
  return {
    dst: flags.dst,
    ...(flags.src === undefined ? {} : { src: flags.src }),
    ...(flags.proto === undefined ? {} : { protocol: flags.proto }),
    ...(flags.dport === undefined ? {} : { dstPort: flags.dport }),
    ...(flags.sport === undefined ? {} : { srcPort: flags.sport }),
    ...(flags.in === undefined ? {} : { inInterface: flags.in }),
    ...(flags.fromRouter === undefined ? {} : { isFromRouter: flags.fromRouter }),
  };
}
