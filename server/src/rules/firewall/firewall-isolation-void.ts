import type { Item } from "../../model/model.ts";
import { describeRule } from "../../traffic/describe.ts";
import type { ConnectedNetwork } from "../../traffic/network.ts";
import { packetOf } from "../../traffic/packet.ts";
import type { Traffic } from "../../traffic/traffic.ts";
import {
  formatAddressSet,
  intersect,
  isEmpty,
  type PrefixSet,
  parseAddressSet,
} from "../../values/prefix-set.ts";
import { copiedValues } from "../facts/copied-values.ts";
import { wholeExport } from "../facts/example.ts";
import { filterChain } from "../facts/firewall.ts";
import { insideOf } from "../facts/firewall-probe.ts";
import { isSet } from "../facts/is-set.ts";
import { label } from "../facts/label.ts";
import { defineRule, type Finding, type Fix, type RuleContext } from "../rule.ts";

const isolating = (...rules: readonly string[]) =>
  wholeExport(
    "7.16.2",
    "/interface vlan",
    "add interface=ether3 name=guest vlan-id=30",
    "/ip address",
    "add address=10.9.0.1/24 interface=guest network=10.9.0.0",
    "/ip firewall filter",
    ...rules,
  );
const ACCEPT = "add action=accept chain=forward in-interface=guest";
const DROP = "add action=drop chain=forward dst-address=192.168.88.0/24 src-address=10.9.0.0/24";

/** Here addresses and interfaces meet: by the words of the two rules alone, other packets might be left for the second. */
export const firewallIsolationVoid = defineRule({
  id: "firewall-isolation-void",
  group: "firewall",
  title: "Drop between two networks that an earlier accept makes void",
  severity: "error",
  why: "The rule is to keep one inside network from another, but an earlier rule lets all of that through, so the networks are not apart.",
  advice: "Move the drop ahead of the rule that accepts.",
  references: ["Manual: Filter", "Manual: Building Advanced Firewall"],
  compliance: ["N"],
  cwe: [923],
  presets: ["recommended", "strict"],
  saidBy: ["firewall-shadowed", "firewall-accept-all"],
  fixes: { ahead: "suggestion" },
  bad: isolating(ACCEPT, DROP),
  good: isolating(DROP, ACCEPT),
  on: "model",
  check(model, context) {
    const rules = filterChain(model, "forward");
    const told = new Set(context.traffic.shadows.map(({ item }) => item));
    const drops = rules.filter((rule) => isPlainDrop(rule) && !told.has(rule));
    return drops.flatMap((drop): Finding[] => {
      const pairs = pairsOf(drop, context);
      const deciders = pairs.map((pair) => acceptedBy(pair, context.traffic));
      const [accept] = deciders;
      const isVoid = deciders.every((one) => one !== undefined && rules.indexOf(one) < rules.indexOf(drop));
      const [pair] = pairs;
      if (accept === undefined || pair === undefined || !isVoid || !rules.includes(accept)) return [];
      return [
        {
          at: { item: drop, property: "action" },
          item: drop,
          message: `Rule ${label(drop)} does not keep \`${formatAddressSet(pair.src)}\` (\`${pair.from.interface}\`) from \`${formatAddressSet(pair.dst)}\`: ${describeRule(accept)} ahead of it accepts all of that.`,
          related: [{ at: { item: accept }, message: "this rule accepts it first" }],
          fixes: moveAhead(drop, accept),
        },
      ];
    });
  },
});

function moveAhead(drop: Item, accept: Item): Fix[] {
  const names = drop.properties.map(({ name }) => name);
  const properties = copiedValues(drop, names);
  if (properties === undefined) return [];
  const { menu } = drop;
  return [
    {
      id: "ahead",
      title: "Move the drop ahead of it",
      changes: [
        { kind: "add", menu, properties, place: { before: accept } },
        { kind: "remove", item: drop },
      ],
    },
  ];
}

