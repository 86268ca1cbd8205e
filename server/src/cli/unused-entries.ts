import type { SuppressionsFile } from "../project/config-file.ts";
import { displayPath, reportUri } from "../project/paths.ts";
import type { ReportFile } from "../report/report.ts";
import { matchesGlobs, type RuleFacts, UNUSED_SUPPRESSION } from "../service.ts";

/** What the suppressions files of a run silenced. */
export interface EntryUse {
  readonly file: SuppressionsFile;
  readonly used: Set<number>;
  /** Paths of what was linted, as the entries' globs see them. */
  readonly linted: Set<string>;
}

/**
 * A finding for every entry that silenced nothing. An entry without a `file` may be for a file that was not
 * linted now, so nothing is said of it.
 */
export function unusedEntries(
  uses: Iterable<EntryUse>,
  rules: readonly RuleFacts[],
  cwd: string,
): ReportFile[] {
  const rule = rules.find(({ id }) => id === UNUSED_SUPPRESSION);
  if (rule === undefined) return [];
  return [...uses].flatMap(({ file, used, linted }) => {
    const { path } = file;
    if (path === undefined) return [];
    const findings = file.entries.flatMap((entry, index) => {
      const glob = entry.file;
      if (used.has(index) || glob === undefined || ![...linted].some((one) => matchesGlobs(one, [glob])))
        return [];
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
  });
}
