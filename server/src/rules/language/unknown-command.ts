import { type Argument, rangeOf, type Word } from "../../syntax/tree.ts";
import { didYouMean, writeInstead } from "../facts/did-you-mean.ts";
import { menuWords } from "../facts/label.ts";
import { isPrintedRow } from "../facts/printed-rows.ts";
import { templateMark } from "../facts/template-marks.ts";
import { defineRule } from "../rule.ts";

/** The router reads a line with an unknown command name and fails when it runs it ("bad command name", measured on 7.22.1). */
export const unknownCommand = defineRule({
  id: "unknown-command",
  group: "language",
  title: "Unknown command",
  severity: "warning",
  why: 'RouterOS reads the line, but stops with "bad command name" when it runs it.',
  advice: "Correct the name.",
  references: ["Manual: Scripting"],
  presets: ["recommended", "strict", "vpn"],
  bad: "/ip address\nad-d address=192.168.88.1/24 interface=ether2\n",
  good: "/ip address\nadd address=192.168.88.1/24 interface=ether2\n:put done\n",
  fixes: { "did-you-mean": "suggestion" },
  on: "command",
  check(command, { model }) {
    const { problem } = command;
    if (problem?.kind !== "unknown-command") return undefined;
    // The router stops at the word itself, which syntax-error tells.
    const { from, to } = problem.at;
    if (command.node.chunk.problems.some((one) => one.from >= from && one.from < to)) return undefined;
    // `{{ wan | default('ether1') }}`: syntax-error says that this is a template.
    if (templateMark(command.node.chunk) !== undefined) return undefined;
    // Of hardware, extra packages and old versions not every name is known.
    const parent = model.schema.menu(command.menu);
    if (parent.kind !== "known" || parent.value.hardware || parent.value.extra) return undefined;
    // Old menus are known by what their exports print only, so `get` or `disable` may well be theirs.
    if (command.menu !== "/" && !model.schema.commands(command.menu).includes("print")) return undefined;
    const word = command.command ?? problem.at.text;
    // `[admin@MikroTik] >`: terminal-output says what that is.
    if (word.includes("@") && command.container?.kind === "substitution") return undefined;
    // ` 0   ;;; comment`: it says that of the rows of a table as well.
    if (isPrintedRow(command.file.tree, rangeOf(problem.at).start)) return undefined;
    // Without a version the menu may be one of RouterOS 6, as `/tool mac-server` was a list up to 6.40.
    if (model.version === undefined && command.menu !== "/" && COMMON.has(word)) return undefined;
    // `get` is no slip for `set`: it is right, in the wrong menu.
    const guess = COMMON.has(word)
      ? undefined
      : didYouMean(word, [...problem.candidates, ...model.schema.commands(command.menu)]);
    const range = rangeOf(partOf(problem.at, word));
    const unread = command.node.args.find(isUnread);
    if (unread !== undefined) {
      const { end } = rangeOf(unread);
      return {
        at: { file: command.file, range: { start: Math.min(end, rangeOf(unread.name ?? unread).end), end } },
        severity: "error" as const,
        message: `RouterOS cannot read this after \`${word}\`, which is no command here.`,
      };
    }
    return {
      at: { file: command.file, range },
      message: `\`${command.menu === "/" ? "/" : menuWords(command.menu)}\` has no command \`${word}\`${guess === undefined ? "." : `; did you mean \`${guess}\`?`}`,
      fixes: guess === undefined ? [] : [writeInstead({ file: command.file, range }, guess)],
    };
  },
});

/** Of `/ip/address/ad-d` the part that is wrong. */
function partOf({ chunk, text, from }: Word, part: string): Parameters<typeof rangeOf>[0] {
  const start = from + Math.max(`/${text}/`.indexOf(`/${part}/`), 0);
  return { chunk, from: start, to: start + part.length };
}

/** Commands that nearly every list of items has. */
const COMMON: ReadonlySet<string> = new Set([
  "add",
  "disable",
  "enable",
  "find",
  "get",
  "move",
  "remove",
  "set",
]);

/**
 * Arguments of an unknown command are read as bare words and plain strings: a string with escapes or
 * something interpolated stops `:parse` at its `=`, a brace where it stands (measured on 7.22.1).
 */
function isUnread({ name, value, chunk }: Argument): boolean {
  if (value === undefined) return false;
  if (name === undefined) return value.kind === "block" || value.kind === "array";
  if (value.kind !== "string" || chunk.toOuter !== undefined) return false;
  const isEscaped = chunk.text.slice(value.from, value.to).includes("\\");
  return isEscaped || value.constant === undefined;
}
