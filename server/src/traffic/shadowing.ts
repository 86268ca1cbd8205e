import { isSameList, type Keep, sameListOrNew } from "../model/keep.ts";
import type { Item, Model } from "../model/model.ts";
import type { IpFamily } from "../values/ip.ts";
import { containsPorts } from "../values/port-set.ts";
import { containsSet, everyAddress, intersect, isEmpty } from "../values/prefix-set.ts";
import { isTerminal, type RuleTable, type TableName } from "./chain.ts";
import type { Condition } from "./conditions.ts";
import { type CoverIndex, type CoverKeys, coverKeysOf, createCoverIndex } from "./cover-index.ts";
import { type FirewallRule, matchesEverything } from "./matcher.ts";
import { type Label, type Packet, packetOf, protocolName } from "./packet.ts";

/** A rule that can never act. Only what is certain is told. */
export type Shadow =
  /** An earlier rule that ends the chain matches all it matches. */
  | { readonly kind: "shadowed"; readonly item: Item; readonly by: Item }
  /** An earlier rule matches everything and ends the chain; `by` accepts or drops without condition. */
  | { readonly kind: "after-unconditional"; readonly item: Item; readonly by: Item }
  /** Same matchers and same action as an earlier rule. */
  | { readonly kind: "duplicate"; readonly item: Item; readonly by: Item }
  /** No enabled jump that can be reached leads to the rule's chain. */
  | { readonly kind: "unreachable-chain"; readonly item: Item; readonly chain: string };

type Tables = (family: IpFamily, name: TableName) => RuleTable;

const ROOT_CHAINS: Readonly<Record<TableName, readonly string[]>> = {
  filter: ["input", "forward", "output"],
  nat: ["srcnat", "dstnat", "input", "output"],
  mangle: ["prerouting", "input", "forward", "output", "postrouting"],
  raw: ["prerouting", "output"],
};
/** Chains that hotspot jumps into by itself; PPP jumps on from the chain `ppp` to those of the profiles. */
const SELF_JUMPING = /^(hs-|pre-hs|hotspot|unused-hs|ppp$|dynamic)/;
const PROFILES = ["/ppp/profile", "/ip/hotspot/user/profile"];
const RADIUS_USERS = ["/ppp/aaa", "/ip/hotspot/profile"];

/** Looks through all tables of both families. One entry a rule, the strongest. */
export function createShadows(tables: Tables, model: Model, keep: Keep): () => readonly Shadow[] {
  const ofTable = keep.each((family: IpFamily) =>
    keep.each((name: TableName, earlier: TableShadows | undefined) =>
      shadowsOfTable(tables(family, name), model, earlier),
    ),
  );
  return keep.one<readonly Shadow[]>((earlier) => {
    const found = (["ip", "ipv6"] as const).flatMap((family) =>
      (["filter", "nat", "mangle", "raw"] as const).flatMap((name) => ofTable(family)(name).shadows),
    );
    return sameListOrNew(earlier, found);
  });
}

interface TableShadows {
  readonly chains: ReadonlyMap<string, ChainShadows>;
  readonly shadows: readonly Shadow[];
}

interface ChainShadows {
  readonly rules: readonly FirewallRule[];
  /** Where the rules stand in their menu: who tells of a shadow may number them. */
  readonly places: readonly number[];
  readonly studies: ReadonlyMap<FirewallRule, RuleStudy>;
  /** Rule by rule; undefined where none was found. */
  readonly answers: readonly (Shadow | undefined)[];
  readonly shadows: readonly Shadow[];
}

function shadowsOfTable(table: RuleTable, model: Model, earlier: TableShadows | undefined): TableShadows {
  const chains = new Map<string, ChainShadows>();
  for (const [chain, rules] of table.chains) {
    const known = earlier?.chains.get(chain);
    const places = rules.map(({ item }) => item.index);
    const isSame = known !== undefined && isSameList(known.rules, rules) && isSameList(known.places, places);
    chains.set(chain, isSame ? known : readChain(table, rules, places, known));
  }
  const found = [...chains.values()].flatMap(({ shadows }) => shadows);
  return { chains, shadows: [...found, ...unreachable(table, model)] };
}

