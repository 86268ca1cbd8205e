import { encode } from "../project/decode.ts";
import type { SourceFile } from "../project/load-sources.ts";
import { displayPath } from "../project/paths.ts";
import type { UpgradeReport } from "../service.ts";
import { applyEdits } from "../text/edit.ts";
import { paletteFor, widthOf } from "./colour.ts";
import { type CliIo, UsageError } from "./io.ts";
import { type LoadedRouter, loadRouters, type RouterFlags } from "./load-router.ts";
import { maskedDiff, withoutSecrets } from "./masked.ts";
import { printUpgrade, upgradeRecord } from "./print-upgrade.ts";
import { save } from "./save.ts";

/** The options of `upgrade-check`, as commander hands them over. */
export interface UpgradeFlags extends RouterFlags {
  readonly to: string;
  readonly from?: string;
  readonly fix?: boolean;
  readonly diff?: boolean;
  readonly format: "stylish" | "json";
}

/** Facts of it and of the ones before are there. */
const LAST_MAJOR = 7;

export async function runUpgradeCheck(
  paths: readonly string[],
  flags: UpgradeFlags,
  io: CliIo,
  color: boolean | undefined,
): Promise<void> {
  const service = await io.service();
  const { routers, failures } = await loadRouters(paths, { ...flags, forcedVersion: flags.from }, io);
  const records: unknown[] = [];
  const options = { palette: paletteFor(io, io.out, color), width: widthOf(io.out), cwd: io.cwd };
  for (const router of routers) {
    const report = service.upgradeCheck(router.analysis, { to: flags.to });
    if (report === undefined) throw new UsageError(`--to ${flags.to}: write a version such as 7.16.2`);
    if (Number(report.to.split(".")[0]) > LAST_MAJOR)
      throw new UsageError(`--to ${flags.to}: nothing is known of RouterOS ${LAST_MAJOR + 1} or later`);
    const names = router.files.map(({ path }) => displayPath(path, io.cwd));
    const isChanged = await deliver(router, report, flags, io);
    if (flags.format === "json")
      records.push(
        JSON.parse(withoutSecrets(JSON.stringify(upgradeRecord(report, names, io.cwd)), router.members)),
      );
    else if (flags.diff !== true)
      io.out.write(
        withoutSecrets(printUpgrade(report, names, { ...options, isFixed: isChanged }), router.members),
      );
    io.setExitCode(breaks(report, isChanged) ? 1 : 0);
  }
  if (flags.format === "json")
    io.out.write(`${JSON.stringify({ version: 1, routers: records }, undefined, 2)}\n`);
  for (const { path, problem } of failures) io.err.write(`${displayPath(path, io.cwd)}: ${problem}\n`);
  if (failures.length > 0) io.setExitCode(2);
}

/** After `--fix`, what was written breaks no more. */
function breaks({ findings }: UpgradeReport, isFixed: boolean): boolean {
  return findings.some((finding) => finding.breaks && !(isFixed && finding.fix !== undefined));
}

/** Writes the changed files, or shows the difference. Whether files were written. */
async function deliver(
  router: LoadedRouter,
  report: UpgradeReport,
  flags: UpgradeFlags,
  io: CliIo,
): Promise<boolean> {
  if (flags.fix !== true && flags.diff !== true) return false;
  for (const { file, edits } of report.edits) {
    const source = router.members.find(({ path }) => path === file);
    if (source) await deliverFile(source, applyEdits(source.text, edits), flags, io);
  }
  return flags.fix === true && flags.diff !== true;
}

async function deliverFile(source: SourceFile, text: string, flags: UpgradeFlags, io: CliIo): Promise<void> {
  const name = displayPath(source.path, io.cwd);
  if (flags.diff === true) {
    io.out.write(maskedDiff(name, source.text, text, `for RouterOS ${flags.to}`));
    return;
  }
  if (source.isStdin) return void io.out.write(text);
  await save(name, encode(text, source.encoding), io);
}
