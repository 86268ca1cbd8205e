import type { IpFamily } from "../values/ip.ts";
import type { PortSet } from "../values/port-set.ts";
import { everyAddress, intersect } from "../values/prefix-set.ts";
import type { Condition } from "./conditions.ts";
import type { AddressCondition, FirewallRule } from "./matcher.ts";

/**
 * Which earlier rules may cover a rule at all, so that a chain of thousands is not compared pair by pair. A rule
 * is filed under its most telling matcher: whatever it covers must say that too. Those without one are always asked.
 */
export interface CoverIndex {
  /** To be called in the chain's order; `at` grows. */
  add(keys: CoverKeys, at: number): void;
  /** Positions of all that may cover the rule, in ascending lists; the same one may be in several. */
  candidates(keys: CoverKeys): readonly (readonly number[])[];
}

/** What the index needs of a rule; of the rule alone. */
export interface CoverKeys {
  readonly filed: FiledKeys | undefined;
  /** Under which keys a rule that covers this one may stand, prefixes apart; undefined where anything may. */
  readonly asked: readonly string[] | undefined;
  /** The prefixes of a size that hold the rule's first addresses. */
  around(size: bigint): readonly string[];
}

/** Under which keys a rule stands; with the size of the prefix that it is filed by. */
interface FiledKeys {
  readonly keys: readonly string[];
  readonly size?: bigint;
}

export function createCoverIndex(): CoverIndex {
  const filed = new Map<string, number[]>();
  const always: number[] = [];
  const all: number[] = [];
  const sizes = new Set<bigint>();
  return {
    add({ filed: own }, at) {
      all.push(at);
      if (own === undefined) always.push(at);
      else for (const key of own.keys) put(filed, key, at);
      if (own?.size !== undefined) sizes.add(own.size);
    },
    candidates({ asked, around }) {
      if (asked === undefined) return [all];
      const found = [always];
      const look = (key: string) => {
        const list = filed.get(key);
        if (list !== undefined) found.push(list);
      };
      for (const key of asked) look(key);
      for (const size of sizes) for (const key of around(size)) look(key);
      return found;
    },
  };
}

export function coverKeysOf(family: IpFamily, rule: FirewallRule): CoverKeys {
  const starts: [string, bigint][] = [];
  const known = new Map<bigint, readonly string[]>();
  return {
    filed: filedKeys(rule),
    asked: askedKeys(family, rule, starts),
    around(size) {
      const keys = known.get(size) ?? starts.map(([side, at]) => `${side} ${at - (at % size)}/${size}`);
      known.set(size, keys);
      return keys;
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

function filedKeys(rule: FirewallRule): FiledKeys | undefined {
  const address = addressKeys("src", rule.source) ?? addressKeys("dst", rule.destination);
  if (address !== undefined) return address;
  for (const condition of rule.conditions) {
    const keys = condition.ports && portKeys(condition, condition.ports);
    if (keys !== undefined) return { keys };
    if (condition.text !== undefined && BY_WORDS.has(condition.property))
      return { keys: [wordKey(condition)] };
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
function addressKeys(side: string, conditions: readonly AddressCondition[]): FiledKeys | undefined {
  for (const { key, certain } of conditions) {
    const [span, ...others] = certain.spans;
    if (others.length > 0) continue;
    if (span === undefined) return { keys: [`${side} ${key}`] };
    const size = span.last - span.first + 1n;
    if ((size & (size - 1n)) !== 0n || span.first % size !== 0n) continue;
    return { keys: [`${side} ${key}`, `${side} ${span.first}/${size}`], size };
  }
  return undefined;
}

/** Also notes where the addresses of each side start. */
function askedKeys(
  family: IpFamily,
  rule: FirewallRule,
  starts: [string, bigint][],
): readonly string[] | undefined {
  const keys: string[] = [];
  for (const side of ["src", "dst"] as const) {
    const conditions = side === "src" ? rule.source : rule.destination;
    const possible = conditions.reduce((set, c) => intersect(set, c.possible), everyAddress(family));
    const [span] = possible.spans;
    if (span === undefined) return undefined;
    starts.push([side, span.first]);
    keys.push(...conditions.map(({ key }) => `${side} ${key}`));
  }
  for (const condition of rule.conditions) {
    const [span] = condition.ports?.spans ?? [];
    if (condition.ports !== undefined && span === undefined) return undefined;
    if (span !== undefined) keys.push(`${condition.property} ${span.first}`);
    if (condition.text !== undefined) keys.push(wordKey(condition));
  }
  return keys;
}
