/** What the text of a routing filter rule says, as far as its words tell; offsets are of that text. */
export interface FilterStatements {
  /** The first bracket that has no partner; then nothing else is told. */
  readonly unmatched: { readonly bracket: string; readonly start: number } | undefined;
  /** The properties that `set` writes. */
  readonly sets: readonly { readonly name: string; readonly start: number }[];
  /** Whatever the route, the rule accepts, rejects or returns, so none behind it in its chain is asked. */
  readonly alwaysEnds: boolean;
  /** The one family whose routes alone the rule looks at, as its first condition says; `isEnd`: it ends the chain for each of them. */
  readonly ofFamily: { readonly family: "IPv4" | "IPv6"; readonly isEnd: boolean } | undefined;
}

/** Reads `if (…) { …; accept } else { … }` and `set …; reject` (manual: Route Selection and Filters). Never throws. */
export function filterStatements(text: string): FilterStatements {
  const tokens = tokensOf(text);
  const unmatched = unmatchedBracket(tokens);
  if (unmatched !== undefined) return { unmatched, sets: [], alwaysEnds: false, ofFamily: undefined };
  const sets = tokens.flatMap(({ text: word }, index) => {
    const name = word === "set" ? tokens[index + 1] : undefined;
    return name === undefined ? [] : [{ name: name.text, start: name.start }];
  });
  return { unmatched, sets, alwaysEnds: alwaysEnds(tokens), ofFamily: familyOf(tokens) };
}

/** Of `if (dst in 192.0.2.0/24 && …) {…}`; an `||` or an `else` would let others in. */
function familyOf(tokens: readonly Token[]): FilterStatements["ofFamily"] {
  const [first, bracket, property, operator, value, next] = tokens.map(({ text }) => text);
  if (first !== "if" || bracket !== "(" || property !== "dst" || value === undefined) return undefined;
  if (operator !== "in" && operator !== "==") return undefined;
  const branches = branchesAt(tokens, 0);
  const [block = []] = branches?.blocks ?? [];
  if (branches?.end !== tokens.length || branches.blocks.length > 1 || branches.hasElse) return undefined;
  if (tokens.some(({ text }) => text === "||" || text === "or" || text === "not")) return undefined;
  if (next !== ")" && next !== "&&" && next !== "and") return undefined;
  const family = /^[\d.]+\/\d+$/.test(value)
    ? "IPv4"
    : /^[\da-f:.]*:[\da-f:.]*\/\d+$/i.test(value)
      ? "IPv6"
      : undefined;
  const isWhole = operator === "in" && next === ")" && (value === "0.0.0.0/0" || value === "::/0");
  return family && { family, isEnd: isWhole && alwaysEnds(block) };
}

interface Token {
  readonly text: string;
  readonly start: number;
}

/** Strings, words and single signs; what stands in a string is one token. */
function tokensOf(text: string): readonly Token[] {
  return [...text.matchAll(/"[^"]*"?|[^\s"(){}[\];]+|[(){}[\];]/g)].map((match) => ({
    text: match[0],
    start: match.index,
  }));
}

const CLOSING: ReadonlyMap<string, string> = new Map([
  ["(", ")"],
  ["{", "}"],
  ["[", "]"],
]);

function unmatchedBracket(tokens: readonly Token[]): FilterStatements["unmatched"] {
  const open: Token[] = [];
  for (const { text, start } of tokens) {
    if (CLOSING.has(text)) open.push({ text, start });
    else if (![")", "}", "]"].includes(text)) continue;
    else {
      const opening = open.pop();
      if (opening === undefined) return { bracket: text, start };
      // Of `(dst-len > 24 { reject }` the round one is open, though it is the curly one that is closed next.
      if (CLOSING.get(opening.text) !== text) return { bracket: opening.text, start: opening.start };
    }
  }
  const [first] = open;
  return first === undefined ? undefined : { bracket: first.text, start: first.start };
}

const ENDS = new Set(["accept", "reject", "return"]);

/** Whether one of the statements ends the chain whatever the route is. */
function alwaysEnds(tokens: readonly Token[]): boolean {
  for (let at = 0; at < tokens.length; ) {
    const word = tokens[at]?.text ?? "";
    if (word === "if") {
      const branches = branchesAt(tokens, at);
      if (branches === undefined) return false;
      if (branches.hasElse && branches.blocks.every(alwaysEnds)) return true;
      at = branches.end;
      continue;
    }
    if (ENDS.has(word)) return true;
    while (at < tokens.length && tokens[at]?.text !== ";") at++;
    at++;
  }
  return false;
}

interface Branches {
  readonly blocks: readonly (readonly Token[])[];
  readonly hasElse: boolean;
  readonly end: number;
}

/** The blocks of `if (…) {…} else if (…) {…} else {…}`; undefined where it is written otherwise. */
function branchesAt(tokens: readonly Token[], start: number): Branches | undefined {
  const blocks: (readonly Token[])[] = [];
  let at = start;
  while (tokens[at]?.text === "if") {
    const condition = closingOf(tokens, at + 1, "(");
    const block = condition === undefined ? undefined : closingOf(tokens, condition + 1, "{");
    if (condition === undefined || block === undefined) return undefined;
    blocks.push(tokens.slice(condition + 2, block));
    at = block + 1;
    if (tokens[at]?.text !== "else") return { blocks, hasElse: false, end: at };
    at++;
  }
  const block = closingOf(tokens, at, "{");
  if (block === undefined) return undefined;
  blocks.push(tokens.slice(at + 1, block));
  return { blocks, hasElse: true, end: block + 1 };
}

/** The index of the bracket that closes the one at `at`; the brackets are known to be matched. */
function closingOf(tokens: readonly Token[], at: number, opening: string): number | undefined {
  if (tokens[at]?.text !== opening) return undefined;
  let depth = 0;
  for (let index = at; index < tokens.length; index++) {
    const text = tokens[index]?.text ?? "";
    if (CLOSING.has(text)) depth++;
    else if ([")", "}", "]"].includes(text) && --depth === 0) return index;
  }
  return undefined;
}
