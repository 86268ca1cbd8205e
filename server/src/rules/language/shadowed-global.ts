import { variablesOf } from "../../model/scope.ts";
import { defineRule } from "../rule.ts";

export const shadowedGlobal = defineRule({
  id: "shadowed-global",
  group: "language",
  title: "Local variable hides another",
  severity: "info",
  why: "Inside the block the name means the new local variable, so the outer one keeps its old value.",
  advice: "Give the local variable a name of its own.",
  references: ["Manual: Scripting"],
  presets: ["strict"],
  bad: "{\n:global state 1\n:if ($state = 1) do={ :local state 2; :put $state }\n}\n",
  good: "{\n:global state 1\n:if ($state = 1) do={ :local next 2; :put $next }\n}\n",
  on: "model",
  check(model) {
    return model.derive(variablesOf).declarations.flatMap((declaration) => {
      const { hides, variable } = declaration;
      if (hides?.kind !== "global" || variable.kind !== "local") return [];
      const first = hides.declarations[0];
      return [
        {
          at: { file: declaration.file, range: declaration.range },
          message: `Local variable \`${declaration.name}\` hides the global one.`,
          related:
            first === undefined
              ? []
              : [{ at: { file: first.file, range: first.range }, message: "the global variable" }],
        },
      ];
    });
  },
});
