import type { Item } from "../../model/model.ts";
import { describeRule } from "../../traffic/describe.ts";
import { isOwn } from "../../traffic/network.ts";
import { type Packet, packetOf } from "../../traffic/packet.ts";
import type { Reach } from "../../traffic/traffic.ts";
import { parsePortSet } from "../../values/port-set.ts";
import { everyAddress, onlyAddress, parseAddressSet } from "../../values/prefix-set.ts";
import { canNeverAct } from "../facts/dropped-ahead.ts";
import { wholeExport } from "../facts/example.ts";
import { internetSide } from "../facts/internet-side.ts";
import { label } from "../facts/label.ts";
import { defineRule, type RuleContext } from "../rule.ts";

const forwarding = (drop: string) =>
  wholeExport(
    "7.16.2",
    "/ip firewall filter",
    `add action=drop chain=forward ${drop}`,
    "/ip firewall nat",
    "add action=masquerade chain=srcnat out-interface=ether1",
    "add action=dst-nat chain=dstnat dst-port=8443 in-interface=ether1 protocol=tcp to-addresses=192.168.88.9",
  );

export const dstnatBlocked = defineRule({
  id: "dstnat-blocked",
  group: "firewall",
  title: "Port forward that the forward chain drops",
  severity: "warning",
  why: "After dst-nat the packet passes the forward chain, which lets nobody from there through to the inside host, so the port forward does nothing.",
  advice:
    "Accept what dst-nat sends on (connection-nat-state=dstnat) ahead of the drop, or remove the port forward.",
  references: ["Manual: NAT", "Manual: Packet Flow in RouterOS"],
  compliance: ["N"],
  presets: ["recommended", "strict"],
  bad: forwarding("in-interface=ether1"),
  good: forwarding("connection-nat-state=!dstnat in-interface=ether1"),
  on: ["/ip/firewall/nat"],
  check(item, context) {
    if (item.isDisabled !== false || !item.isCertain || item.text("chain") !== "dstnat") return undefined;
    const action = item.text("action");
    const names = action === "dst-nat" ? incoming(item, context) : [];
    if (names.length === 0 || !context.model.absenceMeansDefault("/ip/firewall/filter")) return undefined;
    const answers = packetsOf(item, context).flatMap((packet) =>
      names.map((name) =>
        context.traffic.reach({ chain: "forward", packet: { ...packet, inInterface: { name } } }),
      ),
    );
    const [first] = answers;
    const by = first?.by.at(-1);
    if (by === undefined || !answers.every(isForEverybody) || canNeverAct(context.traffic, item))
      return undefined;
    return {
      at: { item, property: "to-addresses" },
      item,
      message: `Port forward ${label(item)} reaches nothing: ${describeRule(by)} stops every packet from there to \`${item.text("to-addresses")}\`.`,
      related: [{ at: { item: by }, message: "this rule stops them" }],
    };
  },
});

function isForEverybody(reach: Reach): boolean {
  return reach.verdict === "blocked" && reach.isForAll === true;
}

/** The internet side, as far as the rule names it; one without an interface is for the inside as well. */
function incoming(rule: Item, context: RuleContext): readonly string[] {
  const name = rule.property("in-interface")?.text;
  const list = rule.property("in-interface-list")?.text;
  if (name?.startsWith("!") || list?.startsWith("!") || (name === undefined && list === undefined)) return [];
  const { interfaces } = context.traffic.network;
  const all = name === undefined ? interfaces.members(list ?? "") : [name];
  const outside = internetSide(context)?.interfaces ?? [];
  return all.every((one) => outside.includes(one)) ? all : [];
}

/** What the rule sends on, one for each of its ports; nothing when it cannot be told. */
function packetsOf(rule: Item, { traffic }: RuleContext): readonly Packet[] {
  const dst = parseAddressSet(rule.text("to-addresses") ?? "");
  const target = dst && onlyAddress(dst);
  if (dst === undefined || target === undefined || isOwn(traffic.network, "ip", dst) !== "no") return [];
  const protocol = rule.property("protocol")?.text;
  const written = rule.text("to-ports") || rule.text("dst-port");
  const ports = written === undefined ? undefined : parsePortSet(written);
  if (protocol?.startsWith("!") || written?.startsWith("!") || (written !== undefined && ports === undefined))
    return [];
  const towards = traffic.interfaceTowards(target);
  const packet = packetOf({
    family: "ip",
    src: everyAddress("ip"),
    dst,
    protocol,
    isDstNatted: "yes",
    isDstLocal: "no",
    connectionMark: "unknown",
    packetMark: "unknown",
    routingMark: "unknown",
    ipsecIn: "unknown",
    ...(towards === undefined ? {} : { outInterface: { name: towards } }),
  });
  // With a range of ports the port stays open: then no rule for one of them may let it through.
  const isRange = ports?.spans.some(({ first, last }) => first !== last) ?? true;
  if (ports === undefined || isRange) return [packet];
  return ports.spans.map(({ first }) => ({ ...packet, dstPort: Number(first) }));
}
