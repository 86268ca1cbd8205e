import type { BoundCommand, Model } from "../../model/model.ts";
import { rangeOf } from "../../syntax/tree.ts";
import type { Range } from "../../text/range.ts";
import { didYouMean, writeInstead } from "../facts/did-you-mean.ts";
import { menuWords } from "../facts/label.ts";
import { atImport } from "../facts/script-severity.ts";
import { templateMark } from "../facts/template-marks.ts";
import { defineRule } from "../rule.ts";

/** The router answers "syntax error" behind the first path word it does not know (measured on 7.22.1). */
export const unknownMenu = defineRule({
  id: "unknown-menu",
  group: "language",
  title: "Unknown menu",
  severity: "error",
  why: "RouterOS has no menu of this name, so the import stops here.",
  advice: "Correct the name, or look up what the menu is called in this version.",
  references: ["Manual: Scripting"],
  presets: ["recommended", "strict", "vpn"],
  bad: "/ip adress\nadd address=192.168.88.1/24 interface=ether2\n",
  good: "/ip addr\nadd address=192.168.88.1/24 interface=ether2\n/ip/fire/nat print\n",
  fixes: { "did-you-mean": "suggestion" },
  on: "command",
  check(command, { model }) {
    const { problem } = command;
    if (problem?.kind !== "unknown-menu") return undefined;
    // `{% if lan %}`: syntax-error says that this is a template.
    if (templateMark(command.node.chunk) !== undefined) return undefined;
    const word = problem.at.text.split("/").at(-1) ?? problem.at.text;
    const path = menuBefore(word, command.menu);
    // Of hardware, extra packages and old versions not every name is known.
    const parent = model.schema.menu(path);
    if (parent.kind !== "known" || parent.value.hardware || parent.value.extra) return undefined;
    // Inside another menu a path of the root may be meant, as `[user print]` in a /log line.
    if (command.node.lead === "" && model.schema.menu(`/${word}`).kind !== "absent") return undefined;
    const meant = whatWasMeant(command, word, model, path);
    // A path that ends in the unknown word is read as a command and fails only when it runs.
    const goesOn = command.node.words.some((other) => other.to > problem.at.to);
    return {
      at: { file: command.file, range: rangeOf(problem.at) },
      severity: goesOn ? atImport(command) : "warning",
      message: `\`${menuWords(path)}\` has no menu \`${word}\`${question(meant.map(({ text }) => text))}`,
      fixes:
        meant.length !== 1 || problem.at.text !== word
          ? []
          : meant
              .filter(({ isLikely }) => isLikely)
              .map(({ text, range }) => writeInstead({ file: command.file, range }, text)),
    };
  },
});

/** More menus of one name than this are no help. */
const MOST_MENUS = 3;

interface Meant {
  readonly text: string;
  readonly range: Range;
  /** False for a menu that shares no more than its last name with what is written. */
  readonly isLikely: boolean;
}

/** The menus of the same name elsewhere, else a name like it in the same place. */
function whatWasMeant({ node, problem }: BoundCommand, word: string, model: Model, path: string): Meant[] {
  if (problem === undefined) return [];
  const { at } = problem;
  const guess = didYouMean(word, [...problem.candidates, ...model.schema.childMenus(path)]);
  const elsewhere = node.lead === "/" ? menusElsewhere(node, word, model) : [];
  if (elsewhere.length > 0 && elsewhere.length <= MOST_MENUS) {
    const range = rangeOf({ chunk: at.chunk, from: node.from, to: at.to });
    return elsewhere.map((menu) => ({
      text: menuWords(menu),
      range,
      isLikely: isWithin(menu, `${path}/${word}`),
    }));
  }
  return guess === undefined ? [] : [{ text: guess, range: rangeOf(at), isLikely: true }];
}

/** Menus of this name that have all properties which the statement writes; the root's own goes first. */
function menusElsewhere(node: BoundCommand["node"], word: string, model: Model): readonly string[] {
  const written = node.args.flatMap(({ name }) => name?.text ?? []);
  const fitting = model.schema
    .menusNamed(word)
    .filter((menu) => written.every((name) => model.schema.property(menu, "add", name).kind !== "absent"));
  return fitting.includes(`/${word}`) ? [`/${word}`] : fitting;
}

/** Whether the path was written with a few words too many. */
function isWithin(menu: string, written: string): boolean {
  const words = written.split("/");
  return menu.split("/").every((word) => words.includes(word));
}

function question(names: readonly string[]): string {
  return names.length === 0 ? "" : `; did you mean ${names.map((name) => `\`${name}\``).join(" or ")}?`;
}

/** The known part of a path whose first unknown word is `word`. */
function menuBefore(word: string, menu: string): string {
  const words = menu.split("/").slice(1);
  const index = words.indexOf(word);
  return `/${(index < 0 ? words : words.slice(0, index)).join("/")}`;
}
