import { type Node, rangeOf, type Variable } from "../../syntax/tree.ts";
import { walk } from "../../syntax/walk.ts";
import { isSecretVariable } from "../../values/secret-name.ts";
import { defineRule } from "../rule.ts";

export const secretInLog = defineRule({
  id: "secret-in-log",
  group: "secrets",
  title: "Secret written to the log",
  severity: "warning",
  why: "What a script logs can be read by every user with read rights, and goes to the log server in clear.",
  advice: "Log that something happened, not with which password.",
  references: ["Manual: Scripting", "Manual: Log"],
  compliance: ["K"],
  cwe: [532],
  presets: ["recommended", "strict"],
  bad: '{\n:local password [:pick $all 0 8]\n:log info "connecting with $password"\n}\n',
  good: '{\n:local password [:pick $all 0 8]\n:log info ("connecting, " . [:len $password] . " characters")\n}\n',
  on: "command",
  check(command) {
    if (command.menu !== "/log" || !["info", "warning", "error", "debug"].includes(command.command ?? ""))
      return undefined;
    return secretVariables([...command.node.args]).map((variable) => ({
      at: { file: command.file, range: rangeOf(variable) },
      message: `\`${variable.name}\` is written to the log in clear.`,
    }));
  },
});

/** What stands in `[…]` is asked about, as `[:len $password]`, not logged. */
function secretVariables(nodes: readonly Node[]): Variable[] {
  const found: Variable[] = [];
  for (const node of nodes) {
    walk(node, (inner) => {
      if (inner.kind === "substitution" || inner.kind === "binary")
        return inner.kind === "binary" && inner.operator === ".";
      if (inner.kind === "variable" && isSecretVariable(inner.name)) found.push(inner);
      return true;
    });
  }
  return found;
}
