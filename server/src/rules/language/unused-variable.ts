import { type VariableDeclaration, variablesOf } from "../../model/scope.ts";
import { rangeOf } from "../../syntax/tree.ts";
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
    const { declarations } = model.derive(variablesOf);
    const renewed = new Set(
      declarations.flatMap((one) => (one.hides !== undefined && readsItself(one) ? [one.hides] : [])),
    );
    return declarations
      .filter(
        ({ variable, isFunction }) =>
          variable.kind === "local" &&
          !isFunction &&
          !renewed.has(variable) &&
          variable.uses.every((use) => use.kind === "write"),
      )
      .map((declaration) => ({
        at: { file: declaration.file, range: declaration.range },
        message: `Local variable \`${declaration.name}\` is never read.`,
      }));
  },
});

/** `:local ip [:pick $ip 0 4]`: what is read there is the value of the variable that had the name before. */
function readsItself({ variable, file, command, isFunction }: VariableDeclaration): boolean {
  if (variable.kind !== "local" || isFunction) return false;
  const { start, end } = rangeOf(command.node);
  return variable.uses.some(
    (use) => use.kind !== "write" && use.file === file && use.range.start >= start && use.range.end <= end,
  );
}