interface Pair {
  readonly from: ConnectedNetwork;
  readonly to: ConnectedNetwork;
  readonly src: PrefixSet;
  readonly dst: PrefixSet;
}

const PLAIN = ["action", "chain", "comment", "disabled", "log", "log-prefix", "reject-with"];
const SOURCES = ["src-address", "src-address-list", "in-interface", "in-interface-list"];
const TARGETS = ["dst-address", "dst-address-list", "out-interface", "out-interface-list"];

/** A drop that asks for where a packet comes from and where it goes, and for nothing else. */
function isPlainDrop(rule: Item): boolean {
  const asks = (names: readonly string[]) => names.some((name) => isSet(rule, name));
  return (
    ["drop", "reject"].includes(rule.text("action") ?? "accept") &&
    rule.isCertain &&
    asks(SOURCES) &&
    asks(TARGETS) &&
    rule.properties.every(({ name }) => [...PLAIN, ...SOURCES, ...TARGETS].includes(name))
  );
}

/** The inside networks that the rule is to keep apart; none where it may be about others too. */
function pairsOf(drop: Item, context: RuleContext): readonly Pair[] {
  const inside = insideOf(context, context.traffic.wan.interfaces);
  const from = inside.map((one) => ({ one, part: partOf(drop, SOURCES, one, context.traffic) }));
  const to = inside.map((one) => ({ one, part: partOf(drop, TARGETS, one, context.traffic) }));
  if ([...from, ...to].some(({ part }) => part === undefined)) return [];
  return from.flatMap((source) =>
    to.flatMap((target): Pair[] => {
      const isPair = source.one.interface !== target.one.interface;
      const [src, dst] = [source.part, target.part];
      if (!isPair || src === undefined || dst === undefined || isEmpty(src) || isEmpty(dst)) return [];
      return [{ from: source.one, to: target.one, src, dst }];
    }),
  );
}

/** What of a network the matchers of one side take; undefined where that is not certain. */
function partOf(
  rule: Item,
  names: readonly string[],
  one: ConnectedNetwork,
  { network }: Traffic,
): PrefixSet | undefined {
  let part = one.network;
  for (const name of names) {
    const text = rule.property(name)?.text;
    if (!isSet(rule, name)) continue;
    if (text === undefined || text.startsWith("!")) return undefined;
    const taken = name.includes("interface")
      ? interfacePart(name, text, one, network)
      : addressPart(name, text, one, network);
    if (taken === undefined) return undefined;
    part = intersect(part, taken);
  }
  return part;
}

function interfacePart(
  name: string,
  text: string,
  one: ConnectedNetwork,
  { interfaces }: Traffic["network"],
): PrefixSet | undefined {
  const answer = name.endsWith("-list")
    ? interfaces.inList(one.interface, text)
    : interfaces.isNamedBy(one.interface, text);
  return answer === "unknown" ? undefined : answer === "yes" ? one.network : { spans: [] };
}

function addressPart(
  name: string,
  text: string,
  one: ConnectedNetwork,
  network: Traffic["network"],
): PrefixSet | undefined {
  const list = name.endsWith("-list") ? network.addressList("ip", text) : undefined;
  if (list?.mayHoldMore === true) return undefined;
  const asked = list?.certain ?? parseAddressSet(text);
  return asked && intersect(asked, one.network);
}

function acceptedBy({ from, to, src, dst }: Pair, traffic: Traffic): Item | undefined {
  const packet = packetOf({
    family: "ip",
    src,
    dst,
    inInterface: { name: from.interface },
    outInterface: { name: to.interface },
    isDstLocal: "no",
    isSrcLocal: "no",
    connectionMark: "unknown",
    packetMark: "unknown",
    routingMark: "unknown",
  });
  const { verdict, by } = traffic.reach({ chain: "forward", packet });
  return verdict === "accepted" ? by.at(-1) : undefined;
}
