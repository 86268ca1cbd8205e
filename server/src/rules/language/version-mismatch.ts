import type { Change } from "../../edit/change.ts";
import type { BoundCommand, Model } from "../../model/model.ts";
import { formatSpans, type Successor } from "../../schema/lookup.ts";
import { rangeOf } from "../../syntax/tree.ts";
import { formatVersion } from "../../values/version.ts";
import { otherGeneration, pathRange, renameMenu, renameProperty } from "../facts/generations.ts";
import { knownCommand, propertyArguments } from "../facts/known-command.ts";
import { menuWords } from "../facts/label.ts";
import { defineRule, type Finding } from "../rule.ts";

export const versionMismatch = defineRule({
  id: "version-mismatch",
  group: "language",
  title: "Not in this RouterOS version",
  severity: "warning",
  why: "Another RouterOS version has this menu, command or property; the version of this file does not, and its import stops here.",
  advice: "Use what this version has instead, or correct the version the file is checked against.",
  references: ["Manual: Scripting"],
  presets: ["recommended", "strict", "vpn"],
  bad: "# 2025-03-14 09:26:53 by RouterOS 7.18.2\n/interface wifiwave2\nset [ find ] disabled=no\n",
  good: "# 2025-03-14 09:26:53 by RouterOS 7.18.2\n/interface wifi\nset [ find ] disabled=no\n",
  fixes: { "use-successor": "suggestion" },
  on: "command",
  ignoresValues: true,
  check(command, { model }) {
    const { version, schema } = model;
    if (version === undefined || command.problem !== undefined) return undefined;
    // What only RouterOS 6 or only 7 has is told by v6-syntax-in-v7 and v7-syntax-in-v6.
    const others = new Set(otherGeneration(command, model).map(({ range }) => range.start));
    const shown = formatVersion(version);
    const menu = schema.menu(command.menu);
    if (menu.kind === "absent") {
      // One finding a section: the statement that goes to the menu, or the first full-path command.
      if (command.command !== undefined && command.context === command.menu) return undefined;
      if (menu.seenIn.length === 0) return undefined;
      const next = schema.successor(command.menu);
      const head = command.node.words[0] ?? command.node;
      if (others.size > 0) return undefined;
      return {
        at: { file: command.file, range: rangeOf(head) },
        message: `RouterOS ${shown} has no menu \`${menuWords(command.menu)}\` (${formatSpans(menu.seenIn)} has it)${next?.menu === undefined ? "." : `; its successor is \`${menuWords(next.menu)}\`.`}`,
        fixes: successorFix(
          next,
          next?.menu &&
            renameMenu({ kind: "menu", command, menu: command.menu, range: pathRange(command) }, next.menu),
        ),
      };
    }
    const known = knownCommand(command, model);
    if (known === undefined) return absentCommand(command, model);
    return propertyArguments(command).flatMap((argument) => {
      const knowledge = schema.property(known.menu, known.command, argument.name ?? "");
      if (knowledge.kind !== "absent" || knowledge.seenIn.length === 0) return [];
      const next = schema.successor(known.menu, known.command, argument.name);
      if (others.has(rangeOf(argument.node.name ?? argument.node).start)) return [];
      return [
        {
          at: { file: command.file, range: rangeOf(argument.node.name ?? argument.node) },
          message: `RouterOS ${shown} has no property \`${argument.name ?? ""}\` here (${formatSpans(knowledge.seenIn)} has it)${next?.property === undefined ? "." : `; its successor is \`${next.property}\`.`}`,
          fixes: successorFix(next, next?.property && renameProperty(command, argument, next.property)),
        },
      ];
    });
  },
});

/** A command that the menu has in other versions only: `/routing ospf interface` is there in 7, but takes no `add`. */
function absentCommand(
  { menu, command, commandWord, file }: BoundCommand,
  model: Model,
): Finding | undefined {
  const { version, schema } = model;
  if (version === undefined || command === undefined || commandWord === undefined) return undefined;
  const knowledge = schema.command(menu, command);
  if (knowledge.kind !== "absent" || knowledge.seenIn.length === 0) return undefined;
  const next = schema.successor(menu, command);
  const instead = next?.menu && [menuWords(next.menu), ...(next.command ? [next.command] : [])].join(" ");
  return {
    at: { file, range: rangeOf(commandWord) },
    message: `RouterOS ${formatVersion(version)} has no \`${menu === "/" ? ":" : `${menuWords(menu)} `}${command}\` (${formatSpans(knowledge.seenIn)} has it)${instead === undefined ? "." : `; its successor is \`${instead}\`.`}`,
  };
}

/** Only where nothing but the name changed, and not inside the text of a script. */
function successorFix(
  next: Successor | undefined,
  change: Change | "" | undefined,
): NonNullable<Finding["fixes"]> {
  if (next?.mechanical !== true || !change) return [];
  return [{ id: "use-successor", title: "Write the new name", changes: [change] }];
}
