import type { Item } from "../../model/model.ts";
import { packetOf } from "../../traffic/packet.ts";
import {
  everyAddress,
  isEmpty,
  notPublicAddresses,
  parseAddressSet,
  subtract,
} from "../../values/prefix-set.ts";
import type { Fix, RuleContext } from "../rule.ts";
import { canNeverAct } from "./dropped-ahead.ts";
import { protocolOf } from "./firewall.ts";
import { type InternetSide, internetSide } from "./internet-side.ts";
import { listOf } from "./label.ts";

const LIMITS = [
  "src-address",
  "src-address-list",
  "src-mac-address",
  "connection-mark",
  "packet-mark",
  "routing-mark",
];

/** An enabled dst-nat rule that takes packets of anybody on the internet side, whom the forward chain lets pass. */
export function isOpenDstNat(rule: Item, context: RuleContext): boolean {
  if (rule.isDisabled !== false || rule.text("action") !== "dst-nat") return false;
  if ((rule.text("to-addresses") ?? "") === "") return false;
  const side = internetSide(context);
  return (
    side !== undefined &&
    takesStrangers(rule, side, context, 0) &&
    !isStoppedBehind(rule, side, context) &&
    !canNeverAct(context.traffic, rule)
  );
}

/** The fix `limit`: needs-input. */
export function limitSources(rule: Item): Fix {
  return {
    id: "limit",
    title: "Limit the rule to known sources",
    changes: [{ kind: "set", item: rule, properties: { "src-address": "<SOURCE-NETWORK>" } }],
    inputs: [
      { name: "source-network", description: "The network that may reach the host, as 192.0.2.0/24." },
    ],
  };
}

/** In a chain of one's own the jumps into it count as well. */
function takesStrangers(rule: Item, side: InternetSide, context: RuleContext, depth: number): boolean {
  if (LIMITS.some((name) => rule.property(name) !== undefined && !isExclusion(rule, name))) return false;
  if (rule.property("in-interface") !== undefined || rule.property("in-interface-list") !== undefined) {
    if (!isFromSide(rule, side, context)) return false;
  }
  const chain = rule.text("chain");
  if (chain === "dstnat") {
    const names = ["in-interface", "in-interface-list"];
    return names.some((name) => rule.property(name) !== undefined) || isForOwnAddress(rule, side, context);
  }
  if (depth > 4) return false;
  return context.model
    .items(rule.menu)
    .some(
      (jump) =>
        jump.isDisabled === false &&
        jump.text("action") === "jump" &&
        jump.text("jump-target") === chain &&
        takesStrangers(jump, side, context, depth + 1),
    );
}

/** `src-address=!192.168.88.2`: the resolver itself is left out, strangers are not. */
function isExclusion(rule: Item, name: string): boolean {
  return name === "src-address" && rule.text(name)?.startsWith("!") === true;
}

function isFromSide(rule: Item, side: InternetSide, { traffic }: RuleContext): boolean {
  const from = rule.text("in-interface");
  const list = rule.text("in-interface-list");
  const { interfaces } = traffic.network;
  return side.interfaces.some((name) => {
    if (from !== undefined) return from === name || (from.startsWith("!") && from !== `!${name}`);
    if (list?.startsWith("!")) return interfaces.inList(name, list.slice(1)) === "no";
    return list !== undefined && interfaces.inList(name, list) === "yes";
  });
}

/** Without an interface a rule may be for the inside only, as a hairpin by the inside address is. */
function isForOwnAddress(rule: Item, side: InternetSide, context: RuleContext): boolean {
  const written = rule.text("dst-address");
  const destination = written?.startsWith("!") && isInsideOnly(written.slice(1)) ? undefined : written;
  const list = rule.text("dst-address-list");
  if (list !== undefined && !list.startsWith("!")) return mayBePublic(list, context);
  if (destination === undefined)
    return (
      rule.text("dst-address-type") === "local" ||
      rule.property("dst-port") !== undefined ||
      rule.text("action") === "jump"
    );
  return context.traffic.network
    .connected("ip")
    .some(
      (own) =>
        side.interfaces.includes(own.interface) && own.item.text("address")?.split("/")[0] === destination,
    );
}

function isInsideOnly(text: string): boolean {
  const addresses = parseAddressSet(text);
  return addresses !== undefined && isEmpty(subtract(addresses, notPublicAddresses()));
}

/** Not a list that certainly holds inside addresses only; names, as that of DDNS, may be the router's own. */
function mayBePublic(list: string, { traffic }: RuleContext): boolean {
  const { certain, mayHoldMore } = traffic.network.addressList("ip", list);
  return mayHoldMore || !isEmpty(subtract(certain, notPublicAddresses()));
}

/** Whether the forward chain certainly stops strangers on their way to the target, as a limit on sources there does. */
function isStoppedBehind(rule: Item, side: InternetSide, { traffic }: RuleContext): boolean {
  const dst = parseAddressSet(rule.text("to-addresses") ?? "");
  if (dst === undefined) return false;
  const [port] = listOf(rule.text("to-ports") || rule.text("dst-port"));
  const dstPort = Number(port?.split("-")[0]);
  const packet = packetOf({
    family: "ip",
    src: subtract(everyAddress("ip"), notPublicAddresses()),
    dst,
    protocol: protocolOf(rule),
    srcPort: 50_000,
    dstPort: Number.isInteger(dstPort) ? dstPort : undefined,
    state: "new",
    isDstNatted: "yes",
    isDstLocal: "no",
    isSrcLocal: "no",
    ipsecOut: "no",
    isStranger: true,
  });
  const answers = side.interfaces.map((name) =>
    traffic.reach({ chain: "forward", packet: { ...packet, inInterface: { name } } }),
  );
  return answers.every(({ verdict }) => verdict === "blocked");
}
