import { type Readings, readItems } from "../model/keep.ts";
import type { Item } from "../model/model.ts";
import { type IpFamily, parseIpAddress } from "../values/ip.ts";
import { isEmpty, type PrefixSet, unite } from "../values/prefix-set.ts";
import type { Answer } from "./answer.ts";
import { compileRule, type FirewallRule, isUpToDate, matchRule, mayMatch } from "./matcher.ts";
import type { Network } from "./network.ts";
import type { Label, Packet } from "./packet.ts";

/** A firewall table ("filter", "nat", "mangle", "raw") of one family, its rules by chain. */
export interface RuleTable {
  readonly family: IpFamily;
  readonly name: TableName;
  readonly menu: string;
  readonly chains: ReadonlyMap<string, readonly FirewallRule[]>;
  /** Chains that hold disabled rules. */
  readonly withDisabled: ReadonlySet<string>;
  /** False when rules may be missing: the files are no whole export, or a rule's chain is computed. */
  readonly isComplete: boolean;
  /** Whether a rule looks at a connection, packet or routing mark. */
  readonly matchesMarks: boolean;
  /** Each rule as it was read, undefined for disabled ones. */
  readonly readings: Readings<FirewallRule | undefined>;
}

export type TableName = "filter" | "nat" | "mangle" | "raw";

/** One way a packet may take through a chain. */
export interface Walk {
  /** The packet with what rules did to it; its `src` is the part of the sources that takes this way. */
  readonly packet: Packet;
  readonly steps: readonly WalkStep[];
  /** Undecided matchers this way rests on, as `property=value`, each once. */
  readonly doubts: readonly string[];
  /** How many things that nothing tells must be so: most packets are on no list and go to no special port. */
  readonly conditions: number;
  /** Those of the doubts that this way rests on not being so: rules in doubt that it went past. */
  readonly denied: readonly string[];
  readonly assumed: ReadonlyMap<string, Answer>;
}

export interface WalkStep {
  readonly item: Item;
  readonly action: string;
  readonly isCertain: boolean;
}

/** A walk at its end. */
export interface WalkEnd extends Walk {
  /** The action that ended it; "end" when it fell off the chain, "unknown" when it was given up. */
  readonly action: string;
  readonly by: Item | undefined;
}

/** Actions that end the walk, by table. */
const TERMINAL: Readonly<Record<TableName, readonly string[]>> = {
  filter: ["accept", "drop", "reject", "tarpit"],
  raw: ["accept", "drop"],
  mangle: ["accept"],
  nat: [
    "accept",
    "dst-nat",
    "src-nat",
    "masquerade",
    "redirect",
    "netmap",
    "same",
    "endpoint-independent-nat",
    "socksify",
  ],
};
const MAX_WALKS = 48;
const MAX_DEPTH = 12;

export function readTable(
  network: Network,
  family: IpFamily,
  name: TableName,
  earlier?: RuleTable,
): RuleTable {
  const menu = `/${family}/firewall/${name}`;
  const chains = new Map<string, FirewallRule[]>();
  const withDisabled = new Set<string>();
  const readings = readRules(network, network.model.items(menu), earlier?.readings);
  let isComplete = network.model.absenceMeansDefault(menu);
  let matchesMarks = false;
  for (const [at, rule] of readings.read.entries()) {
    if (!rule) {
      withDisabled.add(readings.items[at]?.text("chain") ?? "");
      continue;
    }
    // Its chain is not written, or computed: it may stand in any, and is of none for certain.
    if (rule.chain === "") {
      isComplete = false;
      continue;
    }
    matchesMarks ||= rule.conditions.some(({ property }) => MARKS.has(property));
    const chain = chains.get(rule.chain);
    if (chain) chain.push(rule);
    else chains.set(rule.chain, [rule]);
  }
  return { family, name, menu, chains, withDisabled, isComplete, matchesMarks, readings };
}

