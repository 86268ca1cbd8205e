import { variablesOf } from "../../model/scope.ts";
import { defineRule } from "../rule.ts";

export const unusedVariable = defineRule({
  id: "unused-variable",
  group: "language",
  title: "Unused local variable",
  severity: "info",
  why: "The local variable is declared and never read; often its name is misspelt somewhere.",
  advice: "Remove it, or use it.",
  references: ["Manual: Scripting"],
  presets: ["strict"],
  bad: "{\n:local count 1\n:put done\n}\n",
  good: '{\n:local count 1\n:put "$count"\n}\n',
  on: "model",
  check(model) {
    return model
      .derive(variablesOf)
      .declarations.filter(
        ({ variable, isFunction }) =>
          variable.kind === "local" && !isFunction && variable.uses.every((use) => use.kind === "write"),
      )
      .map((declaration) => ({
        at: { file: declaration.file, range: declaration.range },
        message: `Local variable \`${declaration.name}\` is never read.`,
      }));
  },
});
