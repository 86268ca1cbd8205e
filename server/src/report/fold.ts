import type { LintFinding } from "../lint/finding.ts";

/** A finding in full, or the places of those that say the same of other objects. */
export type Entry =
  | { readonly kind: "full"; readonly finding: LintFinding }
  | { readonly kind: "folded"; readonly findings: readonly LintFinding[] };

/** So many of one rule are read; of more, a few tell what it is about. */
const MOST = 8;
const SHOWN = 3;

/** The findings of a file in their order; where one rule speaks often, all but its first are gathered behind those. */
export function folded(findings: readonly LintFinding[]): readonly Entry[] {
  const alike = new Map<string, LintFinding[]>();
  for (const finding of findings) {
    const same = alike.get(keyOf(finding));
    if (same) same.push(finding);
    else alike.set(keyOf(finding), [finding]);
  }
  return findings.flatMap((finding): readonly Entry[] => {
    const same = alike.get(keyOf(finding)) ?? [];
    const at = same.length > MOST ? same.indexOf(finding) : 0;
    if (at >= SHOWN) return [];
    const full = { kind: "full", finding } as const;
    return at === SHOWN - 1 ? [full, { kind: "folded", findings: same.slice(SHOWN) }] : [full];
  });
}

function keyOf({ ruleId, severity }: LintFinding): string {
  return `${severity} ${ruleId}`;
}