const MARKS: ReadonlySet<string> = new Set(["connection-mark", "packet-mark", "routing-mark"]);

function readRules(
  network: Network,
  items: readonly Item[],
  earlier: RuleTable["readings"] | undefined,
): RuleTable["readings"] {
  const { steers } = network;
  const readings = readItems(items, (item) => compileRule(network, item), earlier);
  const isCurrent = (rule: FirewallRule | undefined) =>
    rule === undefined || isUpToDate(network, steers, rule);
  if (readings.read.every(isCurrent)) return readings;
  return {
    items,
    read: readings.read.map((rule) => (isCurrent(rule) ? rule : rule && compileRule(network, rule.item))),
  };
}

/** Whether an action of the table ends the walk for every packet it matches. */
export function isTerminal(table: TableName, rule: FirewallRule): boolean {
  return TERMINAL[table].includes(rule.action) || (table === "mangle" && endsMangle(rule));
}

/** All ways the packet may take; one certain way unless a matcher is undecided or its sources part. Bounded. */
export function walkChain(table: RuleTable, chain: string, start: Packet | Walk): readonly WalkEnd[] {
  const first: Walk =
    "packet" in start
      ? start
      : { packet: start, steps: [], doubts: [], conditions: 0, denied: [], assumed: new Map() };
  const ended: WalkEnd[] = [];
  const left = runChain(table, chain, [first], ended, 0);
  return [...ended, ...left.map((walk) => ({ ...walk, action: "end", by: undefined }))];
}

/** Walks through one chain; those that end go to `ended`, those that fall off or return are answered. */
function runChain(
  table: RuleTable,
  chain: string,
  walks: readonly Walk[],
  ended: WalkEnd[],
  depth: number,
): readonly Walk[] {
  let live = walks;
  const returned: Walk[] = [];
  for (const rule of table.chains.get(chain) ?? []) {
    // Nearly all rules of a long chain leave a packet alone, and nothing is made for those.
    if (!live.some((walk) => mayMatch(rule, walk.packet, walk.assumed))) continue;
    const next: Walk[] = [];
    for (const walk of live) {
      const { acting, passing } = partWalk(rule, walk);
      for (const acted of acting) next.push(...act(table, rule, acted, { ended, returned, depth }));
      next.push(...passing);
    }
    live = bound(joinPassing(next), ended);
    if (live.length === 0) break;
  }
  return [...live, ...returned];
}

interface WalkSinks {
  readonly ended: WalkEnd[];
  readonly returned: Walk[];
  readonly depth: number;
}

/** What becomes of a walk that a rule matched: the walks that go on with the next rule. */
function act(table: RuleTable, rule: FirewallRule, walk: Walk, sinks: WalkSinks): readonly Walk[] {
  if (rule.action === "jump") {
    const target = rule.item.text("jump-target");
    if (target === undefined || sinks.depth >= MAX_DEPTH) {
      sinks.ended.push({
        ...walk,
        action: "unknown",
        by: rule.item,
        doubts: [...walk.doubts, "jump-target"],
      });
      return [];
    }
    return runChain(table, target, [walk], sinks.ended, sinks.depth + 1);
  }
  if (rule.action === "return") {
    sinks.returned.push(walk);
    return [];
  }
  if (isTerminal(table.name, rule)) {
    const changed = table.name === "mangle" ? { ...walk, packet: applyAction(rule, walk.packet) } : walk;
    sinks.ended.push({ ...changed, action: rule.action, by: rule.item });
    return [];
  }
  if (rule.action === "unknown") {
    sinks.ended.push({ ...walk, action: "unknown", by: rule.item, doubts: [...walk.doubts, "action"] });
    return [walk];
  }
  return [{ ...walk, packet: applyAction(rule, walk.packet) }];
}

