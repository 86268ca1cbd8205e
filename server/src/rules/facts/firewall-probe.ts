import type { Change } from "../../edit/change.ts";
import type { Item, Model } from "../../model/model.ts";
import type { ConnectedNetwork } from "../../traffic/network.ts";
import { type Packet, packetOf } from "../../traffic/packet.ts";
import type { Reach } from "../../traffic/traffic.ts";
import type { IpFamily } from "../../values/ip.ts";
import { everyAddress, notPublicAddresses, subtract } from "../../values/prefix-set.ts";
import type { RuleContext } from "../rule.ts";
import { filterChain } from "./firewall.ts";
import { type InternetSide, reachFromInternet } from "./internet-side.ts";
import { vrfOf } from "./vrf.ts";

/** A port that no rule of a usual firewall speaks of: what happens to it is what happens to everything else. */
export const ODD_PORT = 34_567;

/** What becomes of a stranger's packet to the router itself that no rule was written for. */
export function unexpectedInput(context: RuleContext, side?: InternetSide): Reach | undefined {
  return reachFromInternet(context, "tcp", ODD_PORT, side);
}

/** Networks behind the router. */
export function insideOf(
  context: RuleContext,
  outer: readonly string[],
  family: IpFamily = "ip",
): readonly ConnectedNetwork[] {
  const longest = family === "ip" ? 32 : 128;
  return context.traffic.network
    .connected(family)
    .filter(
      (one) =>
        !outer.includes(one.interface) &&
        one.isActive === "yes" &&
        one.length < longest &&
        vrfOf(one.interface, context) === "main",
    );
}

/** What becomes of a stranger's new packet on its way to a host behind the router; the raw table may stop it first. */
export function strangerReaches(
  { traffic }: RuleContext,
  inside: ConnectedNetwork,
  from: string,
  forged: Partial<Packet> = {},
): Reach {
  const packet = { ...strangerTo(inside, from), ...forged };
  const raw = traffic.reach({
    table: "raw",
    chain: "prerouting",
    packet: { ...packet, outInterface: "none" },
  });
  return raw.verdict === "accepted" ? traffic.reach({ chain: "forward", packet }) : raw;
}

function strangerTo(inside: ConnectedNetwork, from: string): Packet {
  const { family } = inside.own;
  return packetOf({
    family,
    src: subtract(everyAddress(family), notPublicAddresses()),
    dst: inside.network,
    protocol: "tcp",
    srcPort: 50_000,
    dstPort: ODD_PORT,
    inInterface: { name: from },
    outInterface: { name: inside.interface },
    state: "new",
    isDstLocal: "no",
    isSrcLocal: "no",
    ipsecOut: "no",
    isStranger: true,
  });
}

/** Whether a rule lets packets of known connections pass, whoever sends them. */
export function acceptsEstablished(rule: Item): boolean {
  const action = rule.text("action") ?? "accept";
  const states = rule.text("connection-state")?.split(",") ?? [];
  return action === "accept" && states.includes("established");
}

/** Ends a chain with drops for the internet side behind accepts for `kept`, and lets known connections pass first, lest replies are lost. */
export function closeChain(
  model: Model,
  chain: "input" | "forward",
  side: InternetSide,
  matchers: Readonly<Record<string, string>>,
  kept: readonly Readonly<Record<string, string>>[] = [],
): readonly Change[] {
  const menu = "/ip/firewall/filter";
  const rules = filterChain(model, chain);
  const [first] = rules;
  const last = rules.at(-1);
  const accept: Change = {
    kind: "add",
    menu,
    properties: { action: "accept", chain, "connection-state": "established,related" },
    ...(first === undefined ? {} : { place: { before: first } }),
  };
  const closing = [
    ...kept.map((match) => ({ action: "accept", chain, ...match })),
    ...side.matchers.map((from) => ({ action: "drop", chain, ...matchers, ...from })),
  ];
  const drops = closing.map(
    (properties): Change => ({
      kind: "add",
      menu,
      properties,
      ...(last === undefined ? {} : { place: { after: last } }),
    }),
  );
  return rules.some(acceptsEstablished) ? drops : [accept, ...drops];
}
