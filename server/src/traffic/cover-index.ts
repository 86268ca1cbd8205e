import type { IpFamily } from "../values/ip.ts";
import type { PortSet } from "../values/port-set.ts";
import { everyAddress, intersect, isEmpty, type PrefixSet } from "../values/prefix-set.ts";
import type { Condition } from "./conditions.ts";
import type { AddressCondition, FirewallRule } from "./matcher.ts";

/**
 * Which earlier rules may cover a rule at all, so that a chain of thousands is not compared pair by pair. A rule
 * is filed under its most telling matcher: whatever it covers must say that too. Those without one are always asked.
 */
export interface CoverIndex {
  /** To be called in the chain's order; `at` grows. */
  add(rule: FirewallRule, at: number): void;
  /** Positions of all that may cover the rule, ascending. */
  candidates(rule: FirewallRule): readonly number[];
}

export function createCoverIndex(family: IpFamily): CoverIndex {
  const filed = new Map<string, number[]>();
  const always: number[] = [];
  const all: number[] = [];
  const sizes = new Set<bigint>();
  return {
    add(rule, at) {
      all.push(at);
      const keys = keysOf(rule, sizes);
      if (keys === undefined) always.push(at);
      else for (const key of keys) put(filed, key, at);
    },
    candidates(rule) {
      const keys = askedBy(family, rule, sizes);
      if (keys === undefined) return all;
      const found = keys.flatMap((key) => filed.get(key) ?? []);
      return found.length === 0 ? always : [...new Set([...always, ...found])].sort((a, b) => a - b);
    },
  };
}

function put(filed: Map<string, number[]>, key: string, at: number): void {
  const known = filed.get(key);
  if (known === undefined) filed.set(key, [at]);
  else known.push(at);
}

/** Matchers that only the same words imply: nothing else in a rule decides them. */
const BY_WORDS = new Set(["connection-mark", "packet-mark", "routing-mark", "src-mac-address"]);
const MOST_PORTS = 16n;

/** Under which keys a rule stands; undefined when it has no telling matcher. */
function keysOf(rule: FirewallRule, sizes: Set<bigint>): readonly string[] | undefined {
  const address = addressKeys("src", rule.source, sizes) ?? addressKeys("dst", rule.destination, sizes);
  if (address !== undefined) return address;
  for (const condition of rule.conditions) {
    const ports = condition.ports && portKeys(condition, condition.ports);
    if (ports !== undefined) return ports;
    if (condition.text !== undefined && BY_WORDS.has(condition.property)) return [wordKey(condition)];
  }
  return undefined;
}

function wordKey({ property, text }: Condition): string {
  return `word ${property}=${text ?? ""}`;
}

function portKeys({ property }: Condition, { spans }: PortSet): readonly string[] | undefined {
  const count = spans.reduce((sum, { first, last }) => sum + last - first + 1n, 0n);
  if (count > MOST_PORTS) return undefined;
  const keys: string[] = [];
  for (const { first, last } of spans) {
    for (let port = first; port <= last; port++) keys.push(`${property} ${port}`);
  }
  return keys;
}

/** A prefix, under its first address and size; also under its words, which cover themselves whatever they hold. */
function addressKeys(
  side: string,
  conditions: readonly AddressCondition[],
  sizes: Set<bigint>,
): readonly string[] | undefined {
  for (const { key, certain } of conditions) {
    const [span, ...others] = certain.spans;
    if (others.length > 0) continue;
    if (span === undefined) return [`${side} ${key}`];
    const size = span.last - span.first + 1n;
    if ((size & (size - 1n)) !== 0n || span.first % size !== 0n) continue;
    sizes.add(size);
    return [`${side} ${key}`, `${side} ${span.first}/${size}`];
  }
  return undefined;
}

/** All keys under which a rule that covers this one may stand; undefined where anything may. */
function askedBy(
  family: IpFamily,
  rule: FirewallRule,
  sizes: ReadonlySet<bigint>,
): readonly string[] | undefined {
  const keys: string[] = [];
  for (const side of ["src", "dst"] as const) {
    const conditions = side === "src" ? rule.source : rule.destination;
    const possible = conditions.reduce((set, c) => intersect(set, c.possible), everyAddress(family));
    if (isEmpty(possible)) return undefined;
    keys.push(...conditions.map(({ key }) => `${side} ${key}`), ...around(side, possible, sizes));
  }
  for (const condition of rule.conditions) {
    const [span] = condition.ports?.spans ?? [];
    if (condition.ports !== undefined && span === undefined) return undefined;
    if (span !== undefined) keys.push(`${condition.property} ${span.first}`);
    if (condition.text !== undefined) keys.push(wordKey(condition));
  }
  return keys;
}

/** The prefixes that hold the first address of the set, of every size that is filed. */
function around(side: string, { spans }: PrefixSet, sizes: ReadonlySet<bigint>): string[] {
  const at = spans[0]?.first;
  return at === undefined ? [] : [...sizes].map((size) => `${side} ${at - (at % size)}/${size}`);
}
