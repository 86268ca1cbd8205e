import type { Item } from "../model/model.ts";
import type { IpFamily } from "../values/ip.ts";
import { containsPorts } from "../values/port-set.ts";
import { containsSet, everyAddress, intersect, isEmpty } from "../values/prefix-set.ts";
import { isTerminal, type RuleTable } from "./chain.ts";
import type { Condition } from "./conditions.ts";
import { type CoverKeys, coverKeysOf } from "./cover-index.ts";
import { type FirewallRule, matchesEverything } from "./matcher.ts";
import { type Label, type Packet, packetOf, protocolName } from "./packet.ts";

/** What comparing a rule with others of its chain takes, of the rule alone. */
export interface RuleStudy {
  readonly rule: FirewallRule;
  /** Whether it ends its chain for all it matches. */
  readonly isFinal: boolean;
  /** Whether it is certainly there. Counting what is stopped elsewhere is what some put passthrough rules there for. */
  readonly isCounted: boolean;
  /** Whether it ends the chain for every packet. */
  readonly isWall: boolean;
  readonly words: string | undefined;
  readonly restsOn: readonly string[];
  /** What it may do to what others rest on. */
  readonly deeds: readonly string[];
  readonly keys: CoverKeys;
  packet(): Packet;
}

export function studyRule(table: RuleTable, rule: FirewallRule): RuleStudy {
  const { family } = table;
  const isFinal = isTerminal(table.name, rule) || rule.action === "return";
  const isCounted = rule.exists === "yes" && !isCounter(rule);
  let packet: Packet | undefined;
  return {
    rule,
    isFinal,
    isCounted,
    isWall: isCounted && isFinal && matchesEverything(rule),
    words: fingerprint(rule),
    restsOn: restsOn(rule),
    deeds: deedsOf(table, rule),
    keys: coverKeysOf(family, rule),
    // Studies are kept while tables come and go, so this may not speak of the table.
    packet() {
      packet ??= packetOfRule(family, rule);
      return packet;
    },
  };
}

export function isCounter({ action }: FirewallRule): boolean {
  return action === "passthrough";
}

/** How an earlier rule that is certainly there leaves a later one nothing to do. `isDone`: by a rule in between. */
export function shadowOfPair(
  table: RuleTable,
  before: RuleStudy,
  { rule, words, packet }: RuleStudy,
  isDone: (deed: string) => boolean,
): PairShadow | undefined {
  const { isFinal } = before;
  const isSame = before.words !== undefined && before.words === words && isDuplicate(before.rule, rule);
  if (isSame && !(isFinal ? before.restsOn.some(isDone) : isUndone(table, before, isDone))) {
    return { kind: "duplicate", item: rule.item, by: before.rule.item };
  }
  if (isFinal && !before.restsOn.some(isDone) && covers(before.rule, rule, packet())) {
    return { kind: "shadowed", item: rule.item, by: before.rule.item };
  }
  return undefined;
}

export type PairShadow =
  /** An earlier rule that ends the chain matches all it matches. */
  | { readonly kind: "shadowed"; readonly item: Item; readonly by: Item }
  /** Same matchers and same action as an earlier rule. */
  | { readonly kind: "duplicate"; readonly item: Item; readonly by: Item };

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

/** Outside mangle nothing rests on what merely ends a chain or logs. */
function deedsOf(table: RuleTable, { action, item }: FirewallRule): readonly string[] {
  if (action.startsWith("add-")) return [action, `list ${item.text("address-list") ?? ""}`];
  return table.name === "mangle" || /^(jump|mark-)/.test(action) ? [action] : [];
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
  const { ports, property } = condition;
  for (const same of rule.conditions) {
    if (same.property !== property) continue;
    if (ports === undefined && isTextImplied(property, same.text, text)) return true;
    if (ports !== undefined && same.ports !== undefined && containsPorts(ports, same.ports)) return true;
  }
  if (ports !== undefined) return false;
  return condition.test(packet, new Map()) === "yes";
}

/** Matchers that hold for a share of the packets only: even the same words do not cover. */
function isPartial({ property }: Condition): boolean {
  return PARTIAL.has(property);
}

const PARTIAL = new Set([
  "limit",
  "dst-limit",
  "random",
  "nth",
  "connection-limit",
  "psd",
  "connection-rate",
  "connection-bytes",
]);

function isTextImplied(property: string, narrow: string | undefined, wide: string): boolean {
  if (narrow === undefined || narrow === wide) return narrow !== undefined;
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
