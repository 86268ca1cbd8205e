import type { LanguageService } from "../service.ts";

/** What a command may touch; main.ts fills it from the process, tests from memory. */
export interface CliIo {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: OutputStream;
  readonly err: OutputStream;
  /** All of standard input. */
  readStdin(): Promise<Uint8Array>;
  /** Made on first use: `--help` needs no parser. */
  service(): Promise<LanguageService>;
  /** Speaks the Language Server Protocol over standard input and output until the client leaves. */
  serveLanguageServer(): Promise<void>;
  readonly version: string;
  /** From here until `end` Ctrl-C does not end the program but is told; a second one ends it at once. */
  watchStop(): StopWatch;
  /** The exit code so far only grows: 0 clean, 1 findings, 2 usage or files, 130 stopped by Ctrl-C. */
  setExitCode(code: 0 | 1 | 2 | 130): void;
}

export interface StopWatch {
  /** The keyboard is heard only while nothing is computed, so long work waits now and then. */
  isStopped(): boolean;
  end(): void;
}

export interface OutputStream {
  write(text: string): void;
  readonly isTty: boolean;
  /** Undefined where the output is no terminal. */
  readonly columns: number | undefined;
}

/** The user stopped the command; the message tells how far it came. */
export class StopError extends Error {}

/** Wrong use or an unusable config; printed without a stack, exit code 2. */
export class UsageError extends Error {}
