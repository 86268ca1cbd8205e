import type { SemanticTokens, Range as WireRange } from "vscode-languageserver-types";
import type { BoundCommand } from "../model/model.ts";
import { type Node, rangeOf } from "../syntax/tree.ts";
import { childrenOf } from "../syntax/walk.ts";
import type { Range } from "../text/range.ts";
import type { AnalysedFile, Analysis } from "./analysis.ts";
import { toOffsets } from "./place.ts";

/** The legend: what only the schema and the model can tell; the rest is the grammar's. */
export const TOKEN_TYPES = [
  "namespace",
  "function",
  "property",
  "enumMember",
  "type",
  "variable",
  "keyword",
] as const;
export const TOKEN_MODIFIERS = ["declaration", "deprecated"] as const;

type TokenType = (typeof TOKEN_TYPES)[number];
type TokenModifier = (typeof TOKEN_MODIFIERS)[number];

interface Token {
  readonly range: Range;
  readonly type: TokenType;
  readonly modifier?: TokenModifier;
}

/** Tokens of the whole file, or of the statements that touch a range. */
export function semanticTokens(analysis: Analysis, file: AnalysedFile, within?: WireRange): SemanticTokens {
  const limits = within ? toOffsets(file, within) : { start: 0, end: file.text.length };
  const tokens = [...commandTokens(analysis, file, limits), ...referenceTokens(analysis, file, limits)];
  return { data: encode(file, withoutOverlaps(tokens)) };
}

function commandTokens(analysis: Analysis, file: AnalysedFile, limits: Range): Token[] {
  return analysis.model.commands.flatMap((command) => {
    if (command.file.path !== file.path) return [];
    const range = rangeOf(command.node);
    if (range.end < limits.start || range.start > limits.end) return [];
    return [...headTokens(command), ...argumentTokens(analysis, command), ...variableTokens(command)];
  });
}

const WORD_COMMANDS: ReadonlySet<string> = new Set([
  "if",
  "for",
  "foreach",
  "while",
  "do",
  "local",
  "global",
  "set",
  "return",
  "onerror",
  "error",
  "retry",
]);

function headTokens(command: BoundCommand): Token[] {
  const { commandWord, problem, node } = command;
  return node.words.flatMap((word): Token[] => {
    if (problem?.at === word) return [];
    if (word === commandWord) {
      const isKeyword = command.menu === "/" && WORD_COMMANDS.has(command.command ?? "");
      return [{ range: rangeOf(word), type: isKeyword ? "keyword" : "function" }];
    }
    const isPath =
      command.command === undefined || (commandWord !== undefined && word.from < commandWord.from);
    return isPath && !/^[^A-Za-z]+$/.test(word.text) ? [{ range: rangeOf(word), type: "namespace" }] : [];
  });
}

function argumentTokens(analysis: Analysis, command: BoundCommand): Token[] {
  const { schema } = analysis.model;
  const verb = command.command ?? "";
  return command.args.flatMap(({ node, name }): Token[] => {
    if (!node.name || name === undefined) return [];
    const knowledge = schema.property(command.menu, verb, name);
    const isGone = knowledge.kind === "absent" && knowledge.seenIn.length > 0;
    const tokens: Token[] = [
      { range: rangeOf(node.name), type: "property", ...(isGone ? { modifier: "deprecated" } : {}) },
    ];
    const { value } = node;
    if (value?.kind !== "word" || knowledge.kind === "absent") return tokens;
    const type = knowledge.kind === "known" ? knowledge.value.type : knowledge.likely?.type;
    const isBoolean = value.text === "yes" || value.text === "no";
    const isWord = type !== undefined && "words" in type && type.words.includes(value.text);
    if (isBoolean) tokens.push({ range: rangeOf(value), type: "keyword" });
    else if (isWord) tokens.push({ range: rangeOf(value), type: "enumMember" });
    return tokens;
  });
}

function variableTokens(command: BoundCommand): Token[] {
  const tokens: Token[] = [];
  const [first] = command.unnamed;
  const declares = command.menu === "/" && (command.command === "local" || command.command === "global");
  if (declares && first?.kind === "word") {
    tokens.push({ range: rangeOf(first), type: "variable", modifier: "declaration" });
  }
  if (!command.node.chunk.text.includes("$")) return tokens;
  const visit = (node: Node) => {
    if (node.kind === "variable") tokens.push({ range: rangeOf(node), type: "variable" });
    else if (node.kind !== "block" && node.kind !== "substitution") childrenOf(node).forEach(visit);
  };
  childrenOf(command.node).forEach(visit);
  return tokens;
}

function referenceTokens(analysis: Analysis, file: AnalysedFile, limits: Range): Token[] {
  return analysis.model.references.flatMap((reference): Token[] => {
    const { range } = reference;
    if (reference.file.path !== file.path || range.end < limits.start || range.start > limits.end) return [];
    return reference.target.kind === "item" ? [{ range, type: "type" }] : [];
  });
}

/** By position; where two meet, the later kind (a reference) wins over the word it stands on. */
function withoutOverlaps(tokens: readonly Token[]): Token[] {
  const sorted = tokens
    .map((token, i) => ({ token, i }))
    .sort((a, b) => a.token.range.start - b.token.range.start || b.i - a.i);
  const kept: Token[] = [];
  let end = 0;
  for (const { token } of sorted) {
    if (token.range.start < end || token.range.end <= token.range.start) continue;
    kept.push(token);
    end = token.range.end;
  }
  return kept;
}

/** Five numbers a token, relative to the one before; a token may not span lines. */
function encode(file: AnalysedFile, tokens: readonly Token[]): number[] {
  const data: number[] = [];
  let line = 0;
  let column = 0;
  for (const { range, type, modifier } of tokens) {
    const start = file.lines.positionAt(range.start);
    const end = file.lines.positionAt(range.end);
    if (start.line !== end.line) continue;
    const isSameLine = start.line === line;
    data.push(
      start.line - line,
      isSameLine ? start.column - column : start.column,
      end.column - start.column,
      TOKEN_TYPES.indexOf(type),
      modifier === undefined ? 0 : 1 << TOKEN_MODIFIERS.indexOf(modifier),
    );
    line = start.line;
    column = start.column;
  }
  return data;
}
