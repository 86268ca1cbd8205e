import type { Item, Model } from "../../model/model.ts";
import { describeRule } from "../../traffic/describe.ts";
import { compileRule, matchRule } from "../../traffic/matcher.ts";
import { type Packet, packetOf, protocolName } from "../../traffic/packet.ts";
import type { IpFamily } from "../../values/ip.ts";
import { everyAddress, isEmpty, notPublicAddresses, subtract, unite } from "../../values/prefix-set.ts";
import { asksForNothing } from "../facts/asks-for-nothing.ts";
import { copiedValues } from "../facts/copied-values.ts";
import { wholeExport } from "../facts/example.ts";
import { filterChain } from "../facts/firewall.ts";
import { internetSide } from "../facts/internet-side.ts";
import { ipv6Outside } from "../facts/ipv6-outside.ts";
import { hasHandmadeIpsec } from "../facts/l2tp.ts";
import { label, listOf } from "../facts/label.ts";
import { type WaitingPort, waitingPorts } from "../facts/waiting-ports.ts";
import { peersOf, waitsForPeer } from "../facts/wireguard.ts";
import { defineRule, type Finding, type Fix, type RuleContext } from "../rule.ts";

const server = (...rules: readonly string[]) =>
  wholeExport(
    "7.16.2",
    "/interface list",
    "add name=WAN",
    "/interface wireguard",
    "add listen-port=13231 mtu=1420 name=office",
    "/interface list member",
    "add interface=ether1 list=WAN",
    "/interface wireguard peers",
    'add allowed-address=10.0.0.2/32 interface=office public-key="<KEY-A>"',
    "/ip firewall filter",
    "add action=accept chain=input connection-state=established,related",
    ...rules,
  );
const ACCEPT = "add action=accept chain=input dst-port=13231 protocol=udp";
const DROP = "add action=drop chain=input in-interface-list=WAN";

/** Other interfaces may reach the accept, so it is not shadowed; those it was written for do not. */
export const firewallAcceptBehindDrop = defineRule({
  id: "firewall-accept-behind-drop",
  group: "firewall",
  title: "Accept for the internet side behind the drop of it",
  severity: "error",
  why: "Rules act in order: what comes in from the internet is dropped before the rule that is to let it in is asked.",
  advice: "Move the accept ahead of the drop, or remove it where nobody is to come in.",
  references: ["Manual: Filter", "Manual: WireGuard (Firewall considerations)"],
  presets: ["recommended", "strict", "vpn"],
  saidBy: ["firewall-shadowed"],
  bad: server(DROP, ACCEPT),
  good: server(ACCEPT, DROP),
  fixes: { ahead: "suggestion" },
  on: "model",
  check(model, context) {
    return sidesOf(context).flatMap((side) => {
      const servers: Servers = {
        waiting: waitingPorts(model).filter((one) => isForClients(one, side.family, model)),
        hasIke: waitsForIke(model),
      };
      return (["input", "forward"] as const).flatMap((chain) => behindDrops(chain, servers, side, context));
    });
  },
});

/** Where strangers come in by one of the two families. */
interface Side {
  readonly family: IpFamily;
  readonly interfaces: readonly string[];
}

function sidesOf(context: RuleContext): readonly Side[] {
  const sides: readonly Side[] = [
    { family: "ip", interfaces: internetSide(context)?.interfaces ?? [] },
    { family: "ipv6", interfaces: ipv6Outside(context) },
  ];
  return sides.filter(({ interfaces }) => interfaces.length > 0);
}

function behindDrops(
  chain: "input" | "forward",
  servers: Servers,
  side: Side,
  context: RuleContext,
): readonly Finding[] {
  const told = new Set(context.traffic.shadows.map(({ item }) => item));
  const rules = filterChain(context.model, chain, side.family);
  return rules.flatMap((rule, at): Finding[] => {
    if (!isAccept(rule) || told.has(rule)) return [];
    const purpose = purposeOf(rule, chain === "input" ? servers : undefined, side, context);
    const stops = purpose && stoppedBy(rule, chain, side, context);
    const places = stops?.map((one) => rules.indexOf(one)).filter((place) => place >= 0) ?? [];
    const first = rules[Math.min(...places)];
    if (purpose === undefined || first === undefined || places.some((place) => place > at)) return [];
    // That the list is empty is the cause, and firewall-list-undefined tells it.
    if (stops?.some((one) => asksForNothing(one, context.traffic))) return [];
    return [findingOf(rule, first, purpose)];
  });
}

function isAccept(rule: Item): boolean {
  return rule.isCertain && (rule.text("action") ?? "accept") === "accept";
}

/** What this router waits for, by which others come in. */
interface Servers {
  readonly waiting: readonly WaitingPort[];
  readonly hasIke: boolean;
}

interface Purpose {
  /** "the L2TP server", "what comes in by `ether1`". */
  readonly words: string;
  readonly isServer: boolean;
}

function findingOf(rule: Item, drop: Item, { words, isServer }: Purpose): Finding {
  return {
    at: { item: rule, property: "action" },
    item: rule,
    severity: isServer ? "error" : "warning",
    message: `Rule ${label(rule)} is to let in ${words}, but nothing from the internet side gets there: ${describeRule(drop)} ahead of it stops that.`,
    related: [{ at: { item: drop }, message: "drops it first" }],
    fixes: isServer ? moveAhead(rule, drop) : [],
  };
}

/** Only what a server waits for: who else is to come in is not ours to say. */
function moveAhead(rule: Item, drop: Item): Fix[] {
  const properties = copiedValues(
    rule,
    rule.properties.map(({ name }) => name),
  );
  if (properties === undefined) return [];
  return [
    {
      id: "ahead",
      title: "Move the accept ahead of the drop",
      changes: [
        { kind: "add", menu: rule.menu, properties, place: { before: drop } },
        { kind: "remove", item: rule },
      ],
    },
  ];
}

