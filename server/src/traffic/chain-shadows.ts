import { isSameList } from "../model/keep.ts";
import type { Item } from "../model/model.ts";
import type { RuleTable } from "./chain.ts";
import { type CoverIndex, createCoverIndex } from "./cover-index.ts";
import type { FirewallRule } from "./matcher.ts";
import { isCounter, type PairShadow, type RuleStudy, shadowOfPair, studyRule } from "./rule-study.ts";

/** A rule that can never act because of an earlier one of its chain. */
export type ChainShadow =
  | PairShadow
  /** An earlier rule matches everything and ends the chain; `by` accepts or drops without condition. */
  | { readonly kind: "after-unconditional"; readonly item: Item; readonly by: Item };

export interface ChainShadows {
  readonly rules: readonly FirewallRule[];
  /** Where the rules stand in their menu: who tells of a shadow may number them. */
  readonly places: readonly number[];
  readonly studies: readonly RuleStudy[];
  /** The rule behind which none acts any more; -1: there is none. */
  readonly wall: number;
  /** Rule by rule; undefined where none was found. */
  readonly answers: readonly (Answer | undefined)[];
  readonly shadows: readonly ChainShadow[];
}

interface Answer {
  readonly shadow: ChainShadow;
  /** Which rule of the chain the shadow falls from. */
  readonly by: number;
}

/** `earlier`: what was said of the chain before it was edited; what the edit cannot have changed is said again. */
export function readChain(
  table: RuleTable,
  rules: readonly FirewallRule[],
  earlier: ChainShadows | undefined,
): ChainShadows {
  const places = rules.map(({ item }) => item.index);
  if (earlier !== undefined && isSameList(earlier.rules, rules) && isSameList(earlier.places, places))
    return earlier;
  const edit = editOf(earlier?.rules ?? [], rules);
  const studies = [
    ...(earlier?.studies.slice(0, edit.start) ?? []),
    ...rules.slice(edit.start, edit.end).map((rule) => studyRule(table, rule)),
    ...(earlier?.studies.slice(edit.oldEnd) ?? []),
  ];
  const wall = studies.findIndex(({ isWall }) => isWall);
  const chain = { table, places, studies, wall };
  const answers = (earlier && answersAfterEdit(chain, edit, earlier)) ?? answersInChain(chain);
  const shadows = answers.flatMap((answer) => answer?.shadow ?? []);
  // Not with its table: a chain stays while tables come and go.
  return { rules, places, studies, wall, answers, shadows };
}

type Chain = Pick<ChainShadows, "places" | "studies" | "wall"> & { readonly table: RuleTable };

/** The rules from `start` to `oldEnd` became those from `start` to `end`. */
interface ChainEdit {
  readonly start: number;
  readonly oldEnd: number;
  readonly end: number;
}

function editOf(before: readonly FirewallRule[], after: readonly FirewallRule[]): ChainEdit {
  const shortest = Math.min(before.length, after.length);
  let start = 0;
  while (start < shortest && before[start] === after[start]) start++;
  let oldEnd = before.length;
  let end = after.length;
  while (oldEnd > start && end > start && before[oldEnd - 1] === after[end - 1]) {
    oldEnd--;
    end--;
  }
  return { start, oldEnd, end };
}

/** Compares each rule with those that its index of earlier ones offers. */
function answersInChain(chain: Chain): readonly (Answer | undefined)[] {
  const { studies, wall } = chain;
  const answers: (Answer | undefined)[] = [];
  const earlier: Earlier = { finals: createCoverIndex(), byWords: new Map() };
  const last: LastDeeds = new Map();
  for (const [at, study] of studies.entries()) {
    noteDeeds(last, studies[at - 1], at - 1);
    answers.push(
      answerOf(chain, at, () => {
        const same = study.words === undefined ? [] : (earlier.byWords.get(study.words) ?? []);
        const candidates = [same, ...earlier.finals.candidates(study.keys)];
        return firstInOrder(candidates, (index) => pairAnswer(chain, index, at, last));
      }),
    );
    if (study.isCounted && (wall < 0 || at <= wall)) note(earlier, study, at);
  }
  return answers;
}

function answerOf(chain: Chain, at: number, search: () => Answer | undefined): Answer | undefined {
  const { studies, wall } = chain;
  const study = studies[at];
  if (study === undefined || isCounter(study.rule)) return undefined;
  const by = studies[wall];
  if (by === undefined || at <= wall) return search();
  return { by: wall, shadow: { kind: "after-unconditional", item: study.rule.item, by: by.rule.item } };
}

/** More rules than people touch at a key: then the index is quicker than comparing one by one. */
const MOST_EDITED = 16;
const MOST_SEARCHES = 64;

/**
 * The same as `answersInChain` where a few rules were edited: those are compared with all before them, and those
 * behind with the edited ones only. Undefined where that does not do.
 */