/** Parts a walk into those the rule acts on and those that pass by it. */
function partWalk(
  rule: FirewallRule,
  walk: Walk,
): { readonly acting: readonly Walk[]; readonly passing: readonly Walk[] } {
  const match = matchRule(rule, walk.packet, walk.assumed);
  if (isEmpty(match.certain) && isEmpty(match.possible)) return { acting: [], passing: [walk] };
  const narrowed = (src: PrefixSet) => ({ ...walk, packet: { ...walk.packet, src } });
  const step = (isCertain: boolean): readonly WalkStep[] => [
    ...walk.steps,
    { item: rule.item, action: rule.action, isCertain },
  ];
  const acting: Walk[] = [];
  const passing: Walk[] = [];
  if (!isEmpty(match.certain)) acting.push({ ...narrowed(match.certain), steps: step(true) });
  if (!isEmpty(match.never)) passing.push(narrowed(match.never));
  if (!isEmpty(match.possible)) {
    // A rule that leaves the packet as it is need not be decided.
    if (isHarmless(rule)) return { acting: [], passing: [walk] };
    const doubts = [...new Set([...walk.doubts, ...match.undecided])];
    acting.push({
      ...narrowed(match.possible),
      steps: step(false),
      doubts,
      conditions: walk.conditions + match.undecided.filter((key) => isRare(key, walk)).length,
      assumed: assume(walk, match.undecided, "yes"),
    });
    passing.push({
      ...narrowed(match.possible),
      doubts,
      denied: [...new Set([...walk.denied, ...match.undecided])],
      assumed: assume(walk, match.undecided, "no"),
    });
  }
  return { acting, passing };
}

/** One share of all packets is as ordinary as another. */
function isRare(key: string, { assumed }: Walk): boolean {
  return assumed.get(key) !== "yes" && !/^(?:per-connection-classifier|nth|random)=/.test(key);
}

/** When several matchers are undecided, one of them fails, but not known which: then nothing is noted for "no". */
function assume(walk: Walk, undecided: readonly string[], answer: "yes" | "no"): ReadonlyMap<string, Answer> {
  const usable = undecided.filter((key) => key !== "disabled");
  if (answer === "no" && undecided.length !== 1) return walk.assumed;
  return new Map([...walk.assumed, ...usable.map((key) => [key, answer] as const)]);
}

/** Lists that a rule in doubt might add to are in doubt by themselves already. */
function isHarmless(rule: FirewallRule): boolean {
  return !rule.steers && !endsMangle(rule) ? true : rule.action.startsWith("add-");
}

/** `passthrough=no` ends the mangle walk; only actions that change the packet have it. */
function endsMangle(rule: FirewallRule): boolean {
  return /^(mark-|change-|set-|strip-|clear-)/.test(rule.action) && rule.item.text("passthrough") === "no";
}

function applyAction(rule: FirewallRule, packet: Packet): Packet {
  const { item } = rule;
  switch (rule.action) {
    case "mark-connection":
      // An untracked packet belongs to no connection that could bear a mark.
      if (packet.state === "untracked") return packet;
      return { ...packet, connectionMark: newMark(item, "new-connection-mark") };
    case "mark-packet":
      return { ...packet, packetMark: newMark(item, "new-packet-mark") };
    case "mark-routing":
      return { ...packet, routingMark: newMark(item, "new-routing-mark") };
    case "notrack":
      return { ...packet, state: "untracked" };
    case "add-src-to-address-list":
      return { ...packet, srcLists: [...packet.srcLists, item.text("address-list") ?? ""] };
    case "add-dst-to-address-list":
      return { ...packet, dstLists: [...packet.dstLists, item.text("address-list") ?? ""] };
    default:
      return packet;
  }
}

/** `no-mark` and the routing mark `main` take a mark away. */
function newMark(item: Item, property: string): Label {
  const name = item.text(property);
  if (name === undefined) return "unknown";
  return name === "no-mark" || name === "main" || name === "" ? "none" : { name };
}

