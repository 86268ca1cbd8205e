import type { MigrationOutcome, TunnelOutcome } from "../migrate/run.ts";
import type { Analyser, Analysis, SourceFile } from "./analysis.ts";

/**
 * What the linter calls an error in the finished file and did not in the file before: a migration that leaves
 * such a thing is not proved. Told with the last tunnel that was moved.
 */
export function withLint(
  analyser: Analyser,
  analysis: Analysis,
  outcome: MigrationOutcome,
): MigrationOutcome {
  const last = outcome.tunnels.findLastIndex(({ verification }) => verification !== undefined);
  const verification = outcome.tunnels[last]?.verification;
  if (verification === undefined) return outcome;
  const found = newErrors(analyser, analysis, outcome.files);
  if (found.length === 0) return outcome;
  const problems = [...verification.problems, ...found];
  const withProblems = (tunnel: TunnelOutcome): TunnelOutcome => ({
    ...tunnel,
    verification: { ...verification, problems },
  });
  return {
    ...outcome,
    tunnels: outcome.tunnels.map((tunnel, index) => (index === last ? withProblems(tunnel) : tunnel)),
  };
}

/** Counted by rule, since messages hold numbers and names that the move itself changes. */
export function newErrors(
  analyser: Analyser,
  before: Analysis,
  finished: readonly SourceFile[],
): readonly string[] {
  const after = analyser.analyse(finished, before.settings);
  const known = errorsByRule(asWhole(analyser, before, after));
  return [...errorsByRule(after)].flatMap(([rule, messages]) => {
    const old = known.get(rule) ?? [];
    if (messages.length <= old.length) return [];
    const fresh = messages.filter((message) => !old.includes(message));
    return fresh.map((message) => `The linter finds what was not there before (\`${rule}\`): ${message}`);
  });
}

/**
 * With the sections that a move adds, a part of an export may count as a whole one, and rules speak of what it lacks.
 * The file before lacked that, too: it is read as a whole one then.
 */
function asWhole(analyser: Analyser, before: Analysis, after: Analysis): Analysis {
  if (before.model.source.kind === after.model.source.kind || after.model.source.kind !== "full")
    return before;
  const [first, ...rest] = before.files;
  if (first === undefined) return before;
  const named = { ...first, text: `${first.text.trimEnd()}\n/system identity\nset name=router\n` };
  return analyser.analyse([named, ...rest], before.settings);
}

function errorsByRule({ findings }: Analysis): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { ruleId, severity, message, suppressed } of findings)
    if (severity === "error" && suppressed === undefined)
      found.set(ruleId, [...(found.get(ruleId) ?? []), message]);
  return found;
}
