import pc from "picocolors";
import { type Palette, PLAIN } from "../report/stylish.ts";
import type { CliIo, OutputStream } from "./io.ts";

/** `asked`: what `--color` or `--no-color` said. Else FORCE_COLOR, NO_COLOR (https://no-color.org), then the terminal. */
export function paletteFor(io: CliIo, stream: OutputStream, asked: boolean | undefined): Palette {
  return isColoured(io, stream, asked) ? pc.createColors(true) : PLAIN;
}

function isColoured({ env }: CliIo, stream: OutputStream, asked: boolean | undefined): boolean {
  if (asked !== undefined) return asked;
  const force = env["FORCE_COLOR"];
  if (force !== undefined && force !== "") return force !== "0" && force !== "false";
  if (env["NO_COLOR"] !== undefined && env["NO_COLOR"] !== "") return false;
  return stream.isTty && env["TERM"] !== "dumb";
}

export function widthOf(stream: OutputStream): number {
  return Math.max(40, Math.min(stream.columns ?? 80, 120));
}
