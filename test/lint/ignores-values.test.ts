import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { asList } from "../../server/src/lint/subjects.ts";
import type { BoundCommand, Model } from "../../server/src/model/model.ts";
import { RULES } from "../../server/src/rules/registry.ts";
import type { CommandRule, RuleContext } from "../../server/src/rules/rule.ts";
import { rangeOf } from "../../server/src/syntax/tree.ts";
import { applyEdits } from "../../server/src/text/edit.ts";
import { createTraffic } from "../../server/src/traffic/create-traffic.ts";
import { modelOf } from "../support/model.ts";
import { readCases } from "../support/rule-cases.ts";

const CASES = fileURLToPath(new URL("../rules", import.meta.url));
const OTHER_VALUES = ["x", "1", "10.0.0.1", '"a b"'];

const flagged = RULES.flatMap((rule) => (rule.on === "command" && rule.ignoresValues ? [rule] : []));
const texts = flagged.flatMap(({ id, group, bad, good }) => [
  { text: bad },
  { text: good },
  ...readCases(readFileSync(join(CASES, group, `${id}.md`), "utf8")).map(({ text, settings }) => ({
    text,
    ...settings,
  })),
]);

describe("a rule that ignores values", () => {
  it.each(OTHER_VALUES)("answers the same of a command whose arguments are %s", (value) => {
    for (const { text, version } of texts) {
      const options = version === undefined ? {} : { version };
      const before = modelOf(text, options);
      const edits = before.commands
        .filter((command) => before.shapeOf(command) !== undefined)
        .flatMap(({ node }) => node.args.flatMap((arg) => (arg.value ? [rangeOf(arg.value)] : [])))
        .map((range) => ({ range, newText: value }));
      const after = modelOf(applyEdits(text, edits), options);
      for (const rule of flagged) {
        expect({ rule: rule.id, text, ...verdicts(rule, after) }).toEqual({
          rule: rule.id,
          text,
          ...verdicts(rule, before),
        });
      }
    }
  });
});

/** The file's own commands in which the rule finds anything, by their place. */
function verdicts(rule: CommandRule, model: Model) {
  const context: RuleContext = {
    model,
    traffic: createTraffic(model, {}),
    policy: {},
    option: () => undefined,
  };
  const own = model.commands.filter(({ parent }) => parent === undefined);
  const isFound = (command: BoundCommand) => asList(rule.check(command, context)).length > 0;
  return { found: own.flatMap((command, at) => (isFound(command) ? [at] : [])) };
}
