import { writeProblem } from "../project/write-file.ts";
import type { LanguageService } from "../service.ts";
import type { CliIo, OutputStream, StopWatch } from "./io.ts";
import { runCli } from "./run.ts";

/** Set by the build from package.json. */
declare const __RSCLINT_VERSION__: string | undefined;

function outputOf(stream: NodeJS.WriteStream): OutputStream {
  return {
    write: (text) => {
      stream.write(text);
    },
    isTty: stream.isTTY === true,
    columns: stream.columns,
  };
}

function processIo(): CliIo {
  let service: Promise<LanguageService> | undefined;
  return {
    cwd: process.cwd(),
    env: process.env,
    out: outputOf(process.stdout),
    err: outputOf(process.stderr),
    version: typeof __RSCLINT_VERSION__ === "string" ? __RSCLINT_VERSION__ : "0.0.0",
    readStdin,
    service: () => {
      service ??= import("../service.ts").then(({ createLanguageService }) => createLanguageService());
      return service;
    },
    serveLanguageServer: async () => (await import("../lsp/stdio.ts")).serveStdio(),
    watchStop,
    setExitCode: (code) => {
      process.exitCode = Math.max(code, Number(process.exitCode ?? 0));
    },
  };
}

/** Only while somebody asks: a handler waits for the end of what is being computed, without one Ctrl-C ends at once. */
function watchStop(): StopWatch {
  let isStopped = false;
  const stop = () => {
    isStopped = true;
  };
  process.once("SIGINT", stop);
  return { isStopped: () => isStopped, end: () => process.removeListener("SIGINT", stop) };
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    // A reader that stops listening (`| head`) is no failure.
    if (error.code === "EPIPE") process.exit(process.exitCode);
    if (stream === process.stdout)
      process.stderr.write(`rsclint: the output could not be written: ${writeProblem(error)}\n`);
    process.exit(2);
  });
}
await runCli(process.argv.slice(2), processIo());
