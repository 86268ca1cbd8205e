import { displayPath } from "../project/paths.ts";
import { plural } from "../report/report.ts";
import { wrap } from "../report/stylish.ts";
import type { FixAllResult } from "../service.ts";
import { widthOf } from "./colour.ts";
import type { CliIo, OutputStream } from "./io.ts";

type Told = Pick<CliIo, "cwd" | "err">;
type AppliedFix = FixAllResult["applied"][number];

/** One line a fix on the error stream, since the report goes to the output. Lines are those before the fix. */
export function tellApplied(applied: FixAllResult["applied"], written: ReadonlySet<string>, io: Told): void {
  const told = applied.filter(({ file }) => written.has(file));
  if (told.length === 0) return;
  const count = told.length === 1 ? "1 fix" : `${told.length} fixes`;
  io.err.write(`Applied ${count} in ${plural(new Set(told.map(({ file }) => file)).size, "file")}:\n`);
  for (const fix of told) io.err.write(fixLines(fix, io));
}

/** The title below the place where both are wider than the terminal. */
function fixLines({ ruleId, title, file, line }: AppliedFix, { cwd, err }: Told): string {
  const head = `  ${displayPath(file, cwd)}:${line}  ${ruleId}`;
  const whole = `${head}  ${title}`;
  return whole.length <= widthOf(err) ? `${whole}\n` : `${head}\n${below(title, err)}`;
}

function below(text: string, stream: OutputStream): string {
  return wrap(text, widthOf(stream) - INDENT.length)
    .map((line) => `${INDENT}${line}\n`)
    .join("");
}

const INDENT = "      ";

/** What was not applied, and why: whoever wants it must say so. */
export function tellHeldBack(heldBack: FixAllResult["heldBack"], io: Told): void {
  if (heldBack.length === 0) return;
  const count = heldBack.length === 1 ? "1 fix" : `${heldBack.length} fixes`;
  io.err.write(`Held back ${count} that may cut the way to the router (--allow-lockout applies them):\n`);
  for (const fix of heldBack) io.err.write(fixLines(fix, io) + below(`${fix.reason}.`, io.err));
}
