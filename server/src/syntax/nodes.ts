import type { Chunk, Comment, Statement, SyntaxProblem } from "./tree.ts";

/** A chunk while it is being parsed. */
export interface ChunkDraft extends Chunk {
  statements: Statement[];
  comments: Comment[];
  problems: SyntaxProblem[];
}

/** How tightly a binary operator binds; 0 for what is none. */
export function bindingPower(operator: string): number {
  return POWERS.get(operator) ?? 0;
}

const POWERS: ReadonlyMap<string, number> = new Map([
  ["<%%", 1],
  [",", 2],
  ["or", 3],
  ["||", 3],
  ["and", 4],
  ["&&", 4],
  ["in", 5],
  ["=", 5],
  ["!=", 5],
  ["<", 5],
  [">", 5],
  ["<=", 5],
  [">=", 5],
  ["~", 5],
  [".", 6],
  ["|", 7],
  ["^", 7],
  ["&", 8],
  ["<<", 9],
  [">>", 9],
  ["+", 10],
  ["-", 10],
  ["*", 11],
  ["/", 11],
  ["%", 11],
  ["->", 13],
]);
