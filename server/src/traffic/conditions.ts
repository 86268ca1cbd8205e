import type { Item } from "../model/model.ts";
import { containsPort, type PortSet, parsePortSet } from "../values/port-set.ts";
import { containsSet, overlaps, type PrefixSet } from "../values/prefix-set.ts";
import { type Answer, allOf, answerOf, anyOf, not } from "./answer.ts";
import { multicasts, type Network } from "./network.ts";
import { hasPorts, type Label, type Packet, protocolName } from "./packet.ts";

/** A matcher other than addresses. */
export interface Condition {
  readonly property: string;
  /** Undefined for a computed value. */
  readonly text: string | undefined;
  /** "connection-mark=vpn": what is assumed of it once is assumed for the whole walk. */
  readonly key: string;
  /** What a port matcher matches. */
  readonly ports: PortSet | undefined;
  test(packet: Packet, assumed: ReadonlyMap<string, Answer>): Answer;
}

type Test = (packet: Packet, text: string, network: Network, ports: PortSet | undefined) => Answer;

/** Reads `property=text` of a firewall rule; what it does not know (layer7, content, time …) is always undecided. */
export function compileCondition(
  network: Network,
  item: Item,
  property: string,
  text: string | undefined,
): Condition {
  const key = text === undefined ? undefined : `${property}=${text}`;
  const test = text === undefined ? undefined : TESTS[property];
  const ports = text !== undefined && /^(src-|dst-)?port$/.test(property) ? parsePortSet(text) : undefined;
  return {
    property,
    text,
    get key() {
      return key ?? computedKey(item, property);
    },
    ports,
    test: (packet, assumed) => {
      const answer = test && text !== undefined ? test(packet, text, network, ports) : "unknown";
      if (answer !== "unknown") return answer;
      if (property === "per-connection-classifier" && text !== undefined) return classified(text, assumed);
      return assumed.get(key ?? computedKey(item, property)) ?? "unknown";
    },
  };
}

/** Two computed values are never taken for the same. Asked each time: a rule that stays as it is may move. */
export function computedKey(item: Item, property: string): string {
  return `${property}=(computed, rule ${item.index})`;
}

const TESTS: Readonly<Record<string, Test>> = {
  protocol: (packet, text) => negatable(text, (t) => protocolIs(packet, t)),
  "dst-port": (packet, _text, _network, ports) => portIn(packet, packet.dstPort, ports),
  "src-port": (packet, _text, _network, ports) => portIn(packet, packet.srcPort, ports),
  port: (packet, text, _network, ports) => {
    const answers = [portIn(packet, packet.srcPort, ports), portIn(packet, packet.dstPort, ports)];
    return text.startsWith("!") ? allOf(answers) : anyOf(answers);
  },
  "in-interface": (packet, text, network) => interfaceIs(packet.inInterface, text, network),
  "out-interface": (packet, text, network) => interfaceIs(packet.outInterface, text, network),
  "in-interface-list": (packet, text, network) => interfaceInList(packet.inInterface, text, network),
  "out-interface-list": (packet, text, network) => interfaceInList(packet.outInterface, text, network),
  "src-address-type": (packet, text, network) => typeIs(packet.src, packet.isSrcLocal, text, network),
  "dst-address-type": (packet, text, network) => typeIs(packet.dst, packet.isDstLocal, text, network),
  "connection-state": (packet, text, network) =>
    negatable(text, (t) => stateIs(packet, t.split(","), network)),
  "connection-nat-state": (packet, text) =>
    negatable(text, (t) =>
      anyOf(t.split(",").map((word) => (word === "dstnat" ? packet.isDstNatted : packet.isSrcNatted))),
    ),
  "connection-mark": (packet, text) => markIs(packet.connectionMark, text),
  "packet-mark": (packet, text) => markIs(packet.packetMark, text),
  "routing-mark": (packet, text) => markIs(packet.routingMark, text),
  // A new connection is never one that a helper (ftp, sip) expects; its own first packet is not of that type yet.
  "connection-type": (packet) => (packet.state === "new" ? "no" : "unknown"),
  "ipsec-policy": (packet, text) => ipsecIs(packet, text),
  "tcp-flags": (packet, text) => tcpFlags(packet, text),
  "icmp-options": (packet, text) => negatable(text, (t) => icmpIs(packet, t)),
  fragment: (packet, text) => (packet.isStranger ? answerOf(text === "no") : "unknown"),
  // Limits hold for a first packet from someone new; counters of connections do not reach it.
  limit: (packet, text) => (packet.isStranger ? answerOf(!text.startsWith("!")) : "unknown"),
  "dst-limit": (packet, text) => (packet.isStranger ? answerOf(!text.startsWith("!")) : "unknown"),
  psd: (packet, text) => (packet.isStranger ? answerOf(text.startsWith("!")) : "unknown"),
  "connection-limit": (packet, text) =>
    packet.isStranger && !/^!?0,/.test(text) ? answerOf(text.startsWith("!")) : "unknown",
  hotspot: () => "unknown",
};

