import type { Model } from "../../model/model.ts";
import type { Schema } from "../../schema/lookup.ts";
import { constantText, rangeOf } from "../../syntax/tree.ts";
import { FIREWALL_MENUS } from "../../traffic/firewall-menus.ts";
import { writeInstead } from "../facts/did-you-mean.ts";
import { knownCommand, propertyArguments } from "../facts/known-command.ts";
import { menuWords } from "../facts/label.ts";
import { atImport } from "../facts/script-severity.ts";
import { defineRule, type Finding } from "../rule.ts";

/** Words, ranges and forms are what RouterOS 7.9 to 7.24 tell of their own commands. */
export const invalidValue = defineRule({
  id: "invalid-value",
  group: "language",
  title: "Invalid value",
  severity: "error",
  why: "RouterOS refuses the line: the property does not take such a value.",
  advice: "Correct the value.",
  references: ["Manual: Scripting"],
  presets: ["recommended", "strict", "vpn"],
  bad: "/ip firewall filter\nadd action=acept chain=input\n",
  good: "/ip firewall filter\nadd action=accept chain=my-own-chain\n",
  fixes: { "did-you-mean": "suggestion" },
  on: "command",
  check(command, { model }) {
    const known = knownCommand(command, model);
    if (known === undefined || !["add", "set"].includes(known.command) || known.menu === "/")
      return undefined;
    const findings: Finding[] = [];
    for (const argument of propertyArguments(command)) {
      const text = constantText(argument.node.value);
      const knowledge = model.schema.property(known.menu, known.command, argument.name ?? "");
      if (
        text === undefined ||
        text === "" ||
        knowledge.kind !== "known" ||
        argument.node.value === undefined
      )
        continue;
      const check = model.schema.checkProperty(knowledge.value, text);
      const range = rangeOf(argument.node.value);
      const table =
        check.ok && knowledge.value.name === "action" ? tableOfAction(known.menu, text, model) : undefined;
      if (table !== undefined)
        findings.push({
          at: { file: command.file, range },
          severity: atImport(command),
          message: `\`action\` takes no \`${text}\` here: it belongs to \`${menuWords(table)}\`.`,
        });
      if (check.ok || isOfMeasuredBounds(check.reason, model)) continue;
      findings.push({
        at: { file: command.file, range },
        severity: atImport(command),
        message: `\`${knowledge.value.name}\` ${check.reason}${check.suggestion === undefined ? "." : `; did you mean \`${check.suggestion}\`?`}`,
        fixes:
          check.suggestion === undefined
            ? []
            : [writeInstead({ file: command.file, range }, check.suggestion)],
      });
    }
    return findings;
  },
});

/** Bounds of numbers are those of 7.9 and later; RouterOS 6 took others, as `default-route-distance=0`. */
function isOfMeasuredBounds(reason: string, { version }: Model): boolean {
  return (version === undefined || version.major < 7) && reason.startsWith("takes a number from");
}

/** The other table of the firewall whose rules may do so, where those of this one may not: that holds in every version. */
function tableOfAction(menu: string, action: string, { schema }: Model): string | undefined {
  if (!FIREWALL_MENUS.includes(menu) || mayDo(schema, menu, action)) return undefined;
  const family = menu.slice(0, menu.indexOf("/", 1));
  return FIREWALL_MENUS.find((table) => table.startsWith(`${family}/`) && mayDo(schema, table, action));
}

function mayDo(schema: Schema, table: string, action: string): boolean {
  const knowledge = schema.property(table, "add", "action");
  return (
    knowledge.kind !== "known" ||
    knowledge.value.type.kind !== "enum" ||
    knowledge.value.type.words.includes(action)
  );
}
