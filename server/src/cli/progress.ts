import type { CliIo } from "./io.ts";

export interface Progress {
  step(name: string): void;
  done(): void;
}

/** How long a single run may take before it tells what it is at, in milliseconds. */
const PATIENCE = 1000;

/** What one long run is at, in the same line. Writing to a terminal does not wait for the end of a computation. */
export function createStepLine(io: CliIo, now: () => number = Date.now): Progress {
  if (!io.err.isTty) return { step: () => undefined, done: () => undefined };
  const start = now();
  let isShown = false;
  return {
    step(name) {
      if (now() - start < PATIENCE) return;
      isShown = true;
      const width = (io.err.columns ?? 80) - 1;
      io.err.write(`\r\u001b[K${`${name} …`.slice(0, width)}`);
    },
    done() {
      if (isShown) io.err.write("\r\u001b[K");
      isShown = false;
    },
  };
}

/** A line on standard error that overwrites itself; silent where nobody watches or there is little to wait for. */
export function createProgress(io: CliIo, total: number): Progress {
  if (!io.err.isTty || total < 20) return { step: () => undefined, done: () => undefined };
  let count = 0;
  return {
    step(name) {
      count++;
      const width = (io.err.columns ?? 80) - 1;
      io.err.write(`\r\u001b[K${`${count}/${total} ${name}`.slice(0, width)}`);
    },
    done: () => io.err.write("\r\u001b[K"),
  };
}
