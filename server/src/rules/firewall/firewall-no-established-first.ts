import type { Item } from "../../model/model.ts";
import type { ConnectedNetwork } from "../../traffic/network.ts";
import { type Packet, packetOf } from "../../traffic/packet.ts";
import { tracksConnections } from "../../traffic/tracking.ts";
import { everyAddress, notPublicAddresses, subtract } from "../../values/prefix-set.ts";
import { wholeExport } from "../facts/example.ts";
import { filterChain } from "../facts/firewall.ts";
import { acceptsEstablished, insideOf, ODD_PORT, unexpectedInput } from "../facts/firewall-probe.ts";
import { internetSide } from "../facts/internet-side.ts";
import { label, labelBeside } from "../facts/label.ts";
import { acceptWalls } from "../facts/walls.ts";
import { defineRule, type Finding, type RuleContext } from "../rule.ts";

const NAT = ["/ip firewall nat", "add action=masquerade chain=srcnat out-interface=ether1"];
/** Rules a busy packet may pass before it is accepted. */
const FEW = 5;

export const firewallNoEstablishedFirst = defineRule({
  id: "firewall-no-established-first",
  group: "firewall",
  title: "Known connections are not accepted first",
  severity: "warning",
  why: "Replies to what the router and its hosts asked for must pass before the drops; where no early rule accepts them they are lost, or every packet walks through the whole chain.",
  advice: "Put an accept for connection-state=established,related at the head of the chain.",
  references: ["Manual: Filter", "Manual: Building Advanced Firewall"],
  presets: ["recommended", "strict"],
  bad: wholeExport(
    "7.16.2",
    "/ip firewall filter",
    "add action=drop chain=input in-interface=ether1",
    ...NAT,
  ),
  good: wholeExport(
    "7.16.2",
    "/ip firewall filter",
    "add action=accept chain=input connection-state=established,related",
    "add action=drop chain=input in-interface=ether1",
    ...NAT,
  ),
  fixes: { "accept-established": "safe" },
  on: "model",
  check(model, context) {
    if (!tracksConnections(model)) return undefined;
    return [
      ...repliesLost(context),
      ...hostsRepliesLost(context),
      ...repliesCut(context),
      ...lateAccepts(context),
    ];
  },
});

/** The router's own requests (DNS, NTP, updates) get no answer. */
function repliesLost(context: RuleContext): Finding[] {
  const { model, traffic } = context;
  const side = internetSide(context);
  if (side === undefined || unexpectedInput(context)?.verdict !== "blocked") return [];
  const [name] = side.interfaces;
  if (name === undefined) return [];
  const rules = filterChain(model, "input");
  const [first] = rules;
  const speaksOfState = rules.some(
    (rule) => rule.property("connection-state") !== undefined || rule.text("action") === "jump",
  );
  if (first === undefined || speaksOfState) return [];
  const reply = traffic.inputFrom({
    protocol: "udp",
    port: ODD_PORT,
    interface: name,
    source: subtract(everyAddress("ip"), notPublicAddresses()),
  });
  if (reply.verdict !== "blocked") return [];
  return [
    {
      at: { item: first, property: "action" },
      item: first,
      message: `Replies to the router's own requests are dropped on \`${name}\`: no rule of \`input\` accepts known connections.`,
      related: reply.by.map((rule) => ({ at: { item: rule }, message: "this rule drops them" })),
      fixes: [acceptBefore(first, "input")],
    },
  ];
}

/**
 * What inside hosts may ask the internet gets no answer. A fasttrack rule does not accept: the packets that go on behind
 * it, as the first answer does, need a rule of their own (manual: Connection tracking, FastTrack).
 */
function hostsRepliesLost(context: RuleContext): Finding[] {
  const { model, traffic } = context;
  const [from] = internetSide(context)?.interfaces ?? [];
  const [inside] = insideOf(context, from === undefined ? [] : [from]);
  const reply = from === undefined ? undefined : replyTo("forward", from, context);
  const rules = filterChain(model, "forward");
  const speaksOfState = rules.some((rule) => acceptsEstablished(rule) || rule.text("action") === "jump");
  if (reply === undefined || inside === undefined || from === undefined || speaksOfState) return [];
  const asked = traffic.reach({ chain: "forward", packet: requestOf(inside, from) });
  const answered = traffic.reach({ chain: "forward", packet: reply });
  const drop = answered.by.at(-1);
  if (asked.verdict !== "accepted" || answered.verdict !== "blocked" || drop === undefined) return [];
  const fast = rules.find((rule) => rule.text("action") === "fasttrack-connection");
  const at = fast ?? drop;
  return [
    {
      at: { item: at, property: "action" },
      item: at,
      severity: "error",
      message: `What hosts on \`${inside.interface}\` ask the internet gets no answer: ${fast === undefined ? "" : "fasttrack alone accepts nothing, and "}no rule of \`forward\` accepts known connections ahead of rule ${labelBeside(drop, at)}.`,
      related: [{ at: { item: drop }, message: "this rule drops the answers" }],
      fixes: [acceptBefore(fast === undefined ? drop : (rules[rules.indexOf(fast) + 1] ?? drop), "forward")],
    },
  ];
}

