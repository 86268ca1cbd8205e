import { rangeOf } from "../../syntax/tree.ts";
import { defineRule } from "../rule.ts";

/** The parser's problems; positions and words follow the router's own `:parse`. */
export const syntaxError = defineRule({
  id: "syntax-error",
  group: "language",
  title: "Syntax error",
  severity: "error",
  why: "RouterOS stops an import at the first line it cannot read, and everything after it is missing from the router.",
  advice: "Correct the text at the marked place.",
  references: ["Manual: Scripting"],
  presets: ["recommended", "strict", "vpn"],
  bad: "/ip address\nadd address=(192.168.88.1 interface=ether2\n",
  good: "/ip address\nadd address=192.168.88.1/24 interface=ether2\n",
  on: "model",
  check(model) {
    return model.files.flatMap((file) =>
      file.tree.chunks.flatMap((chunk) =>
        chunk.problems.map((problem) => ({
          at: { file, range: rangeOf(problem) },
          message: `${problem.message}${problem.expected.length > 0 ? ` (${problem.expected.join(", ")} would fit here)` : ""}.`,
        })),
      ),
    );
  },
});
