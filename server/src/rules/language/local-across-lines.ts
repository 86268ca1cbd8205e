import { type ScriptVariable, type VariableUse, variablesOf } from "../../model/scope.ts";
import { defineRule, type Finding } from "../rule.ts";

/**
 * Each line typed into a terminal is a scope of its own (Manual: Scripting), and `import verbose=yes` runs a file
 * line by line (Manual: Configuration Management); of a plain import the manual says no such thing.
 */
export const localAcrossLines = defineRule({
  id: "local-across-lines",
  group: "language",
  title: "Local variable used on a later line",
  severity: "info",
  why: "Pasted into a terminal, or imported with verbose=yes, every top-level line is a scope of its own, so a local variable is gone on the next line; as a script's source it lives on.",
  advice: "Put the lines into one block { … }, or declare the variable with :global.",
  references: ["Manual: Scripting", "Manual: Configuration Management"],
  presets: ["strict"],
  bad: ":local count 1\n:put $count\n",
  good: "{\n:local count 1\n:put $count\n}\n",
  on: "model",
  check(model) {
    const first = new Map<ScriptVariable, VariableUse>();
    for (const use of model.derive(variablesOf).uses) {
      const { variable } = use;
      if (use.crossesLines && variable !== undefined && !first.has(variable)) first.set(variable, use);
    }
    return model.files.flatMap((file) => {
      const [use, ...others] = [...first.values()].filter((found) => found.file === file);
      return use === undefined ? [] : [finding(use, others.length)];
    });
  },
});

/** One for a file: all its variables go at once, and one block keeps them all. */
function finding(use: VariableUse, others: number): Finding {
  const declared = use.variable?.declarations[0];
  const rest = others === 0 ? "" : others === 1 ? ", and so is one other" : `, and so are ${others} others`;
  return {
    at: { file: use.file, range: use.range },
    message: `Local variable \`${use.name}\` was declared on an earlier line: pasted, or imported with verbose=yes, it is empty here${rest}.`,
    related:
      declared === undefined
        ? []
        : [{ at: { file: declared.file, range: declared.range }, message: "declared here" }],
  };
}
