import type { BoundArgument, Model } from "../../model/model.ts";
import { constantText, rangeOf } from "../../syntax/tree.ts";
import { knownCommand, propertyArguments } from "../facts/known-command.ts";
import { defineRule } from "../rule.ts";

export const abbreviatedName = defineRule({
  id: "abbreviated-name",
  group: "language",
  title: "Shortened name",
  severity: "hint",
  why: "The router accepts a shortened name only while no other name starts with the same letters, which a new version may change.",
  advice: "Write the name in full.",
  references: ["Manual: Scripting"],
  presets: ["strict"],
  bad: "/ip address\nadd addr=192.168.88.1/24 interface=ether2\n",
  good: "/ip address\nadd address=192.168.88.1/24 interface=ether2\n",
  fixes: { "write-out": "safe" },
  on: "command",
  check(command, { model }) {
    const known = knownCommand(command, model);
    if (known === undefined) return undefined;
    return propertyArguments(command).flatMap((argument) => {
      const { name } = argument;
      const word = argument.node.name;
      if (!argument.isAbbreviated || name === undefined || word === undefined) return [];
      if (!fits(argument, known, model)) return [];
      const range = rangeOf(word);
      return [
        {
          at: { file: command.file, range },
          message: `\`${word.text}\` is short for \`${name}\`.`,
          fixes: [
            {
              id: "write-out",
              title: `Write ${name}`,
              changes: [{ kind: "text" as const, file: command.file, edit: { range, newText: name } }],
            },
          ],
        },
      ];
    });
  },
});

/** A value that the full name does not take shows that something else was meant, which another rule tells. */
function fits(
  { name = "", node }: BoundArgument,
  { menu, command }: { readonly menu: string; readonly command: string },
  { schema }: Model,
): boolean {
  const text = constantText(node.value);
  const knowledge = schema.property(menu, command, name);
  return text === undefined || knowledge.kind !== "known" || schema.checkProperty(knowledge.value, text).ok;
}
