import { type Argument, rangeOf } from "../../syntax/tree.ts";
import { knownCommand, propertyArguments } from "../facts/known-command.ts";
import { defineRule, type Finding } from "../rule.ts";

export const duplicateProperty = defineRule({
  id: "duplicate-property",
  group: "language",
  title: "Property written twice",
  severity: "warning",
  why: "A command takes each property once; of two values one is lost.",
  advice: "Keep the value that is meant.",
  references: ["Manual: Scripting"],
  presets: ["recommended", "strict", "vpn"],
  bad: "/ip address\nadd address=192.168.88.1/24 interface=ether2 address=192.168.89.1/24\n",
  good: "/ip address\nadd address=192.168.88.1/24 interface=ether2\nadd address=192.168.89.1/24 interface=ether2\n",
  on: "command",
  ignoresValues: true,
  check(command, { model }) {
    const known = knownCommand(command, model);
    if (known === undefined || !["add", "set"].includes(known.command)) return undefined;
    const first = new Map<string, { from: number; to: number; value: string }>();
    const findings: Finding[] = [];
    for (const argument of propertyArguments(command)) {
      const name = argument.name ?? "";
      const earlier = first.get(name);
      const range = rangeOf(argument.node.name ?? argument.node);
      const value = writtenValue(argument.node);
      if (earlier === undefined) first.set(name, { from: range.start, to: range.end, value });
      else {
        const isSame = earlier.value === value;
        findings.push({
          at: { file: command.file, range },
          ...(isSame ? { severity: "info" as const } : {}),
          message: `\`${name}\` is written twice in this command${isSame ? ", both times with the same value" : ""}.`,
          related: [
            {
              at: { file: command.file, range: { start: earlier.from, end: earlier.to } },
              message: "the first one",
            },
          ],
        });
      }
    }
    return findings;
  },
});

/** As the file has it: one value quoted and once not counts as two. */
function writtenValue({ chunk, value }: Argument): string {
  return value === undefined ? "" : chunk.text.slice(value.from, value.to);
}