/** A new connection of an inside host to the web. */
function requestOf(inside: ConnectedNetwork, out: string): Packet {
  return packetOf({
    family: "ip",
    src: inside.network,
    dst: subtract(everyAddress("ip"), notPublicAddresses()),
    protocol: "tcp",
    srcPort: ODD_PORT,
    dstPort: 443,
    inInterface: { name: inside.interface },
    outInterface: { name: out },
    isDstLocal: "no",
    isSrcLocal: "no",
    ipsecOut: "no",
  });
}

/** A drop of whatever comes from the internet side, replies too, stands before the accept that was meant for them. */
function repliesCut(context: RuleContext): Finding[] {
  const [from] = internetSide(context)?.interfaces ?? [];
  return (["input", "forward"] as const).flatMap((chain): Finding[] => {
    const rules = filterChain(context.model, chain);
    const accept = rules.find(acceptsEstablished);
    const packet = from === undefined ? undefined : replyTo(chain, from, context);
    if (accept === undefined || packet === undefined) return [];
    const { verdict, by } = context.traffic.reach({ chain, packet });
    const drop = by.at(-1);
    const place = drop === undefined ? -1 : rules.indexOf(drop);
    if (verdict !== "blocked" || drop === undefined || place < 0 || place > rules.indexOf(accept)) return [];
    const asked = chain === "input" ? "the router's own requests" : "what inside hosts asked for";
    return [
      {
        at: { item: drop, property: "action" },
        item: drop,
        message: `Rule ${label(drop)} drops the replies to ${asked} before rule ${labelBeside(accept, drop)} accepts known connections.`,
        related: [{ at: { item: accept }, message: "this rule comes too late" }],
        fixes: [acceptBefore(drop, chain)],
      },
    ];
  });
}

/** A reply from the internet, to the router or to the first network behind it. */
function replyTo(chain: "input" | "forward", from: string, context: RuleContext): Packet | undefined {
  const [inside] = insideOf(context, internetSide(context)?.interfaces ?? []);
  const known = {
    family: "ip",
    src: subtract(everyAddress("ip"), notPublicAddresses()),
    protocol: "tcp",
    srcPort: 443,
    dstPort: ODD_PORT,
    inInterface: { name: from },
    state: "established",
    isSrcLocal: "no",
  } as const;
  if (chain === "input")
    return packetOf({ ...known, dst: everyAddress("ip"), outInterface: "none", isDstLocal: "yes" });
  return (
    inside &&
    packetOf({
      ...known,
      dst: inside.network,
      outInterface: { name: inside.interface },
      isSrcNatted: "yes",
      isDstLocal: "no",
      ipsecOut: "no",
    })
  );
}

function lateAccepts({ model, traffic }: RuleContext): Finding[] {
  return ["input", "forward"].flatMap((chain): Finding[] => {
    const rules = filterChain(model, chain).filter((rule) => rule.text("action") !== "passthrough");
    const place = rules.findIndex(
      (rule) => acceptsEstablished(rule) || rule.text("action") === "fasttrack-connection",
    );
    const rule = rules[place];
    // Behind a rule that accepts everything no packet walks on.
    const isWalled = acceptWalls(traffic).some(({ wall }) => rules.slice(0, place).includes(wall));
    const hasJump = rules.slice(0, Math.max(0, place)).some((one) => one.text("action") === "jump");
    if (
      rule === undefined ||
      place <= FEW ||
      hasJump ||
      isWalled ||
      rules.slice(0, place).some(acceptsEstablished)
    )
      return [];
    return [
      {
        at: { item: rule, property: "connection-state" },
        item: rule,
        severity: "info",
        message: `Rule ${label(rule)} accepts known connections only after ${place} other rules of \`${chain}\`, which every packet has to pass.`,
      },
    ];
  });
}

function acceptBefore(first: Item, chain: string) {
  return {
    id: "accept-established",
    title: "Accept known connections first",
    changes: [
      {
        kind: "add" as const,
        menu: first.menu,
        properties: { action: "accept", chain, "connection-state": "established,related" },
        place: { before: first },
      },
    ],
  };
}