/** Splits a matcher's leading "!" off and turns the answer. */
function negatable(text: string, test: (text: string) => Answer): Answer {
  return text.startsWith("!") ? not(test(text.slice(1))) : test(text);
}

/** Untracked packets are not new and of no connection; whether they count as untracked or invalid was not measured. */
function stateIs(packet: Packet, states: readonly string[], network: Network): Answer {
  if (network.untracking !== undefined)
    return states.some((state) => ["invalid", "untracked"].includes(state)) ? "unknown" : "no";
  return packet.state === "unknown" ? "unknown" : answerOf(states.includes(packet.state));
}

function protocolIs(packet: Packet, text: string): Answer {
  return packet.protocol === undefined ? "unknown" : answerOf(protocolName(text) === packet.protocol);
}

function portIn(packet: Packet, port: number | undefined, ports: PortSet | undefined): Answer {
  if (packet.protocol !== undefined && !hasPorts(packet.protocol)) return "no";
  return ports && port !== undefined ? answerOf(containsPort(ports, port)) : "unknown";
}

function interfaceIs(label: Label, text: string, network: Network): Answer {
  if (label === "unknown") return "unknown";
  return negatable(text, (word) =>
    label === "none" ? "no" : network.interfaces.isNamedBy(label.name, word),
  );
}

function interfaceInList(label: Label, text: string, network: Network): Answer {
  if (label === "unknown") return negatable(text, (list) => (list === "all" ? "yes" : "unknown"));
  return negatable(text, (list) => (label === "none" ? "no" : network.interfaces.inList(label.name, list)));
}

function typeIs(addresses: PrefixSet, isLocal: Answer, text: string, network: Network): Answer {
  const within = (set: PrefixSet): Answer => {
    if (containsSet(set, addresses)) return "yes";
    return overlaps(set, addresses) ? "unknown" : "no";
  };
  return negatable(text, (words) => {
    const types: Readonly<Record<string, Answer>> = {
      local: isLocal,
      broadcast: isLocal === "yes" ? "no" : within(network.broadcasts),
      multicast: isLocal === "yes" ? "no" : within(multicasts()),
    };
    const special = anyOf(Object.values(types));
    return anyOf(
      words
        .split(",")
        .map((word) => (word === "unicast" ? not(special) : (types[word] ?? ("no" satisfies Answer)))),
    );
  });
}

function markIs(mark: Label, text: string): Answer {
  if (mark === "unknown") return "unknown";
  return negatable(text, (word) => {
    if (word === "no-mark" || word === "main") return answerOf(mark === "none" || mark.name === word);
    return answerOf(mark !== "none" && mark.name === word);
  });
}

function ipsecIs(packet: Packet, text: string): Answer {
  const [direction, policy] = text.split(",");
  const isIpsec = direction === "in" ? packet.ipsecIn : direction === "out" ? packet.ipsecOut : "unknown";
  if (policy === "ipsec") return isIpsec;
  return policy === "none" ? not(isIpsec) : "unknown";
}

/** The first packet of a TCP connection has SYN alone. */
function tcpFlags(packet: Packet, text: string): Answer {
  if (packet.protocol !== undefined && packet.protocol !== "tcp") return "no";
  if (!["new", "untracked"].includes(packet.state) || packet.protocol === undefined) return "unknown";
  return allOf(
    text
      .split(",")
      .map((flag) => (flag.startsWith("!") ? answerOf(flag !== "!syn") : answerOf(flag === "syn"))),
  );
}

/** ICMP packets stand for an echo request: type 8, in IPv6 128, code 0. */
function icmpIs(packet: Packet, text: string): Answer {
  if (packet.protocol === undefined) return "unknown";
  if (!packet.protocol.startsWith("icmp")) return "no";
  const match = /^(\d+)(?::(\d+)(?:-(\d+))?)?$/.exec(text);
  if (!match) return "unknown";
  const isType = Number(match[1]) === (packet.protocol === "icmp" ? 8 : 128);
  return answerOf(isType && Number(match[2] ?? 0) === 0);
}

/**
 * The classifier puts every connection into exactly one of its N parts: once one part was assumed the others are
 * ruled out, and when all others were ruled out the last one it is.
 */
function classified(text: string, assumed: ReadonlyMap<string, Answer>): Answer {
  const match = /^(.*:(\d+))\/(\d+)$/.exec(text);
  if (!match) return "unknown";
  const [, hash, parts, part] = match;
  let ruledOut = 0;
  for (let i = 0; i < Math.min(Number(parts), 64); i++) {
    const answer = assumed.get(`per-connection-classifier=${hash}/${i}`);
    if (i === Number(part) && answer !== undefined) return answer;
    if (answer === "yes") return "no";
    if (answer === "no") ruledOut++;
  }
  return ruledOut >= Number(parts) - 1 ? "yes" : "unknown";
}
