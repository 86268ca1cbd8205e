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
    const find = model.commands.find((inner) => inner.parent === command && inner.container === what);
    if (find?.command !== "find" || find.args.length > 0) return undefined;
    if (find.unnamed.some((value) => !(value.kind === "word" && value.text === "where"))) return undefined;
    return {
      at: { command },
      message: `\`${menuWords(command.menu)} remove [find]\` removes every item of the menu.`,
    };
  },
});
