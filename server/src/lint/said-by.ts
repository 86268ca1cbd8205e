import type { RuleMeta } from "../rules/rule.ts";
import { compareSeverities, type LintFinding } from "./finding.ts";

/** Leaves out what another finding at the same place says, at least as gravely: see `RuleMeta.saidBy`. */
export function withoutRepeats(
  findings: readonly LintFinding[],
  rules: readonly RuleMeta[],
): readonly LintFinding[] {
  const saidBy = new Map(rules.flatMap(({ id, saidBy: others }) => (others ? [[id, others] as const] : [])));
  if (!findings.some(({ ruleId }) => saidBy.has(ruleId))) return findings;
  const sayers = new Set([...saidBy.values()].flat());
  const byPlace = new Map<string, LintFinding[]>();
  for (const finding of findings) {
    if (!sayers.has(finding.ruleId)) continue;
    const others = byPlace.get(placeKey(finding));
    if (others) others.push(finding);
    else byPlace.set(placeKey(finding), [finding]);
  }
  return findings.filter((finding) => {
    const ids = saidBy.get(finding.ruleId);
    const others = ids === undefined ? [] : (byPlace.get(placeKey(finding)) ?? []);
    return !others.some(
      (other) =>
        ids?.includes(other.ruleId) === true && compareSeverities(other.severity, finding.severity) >= 0,
    );
  });
}

/** What is said of a part of a value is said of the value. */
function placeKey({ file, range: own, value: range = own }: LintFinding): string {
  return `${range.start}-${range.end} ${file}`;
}
