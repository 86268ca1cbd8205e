import { isTerminal, type RuleTable, type WalkEnd } from "./chain.ts";
import { type FirewallRule, matchRule } from "./matcher.ts";
import type { Packet } from "./packet.ts";
import type { PathStep } from "./path.ts";
import { passingWords } from "./reachability.ts";

/** What let a packet through that no rule of a filter chain took: that there is none, and the drop that came nearest. */
export function passingStep(
  table: RuleTable,
  chain: string,
  end: WalkEnd,
  doubts: readonly string[],
): PathStep {
  const near = nearestDrop(table, chain, end);
  const words = passingWords(table, chain);
  return {
    stage: "filter",
    item: near?.rule.item,
    effect: near === undefined ? words : `spares it (\`${near.matcher}\`), and ${words}`,
    isCertain: table.isComplete && end.doubts.every((doubt) => doubts.includes(doubt)),
  };
}

interface Near {
  readonly rule: FirewallRule;
  /** The one matcher that the packet fails. */
  readonly matcher: string;
}

/** The last drop that would take such packets but for a single matcher. */
function nearestDrop(table: RuleTable, chain: string, { packet, assumed }: WalkEnd): Near | undefined {
  const near = (table.chains.get(chain) ?? []).flatMap((rule): Near[] => {
    if (rule.exists !== "yes" || !isTerminal(table.name, rule) || rule.action === "accept") return [];
    const failed = rule.conditions.filter((condition) => condition.test(packet, assumed) === "no");
    const [only] = failed;
    if (failed.length !== 1 || only === undefined || !SPARING.has(only.property)) return [];
    const rest = { ...rule, conditions: rule.conditions.filter((condition) => condition !== only) };
    return takesAll(rest, packet, assumed) ? [{ rule, matcher: only.key }] : [];
  });
  return near.at(-1);
}

/** Matchers by which rules spare what was let in elsewhere; others just speak of other packets. */
const SPARING: ReadonlySet<string> = new Set(["connection-nat-state", "ipsec-policy"]);

function takesAll(rule: FirewallRule, packet: Packet, assumed: WalkEnd["assumed"]): boolean {
  const { possible, never } = matchRule(rule, packet, assumed);
  return possible.spans.length === 0 && never.spans.length === 0;
}