function readChain(
  table: RuleTable,
  rules: readonly FirewallRule[],
  places: readonly number[],
  earlier: ChainShadows | undefined,
): ChainShadows {
  const studies = new Map(
    rules.map((rule) => [rule, earlier?.studies.get(rule) ?? studyRule(table, rule)] as const),
  );
  // A rule's answer rests on those before it alone.
  const isSame = (at: number) => rules[at] === earlier?.rules[at] && places[at] === earlier?.places[at];
  let start = 0;
  while (start < rules.length && isSame(start)) start++;
  const known = earlier?.answers.slice(0, start) ?? [];
  const answers = answersInChain(table, [...studies.values()], known);
  return { rules, places, studies, answers, shadows: answers.filter((answer) => answer !== undefined) };
}

/** `known`: the answers of the first rules. */
function answersInChain(
  table: RuleTable,
  chain: readonly RuleStudy[],
  known: readonly (Shadow | undefined)[],
): readonly (Shadow | undefined)[] {
  const answers = [...known];
  const earlier: Earlier = { finals: createCoverIndex(), byWords: new Map(), last: new Map() };
  let wall: FirewallRule | undefined;
  for (const [at, study] of chain.entries()) {
    const { rule, isFinal } = study;
    const previous = chain[at - 1];
    if (previous !== undefined) noteDeeds(earlier.last, previous.rule, at - 1);
    // Counting what is stopped elsewhere is what some put passthrough rules there for.
    const isCounter = rule.action === "passthrough";
    if (at >= known.length)
      answers.push(isCounter ? undefined : answerOf(table, chain, study, earlier, wall));
    if (isCounter || rule.exists !== "yes") continue;
    if (isFinal && matchesEverything(rule)) wall ??= rule;
    if (wall === undefined || wall === rule) note(earlier, study, at);
  }
  return answers;
}

function answerOf(
  table: RuleTable,
  chain: readonly RuleStudy[],
  study: RuleStudy,
  earlier: Earlier,
  wall: FirewallRule | undefined,
): Shadow | undefined {
  if (wall === undefined) return shadowOf(table, chain, study, earlier);
  return { kind: "after-unconditional", item: study.rule.item, by: wall.item };
}

/** What stands before a rule in its chain and is certainly there. */
interface Earlier {
  /** Rules that end the chain, by what they may cover. */
  readonly finals: CoverIndex;
  readonly byWords: Map<string, number[]>;
  /** Where each deed was done last, whether certainly or not. */
  readonly last: Map<string, number>;
}

function note({ finals, byWords }: Earlier, { keys, words, isFinal }: RuleStudy, at: number): void {
  if (isFinal) finals.add(keys, at);
  if (words === undefined) return;
  const same = byWords.get(words);
  if (same === undefined) byWords.set(words, [at]);
  else same.push(at);
}

