import { displayPath } from "../project/paths.ts";
import { plural } from "../report/report.ts";
import type { FixAllResult } from "../service.ts";
import type { CliIo } from "./io.ts";

/** One line a fix on the error stream, since the report goes to the output. Lines are those before the fix. */
export function tellApplied(
  applied: FixAllResult["applied"],
  written: ReadonlySet<string>,
  io: Pick<CliIo, "cwd" | "err">,
): void {
  const told = applied.filter(({ file }) => written.has(file));
  if (told.length === 0) return;
  const count = told.length === 1 ? "1 fix" : `${told.length} fixes`;
  io.err.write(`Applied ${count} in ${plural(new Set(told.map(({ file }) => file)).size, "file")}:\n`);
  for (const { ruleId, title, file, line } of told)
    io.err.write(`  ${displayPath(file, io.cwd)}:${line}  ${ruleId}  ${title}\n`);
}

/** What was not applied, and why: whoever wants it must say so. */
export function tellHeldBack(heldBack: FixAllResult["heldBack"], io: Pick<CliIo, "cwd" | "err">): void {
  if (heldBack.length === 0) return;
  const count = heldBack.length === 1 ? "1 fix" : `${heldBack.length} fixes`;
  io.err.write(`Held back ${count} that may cut the way to the router (--allow-lockout applies them):\n`);
  for (const { ruleId, title, file, line, reason } of heldBack)
    io.err.write(`  ${displayPath(file, io.cwd)}:${line}  ${ruleId}  ${title}\n      ${reason}.\n`);
}