function answersAfterEdit(
  chain: Chain,
  edit: ChainEdit,
  earlier: ChainShadows,
): readonly (Answer | undefined)[] | undefined {
  if (!isLocal(chain, edit, earlier)) return undefined;
  const last: LastDeeds = new Map();
  return chain.studies.map((_study, at) => {
    noteDeeds(last, chain.studies[at - 1], at - 1);
    if (at >= edit.start && at < edit.end) return answerBetween(chain, 0, at, at, last);
    const kept = keptAnswer(chain, at, edit, earlier);
    if (kept === "lost") return answerBetween(chain, edit.start, at, at, last);
    if (at < edit.start || (kept !== undefined && kept.by < edit.start)) return kept;
    return answerBetween(chain, edit.start, edit.end, at, last) ?? kept;
  });
}

/** Whether the edit leaves alone what all rules behind it rest on: the wall, and who sets marks and fills lists. */
function isLocal({ studies, wall }: Chain, edit: ChainEdit, earlier: ChainShadows): boolean {
  const { start, oldEnd, end } = edit;
  if (Math.max(oldEnd, end) - start > MOST_EDITED) return false;
  if (earlier.studies[earlier.wall] !== studies[wall]) return false;
  if (earlier.answers.filter((answer) => isLost(answer, edit)).length > MOST_SEARCHES) return false;
  const deeds = (some: readonly RuleStudy[]) => [...new Set(some.flatMap((study) => study.deeds))].sort();
  return isSameList(deeds(earlier.studies.slice(start, oldEnd)), deeds(studies.slice(start, end)));
}

/** The rule that the shadow fell from was edited. */
function isLost(answer: Answer | undefined, { start, oldEnd }: ChainEdit): boolean {
  return answer !== undefined && answer.by >= start && answer.by < oldEnd;
}

/** What was said of a rule that was not edited; "lost" where the rule that the shadow fell from was. */
function keptAnswer(
  { places }: Chain,
  at: number,
  edit: ChainEdit,
  earlier: ChainShadows,
): Answer | "lost" | undefined {
  const { start, oldEnd, end } = edit;
  const moved = end - oldEnd;
  const oldAt = at < start ? at : at - moved;
  const answer = earlier.answers[oldAt];
  if (answer === undefined) return undefined;
  if (isLost(answer, edit)) return "lost";
  const by = answer.by < start ? answer.by : answer.by + moved;
  const isInPlace = places[at] === earlier.places[oldAt] && places[by] === earlier.places[answer.by];
  if (isInPlace) return by === answer.by ? answer : { ...answer, by };
  return { by, shadow: { ...answer.shadow } };
}

/** What the wall, or else the rules from `from` to `to`, leave undone of the rule. */
function answerBetween(
  chain: Chain,
  from: number,
  to: number,
  at: number,
  last: LastDeeds,
): Answer | undefined {
  if (at > chain.wall && chain.wall >= 0) return answerOf(chain, at, () => undefined);
  const { studies } = chain;
  const study = studies[at];
  if (study === undefined || isCounter(study.rule)) return undefined;
  for (let index = from; index < to; index++) {
    const found = studies[index]?.isCounted ? pairAnswer(chain, index, at, last) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function pairAnswer(
  { table, studies }: Chain,
  index: number,
  at: number,
  last: LastDeeds,
): Answer | undefined {
  const before = studies[index];
  const study = studies[at];
  if (before === undefined || study === undefined) return undefined;
  if (!before.isFinal && before.words !== study.words) return undefined;
  const shadow = shadowOfPair(table, before, study, (deed) => (last.get(deed) ?? -1) > index);
  return shadow && { by: index, shadow };
}

/** Where each deed was done last, whether certainly or not. */
type LastDeeds = Map<string, number>;

function noteDeeds(last: LastDeeds, study: RuleStudy | undefined, at: number): void {
  if (study !== undefined) for (const deed of study.deeds) last.set(deed, at);
}

/** What stands before a rule in its chain and is certainly there. */
interface Earlier {
  /** Rules that end the chain, by what they may cover. */
  readonly finals: CoverIndex;
  readonly byWords: Map<string, number[]>;
}

function note({ finals, byWords }: Earlier, { keys, words, isFinal }: RuleStudy, at: number): void {
  if (isFinal) finals.add(keys, at);
  if (words === undefined) return;
  const same = byWords.get(words);
  if (same === undefined) byWords.set(words, [at]);
  else same.push(at);
}

/** Tries the numbers of ascending lists, each once, ascending. Plain loops: it is called for each rule at each key. */
function firstInOrder<T>(
  lists: readonly (readonly number[])[],
  tryOne: (number: number) => T | undefined,
): T | undefined {
  const next = lists.map(() => 0);
  for (;;) {
    let least = Number.POSITIVE_INFINITY;
    for (let which = 0; which < lists.length; which++) {
      const one = lists[which]?.[next[which] ?? 0];
      if (one !== undefined && one < least) least = one;
    }
    if (least === Number.POSITIVE_INFINITY) return undefined;
    for (let which = 0; which < lists.length; which++) {
      const at = next[which] ?? 0;
      if (lists[which]?.[at] === least) next[which] = at + 1;
    }
    const found = tryOne(least);
    if (found !== undefined) return found;
  }
}