/** Joins walks that differ in nothing but their sources, so that long lists of drops do not pile up parts. */
function joinPassing(walks: readonly Walk[]): readonly Walk[] {
  if (walks.length < 2) return walks;
  const joined = new Map<string, Walk>();
  for (const walk of walks) {
    const assumed = [...walk.assumed].map(([key, answer]) => `${key} ${answer}`);
    const last = walk.steps.at(-1)?.item;
    const key = [
      packetKey(walk.packet),
      walk.steps.length,
      last?.menu,
      last?.index,
      ...walk.doubts,
      "|",
      ...assumed,
    ].join(" ");
    const other = joined.get(key);
    const src = other ? unite(other.packet.src, walk.packet.src) : walk.packet.src;
    joined.set(key, other ? { ...other, packet: { ...other.packet, src } } : walk);
  }
  return joined.size > CROWD ? mergeWalks([...joined.values()]) : [...joined.values()];
}

/** Beyond so many, walks with the same packet go on as one, whatever they rest on. */
const CROWD = 6;

function mergeWalks(walks: readonly Walk[]): readonly Walk[] {
  const merged = new Map<string, Walk>();
  for (const walk of walks) {
    const key = `${packetKey(walk.packet)} ${sourceKey(walk.packet.src)}`;
    const other = merged.get(key);
    merged.set(key, other ? mergeTwo(other, walk) : walk);
  }
  return [...merged.values()];
}

/** The steps of the more ordinary one stand for both. */
function mergeTwo<T extends Walk>(a: T, b: T): T {
  const assumed = new Map([...a.assumed].filter(([key, answer]) => b.assumed.get(key) === answer));
  const denied = a.denied.filter((doubt) => b.denied.includes(doubt));
  const doubts = [...new Set([...a.doubts, ...b.doubts])];
  return { ...(b.conditions < a.conditions ? b : a), doubts, denied, assumed };
}

/**
 * Ends that leave the packet the same and do the same with it count as one. When all do, nothing was in doubt:
 * the doubts the walk began with stay.
 */
export function mergeEnds(ends: readonly WalkEnd[], doubts: readonly string[]): readonly WalkEnd[] {
  const merged = new Map<string, WalkEnd>();
  for (const end of ends) {
    const passes = end.action === "accept" || end.action === "end";
    const stops = ["drop", "reject", "tarpit"].includes(end.action);
    const what = passes ? "pass" : stops ? "stop" : `${end.action} ${end.by?.index ?? ""}`;
    const key = `${what} ${packetKey(end.packet)} ${sourceKey(end.packet.src)}`;
    const other = merged.get(key);
    merged.set(key, other ? mergeTwo(other, end) : end);
  }
  const [only] = merged.values();
  return merged.size === 1 && only ? [{ ...only, doubts }] : [...merged.values()];
}

function packetKey(packet: Packet): string {
  const label = (mark: Label) => (typeof mark === "object" ? `=${mark.name}` : mark);
  const { connectionMark, packetMark, routingMark, state, srcLists, dstLists } = packet;
  return [
    label(connectionMark),
    label(packetMark),
    label(routingMark),
    state,
    ...srcLists,
    "/",
    ...dstLists,
  ].join(" ");
}

function sourceKey(set: PrefixSet): string {
  return set.spans.map((span) => `${span.first}-${span.last}`).join(",");
}

/** Gives up the walks beyond the bound: they end "unknown". */
function bound(walks: readonly Walk[], ended: WalkEnd[]): readonly Walk[] {
  for (const walk of walks.slice(MAX_WALKS)) {
    ended.push({ ...walk, action: "unknown", by: undefined, doubts: [...walk.doubts, "too many branches"] });
  }
  return walks.slice(0, MAX_WALKS);
}

/** The one address a NAT rule translates to; undefined for ranges and none. */
export function natTarget(item: Item): ReturnType<typeof parseIpAddress> {
  return parseIpAddress((item.text("to-addresses") ?? "").replace(/\/(32|128)$/, ""));
}
