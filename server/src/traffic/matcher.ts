import type { Item } from "../model/model.ts";
import type { IpFamily } from "../values/ip.ts";
import {
  complement,
  containsSet,
  everyAddress,
  intersect,
  isEmpty,
  NO_ADDRESSES,
  overlaps,
  type PrefixSet,
  parseAddressSet,
  subtract,
} from "../values/prefix-set.ts";
import type { AddressList } from "./address-lists.ts";
import { type Answer, allOf } from "./answer.ts";
import { type Condition, compileCondition, computedKey } from "./conditions.ts";
import type { MarkUse } from "./mark-use.ts";
import type { Network } from "./network.ts";
import type { Packet } from "./packet.ts";

/** One rule of a firewall table, its matchers read. */
export interface FirewallRule {
  readonly item: Item;
  readonly chain: string;
  readonly action: string;
  /** "unknown" when it may be disabled, or is made or changed under a condition. */
  readonly exists: Answer;
  /** False when it leaves the packet's way as it is: logging, traffic shaping. */
  readonly steers: boolean;
  readonly source: readonly AddressCondition[];
  readonly destination: readonly AddressCondition[];
  readonly conditions: readonly Condition[];
}

/** A matcher on source or destination addresses. */
export interface AddressCondition {
  /** "src-address-list=guests": what is assumed once is assumed for the whole walk. */
  readonly key: string;
  readonly list: string | undefined;
  /** What the list held when the rule was read. */
  readonly content: AddressList | undefined;
  readonly isNegated: boolean;
  /** Addresses that certainly match. */
  readonly certain: PrefixSet;
  /** Addresses that may match, the certain ones among them. */
  readonly possible: PrefixSet;
  /** The same for a source the router has never seen: in no list that fills itself. */
  readonly possibleForStranger: PrefixSet;
}

/** How a rule and a packet meet; the three sets part the packet's source addresses. */
export interface RuleMatch {
  readonly certain: PrefixSet;
  readonly possible: PrefixSet;
  readonly never: PrefixSet;
  /** Matchers that were not decided, as `property=value`; empty when `possible` is. */
  readonly undecided: readonly string[];
}

/** Properties that say what to do, not what to match. */
const NOT_MATCHERS = new Set(
  (
    "action chain comment disabled log log-prefix passthrough jump-target to-addresses to-ports address-list " +
    "address-list-timeout reject-with hw-offload place-before dynamic invalid numbers sniff-id sniff-target " +
    "sniff-target-port route-dst randomise-ports same-not-by-dst new-connection-mark new-packet-mark new-routing-mark " +
    "new-mss new-dscp new-ttl new-hop-limit new-priority new-tos socks5-server socks5-port socksify-service packets bytes"
  ).split(" "),
);
const ADDRESS_MATCHERS = new Set(["src-address", "dst-address", "src-address-list", "dst-address-list"]);

/** Reads a rule; undefined for a disabled one. Never throws; a matcher it does not know stays undecided. */
export function compileRule(network: Network, item: Item): FirewallRule | undefined {
  if (item.isDisabled === true) return undefined;
  const addresses = (side: string) =>
    [`${side}-address`, `${side}-address-list`].flatMap((name) => compileAddress(network, item, name) ?? []);
  const conditions = item.properties
    .filter((p) => !NOT_MATCHERS.has(p.name) && !ADDRESS_MATCHERS.has(p.name) && !p.isUnset && p.text !== "")
    .map((p) => compileCondition(network, item, p.name, p.text));
  const action = item.value("action").from === "computed" ? "unknown" : (item.text("action") ?? "accept");
  return {
    item,
    chain: item.text("chain") ?? "",
    action,
    exists: item.isCertain && item.isDisabled === false ? "yes" : "unknown",
    steers: action === "unknown" || network.steers(item),
    source: addresses("src"),
    destination: addresses("dst"),
    conditions,
  };
}

/** Whether a rule as it was read says what `compileRule` would say now, of an item that is the same. */
export function isUpToDate(network: Network, steers: MarkUse, rule: FirewallRule): boolean {
  return (
    rule.steers === (rule.action === "unknown" || steers(rule.item)) &&
    holdTheSame(network, rule, rule.source) &&
    holdTheSame(network, rule, rule.destination)
  );
}

function holdTheSame(
  network: Network,
  { item }: FirewallRule,
  conditions: readonly AddressCondition[],
): boolean {
  for (const { list, content } of conditions)
    if (list !== undefined && network.addressList(familyOf(item), list) !== content) return false;
  return true;
}

/** Whether the rule has no matcher at all. */
export function matchesEverything(rule: FirewallRule): boolean {
  return rule.source.length + rule.destination.length + rule.conditions.length === 0;
}

/** False when a matcher beside the source addresses certainly fails. */
export function mayMatch(rule: FirewallRule, packet: Packet, assumed: ReadonlyMap<string, Answer>): boolean {
  for (const condition of rule.conditions) if (condition.test(packet, assumed) === "no") return false;
  for (const condition of rule.destination) {
    if (destinationAnswer(condition, packet, assumed) === "no") return false;
  }
  return true;
}