function shadowOf(
  table: RuleTable,
  chain: readonly RuleStudy[],
  { rule, words, keys, packet }: RuleStudy,
  earlier: Earlier,
): Shadow | undefined {
  const same = words === undefined ? [] : (earlier.byWords.get(words) ?? []);
  const byIndex = (index: number): Shadow | undefined => {
    const study = chain[index];
    if (study === undefined) return undefined;
    const { rule: before, isFinal } = study;
    const isDone = (deed: string) => (earlier.last.get(deed) ?? -1) > index;
    const isSame = study.words !== undefined && study.words === words && isDuplicate(before, rule);
    if (isSame && !(isFinal ? study.restsOn.some(isDone) : isUndone(table, study, isDone))) {
      return { kind: "duplicate", item: rule.item, by: before.item };
    }
    if (isFinal && !study.restsOn.some(isDone) && covers(before, rule, packet())) {
      return { kind: "shadowed", item: rule.item, by: before.item };
    }
    return undefined;
  };
  return firstInOrder([same, ...earlier.finals.candidates(keys)], byIndex);
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

/** What comparing a rule with others takes, of the rule alone. */
interface RuleStudy {
  readonly rule: FirewallRule;
  /** Whether it ends its chain for all it matches. */
  readonly isFinal: boolean;
  readonly words: string | undefined;
  readonly restsOn: readonly string[];
  readonly keys: CoverKeys;
  packet(): Packet;
}

function studyRule(table: RuleTable, rule: FirewallRule): RuleStudy {
  let packet: Packet | undefined;
  return {
    rule,
    isFinal: isTerminal(table.name, rule) || rule.action === "return",
    words: fingerprint(rule),
    restsOn: restsOn(rule),
    keys: coverKeysOf(table.family, rule),
    packet() {
      packet ??= packetOfRule(table.family, rule);
      return packet;
    },
  };
}

/**
 * What rules in between may do to a mark or list that a rule looked at: then it proves nothing. Deeds are actions,
 * and "list NAME" for adding to a list.
 */
function restsOn({ conditions, source, destination }: FirewallRule): readonly string[] {
  const marks = conditions.flatMap(({ property }) =>
    property.endsWith("-mark") ? [`mark-${property.replace(/-mark$/, "")}`] : [],
  );
  const lists = [...source, ...destination].flatMap(({ list }) =>
    list === undefined ? [] : [`list ${list}`],
  );
  return marks.length + lists.length === 0 ? [] : ["jump", ...marks, ...lists];
}

function noteDeeds(last: Map<string, number>, { action, item }: FirewallRule, at: number): void {
  last.set(action, at);
  if (action.startsWith("add-")) last.set(`list ${item.text("address-list") ?? ""}`, at);
}

/** Whether rules in between may have overwritten what the earlier one did. */
function isUndone(
  table: RuleTable,
  { rule: { action }, restsOn: deeds }: RuleStudy,
  isDone: (deed: string) => boolean,
): boolean {
  if (deeds.some(isDone)) return true;
  return table.name === "mangle" && (action === "jump" || isDone("jump") || isDone(action));
}

/** Whether every packet that `rule` may match is certainly matched by `before`. */
function covers(before: FirewallRule, rule: FirewallRule, packet: Packet): boolean {
  return (
    before.conditions.every((condition) => isImplied(condition, rule, packet)) &&
    addressesCovered(packet.family, before.source, rule.source) &&
    addressesCovered(packet.family, before.destination, rule.destination)
  );
}

function addressesCovered(
  family: IpFamily,
  before: FirewallRule["source"],
  rule: FirewallRule["source"],
): boolean {
  if (before.length === 0) return true;
  const possible = rule.reduce((set, c) => intersect(set, c.possible), everyAddress(family));
  return before.every((c) => rule.some((r) => r.key === c.key) || containsSet(c.certain, possible));
}

/** A packet of which only what the rule itself demands is known: what holds for it holds for all the rule matches. */
function packetOfRule(family: IpFamily, rule: FirewallRule): Packet {
  const text = (property: string) => rule.conditions.find((c) => c.property === property)?.text;
  const label = (property: string): Label => {
    const name = text(property);
    return name === undefined || /^(!|all)/.test(name) ? "unknown" : { name };
  };
  const protocol = text("protocol");
  const port = Number(text("dst-port") ?? Number.NaN);
  return packetOf({
    family,
    src: everyAddress(family),
    dst: everyAddress(family),
    protocol: protocol === undefined || protocol.startsWith("!") ? undefined : protocolName(protocol),
    dstPort: Number.isInteger(port) ? port : undefined,
    inInterface: label("in-interface"),
    outInterface: label("out-interface"),
    state: "unknown",
    isDstNatted: "unknown",
    isSrcNatted: "unknown",
    connectionMark: "unknown",
    packetMark: "unknown",
    routingMark: "unknown",
    ipsecIn: "unknown",
  });
}

/** Whether the rule's own matchers make sure that this matcher of an earlier rule holds too. */
function isImplied(condition: Condition, rule: FirewallRule, packet: Packet): boolean {
  const { text } = condition;
  if (text === undefined || isPartial(condition)) return false;
  const same = rule.conditions.filter((c) => c.property === condition.property);
  const { ports } = condition;
  if (ports) return same.some((c) => c.ports !== undefined && containsPorts(ports, c.ports));
  if (same.some((c) => c.text === text)) return true;
  if (same.some((c) => c.text !== undefined && impliesText(condition.property, c.text, text))) return true;
  return condition.test(packet, new Map()) === "yes";
}

/** Matchers that hold for a share of the packets only: even the same words do not cover. */
function isPartial(condition: Condition): boolean {
  return [
    "limit",
    "dst-limit",
    "random",
    "nth",
    "connection-limit",
    "psd",
    "connection-rate",
    "connection-bytes",
  ].includes(condition.property);
}

function impliesText(property: string, narrow: string, wide: string): boolean {
  if (property === "protocol") return protocolImplied(narrow, wide);
  if (/-(state|nat-state|type)$/.test(property) && !narrow.startsWith("!") && !wide.startsWith("!")) {
    const words = wide.split(",");
    return narrow.split(",").every((word) => words.includes(word));
  }
  return false;
}

function protocolImplied(narrow: string, wide: string): boolean {
  if (narrow.startsWith("!")) return false;
  return wide.startsWith("!")
    ? protocolName(wide.slice(1)) !== protocolName(narrow)
    : protocolName(wide) === protocolName(narrow);
}

/** Whether rules of the same words do the same; those that act on a share of the packets do not. */
function isDuplicate(a: FirewallRule, b: FirewallRule): boolean {
  return (
    a.action === b.action && !/^(unknown|log|passthrough)$/.test(a.action) && !a.conditions.some(isPartial)
  );
}

const UNIMPORTANT = new Set(["comment", "log", "log-prefix", "disabled", "place-before", "hw-offload"]);

/** A rule's words but comment and logging, sorted; undefined when one of them is not known. */
function fingerprint(rule: FirewallRule): string | undefined {
  if ([...rule.source, ...rule.destination].some((c) => c.list === undefined && isEmpty(c.certain)))
    return undefined;
  const words: string[] = [];
  for (const property of rule.item.properties) {
    if (UNIMPORTANT.has(property.name) || property.isUnset) continue;
    if (property.text === undefined || property.name === "copy-from") return undefined;
    words.push(`${property.name}=${property.text}`);
  }
  return words.sort().join(" ");
}

function unreachable(table: RuleTable, model: Model): readonly Shadow[] {
  const bySession = table.name === "filter" ? sessionChains(model) : [];
  if (!table.isComplete || bySession === undefined) return [];
  const reached = new Set<string>([...ROOT_CHAINS[table.name], ...bySession]);
  const waiting = [...reached];
  for (let chain = waiting.pop(); chain !== undefined; chain = waiting.pop()) {
    for (const rule of table.chains.get(chain) ?? []) {
      const target = rule.action === "jump" ? rule.item.text("jump-target") : undefined;
      if (rule.action === "jump" && target === undefined) return [];
      if (target === undefined || reached.has(target)) continue;
      reached.add(target);
      waiting.push(target);
    }
  }
  return [...table.chains].flatMap(([chain, rules]) =>
    reached.has(chain) || chain === "" || SELF_JUMPING.test(chain)
      ? []
      : rules.map((rule) => ({ kind: "unreachable-chain", item: rule.item, chain }) as const),
  );
}

/** Chains that sessions of PPP and hotspot enter by their profile; undefined where a RADIUS server may name any. */
function sessionChains(model: Model): readonly string[] | undefined {
  const isAsked = RADIUS_USERS.some((menu) =>
    model.items(menu).some((item) => item.property("use-radius")?.text === "yes"),
  );
  if (isAsked) return undefined;
  return PROFILES.flatMap((menu) => model.items(menu)).flatMap((profile) =>
    ["incoming-filter", "outgoing-filter"].flatMap((name) => profile.text(name) ?? []),
  );
}
