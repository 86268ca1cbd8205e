import type { LintFinding } from "../lint/finding.ts";
import type { TextEdit } from "../text/edit.ts";
import type { KnownSecrets } from "./known-secrets.ts";
import { MASK, maskKnown, secretRanges } from "./mask-secrets.ts";
import { allFiles, type Report, type ReportFile } from "./report.ts";
import { secretsOf } from "./secrets-of.ts";

/** The same report with nothing in its sentences and names that one of its files keeps secret elsewhere. */
export function maskedReport(report: Report): Report {
  const secrets = secretsOf(allFiles(report).map(({ text }) => text));
  const files = report.files.map((file) => ({
    ...file,
    findings: file.findings.map((finding) => maskedFinding(finding, secrets)),
  }));
  return { ...report, files, secrets };
}

function maskedFinding(finding: LintFinding, secrets: KnownSecrets): LintFinding {
  const shown = (text: string) => maskKnown(text, secrets);
  const { object } = finding;
  return {
    ...finding,
    message: shown(finding.message),
    ...(object?.comment !== undefined && { object: { ...object, comment: shown(object.comment) } }),
    related: finding.related.map((place) => ({ ...place, message: shown(place.message) })),
    fixes: finding.fixes.map((fix) => ({ ...fix, title: shown(fix.title) })),
  };
}

/** An edit as it may be shown; one that is masked cannot be applied any more. */
export interface ShownEdit extends TextEdit {
  readonly isMasked?: true;
}

/** Behind a property's name a value may begin on the next line; an edit may also replace a part of a value. */
const REACH = 300;

/** The edit without the secrets in its new text, judged together with what will stand around it. */
export function shownEdit(file: ReportFile | undefined, edit: TextEdit, secrets?: KnownSecrets): ShownEdit {
  const { start, end } = edit.range;
  const text = file?.text ?? "";
  const before = text.slice(Math.max(0, start - REACH), start);
  const ranges = secretRanges(before + edit.newText + text.slice(end, end + REACH), secrets);
  let newText = "";
  let at = 0;
  for (const range of ranges) {
    const from = Math.max(range.start - before.length, at);
    const to = Math.min(range.end - before.length, edit.newText.length);
    if (to <= from) continue;
    newText += edit.newText.slice(at, from) + MASK;
    at = to;
  }
  return at === 0 ? edit : { range: edit.range, newText: newText + edit.newText.slice(at), isMasked: true };
}