/** Parts the packet's sources by whether the rule matches them, given what was assumed of undecided matchers before. */
export function matchRule(
  rule: FirewallRule,
  packet: Packet,
  assumed: ReadonlyMap<string, Answer> = new Map(),
): RuleMatch {
  const undecided: string[] = rule.exists === "yes" ? [] : ["disabled"];
  const answers: Answer[] = [rule.exists];
  for (const condition of rule.conditions) {
    const answer = condition.test(packet, assumed);
    if (answer === "no") return nothing(packet);
    answers.push(answer);
    if (answer === "unknown") undecided.push(condition.key);
  }
  for (const condition of rule.destination) {
    const answer = destinationAnswer(condition, packet, assumed);
    if (answer === "no") return nothing(packet);
    answers.push(answer);
    if (answer === "unknown") undecided.push(condition.key);
  }
  return partSources(rule, packet, assumed, allOf(answers), undecided);
}

function partSources(
  rule: FirewallRule,
  packet: Packet,
  assumed: ReadonlyMap<string, Answer>,
  rest: Answer,
  undecided: string[],
): RuleMatch {
  let certain = packet.src;
  let possible = packet.src;
  for (const condition of rule.source) {
    const sets = addressSets(condition, packet, packet.srcLists, assumed);
    certain = narrow(certain, sets.certain);
    possible = narrow(possible, sets.possible);
    if (isEmpty(possible)) return nothing(packet);
    if (!isEmpty(subtract(possible, sets.certain))) undecided.push(condition.key);
  }
  const never = subtract(packet.src, possible);
  if (rest !== "yes") certain = NO_ADDRESSES;
  possible = subtract(possible, certain);
  return { certain, possible, never, undecided: isEmpty(possible) ? [] : undecided };
}

function destinationAnswer(
  condition: AddressCondition,
  packet: Packet,
  assumed: ReadonlyMap<string, Answer>,
): Answer {
  const { certain, possible } = addressSets(condition, packet, packet.dstLists, assumed);
  if (containsSet(certain, packet.dst)) return "yes";
  return overlaps(possible, packet.dst) ? "unknown" : "no";
}

function addressSets(
  condition: AddressCondition,
  packet: Packet,
  joined: readonly string[],
  assumed: ReadonlyMap<string, Answer>,
): { readonly certain: PrefixSet; readonly possible: PrefixSet } {
  if (condition.list !== undefined && joined.includes(condition.list)) {
    const all = condition.isNegated ? NO_ADDRESSES : everyAddress();
    return { certain: all, possible: all };
  }
  const possible = packet.isStranger ? condition.possibleForStranger : condition.possible;
  const assumption = assumed.get(condition.key);
  if (assumption === "yes") return { certain: possible, possible };
  if (assumption === "no") return { certain: condition.certain, possible: condition.certain };
  // A stranger is in no list that fills itself, so what matches by not being in such a list matches for certain.
  if (packet.isStranger && condition.isNegated) return { certain: possible, possible };
  return { certain: condition.certain, possible };
}

/** Spares the walk over a long list when all of it is wanted anyway. */
function narrow(set: PrefixSet, by: PrefixSet): PrefixSet {
  return containsSet(by, set) ? set : intersect(set, by);
}

function compileAddress(network: Network, item: Item, name: string): AddressCondition | undefined {
  const property = item.property(name);
  if (!property || property.isUnset || property.text === "") return undefined;
  const { text } = property;
  const isNegated = text?.startsWith("!") === true;
  const body = isNegated ? text?.slice(1) : text;
  const list = name.endsWith("-list") ? body : undefined;
  const content = list === undefined ? undefined : network.addressList(familyOf(item), list);
  const sets = content
    ? listSets(content)
    : fixedSets(body === undefined ? undefined : parseAddressSet(body));
  const key = text === undefined ? undefined : `${name}=${text}`;
  return {
    get key() {
      return key ?? computedKey(item, name);
    },
    list,
    content,
    isNegated,
    ...(isNegated ? allBut(sets) : sets),
  };
}

function familyOf(item: Item): IpFamily {
  return item.menu.startsWith("/ipv6/") ? "ipv6" : "ip";
}

type Matched = Pick<AddressCondition, "certain" | "possible" | "possibleForStranger">;

function allBut({ certain, possible, possibleForStranger }: Matched): Matched {
  return {
    certain: complement(possible),
    possible: complement(certain),
    possibleForStranger: complement(possibleForStranger),
  };
}

function fixedSets(set: PrefixSet | undefined): Matched {
  const possible = set ?? everyAddress();
  return { certain: set ?? NO_ADDRESSES, possible, possibleForStranger: possible };
}

function listSets(list: AddressList): Matched {
  const possible = list.mayHoldMore ? everyAddress() : list.certain;
  return { certain: list.certain, possible, possibleForStranger: list.isKnown ? list.certain : possible };
}

function nothing(packet: Packet): RuleMatch {
  return { certain: NO_ADDRESSES, possible: NO_ADDRESSES, never: packet.src, undecided: [] };
}
