import type { BoundCommand, Model, ModelFile } from "../../model/model.ts";
import type { Chunk, Node } from "../../syntax/tree.ts";
import { lineOf, linesOfChunks, readTree } from "../../syntax/tree-text.ts";
import { chunkAt, nodeAt } from "../../syntax/walk.ts";
import type { Range } from "../../text/range.ts";
import { PRINTED_ROW } from "../facts/printed-rows.ts";
import { withProblems } from "../facts/problem-chunks.ts";
import { defineRule, type Finding } from "../rule.ts";

/** `[admin@MikroTik] /ip address>` and what stands behind it on the line. */
const PROMPT = /^[ \t]*\[[^\]\s@"$]+@[^\]\n"$]+\][ \t]*(?:\/[\w \t/-]*)?(?:<[A-Z]+>)?[ \t]*>[ \t]?/gm;
/** Heads and feet of what `print` shows, and what the console answers. */
const TABLE =
  /^(?:Flags: [A-Z*]|Columns: [A-Z]|-- \[Q quit|failure: |bad command name |input does not match any value of )/gm;
/** Where the router stops as well. */
const LISTING = new RegExp(PRINTED_ROW.source, "gm");

/** What a statement's text holds where one of the first two may match; all statements are asked when one is broken. */
const SUSPECT =
  /@|Flags: |Columns: |-- \[Q quit|failure: |bad command name |input does not match any value of /;

/** Says what a mistake comes from; where the router stops is told by `syntax-error`. */
export const terminalOutput = defineRule({
  id: "terminal-output",
  group: "language",
  title: "Terminal output instead of a script",
  severity: "warning",
  why: "This was copied from a terminal: prompts and printed tables are no commands, and the import stops at them.",
  advice: "Take out the prompts and answers, or use `/export` where the configuration is meant.",
  references: ["Manual: Console", "Manual: Configuration Management"],
  presets: ["recommended", "strict"],
  bad: "[admin@MikroTik] > /ip address print\nFlags: X - disabled, I - invalid, D - dynamic\n",
  good: '# [admin@MikroTik] > /ip address print\n:put "\n[admin@MikroTik] > hello"\n/ip address\nadd address=192.168.88.1/24 interface=ether2\n',
  fixes: { "strip-prompt": "suggestion" },
  on: "model",
  check(model) {
    const stops = new Map(model.files.map((file) => [file, [] as number[]]));
    for (const command of model.gather(unread)) {
      if (command.problem !== undefined)
        stops.get(command.file)?.push(command.problem.at.chunk.start + command.problem.at.from);
    }
    return model.files.flatMap((file) => inFile(model, file, stops.get(file) ?? []));
  },
});

function unread(command: BoundCommand): readonly BoundCommand[] {
  return command.problem !== undefined && command.embeddedIn === undefined ? [command] : [];
}

function inFile(model: Model, file: ModelFile, unknown: readonly number[]): Finding[] {
  const problems = model
    .inChunks(file, withProblems)
    .flatMap((chunk) => chunk.problems.map((problem) => chunk.start + problem.from));
  if (problems.length === 0 && unknown.length === 0) return [];
  const suspects = linesOfChunks(file.tree, model.inChunks(file, mayBeCopied));
  const prompts = matches(file, suspects, PROMPT);
  const stops = [...new Set([...problems, ...unknown])];
  const stopped = new Map(stops.map((at) => lineOf(file.tree, at)).map((line) => [line.start, line]));
  const listings = matches(file, [...stopped.values()], LISTING).filter((range) =>
    stops.some((at) => range.start <= at && at <= range.end),
  );
  const tables = [...matches(file, suspects, TABLE), ...listings].sort((a, b) => a.start - b.start);
  // Prompts tell the whole story; what else was copied shows when they are out.
  const [prompt] = prompts;
  if (prompt !== undefined) return [promptFinding(file, prompt, prompts)];
  return blocks(file, tables).map((range) => ({
    at: { file, range },
    message: "This looks like output of a terminal (`print`), not like a script.",
  }));
}

function mayBeCopied(chunk: Chunk): readonly Chunk[] {
  return SUSPECT.test(chunk.text) ? [chunk] : [];
}

function promptFinding(file: ModelFile, range: Range, prompts: readonly Range[]): Finding {
  return {
    at: { file, range },
    message: `This looks like a terminal session: ${prompts.length === 1 ? "the prompt is" : `${prompts.length} prompts are`} no command.`,
    fixes: [
      {
        id: "strip-prompt",
        title: prompts.length === 1 ? "Take out the prompt" : `Take out ${prompts.length} prompts`,
        changes: prompts.map((prompt) => ({
          kind: "text" as const,
          file,
          edit: { range: prompt, newText: menuOf(file, prompt) },
        })),
      },
    ],
  };
}

/** The menu that the prompt stood in, where the command behind it goes on from there. */
function menuOf({ tree }: ModelFile, prompt: Range): string {
  const text = readTree(tree);
  const menu = /\][ \t]*(\/[\w \t/-]*?)[ \t]*(?:<|>)/.exec(text.slice(prompt.start, prompt.end))?.[1];
  return menu === undefined || !/[\w.]/.test(text.slice(prompt.end, prompt.end + 1)) ? "" : `${menu} `;
}

/** In some whole lines. */
function matches(file: ModelFile, lines: readonly Range[], pattern: RegExp): Range[] {
  const text = readTree(file.tree);
  return lines
    .flatMap(({ start, end }) =>
      [...text.slice(start, end).matchAll(pattern)].map(({ index, 0: { length } }) => ({
        start: start + index,
        end: start + index + length,
      })),
    )
    .filter((range) => isCode(file, range));
}

/** Not within a string or a comment. */
function isCode({ tree }: ModelFile, range: Range): boolean {
  const first = range.start + (/^[ \t]*/.exec(readTree(tree).slice(range.start, range.end))?.[0].length ?? 0);
  if (chunkAt(tree, first)?.comments.some((comment) => isAround(comment, first))) return false;
  return !nodeAt(tree, first).some((node) => node.kind === "string" && isAround(node, first));
}

function isAround(node: Node, offset: number): boolean {
  return node.chunk.start + node.from < offset && offset < node.chunk.start + node.to;
}

/** Lines that follow each other, or with one other line between, are one finding. */
function blocks({ tree }: ModelFile, lines: readonly Range[]): Range[] {
  const text = readTree(tree);
  const found: { first: Range; end: number }[] = [];
  for (const line of lines) {
    const last = found.at(-1);
    if (last !== undefined && text.slice(last.end, line.start).split("\n").length <= 3) last.end = line.end;
    else found.push({ first: line, end: line.end });
  }
  return found.map(({ first }) => first);
}
