import type { BoundCommand, Model } from "../../model/model.ts";
import { menuWords } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

/** Removing everything of a menu is sometimes meant, as in reset scripts: hence a warning. */
export const destructiveFind = defineRule({
  id: "destructive-find",
  group: "scripts",
  title: "Removes everything of a menu",
  severity: "warning",
  why: "`remove [find]` without a condition removes every item of the menu, those that others added too.",
  advice: 'Name what is meant, as in `remove [find where comment="mine"]`.',
  references: ["Manual: Scripting"],
  presets: ["strict"],
  bad: "/ip firewall filter\nremove [find]\n",
  good: '/ip firewall filter\nremove [find comment="mine"]\nremove [find dynamic=no]\n',
  on: "command",
  check(command, { model }) {
    if (command.command !== "remove" || command.menu === "/") return undefined;
    const [what] = command.unnamed;
    if (what?.kind !== "substitution") return undefined;
    const find = model.gather(findIn).find((inner) => inner.parent === command && inner.container === what);
    if (find?.command !== "find" || find.args.length > 0) return undefined;
    if (find.unnamed.some((value) => !(value.kind === "word" && value.text === "where"))) return undefined;
    if (!holdsConfiguration(command.menu, model)) return undefined;
    return {
      at: { command },
      severity: isRebuilt(command, model) ? "info" : "warning",
      message: `\`${menuWords(command.menu)} remove [find]\` removes every item of the menu.`,
    };
  },
});

/** Of what the router keeps for a while only (connections, variables, cached names) all may go. */
function holdsConfiguration(menu: string, { schema }: Model): boolean {
  if (/\/(?:environment|job|cache|connection|active|cookie|host|registration-table|session)$/.test(menu))
    return false;
  return schema.menu(menu).kind !== "known" || schema.commands(menu).includes("add");
}

/** Where the same script adds to the menu afterwards, all is replaced on purpose. */
function isRebuilt(command: BoundCommand, { commands }: Model): boolean {
  return commands.some(
    (other) =>
      other.menu === command.menu &&
      other.command === "add" &&
      other.file === command.file &&
      other.embeddedIn?.command === command.embeddedIn?.command &&
      other.node.chunk.start + other.node.from > command.node.chunk.start + command.node.from,
  );
}

function findIn(command: BoundCommand): readonly BoundCommand[] {
  return command.container?.kind === "substitution" && command.parent?.command === "remove" ? [command] : [];
}
