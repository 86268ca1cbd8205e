import { type ILookaheadStrategy, LLkLookaheadStrategy } from "chevrotain";

type Alternation = ILookaheadStrategy["buildLookaheadForAlternation"];
type Optional = ILookaheadStrategy["buildLookaheadForOptional"];

/**
 * Chevrotain's own lookahead, worked out where the parser first comes to a choice instead of for all choices
 * at the start: a command line run sees few of them.
 */
export class LazyLookahead extends LLkLookaheadStrategy {
  override buildLookaheadForAlternation(options: Parameters<Alternation>[0]): ReturnType<Alternation> {
    const build = () => super.buildLookaheadForAlternation(options);
    let choose: ReturnType<Alternation> | undefined;
    // `this` is the parser, whose tokens are looked at.
    return function (this: unknown, alternatives) {
      choose ??= build();
      return choose.call(this, alternatives);
    };
  }

  override buildLookaheadForOptional(options: Parameters<Optional>[0]): ReturnType<Optional> {
    const build = () => super.buildLookaheadForOptional(options);
    let isNext: ReturnType<Optional> | undefined;
    return function (this: unknown) {
      isNext ??= build();
      return isNext.call(this);
    };
  }
}
