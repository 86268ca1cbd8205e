import type { LintFinding } from "./finding.ts";

/** Findings that were there when the team started; they are known, not shown, and go away when they are fixed. */
export interface Baseline {
  readonly rsclintBaseline: 1;
  /** Sorted by file, rule and fingerprint. */
  readonly findings: readonly BaselineEntry[];
}

export interface BaselineEntry {
  readonly file: string;
  readonly rule: string;
  readonly fingerprint: string;
}

/** Marks findings that the baseline knows. `relative` gives a path as the baseline writes it. */
export function applyBaseline(
  findings: readonly LintFinding[],
  baseline: Baseline,
  relative: (path: string) => string,
): LintFinding[] {
  const known = new Set(baseline.findings.map(keyOf));
  return findings.map((finding) =>
    finding.suppressed === undefined && known.has(keyOf(entryOf(finding, relative)))
      ? { ...finding, suppressed: { kind: "baseline" } }
      : finding,
  );
}

/** What is found now; findings that are suppressed in another way stay out. */
export function createBaseline(
  findings: readonly LintFinding[],
  relative: (path: string) => string,
): Baseline {
  const entries = findings
    .filter(({ suppressed }) => suppressed === undefined || suppressed.kind === "baseline")
    .map((finding) => entryOf(finding, relative));
  return { rsclintBaseline: 1, findings: entries.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)) };
}

/** One finding a line, so that a diff of the file can be read. */
export function printBaseline(baseline: Baseline): string {
  const lines = baseline.findings.map((entry) => `    ${JSON.stringify(entry)}`);
  const list = lines.length === 0 ? "[]" : `[\n${lines.join(",\n")}\n  ]`;
  return `{\n  "rsclintBaseline": 1,\n  "findings": ${list}\n}\n`;
}

/** Undefined when the text is no baseline. */
export function parseBaseline(text: string): Baseline | undefined {
  const value = parseJson(text);
  if (typeof value !== "object" || value === null || !("findings" in value)) return undefined;
  if (!("rsclintBaseline" in value) || value.rsclintBaseline !== 1 || !Array.isArray(value.findings))
    return undefined;
  const entries: readonly unknown[] = value.findings;
  return entries.every(isEntry) ? { rsclintBaseline: 1, findings: entries } : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isEntry(value: unknown): value is BaselineEntry {
  if (typeof value !== "object" || value === null) return false;
  const { file, rule, fingerprint } = { file: undefined, rule: undefined, fingerprint: undefined, ...value };
  return [file, rule, fingerprint].every((part) => typeof part === "string");
}

function entryOf(finding: LintFinding, relative: (path: string) => string): BaselineEntry {
  return { file: relative(finding.file), rule: finding.ruleId, fingerprint: finding.fingerprint };
}

function keyOf(entry: BaselineEntry): string {
  return `${entry.file}\u0000${entry.rule}\u0000${entry.fingerprint}`;
}
