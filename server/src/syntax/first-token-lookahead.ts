import {
  Alternation,
  Alternative,
  type ILookaheadStrategy,
  type IOrAlt,
  type IProduction,
  type IToken,
  LLkLookaheadStrategy,
  type LookaheadProductionType,
  NonTerminal,
  Option,
  Repetition,
  RepetitionMandatory,
  RepetitionMandatoryWithSeparator,
  RepetitionWithSeparator,
  type Rule,
  Terminal,
} from "chevrotain";

type AlternationOptions = Parameters<ILookaheadStrategy["buildLookaheadForAlternation"]>[0];
type OptionalOptions = Parameters<ILookaheadStrategy["buildLookaheadForOptional"]>[0];

/** As much of the parser as choosing needs. */
interface Ahead {
  LA(howMuch: number): IToken;
}

/** The types of token that a part of the grammar can begin with, by index; `isEmpty` when it may hold none. */
interface First {
  readonly tokens: Set<number>;
  isEmpty: boolean;
}

/**
 * Chooses by one token, as Chevrotain's own strategy does with `maxLookahead: 1`, but works out what a choice can
 * begin with where the parser first comes to it, and what a rule can begin with once: a run of the command line
 * meets few of the choices, and the paths that Chevrotain looks for are a fifth of the start-up.
 */
export class FirstTokenLookahead extends LLkLookaheadStrategy {
  private readonly rules = new Map<Rule, First>();

  constructor() {
    super({ maxLookahead: 1 });
  }

  override buildLookaheadForAlternation({ rule, prodOccurrence, hasPredicates }: AlternationOptions) {
    let alternatives: readonly First[] | undefined;
    const choicesOf = (token: number): readonly number[] => {
      alternatives ??= this.branches(rule, prodOccurrence);
      return alternatives.flatMap(({ tokens, isEmpty }, at) => (isEmpty || tokens.has(token) ? [at] : []));
    };
    /** Which alternatives a token can begin, by the index of its type. */
    const choices: (readonly number[])[] = [];
    // `this` is the parser, whose tokens are looked at.
    return function (this: Ahead, offered?: IOrAlt<unknown>[]): number | undefined {
      const token = this.LA(1).tokenTypeIdx;
      let fitting = choices[token];
      if (fitting === undefined) {
        fitting = choicesOf(token);
        choices[token] = fitting;
      }
      if (!hasPredicates) return fitting[0];
      return fitting.find((at) => offered?.[at]?.GATE?.call(this) !== false);
    };
  }

  override buildLookaheadForOptional({ rule, prodOccurrence, prodType }: OptionalOptions) {
    let inside: First | undefined;
    const build = () => this.ofSequence(findChoice(rule.definition, prodType, prodOccurrence));
    return function (this: Ahead): boolean {
      inside ??= build();
      return inside.tokens.has(this.LA(1).tokenTypeIdx);
    };
  }

  private branches(rule: Rule, occurrence: number): readonly First[] {
    return findChoice(rule.definition, "Alternation", occurrence).map((branch) => this.ofPart(branch));
  }

  private ofRule(rule: Rule): First {
    const known = this.rules.get(rule);
    if (known !== undefined) return known;
    const first = this.ofSequence(rule.definition);
    this.rules.set(rule, first);
    return first;
  }

  private ofSequence(parts: readonly IProduction[]): First {
    const sequence: First = { tokens: new Set(), isEmpty: true };
    for (const part of parts) {
      const { tokens, isEmpty } = this.ofPart(part);
      for (const token of tokens) sequence.tokens.add(token);
      if (isEmpty) continue;
      sequence.isEmpty = false;
      break;
    }
    return sequence;
  }

  private ofPart(part: IProduction): First {
    if (part instanceof Terminal) {
      return { tokens: new Set([part.terminalType.tokenTypeIdx ?? -1]), isEmpty: false };
    }
    if (part instanceof NonTerminal) return this.ofRule(part.referencedRule);
    if (part instanceof Alternation) {
      const branches = part.definition.map((branch) => this.ofPart(branch));
      return {
        tokens: new Set(branches.flatMap(({ tokens }) => [...tokens])),
        isEmpty: branches.some(({ isEmpty }) => isEmpty),
      };
    }
    const { tokens, isEmpty } = this.ofSequence(partsOf(part));
    return { tokens, isEmpty: isEmpty || CAN_BE_LEFT_OUT.some((kind) => part instanceof kind) };
  }
}

/** The parts that have parts, by the names that Chevrotain asks for choices by. */
const CHOICES = {
  Alternation,
  Option,
  Repetition,
  RepetitionMandatory,
  RepetitionMandatoryWithSeparator,
  RepetitionWithSeparator,
} as const satisfies Record<LookaheadProductionType, unknown>;

const CONTAINERS = [...Object.values(CHOICES), Alternative];
const CAN_BE_LEFT_OUT = [Option, Repetition, RepetitionWithSeparator];

/** What stands inside a part; another rule's parts are not. */
function partsOf(part: IProduction): readonly IProduction[] {
  for (const container of CONTAINERS) if (part instanceof container) return part.definition;
  return [];
}

/** What the choice of that kind and number holds, at any depth of the rule. */
function findChoice(
  parts: readonly IProduction[],
  kind: LookaheadProductionType,
  occurrence: number,
): readonly IProduction[] {
  const isWanted = (part: IProduction) => part instanceof CHOICES[kind] && part.idx === occurrence;
  const pending = [...parts];
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (isWanted(part)) return partsOf(part);
    pending.push(...partsOf(part));
  }
  throw new Error(`no ${kind} ${occurrence} in the rule`);
}
