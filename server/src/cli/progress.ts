import type { CliIo } from "./io.ts";

export interface Progress {
  step(name: string): void;
  done(): void;
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
