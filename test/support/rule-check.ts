import { type Analysis, createAnalyser } from "../../server/src/features/analysis.ts";
import type { LintConfig } from "../../server/src/lint/config.ts";
import type { LintFinding } from "../../server/src/lint/finding.ts";
import { RULES } from "../../server/src/rules/registry.ts";
import { applyEdits } from "../../server/src/text/edit.ts";

export interface Linted {
  readonly analysis: Analysis;
  readonly findings: readonly LintFinding[];
}

const PATH = "case.rsc";

const analyser = createAnalyser({ rules: RULES });

/** Every rule there is runs, so that an example also shows that nothing else trips over it. */
export function lintText(text: string, config: LintConfig = { extends: "all" }, before?: string): Linted {
  const analysis = analyser.analyse([{ path: PATH, text }], {
    config,
    withEdits: true,
    ...(before !== undefined && { before: [{ path: PATH, text: before }] }),
  });
  return { analysis, findings: analysis.findings };
}

export function findingsOf({ findings }: Linted, ruleId: string): LintFinding[] {
  return findings.filter((finding) => finding.ruleId === ruleId && finding.suppressed === undefined);
}

/** The text after one fix; undefined when it is not offered or changes nothing. */
export function applyFix(text: string, finding: LintFinding, fixId: string): string | undefined {
  const fix = finding.fixes.find(({ id }) => id === fixId);
  const edits = fix?.edits?.flatMap((file) => file.edits) ?? [];
  return edits.length === 0 ? undefined : applyEdits(text, edits);
}

/** What a fix must never add to: what cannot be read, and references that lead nowhere. */
export function harm(linted: Linted): readonly string[] {
  const unread = linted.findings
    .filter(({ ruleId }) => UNREADABLE.includes(ruleId))
    .map(({ ruleId, message }) => `${ruleId}: ${message}`);
  const missing = linted.analysis.model.references
    .filter(({ target }) => target.kind === "missing")
    .map(({ namespace, name }) => `missing ${namespace} ${name}`);
  return [...new Set([...unread, ...missing])].sort();
}

const UNREADABLE = ["syntax-error", "unknown-menu", "unknown-command", "unknown-property", "invalid-value"];
