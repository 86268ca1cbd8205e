import { parse } from "../syntax/parser.ts";
import type { Chunk, Command } from "../syntax/tree.ts";

/** Verbs that end a menu path; a line without one is a header or something that is left alone. */
const VERBS = new Set("add set remove enable disable comment move unset print export edit reset".split(" "));

/**
 * Writes each command with its full path (`terse`), or collects them below `/menu` lines (`sectioned`).
 * Order, comments and the commands themselves stay. Where the menu cannot be told from the text alone, lines
 * stay as they are and get a header that keeps their meaning.
 */
export function restyleText(text: string, layout: "sectioned" | "terse"): string {
  const tree = parse(text);
  const eol = /\r\n|\r|\n/.exec(text)?.[0] ?? "\n";
  const state: State = { layout, eol, context: "", emitted: "", result: "" };
  for (const chunk of tree.chunks) restyleChunk(state, chunk);
  return state.result;
}

interface State {
  readonly layout: "sectioned" | "terse";
  readonly eol: string;
  /** The menu the original text is in, as written without the slash; undefined when it is not certain. */
  context: string | undefined;
  /** The menu the new text is in; undefined like above, and then the same. */
  emitted: string | undefined;
  result: string;
}

function restyleChunk(state: State, chunk: Chunk): void {
  const [statement, ...others] = chunk.statements;
  if (statement === undefined) {
    state.result += chunk.text;
    return;
  }
  const isPlain = others.length === 0 && chunk.problems.length === 0 && statement.kind === "command";
  const isAlone = isPlain && /(?:^|[\r\n])[ \t]*$/.test(chunk.text.slice(0, statement.from));
  if (!isAlone) {
    keep(state, chunk, statement.from, isPlain ? undefined : "unknown");
    return;
  }
  const before = chunk.text.slice(0, statement.from);
  const rest = chunk.text.slice(statement.from);
  const place = placeOf(statement, state.context);
  if (place.kind === "header") {
    state.context = place.menu;
    state.result += before.replace(/[ \t]*$/, "");
  } else if (place.kind === "other") {
    keep(state, chunk, statement.from, place.changes ? "unknown" : undefined);
  } else writeCommand(state, before, rest.slice(place.verbOffset), place.menu);
}

function writeCommand(state: State, before: string, own: string, menu: string): void {
  if (state.layout === "terse") {
    state.result += `${before}/${menu}${menu.includes("/") ? "/" : " "}${own}`;
    return;
  }
  if (sameMenu(state.emitted, menu)) {
    state.result += before + own;
    return;
  }
  state.result += `${before.replace(/[ \t]*$/, "")}/${menu}${state.eol}${own}`;
  state.emitted = menu;
}

/** Copies a chunk, below a header that puts it into the menu it was in. */
function keep(state: State, chunk: Chunk, from: number, after: "unknown" | undefined): void {
  const { context } = state;
  if (context !== undefined && !sameMenu(state.emitted, context) && dependsOnMenu(chunk)) {
    const before = chunk.text.slice(0, from);
    const lines = before.replace(/[ \t]*$/, "");
    state.result += `${lines}/${context}${state.eol}${before.slice(lines.length)}${chunk.text.slice(from)}`;
    state.emitted = context;
  } else state.result += chunk.text;
  if (after === "unknown") {
    state.context = undefined;
    state.emitted = undefined;
  }
}

/** `:put "x"` means the same everywhere; anything with brackets or without a lead may not. */
function dependsOnMenu(chunk: Chunk): boolean {
  return chunk.statements.some(
    (s) => s.kind !== "command" || s.lead === "" || /[{[]/.test(chunk.text.slice(s.from, s.to)),
  );
}

type Place =
  | { readonly kind: "header"; readonly menu: string }
  | { readonly kind: "command"; readonly menu: string; readonly verbOffset: number }
  | { readonly kind: "other"; readonly changes: boolean };

function placeOf(command: Command, context: string | undefined): Place {
  if (command.lead === ":") return { kind: "other", changes: false };
  const segments = segmentsOf(command);
  const verb = segments.findIndex(({ text }) => VERBS.has(text));
  const path = segments.slice(0, verb < 0 ? segments.length : verb);
  if (path.some(({ text }) => !/^[a-z0-9][a-z0-9-]*$/.test(text))) return { kind: "other", changes: true };
  const written = path.map(({ text }) => text).join(usesSlashes(command) ? "/" : " ");
  if (command.lead === "") return relativePlace(command, context, verb, segments[verb]?.offset);
  const at = segments[verb];
  if (at !== undefined) {
    return path.length === 0
      ? { kind: "other", changes: false }
      : { kind: "command", menu: written, verbOffset: at.offset };
  }
  if (command.args.length > 0) return { kind: "other", changes: false };
  return path.length === 0 ? { kind: "other", changes: true } : { kind: "header", menu: written };
}

function relativePlace(
  command: Command,
  context: string | undefined,
  verb: number,
  offset: number | undefined,
): Place {
  const isKnown = context !== undefined && context !== "";
  if (verb === 0 && offset !== undefined && isKnown && !hasBlock(command)) {
    return { kind: "command", menu: context, verbOffset: offset };
  }
  return { kind: "other", changes: command.args.length === 0 && verb < 0 };
}

function hasBlock(command: Command): boolean {
  return command.args.some((argument) => argument.value?.kind === "block");
}

interface Segment {
  readonly text: string;
  /** From the statement's start. */
  readonly offset: number;
}

function segmentsOf(command: Command): Segment[] {
  return command.words.flatMap((word) => {
    const raw = command.chunk.text.slice(word.from, word.to);
    let offset = word.from - command.from;
    return raw.split("/").flatMap((text) => {
      const segment = { text, offset };
      offset += text.length + 1;
      return text === "" ? [] : [segment];
    });
  });
}

function usesSlashes(command: Command): boolean {
  return command.words.some((word) => word.text.replace(/^\//, "").includes("/"));
}

function sameMenu(a: string | undefined, b: string): boolean {
  return a !== undefined && a.replaceAll("/", " ") === b.replaceAll("/", " ");
}
