import type { Command, Word } from "../syntax/tree.ts";
import type { BindProblem } from "./model.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** The leading words of a command told apart into menu and command. */
export interface Head {
  /** The menu the command acts on; for a line that is only a path, the menu it leads to. */
  readonly menu: string;
  readonly command: string | undefined;
  readonly commandWord: Word | undefined;
  /** The words after the command: unnamed arguments and flags. */
  readonly rest: readonly Word[];
  /** True for commands of the root menu reached from within another one, as `:put` or `put`. */
  readonly isGlobal: boolean;
  readonly problem: BindProblem | undefined;
}

/** Verbs nearly every menu knows: they end a path even where the path itself is not known. */
const COMMON_VERBS = new Set(
  "add set remove enable disable comment print find get export move unset edit reset monitor".split(" "),
);

/**
 * Finds menu and command: words are looked up in the current menu first (`/` and `:` start at the root), each
 * a menu to descend into until one is a command; a first word that is no word of the current menu may be a
 * command of the root. A path the schema does not know is kept as written, up to the first common verb, so
 * that what stands below it is still told apart.
 */
export function resolveHead(node: Command, context: string, vocabulary: Vocabulary): Head {
  const state: HeadState = { vocabulary, menu: node.lead === "" ? context : "/", at: 0, problem: undefined };
  let index = -1;
  for (const word of node.words) {
    let isFirst = ++index === 0;
    for (const segment of segmentsOf(word.text)) {
      const command = step(state, node, word, segment, isFirst);
      isFirst = false;
      if (command === undefined) continue;
      const isGlobal = state.menu === "/" && (node.lead === ":" || context !== "/");
      const rest = index + 1 === node.words.length ? NONE : node.words.slice(index + 1);
      return { menu: state.menu, command, commandWord: word, rest, isGlobal, problem: state.problem };
    }
  }
  return {
    menu: state.menu,
    command: undefined,
    commandWord: undefined,
    rest: NONE,
    isGlobal: false,
    problem: state.problem,
  };
}

const NONE: readonly Word[] = [];

function segmentsOf(text: string): readonly string[] {
  return text === "" || text.includes("/") ? text.split("/").filter((segment) => segment !== "") : [text];
}

interface HeadState {
  readonly vocabulary: Vocabulary;
  menu: string;
  at: number;
  problem: BindProblem | undefined;
}

/** Takes one word of the path; answers the command's full name when it is one. */
function step(
  state: HeadState,
  node: Command,
  word: Word,
  segment: string,
  isFirst: boolean,
): string | undefined {
  if (segment === "..") {
    state.menu = parentMenu(state.menu);
    return undefined;
  }
  const found = state.vocabulary.resolveWord(state.menu, segment);
  if (found.kind === "menu") {
    state.menu = childMenu(state.menu, found.name);
    return undefined;
  }
  if (found.kind === "command") return found.name;
  if (COMMON_VERBS.has(segment) && state.menu !== "/" && !isKnown(state)) return segment;
  if (isFirst && node.lead === "" && state.menu !== "/") {
    const global = state.vocabulary.resolveWord("/", segment);
    if (global.kind === "command") {
      state.menu = "/";
      return global.name;
    }
  }
  if (COMMON_VERBS.has(segment) && !(isFirst && state.menu === "/")) return unknownVerb(state, word, segment);
  return unresolved(state, node, word, segment, found.kind === "ambiguous" ? found.candidates : []);
}

function isKnown(state: HeadState): boolean {
  const menu = state.vocabulary.menu(state.menu);
  return menu.kind === "known" || (menu.kind === "no-data" && menu.likely !== undefined);
}

/** A verb the schema does not list for a menu: no finding where the menu itself is unknown. */
function unknownVerb(state: HeadState, word: Word, segment: string): string {
  if (isKnown(state)) state.problem ??= { kind: "unknown-command", at: word, candidates: [] };
  return segment;
}

function unresolved(
  state: HeadState,
  node: Command,
  word: Word,
  segment: string,
  candidates: readonly string[],
): string | undefined {
  const leadsOn = isPathWord(state, node, word, segment);
  if (candidates.length > 0) state.problem ??= { kind: "ambiguous-word", at: word, candidates };
  else state.problem ??= { kind: leadsOn ? "unknown-menu" : "unknown-command", at: word, candidates };
  if (!leadsOn) return segment;
  state.menu = childMenu(state.menu, segment);
  return undefined;
}

/** Whether an unknown word is followed by something that makes it a menu: a common verb, or nothing but path. */
function isPathWord(state: HeadState, node: Command, word: Word, segment: string): boolean {
  const later = node.words.slice(node.words.indexOf(word) + 1).flatMap((next) => next.text.split("/"));
  const own = word.text.split("/");
  const following = [...own.slice(own.indexOf(segment) + 1), ...later];
  if (following.some((text) => COMMON_VERBS.has(text))) return true;
  if (isKnown(state) && state.vocabulary.schema.childMenus(state.menu).length === 0) return false;
  return node.lead === "/" && node.args.length === 0 && /^[a-z][a-z0-9-]*$/.test(segment);
}

function childMenu(menu: string, word: string): string {
  return menu === "/" ? `/${word}` : `${menu}/${word}`;
}

function parentMenu(menu: string): string {
  const slash = menu.lastIndexOf("/");
  return slash <= 0 ? "/" : menu.slice(0, slash);
}
