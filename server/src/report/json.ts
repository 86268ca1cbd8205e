import type { FileEdits, LintFinding } from "../lint/finding.ts";
import { shownEdit } from "./masked-report.ts";
import { allFiles, countFindings, createLocator, type Locator, type Report } from "./report.ts";

/** For programs: everything a finding holds, lines and columns from 1 and UTF-16 offsets. */
export function json(report: Report): string {
  const locator = createLocator(allFiles(report), report.secrets);
  const { bySeverity, total, suppressed, safe, suggestions } = countFindings(report.files);
  const value = {
    version: 1,
    tool: { name: "rsclint", version: report.toolVersion },
    files: report.files.map((file) => ({
      path: file.path,
      findings: file.findings.map((finding) => findingOf(finding, locator)),
    })),
    failures: report.failures.map(({ path, message }) => ({ path, message })),
    summary: { ...bySeverity, total, suppressed, fixable: { safe, suggestions } },
  };
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function findingOf(finding: LintFinding, locator: Locator): object {
  const { ruleId, severity, message, range, object, fingerprint, related, fixes, suppressed, isUnwritten } =
    finding;
  return {
    rule: ruleId,
    severity,
    message,
    ...locator.region(finding.file, range),
    offset: range,
    ...(isUnwritten && { isUnwritten }),
    ...(object && { object }),
    fingerprint,
    related: related.map((place) => ({
      path: locator.file(place.file)?.path ?? place.file,
      ...locator.region(place.file, place.range),
      message: place.message,
    })),
    fixes: fixes.map(({ id, title, safety, inputs, edits = [] }) => ({
      id,
      title,
      safety,
      inputs: inputs.map(({ name, description }) => ({ name, description })),
      edits: edits.map((file) => editsOf(file, locator)),
    })),
    ...(suppressed && { suppressed }),
  };
}

/** An edit that carries a secret says so (`isMasked`): it is to be read, not to be applied. */
function editsOf({ file, edits }: FileEdits, locator: Locator): object {
  const source = locator.file(file);
  return {
    path: source?.path ?? file,
    edits: edits.map((edit) => shownEdit(source, edit, locator.secrets)),
  };
}
