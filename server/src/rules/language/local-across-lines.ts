import { variablesOf } from "../../model/scope.ts";
import { defineRule, type Finding } from "../rule.ts";

/** Manual: Scripting – each line typed or imported at top level is a scope of its own. */
export const localAcrossLines = defineRule({
  id: "local-across-lines",
  group: "language",
  title: "Local variable used on a later line",
  severity: "info",
  why: "In an imported file every top-level line is a scope of its own, so a local variable is gone on the next line; only as a script's source does it live on.",
  advice: "Put the lines into one block { … }, or declare the variable with :global.",
  references: ["Manual: Scripting"],
  presets: ["strict"],
  bad: ":local count 1\n:put $count\n",
  good: "{\n:local count 1\n:put $count\n}\n",
  on: "model",
  check(model) {
    const seen = new Set<object>();
    return model.derive(variablesOf).uses.flatMap((use): Finding[] => {
      const { variable } = use;
      if (!use.crossesLines || variable === undefined || seen.has(variable)) return [];
      seen.add(variable);
      const declared = variable.declarations[0];
      return [
        {
          at: { file: use.file, range: use.range },
          message: `Local variable \`${use.name}\` was declared on an earlier line and is empty here when the file is imported.`,
          related:
            declared === undefined
              ? []
              : [{ at: { file: declared.file, range: declared.range }, message: "declared here" }],
        },
      ];
    });
  },
});
