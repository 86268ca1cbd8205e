import type { Chunk } from "../syntax/tree.ts";
import type { Range } from "../text/range.ts";

/** A `# rsclint-disable…` comment. */
export interface Directive {
  readonly kind: "next-line" | "block" | "file";
  /** The rules it names; none: all of them. */
  readonly rules: readonly NamedRule[];
  /** What stands behind `--`. */
  readonly reason: string | undefined;
  /** Of the directive itself, from `rsclint-` on. */
  readonly range: Range;
  /** Findings that start in here are silenced. */
  readonly covers: Range;
}

export interface NamedRule {
  readonly name: string;
  readonly range: Range;
}

/** Picks the statements whose text may hold a directive. */
export function mayDirect(chunk: Chunk): readonly Chunk[] {
  return chunk.text.includes("rsclint-") ? [chunk] : [];
}

/**
 * Comments are found in the text, not in the tree, so that they also work in scripts inside strings that span
 * lines. Recognised are `rsclint-disable-next-line`, `rsclint-disable` … `rsclint-enable`, `rsclint-disable-file`.
 * `chunks`: those of the text that may hold one.
 */
export function findDirectives(text: string, chunks: readonly Chunk[]): Directive[] {
  const found = linesOf(text, chunks).flatMap(({ start, end }) =>
    [...text.slice(start, end).matchAll(COMMENT)].map((match) => readComment(match, start)),
  );
  const directives: Directive[] = [];
  for (const comment of found) {
    if (comment.verb === "enable") continue;
    const { kind, rules, reason, range } = comment;
    const covers = coveredBy(comment, found, text);
    directives.push({ kind, rules, reason, range, covers });
  }
  return directives;
}

const COMMENT =
  /(?<=^|[\r\n;{])[ \t]*#[ \t]*(rsclint-(disable-next-line|disable-file|disable|enable)\b(?!-))([^\r\n]*)/g;

type Found = Pick<Directive, "kind" | "rules" | "reason" | "range"> & { readonly verb: "disable" | "enable" };

/** The whole lines that some chunks stand in, those that touch as one. */
function linesOf(text: string, chunks: readonly Chunk[]): readonly Range[] {
  const lines: { readonly start: number; end: number }[] = [];
  for (const chunk of chunks) {
    const last = lines.at(-1);
    const end = endOfLine(text, chunk.start + chunk.text.length);
    if (last !== undefined && chunk.start < last.end) last.end = end;
    else lines.push({ start: startOfLine(text, chunk.start), end });
  }
  return lines;
}

function startOfLine(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && !/[\r\n]/.test(text.charAt(start - 1))) start--;
  return start;
}

function readComment(match: RegExpMatchArray, from: number): Found {
  const [whole, head = "", name = "", rest = ""] = match;
  const start = from + (match.index ?? 0) + whole.indexOf(head);
  const cut = /(?:^|\s)--(?:\s|$)/.exec(rest);
  const list = cut ? rest.slice(0, cut.index) : rest;
  const reason = cut ? rest.slice(cut.index + cut[0].length).trim() : "";
  const at = start + head.length;
  return {
    verb: name === "enable" ? "enable" : "disable",
    kind: name === "disable-next-line" ? "next-line" : name === "disable-file" ? "file" : "block",
    rules: [...list.matchAll(/[^\s,]+/g)].map((word) => ({
      name: word[0],
      range: { start: at + word.index, end: at + word.index + word[0].length },
    })),
    reason: reason === "" ? undefined : reason,
    range: { start, end: at + rest.trimEnd().length },
  };
}

function coveredBy(comment: Found, all: readonly Found[], text: string): Range {
  switch (comment.kind) {
    case "file":
      return { start: 0, end: text.length + 1 };
    case "next-line":
      return nextStatement(text, comment.range.end);
    case "block": {
      const end = all.find((other) => other.verb === "enable" && endsBlock(other, comment));
      return { start: comment.range.start, end: end?.range.start ?? text.length + 1 };
    }
    default:
      return comment.kind satisfies never;
  }
}

/** An enable without rules ends every block; one with rules ends the blocks that name one of them, or none. */
function endsBlock(enable: Found, block: Found): boolean {
  if (enable.range.start < block.range.start) return false;
  if (enable.rules.length === 0) return true;
  return (
    block.rules.length > 0 && block.rules.every(({ name }) => enable.rules.some((rule) => rule.name === name))
  );
}

/** The next line that is neither blank nor a comment, with the lines that a `\` at the end joins to it. */
function nextStatement(text: string, from: number): Range {
  const line = /[^\r\n]*(?:\r\n|\r|\n|$)/y;
  line.lastIndex = endOfLine(text, from);
  let start: number | undefined;
  while (line.lastIndex < text.length) {
    const at = line.lastIndex;
    const content = (line.exec(text)?.[0] ?? "").trimEnd();
    if (start === undefined && /^\s*(#.*)?$/.test(content)) continue;
    start ??= at;
    if (!content.endsWith("\\")) break;
  }
  return { start: start ?? text.length, end: Math.max(line.lastIndex, start ?? 0) };
}

function endOfLine(text: string, from: number): number {
  const match = /\r\n|\r|\n/g;
  match.lastIndex = from;
  const end = match.exec(text);
  return end ? end.index + end[0].length : text.length;
}
