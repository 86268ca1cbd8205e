import { createToken, type ILexingError, type IToken, Lexer, type TokenType } from "chevrotain";
import { isWordBefore } from "./scan.ts";

/**
 * Three modes: "command" (statements, and the inside of `[ ]` and `{ }`), "expression" (inside `( )`) and
 * "string". Every character belongs to some token, so lexing cannot fail.
 */
export type Tokens = ReturnType<typeof createTokens>;

export interface RscLexer {
  readonly tokens: Tokens;
  /** Offsets count from the start of `text`. */
  tokenize(text: string): IToken[];
}

/** `\` at a line's end, with the blanks that lead the next line; hand-edited files have blanks after it too. */
const CONTINUATION = /\\[ \t]*(?:\r\n|\r|\n)[ \t]*/;
const BLANK = /[ \t\uFEFF]+/;
/** `name=`, `name~`, `name!=`: a name with the operator that is glued to it; few begin with a digit, as `6to4-interface=`, and few hold a slash, as `rates-a/g=`. */
const NAME = /!?(?:[A-Za-z.][\w.-]*(?:(?<=-a)\/g)?(?:=|~|!=|<=?|>=?)|\d{1,3}[A-Za-z][\w.-]*(?:=|~|!=))/;
const WORD = /[^\x00-\x20\x7f-\uFFFF;"$()[\]{}=\\`]+/;
/** A backslash in bare text, as in `regexp=\.example`; `\"` is left out, being a quote gone astray. */
const ESCAPED_WORD = /\\[!#-~][^\x00-\x20\x7f-\uFFFF;"$()[\]{}=\\`]*/;
/** The router takes nothing but ASCII outside strings and comments. */
const FOREIGN_WORD = /[`\x80-\uFEFE\uFF00-\uFFFF][^\x00-\x20\x7f;"$()[\]{}=\\\uFEFF]*/;
/** Hex, MAC, address or prefix, IPv6, number or time; or a name with inner hyphens. */
const ATOM =
  /0x[0-9A-Fa-f]+|[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}|\d+(?:\.\d+)+(?:\/\d+)?|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:\/\d+)?|\d[\w:]*|[A-Za-z_]\w*(?:-\w+)*/;
/** `(:command …)` and `(/menu command …)`, with parentheses where brackets are usual. */
const OPEN_COMMAND = /\$?\((?=[ \t]*[:/][a-z])/;
const OPERATOR = /->|&&|\|\||<=|>=|!=|<<|>>|<%%|[-+*/%<>=!&|^~.,:?@]/;
/** The repeat count is bounded so that the regular expression engine needs no deep stack. */
const STRING_TEXT = /(?:[^"\\$]+|\\(?:(?:\r\n|\r|\n)[ \t]*|[\s\S])|\\){1,500}/;
const STRING_DOLLAR = /\$(?![A-Za-z0-9([]|"[\w-]+")/;

/** With `keepBlanks` the tokens cover the text without a gap, as tokens.ts wants it; the parser does not. */
export function createLexer(options: { readonly keepBlanks?: boolean } = {}): RscLexer {
  const tokens = createTokens();
  const lexer = new Lexer(modesOf(tokens, options.keepBlanks === true), {
    positionTracking: "onlyOffset",
    ensureOptimizations: true,
    skipValidations: true,
    recoveryEnabled: false,
    deferDefinitionErrorsHandling: true,
  });
  return { tokens, tokenize: (text) => tokenize(lexer, text) };
}

/**
 * A line end inside `( )` fits no token of the expression mode, since the router stops there too: the
 * parentheses count as closed, and lexing begins anew in the command mode.
 */
function tokenize(lexer: Lexer, text: string): IToken[] {
  const first = lexer.tokenize(text);
  const all = first.tokens;
  let offset = stopOf(first.errors);
  while (offset !== undefined) {
    const { tokens, errors } = lexer.tokenize(text.slice(offset));
    for (const token of tokens) {
      token.startOffset += offset;
      all.push(token);
    }
    const stop = stopOf(errors);
    offset = stop === undefined ? undefined : offset + stop;
  }
  return all;
}

/** Where the lexer gave up; other errors, as a stray closing bracket, do not end its work. */
function stopOf(errors: readonly ILexingError[]): number | undefined {
  const last = errors[errors.length - 1];
  return last?.length === 0 ? last.offset : undefined;
}

function createTokens() {
  return {
    newline: token("Newline", /\r\n|\r|\n/, { first: /[\r\n]/ }),
    semicolon: token("Semicolon", ";"),
    comment: commentToken(),
    name: token("Name", NAME, { first: /[!\w.]/ }),
    word: token("Word", WORD, { first: WORD }),
    escapedWord: token("EscapedWord", ESCAPED_WORD, { first: /\\/ }),
    foreignWord: token("ForeignWord", FOREIGN_WORD, { first: FOREIGN_WORD }),
    atom: token("Atom", ATOM, { first: /[\w:]/ }),
    operator: token("Operator", OPERATOR, { first: OPERATOR }),
    equals: token("Equals", "="),
    // `$|name|` stands in whole frameworks of scripts for RouterOS 6, so it was read there.
    variable: token("Variable", /\$(?:[A-Za-z0-9]+|\|[A-Za-z0-9]+\|)/, { first: /\$/ }),
    quotedVariable: token("QuotedVariable", /\$"[^"\r\n]*"/, { first: /\$/ }),
    quotedVariableInString: token("QuotedVariableInString", /\$"[\w-]+"/, { first: /\$/ }),
    quote: token("Quote", '"', { push: "string" }),
    endQuote: token("EndQuote", '"', { pop: true }),
    stringText: token("StringText", STRING_TEXT, { first: /[^"$]/ }),
    stringDollar: token("StringDollar", STRING_DOLLAR, { first: /\$/ }),
    openCommand: token("OpenCommand", OPEN_COMMAND, { first: /[$(]/, push: "command" }),
    openParen: token("OpenParen", /\$?\(/, { first: /[$(]/, push: "expression" }),
    closeParen: token("CloseParen", ")", { pop: true }),
    openSquare: token("OpenSquare", /\$?\[/, { first: /[$[]/, push: "command" }),
    closeSquare: token("CloseSquare", "]", { pop: true }),
    openCurly: token("OpenCurly", "{", { push: "command" }),
    closeCurly: token("CloseCurly", "}", { pop: true }),
    // An escaped quote outside a string opens none: it is text copied out of one.
    stray: token("Stray", /\\"|[^\r\n]/, { first: /[^\r\n]/ }),
  };
}

function modesOf(t: Tokens, keepBlanks: boolean) {
  const skipped = (name: string, pattern: RegExp, first: RegExp) =>
    createToken({
      name,
      pattern,
      line_breaks: true,
      start_chars_hint: charsOf(first),
      ...(!keepBlanks && { group: Lexer.SKIPPED }),
    });
  const continuation = skipped("Continuation", CONTINUATION, /\\/);
  const blank = skipped("Blank", BLANK, BLANK);
  const brackets = [
    t.openCommand,
    t.openParen,
    t.closeParen,
    t.openSquare,
    t.closeSquare,
    t.openCurly,
    t.closeCurly,
  ];
  const common = [
    t.quote,
    t.foreignWord,
    t.variable,
    t.quotedVariable,
    ...brackets,
    t.semicolon,
    t.comment,
    continuation,
  ];
  return {
    defaultMode: "command",
    modes: {
      command: [blank, t.name, ...common, t.word, t.newline, t.equals, t.escapedWord, t.stray],
      expression: [blank, ...common, t.atom, t.operator, t.stray],
      string: [
        ...[t.stringText, t.endQuote, t.variable, t.quotedVariableInString],
        ...[t.openCommand, t.openParen, t.openSquare, t.stringDollar],
      ],
    },
  };
}

interface TokenOptions {
  readonly first?: RegExp;
  readonly push?: string;
  readonly pop?: true;
}

function token(name: string, pattern: RegExp | string, { first, push, pop }: TokenOptions = {}): TokenType {
  return createToken({
    name,
    pattern,
    line_breaks: false,
    ...(first && { start_chars_hint: charsOf(first) }),
    ...(push && { push_mode: push }),
    ...(pop && { pop_mode: true }),
  });
}

/** Up to the line's end, wherever it stands, so that quotes in it count for nothing; but `x=#1` is a value. */
function commentToken(): TokenType {
  const pattern = /#[^\r\n]*/y;
  return createToken({
    name: "Comment",
    pattern: {
      exec(text: string, offset: number, matched: readonly IToken[]) {
        const before = matched[matched.length - 1];
        // A comment is not continued, so a `\\` at its end joins nothing.
        const start = before === undefined ? 0 : before.startOffset + before.image.length - 1;
        if (isWordBefore(text, offset, Math.max(0, start))) return null;
        pattern.lastIndex = offset;
        return pattern.exec(text);
      },
    },
    line_breaks: false,
    start_chars_hint: ["#"],
  });
}

/** Every char code that can start a match. Chevrotain files codes from 256 in classes of 255: one of each will do. */
function charsOf(pattern: RegExp): number[] {
  const start = new RegExp(`^(?:${pattern.source})`);
  const codes: number[] = [];
  for (let code = 0; code < 256; code++) if (start.test(String.fromCharCode(code))) codes.push(code);
  if (start.test("\u0416")) {
    for (let code = 256; code < 0xffff; code += 255) codes.push(code);
    codes.push(0xffff);
  } else if (start.test("\uFEFF")) codes.push(0xfeff);
  return codes;
}