/** What tells that the rule was written for the internet side. */
function purposeOf(
  rule: Item,
  servers: Servers | undefined,
  side: Side,
  { traffic }: RuleContext,
): Purpose | undefined {
  const meant = servers && serversOf(rule, servers);
  if (meant !== undefined) return { words: `clients of ${meant}`, isServer: true };
  const { interfaces } = traffic.network;
  const name = rule.property("in-interface")?.text;
  const list = rule.property("in-interface-list")?.text;
  const named = name ?? list ?? "!";
  if (named.startsWith("!") || named === "all") return undefined;
  const members = name === undefined ? interfaces.members(named) : [name];
  const isOuter = members.length > 0 && members.every((one) => side.interfaces.includes(one));
  return isOuter ? { words: `what comes in by \`${named}\``, isServer: false } : undefined;
}

/** The servers of this router that wait for what the rule takes, when it takes nothing else. */
function serversOf(rule: Item, { waiting, hasIke }: Servers): string | undefined {
  const protocol = protocolName(rule.property("protocol")?.text ?? "");
  if (protocol === "ipsec-esp") return hasIke ? "IPsec" : undefined;
  const ports = listOf(rule.property("dst-port")?.text);
  const names = ports.map((text) => {
    const server = waiting.find((one) => one.protocol === protocol && String(one.port) === text);
    if (server !== undefined) return server.name;
    return hasIke && protocol === "udp" && /^(500|4500)$/.test(text) ? "IPsec" : undefined;
  });
  const known = names.filter((one) => one !== undefined);
  // Ports of IPsec and L2TP go together, whichever of the two is on.
  const isOnly = ports.every((text, at) => names[at] !== undefined || /^(500|4500|1701)$/.test(text));
  return known.length > 0 && isOnly ? [...new Set(known)].join(" and ") : undefined;
}

/**
 * PPTP is better not let in; WireGuard interfaces that dial all their peers need no way in. Which of the others
 * answer by IPv6 hangs on the version.
 */
function isForClients({ kind, name }: WaitingPort, family: IpFamily, model: Model): boolean {
  if (family === "ipv6" && kind !== "wireguard") return false;
  if (kind === "wireguard") return peersOf(model, name.slice(1, -1)).some(waitsForPeer);
  return kind !== "pptp";
}

function waitsForIke(model: Model): boolean {
  const l2tp = model.settings("/interface/l2tp-server/server");
  const isL2tp = l2tp.text("enabled") === "yes";
  if (isL2tp && (/^(yes|required)$/.test(l2tp.text("use-ipsec") ?? "") || hasHandmadeIpsec(model)))
    return true;
  return model.items("/ip/ipsec/peer").some((peer) => {
    const address = peer.text("address") ?? "";
    return (
      peer.isDisabled === false &&
      (peer.text("passive") === "yes" || /^(0\.0\.0\.0(\/0)?|::\/0|)$/.test(address))
    );
  });
}

/** The rules that stop whatever the internet side sends to the rule; undefined when some of it may get there. */
function stoppedBy(
  rule: Item,
  chain: "input" | "forward",
  side: Side,
  { traffic }: RuleContext,
): readonly Item[] | undefined {
  const compiled = compileRule(traffic.network, rule);
  if (compiled === undefined) return undefined;
  const probes = side.interfaces.flatMap((name) =>
    portsOf(rule).flatMap((port) => {
      const packet = probe(rule, { chain, family: side.family, name, port });
      const { certain, possible } = matchRule(compiled, packet);
      const src = unite(certain, possible);
      return isEmpty(src) ? [] : [{ ...packet, src }];
    }),
  );
  const answers = probes.map((packet) => traffic.reach({ chain, packet }));
  const isStopped = answers.every(({ verdict, isForAll }) => verdict === "blocked" && isForAll === true);
  return isStopped && answers.length > 0 ? answers.flatMap(({ by }) => by) : undefined;
}

/** L2TP may come out of IPsec, and tells nothing where the rule names other ports as well. */
function portsOf(rule: Item): readonly (number | undefined)[] {
  const words = listOf(rule.property("dst-port")?.text).filter(
    (text, _at, all) => text !== "1701" || all.length === 1,
  );
  const ports = words.map(Number).filter((port) => Number.isInteger(port));
  return ports.length === 0 || ports.length < words.length ? [undefined] : ports;
}

interface Probe {
  readonly chain: "input" | "forward";
  readonly family: IpFamily;
  /** Where it comes in. */
  readonly name: string;
  readonly port: number | undefined;
}

/** A stranger's first packet of the kind that the rule takes; what is not known of it stays so. */
function probe(rule: Item, { chain, family, name, port }: Probe): Packet {
  const isInput = chain === "input";
  const protocol = rule.property("protocol")?.text;
  const mayBeInner = !isInput || port === undefined || port === 1701;
  return packetOf({
    family,
    src: subtract(everyAddress(family), notPublicAddresses()),
    dst: everyAddress(family),
    protocol: protocol === undefined || protocol.startsWith("!") ? undefined : protocolName(protocol),
    dstPort: port,
    inInterface: { name },
    outInterface: isInput ? "none" : "unknown",
    isDstLocal: isInput ? "yes" : "no",
    isSrcLocal: "no",
    isDstNatted: isInput ? "no" : "unknown",
    ipsecIn: mayBeInner ? "unknown" : "no",
    connectionMark: "unknown",
    packetMark: "unknown",
    routingMark: "unknown",
  });
}
