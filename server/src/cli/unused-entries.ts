import { dirname } from "node:path";
import type { SuppressionsFile } from "../project/config-file.ts";
import { discoverFiles } from "../project/discover-files.ts";
import { displayPath, reportUri } from "../project/paths.ts";
import type { ReportFile } from "../report/report.ts";
import { matchesGlobs, type RuleFacts, UNUSED_SUPPRESSION } from "../service.ts";

/** What the suppressions files of a run silenced. */
export interface EntryUse {
  readonly file: SuppressionsFile;
  readonly used: Set<number>;
  /** Paths of what was linted, as the entries' globs see them. */
  readonly linted: Set<string>;
  /** Absolute paths of the same. */
  readonly paths: Set<string>;
  readonly ignore: { readonly globs: readonly string[]; readonly root: string };
}

/**
 * A finding for every entry that silenced nothing. An entry without a `file` may be for a file that was not linted
 * now, so something is said of it only where all files were that the suppressions file counts for.
 */
export async function unusedEntries(
  uses: Iterable<EntryUse>,
  rules: readonly RuleFacts[],
  cwd: string,
): Promise<ReportFile[]> {
  const rule = rules.find(({ id }) => id === UNUSED_SUPPRESSION);
  if (rule === undefined) return [];
  const reports = await Promise.all([...uses].map((use) => unusedOf(use, rule, cwd)));
  return reports.flat();
}

async function unusedOf(use: EntryUse, rule: RuleFacts, cwd: string): Promise<ReportFile[]> {
  const { file, used, linted } = use;
  const { path } = file;
  if (path === undefined || used.size === file.entries.length) return [];
  const isWhole = await isAllLinted(use, path);
  const findings = file.entries.flatMap((entry, index) => {
    const glob = entry.file;
    const isLinted = glob === undefined ? isWhole : [...linted].some((one) => matchesGlobs(one, [glob]));
    if (used.has(index) || !isLinted) return [];
    const start = file.offsets[index] ?? 0;
    const object = entry.name ?? entry.comment ?? entry.menu;
    return [
      {
        ruleId: rule.id,
        severity: rule.severity,
        message: `This suppression of \`${entry.rule}\` for \`${object}\` silences nothing.`,
        file: path,
        range: { start, end: start + file.text.slice(start).search(/[\r\n]|$/) },
        fingerprint: `${entry.rule} ${entry.menu} ${object}`,
        related: [],
        fixes: [],
      },
    ];
  });
  if (findings.length === 0) return [];
  return [
    { path: displayPath(path, cwd), uri: reportUri(path, cwd), modelPath: path, text: file.text, findings },
  ];
}

async function isAllLinted({ paths, ignore }: EntryUse, path: string): Promise<boolean> {
  const cwd = dirname(path);
  const { files } = await discoverFiles([cwd], { cwd, ignore: ignore.globs, ignoreRoot: ignore.root });
  return files.every((file) => paths.has(file));
}
