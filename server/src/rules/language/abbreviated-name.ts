import { rangeOf } from "../../syntax/tree.ts";
import { knownCommand } from "../facts/known-command.ts";
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
    if (knownCommand(command, model) === undefined) return undefined;
    return command.args.flatMap((argument) => {
      const { name } = argument;
      const word = argument.node.name;
      if (!argument.isAbbreviated || name === undefined || word === undefined) return [];
      const range = rangeOf(word);
      return [
        {
          at: { file: command.file, range },
          message: `\`${word.text}\` is short for \`${name}\`.`,
          fixes: [
            {
              id: "write-out",
              title: `Write ${name}`,
              changes: [{ kind: "text" as const, edit: { range, newText: name } }],
            },
          ],
        },
      ];
    });
  },
});
