import { type Command, constantText, type Value } from "../syntax/tree.ts";
import type { ItemState } from "./item.ts";
import { isHardwareName } from "./resolve-name.ts";

/** True, false, or undefined where the file does not tell. */
export type Verdict = boolean | undefined;

/** What a `find` asks of an item, read once and asked of many. */
export type Condition = (item: ItemState) => Verdict;

/**
 * Reads the conditions of a `find` command: `name=x`, `comment~"x"`, `disabled`, `!disabled`, `(a=1 or b=2)`,
 * joined by blanks, `and`, `or`. What cannot be decided from the file stays undecided.
 */
export function readConditions(find: Command): Condition {
  const terms: Term[] = [];
  for (const word of find.words) if (!/(^|\/)(find|where)$/.test(word.text)) terms.push(wordTerm(word.text));
  const isPath = find.lead !== "" || find.words[0]?.text !== "find";
  const own = isPath ? [] : terms;
  for (const arg of find.args) {
    if (arg.name === undefined) {
      if (arg.value !== undefined) own.push(valueTerm(arg.value, 0));
    } else if (arg.operator === undefined) own.push(flag(arg.name.text, !arg.negated));
    else own.push(comparison(arg.name.text, arg.operator, arg.value));
  }
  return anyOf(own);
}

/** The one property=value a `find` asks for, when it asks for nothing else. */
export function onlyEquality(find: Command): { readonly name: string; readonly text: string } | undefined {
  const [arg, ...others] = find.args;
  if (arg?.name === undefined || others.length > 0 || arg.operator !== "=") return undefined;
  const text = constantText(arg.value);
  return text === undefined ? undefined : { name: arg.name.text, text };
}

export function isUnconditional(find: Command): boolean {
  return (
    find.args.length === 0 &&
    find.words.every((word) => !/^(where|disabled|dynamic|invalid|!.*)$/.test(word.text))
  );
}

type Term = Condition | "and" | "or";

function wordTerm(text: string): Term {
  if (text === "and" || text === "&&") return "and";
  if (text === "or" || text === "||") return "or";
  return text.startsWith("!") ? flag(text.slice(1), false) : flag(text, true);
}

/** Terms joined by `and` or nothing, those joined by `or`. */
function anyOf(terms: readonly Term[]): Condition {
  const groups: Condition[][] = [[]];
  for (const term of terms) {
    if (term === "or") groups.push([]);
    else if (term !== "and") groups.at(-1)?.push(term);
  }
  if (groups.length === 1 && groups[0]?.length === 0) return () => true;
  return (item) => either(groups.map((group) => () => both(group.map((term) => () => term(item)))));
}

function both(terms: readonly (() => Verdict)[]): Verdict {
  let verdict: Verdict = true;
  for (const term of terms) {
    const answer = term();
    if (answer === false) return false;
    if (answer === undefined) verdict = undefined;
  }
  return verdict;
}

function either(terms: readonly (() => Verdict)[]): Verdict {
  const none = both(terms.map((term) => () => negate(term())));
  return negate(none);
}

function negate(verdict: Verdict): Verdict {
  return verdict === undefined ? undefined : !verdict;
}

const UNDECIDED: Condition = () => undefined;

/** Expressions deeper than this are not decided. */
const DEEPEST = 50;

function valueTerm(value: Value, depth: number): Term {
  if (depth > DEEPEST) return UNDECIDED;
  if (value.kind === "word") return wordTerm(value.text);
  if (value.kind === "group")
    return value.value === undefined ? UNDECIDED : asCondition(valueTerm(value.value, depth + 1));
  if (value.kind === "unary" && (value.operator === "!" || value.operator === "not")) {
    const inner = asCondition(valueTerm(value.operand, depth + 1));
    return (item) => negate(inner(item));
  }
  if (value.kind !== "binary") return UNDECIDED;
  const { operator, left, right } = value;
  if (["and", "&&", "or", "||"].includes(operator)) {
    const sides = [left, right].map((side) => asCondition(valueTerm(side, depth + 1)));
    const isAnd = operator === "and" || operator === "&&";
    return (item) => (isAnd ? both : either)(sides.map((side) => () => side(item)));
  }
  const name =
    left.kind === "word" || left.kind === "variable" ? (left.kind === "word" ? left.text : left.name) : "";
  return name === "" ? UNDECIDED : comparison(name, operator, right);
}

function asCondition(term: Term): Condition {
  return term === "and" || term === "or" ? UNDECIDED : term;
}

function flag(name: string, wanted: boolean): Condition {
  return (item) => {
    if (name === "disabled") return item.isDisabled === undefined ? undefined : item.isDisabled === wanted;
    const text = knownText(item, name);
    return text === undefined ? undefined : isYes(text) === wanted;
  };
}

function comparison(name: string, operator: string, value: Value | undefined): Condition {
  const wanted = value === undefined ? "" : constantText(value);
  if (wanted === undefined) return UNDECIDED;
  return (item) => {
    const text = knownText(item, name);
    if (text === undefined) return undefined;
    if (operator === "=") return same(text, wanted);
    if (operator === "!=") return !same(text, wanted);
    return operator === "~" ? matches(text, wanted) : ordered(text, operator, wanted);
  };
}

/** Plain numbers only: how the router orders times, rates and addresses is not for here. */
function ordered(text: string, operator: string, wanted: string): Verdict {
  if (!/^\d{1,15}$/.test(text) || !/^\d{1,15}$/.test(wanted)) return undefined;
  const [left, right] = [Number(text), Number(wanted)];
  switch (operator) {
    case "<":
      return left < right;
    case ">":
      return left > right;
    case "<=":
      return left <= right;
    case ">=":
      return left >= right;
    default:
      return undefined;
  }
}

function same(text: string, wanted: string): boolean {
  return text === wanted || (isYes(text) && isYes(wanted)) || (isNo(text) && isNo(wanted));
}

function isYes(text: string): boolean {
  return text === "yes" || text === "true";
}

function isNo(text: string): boolean {
  return text === "no" || text === "false";
}

/** Only patterns that are plain text with `^`, `$` and `|`; anything more is left undecided rather than run. */
function matches(text: string, pattern: string): Verdict {
  let verdict = false;
  for (const branch of pattern.split("|")) {
    const match = /^(\^?)([^\\.*+?()[\]{}^$]*)(\$?)$/.exec(branch);
    if (match === null) return undefined;
    const [, start, literal = "", end] = match;
    const fits =
      start && end
        ? text === literal
        : start
          ? text.startsWith(literal)
          : end
            ? text.endsWith(literal)
            : text.includes(literal);
    verdict ||= fits;
  }
  return verdict;
}

/** Properties that are empty when nobody wrote them. */
const EMPTY_UNLESS_WRITTEN = new Set(["comment", "name"]);

/** An item's property as `find` sees it; undefined when the file does not say. */
function knownText(item: ItemState, name: string): string | undefined {
  const value = item.value(name);
  if (value.text !== undefined) return value.text;
  if (value.from === "computed" || item.doubtful?.has(name)) return undefined;
  if (name === "dynamic") return "no";
  const called = item.given["label"];
  // `set ether2 …` speaks of the port that the hardware calls so.
  if (name === "default-name" && called !== undefined && isHardwareName(called)) return called;
  if (name === "default" || name === "default-name")
    return item.origin === "add" ? (name === "default" ? "no" : "") : undefined;
  if (name === "name" && called !== undefined) return called;
  return EMPTY_UNLESS_WRITTEN.has(name) && (item.origin === "add" || name === "comment") ? "" : undefined;
}
