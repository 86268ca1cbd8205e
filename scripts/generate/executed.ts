import { createTwoFilesPatch } from "diff";
import type { Analyser } from "../../server/src/features/analysis.ts";
import type { LintConfig } from "../../server/src/lint/config.ts";
import type { LintFinding } from "../../server/src/lint/finding.ts";
import type { RuleFacts } from "../../server/src/lint/rule-facts.ts";
import { createLocator } from "../../server/src/report/report.ts";
import type { ExecutedExamples } from "../../server/src/report/rule-page.ts";
import { PLAIN, printFinding } from "../../server/src/report/stylish.ts";
import type { RuleMeta } from "../../server/src/rules/rule.ts";
import { applyEdits } from "../../server/src/text/edit.ts";

const PATH = "example.rsc";

/** Lints the rule's bad example as the terminal would, and applies each fix it offers. */
export function executeExamples(rule: RuleFacts, analyser: Analyser): ExecutedExamples | undefined {
  const analysis = analyser.analyse([{ path: PATH, text: rule.bad }], {
    config: exampleConfig(rule),
    withEdits: true,
  });
  const finding = analysis.findings.find(({ ruleId }) => ruleId === rule.id);
  if (finding === undefined) {
    // The rule's own test says so too, and louder; the other pages can still be written.
    console.warn(`${rule.id} does not find its own bad example`);
    return undefined;
  }
  const locator = createLocator([
    { path: PATH, uri: PATH, modelPath: PATH, text: rule.bad, findings: [finding] },
  ]);
  return {
    finding: printFinding(finding, locator, { palette: PLAIN, width: 80 }),
    fixes: finding.fixes.map((fix) => ({
      id: fix.id,
      title: fix.title,
      diff: differenceOf(rule.bad, finding, fix.id),
    })),
  };
}

/** Every rule but those that would say it instead, so that an example shows its own. */
export function exampleConfig({ examplePolicy, saidBy = [] }: RuleMeta): LintConfig {
  return {
    extends: "all",
    ...(examplePolicy && { policy: examplePolicy }),
    rules: Object.fromEntries(saidBy.map((id) => [id, "off"] as const)),
  };
}

function differenceOf(text: string, finding: LintFinding, fixId: string): string {
  const edits = finding.fixes
    .find(({ id }) => id === fixId)
    ?.edits?.flatMap((file) => file.edits.map((edit) => edit));
  const patch = createTwoFilesPatch("", "", text, applyEdits(text, edits ?? []), "", "", { context: 2 });
  const hunks = patch.indexOf("@@");
  return hunks < 0 ? "" : patch.slice(hunks).replace(/^@@.*@@\n/gm, "");
}
