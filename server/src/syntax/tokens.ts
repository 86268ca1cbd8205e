import { createLexer, type RscLexer } from "./lexer.ts";
import type { Chunk } from "./tree.ts";

export type TokenKind =
  | "blank"
  | "continuation"
  | "newline"
  | "comment"
  | "word"
  | "name"
  | "operator"
  | "variable"
  | "text"
  | "quote"
  | "open"
  | "close"
  | "semicolon"
  | "unknown";

/** Offsets relative to the chunk; `to` is exclusive. */
export interface Token {
  readonly kind: TokenKind;
  readonly from: number;
  readonly to: number;
}

/**
 * All tokens of a chunk, blanks and continuations too: together they cover its text without a gap. Made on
 * demand and not kept. `name=` gives two tokens, a name and an operator; so does `!name=`, with three.
 */
export function tokensOf(chunk: Chunk): Token[] {
  const { tokenize } = lexer();
  const tokens: Token[] = [];
  for (const { tokenType, startOffset, image } of tokenize(chunk.text)) {
    const to = startOffset + image.length;
    if (tokenType.name === "Name") addName(tokens, startOffset, image);
    else tokens.push({ kind: KINDS[tokenType.name] ?? "unknown", from: startOffset, to });
  }
  return tokens;
}

function addName(tokens: Token[], from: number, image: string): void {
  const name = /^(!?)(.*?)((?:=|~|!=|<=?|>=?))$/.exec(image);
  const bang = name?.[1]?.length ?? 0;
  const end = from + bang + (name?.[2]?.length ?? image.length);
  if (bang > 0) tokens.push({ kind: "operator", from, to: from + bang });
  tokens.push({ kind: "name", from: from + bang, to: end });
  if (end < from + image.length) tokens.push({ kind: "operator", from: end, to: from + image.length });
}

const KINDS: Readonly<Record<string, TokenKind>> = {
  Blank: "blank",
  Continuation: "continuation",
  Newline: "newline",
  Semicolon: "semicolon",
  Comment: "comment",
  Word: "word",
  EscapedWord: "word",
  ForeignWord: "word",
  Atom: "word",
  Operator: "operator",
  Equals: "operator",
  Variable: "variable",
  QuotedVariable: "variable",
  QuotedVariableInString: "variable",
  Quote: "quote",
  EndQuote: "quote",
  StringText: "text",
  StringDollar: "text",
  OpenCommand: "open",
  OpenParen: "open",
  OpenSquare: "open",
  OpenCurly: "open",
  CloseParen: "close",
  CloseSquare: "close",
  CloseCurly: "close",
};

let shared: RscLexer | undefined;

/** Another lexer than the parser's, since this one keeps blanks; built at the first use. */
function lexer(): RscLexer {
  shared ??= createLexer({ keepBlanks: true });
  return shared;
}
