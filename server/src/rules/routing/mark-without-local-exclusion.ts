import type { Item, Model } from "../../model/model.ts";
import type { Traffic } from "../../traffic/traffic.ts";
import { formatIpPrefix } from "../../values/ip.ts";
import {
  isEmpty,
  overlaps,
  type PrefixSet,
  parseAddressSet,
  prefixesOf,
  unite,
} from "../../values/prefix-set.ts";
import { wholeExport } from "../facts/example.ts";
import { label } from "../facts/label.ts";
import { mangleChain } from "../facts/marks.ts";
import { declaresTables, isDefaultRoute, markingRules, routesIn, routingRules } from "../facts/routing.ts";
import { defineRule, type Fix, type RuleContext } from "../rule.ts";

const TABLE = [
  "/ip route",
  "add dst-address=0.0.0.0/0 gateway=192.0.2.1 routing-table=isp2",
  "/routing table",
  "add fib name=isp2",
];

/** Manual, Policy Routing: marks are looked up ahead of `local` in v7; in every version ahead of connected networks of main. */
export const markWithoutLocalExclusion = defineRule({
  id: "mark-without-local-exclusion",
  group: "routing",
  title: "Routing mark that also takes local traffic",
  severity: "warning",
  why: "The mark's table has a default route, so what goes to the router itself (RouterOS 7) and to other networks behind it is sent out by that route as well.",
  advice: "Add dst-address-type=!local, and accept traffic between inside networks ahead of the rule.",
  references: ["Manual: Moving from ROSv6 to v7", "Manual: Policy Routing", "Manual: Mangle"],
  presets: ["recommended", "strict", "vpn"],
  bad: wholeExport(
    "7.16.2",
    "/ip firewall mangle",
    "add action=mark-routing chain=prerouting in-interface=lan new-routing-mark=isp2",
    ...TABLE,
  ),
  good: wholeExport(
    "7.16.2",
    "/ip firewall mangle",
    "add action=mark-routing chain=prerouting dst-address-type=!local in-interface=lan new-routing-mark=isp2",
    ...TABLE,
  ),
  fixes: { "not-local": "suggestion", "accept-inside": "suggestion" },
  on: "model",
  check(model, context) {
    const isSeven = declaresTables(model);
    const inside = insideNetworks(context);
    // Up to 6.x the router's own addresses come first, so with one network nothing is left to go astray.
    if (isSeven === undefined || (!isSeven && inside.length < 2)) return undefined;
    if (routingRules(model).some((rule) => rule.isDisabled !== true && rule.property("dst-address")))
      return undefined;
    const takers = takersOf(context);
    return takers.map(({ taker, rule, mark }) => ({
      at: { item: taker, property: "action" },
      item: taker,
      message: `Rule ${label(taker)} also marks traffic to ${isSeven ? "the router itself" : "networks connected to this router"}, which then leaves by the table \`${mark}\`.`,
      related: taker === rule ? [] : [{ at: { item: rule }, message: "the routing mark follows from it" }],
      fixes: fixes(taker, earliest(takers), isSeven, inside),
    }));
  },
});

interface Taker {
  readonly taker: Item;
  readonly rule: Item;
  readonly mark: string;
}

/** Rules that let local traffic into a routing mark, each with the first mark that follows from it. */
function takersOf(context: RuleContext): readonly Taker[] {
  const seen = new Set<Item>();
  return markingRules(context.model).flatMap(({ rule, mark }) => {
    if (rule.menu !== "/ip/firewall/mangle" || rule.text("chain") !== "prerouting" || mark === "main")
      return [];
    const taker = takesLocal(context, rule);
    if (taker === undefined || seen.has(taker) || !takesEverything(context.model, mark)) return [];
    seen.add(taker);
    return [{ taker, rule, mark }];
  });
}

function earliest(takers: readonly Taker[]): Item | undefined {
  return takers.map(({ taker }) => taker).sort((a, b) => a.index - b.index)[0];
}

/** The table's only routes are default routes: it knows none of the router's networks. */
function takesEverything(model: Model, mark: string): boolean {
  const routes = routesIn(model, mark).filter((route) => route.isDisabled !== true);
  return routes.length > 0 && routes.every(isDefaultRoute);
}

/** The rule that lets local traffic in: the marking one, or the one that gave the connection its mark. */
function takesLocal(context: RuleContext, rule: Item): Item | undefined {
  const { model } = context;
  if (!isOpen(context, rule)) return undefined;
  const connection = rule.property("connection-mark");
  if (connection === undefined) return rule;
  const makers = model
    .items(rule.menu)
    .filter(
      (one) =>
        one.isDisabled === false &&
        one.text("action") === "mark-connection" &&
        one.text("new-connection-mark") === connection.text,
    );
  return makers.find(
    (one) =>
      one.text("chain") === "prerouting" &&
      one.isCertain &&
      isOpen(context, one) &&
      !isForReplies(context, rule, one),
  );
}

/** The connection came in by one interface, and what is routed by its mark comes from another: answers, on their way back. */
function isForReplies({ traffic }: RuleContext, rule: Item, maker: Item): boolean {
  const [routed = [], marked = []] = [rule, maker].map((one) => {
    const name = one.text("in-interface");
    const list = one.text("in-interface-list");
    if (name !== undefined) return name.startsWith("!") ? [] : [name];
    return list === undefined || list.startsWith("!") ? [] : traffic.network.interfaces.members(list);
  });
  return routed.length > 0 && marked.length > 0 && !routed.some((name) => marked.includes(name));
}

/** Whether the rule, and nothing ahead of it, leaves local destinations out, and it is not for packets from outside. */
function isOpen(context: RuleContext, rule: Item): boolean {
  const { model, traffic } = context;
  const picks = rule.properties.some(({ name }) =>
    /^dst-address|^layer7|^content|^packet-mark|^routing-mark/.test(name),
  );
  if (picks || !rule.isCertain) return false;
  const from = rule.text("in-interface") ?? rule.text("in-interface-list");
  const isOuter = [...traffic.wan.interfaces, ...traffic.wan.lists].includes(from ?? "");
  if (
    isOuter ||
    (from === undefined &&
      rule.property("src-address") === undefined &&
      rule.property("src-address-list") === undefined &&
      rule.property("connection-mark") === undefined)
  )
    return false;
  return !mangleChain(model, rule.menu, "prerouting").some(
    (earlier) => earlier.index < rule.index && mayTakeLocal(context, earlier),
  );
}

/** Whether an earlier rule may end mangle for what goes to the router or to a network behind it. */
function mayTakeLocal({ traffic }: RuleContext, earlier: Item): boolean {
  const action = earlier.text("action") ?? "accept";
  if (action === "jump") return true;
  const asked = earlier.properties.filter(({ name }) => name.startsWith("dst-address"));
  if (!["accept", "return"].includes(action) || asked.length === 0) return false;
  const local = traffic.network
    .connected("ip")
    .filter((one) => !traffic.wan.interfaces.includes(one.interface))
    .reduce((set, one) => unite(set, one.network), traffic.network.ownAddresses("ip"));
  return asked.every(({ name, text }) => {
    const addresses = text === undefined ? undefined : addressesOf(traffic, name, text);
    return addresses === undefined || overlaps(addresses, local);
  });
}

/** What a matcher of destinations certainly comes to; undefined where it may be anything. */
function addressesOf({ network }: Traffic, name: string, text: string): PrefixSet | undefined {
  if (text.startsWith("!")) return undefined;
  if (name === "dst-address") return parseAddressSet(text);
  const list = name === "dst-address-list" ? network.addressList("ip", text) : undefined;
  return list === undefined || list.mayHoldMore || isEmpty(list.certain) ? undefined : list.certain;
}

function insideNetworks({ traffic }: RuleContext): string[] {
  const found = traffic.network
    .connected("ip")
    .filter((one) => !traffic.wan.interfaces.includes(one.interface) && one.length < 32)
    .flatMap((one) => prefixesOf(one.network).map(formatIpPrefix));
  return [...new Set(found)];
}

function fixes(rule: Item, first: Item | undefined, isSeven: boolean, inside: readonly string[]): Fix[] {
  const notLocal: Fix = {
    id: "not-local",
    title: "Leave the router's own addresses out",
    changes: [{ kind: "set", item: rule, properties: { "dst-address-type": "!local" } }],
  };
  const acceptInside: Fix = {
    id: "accept-inside",
    title: "Accept traffic to the router's own networks ahead of such marks",
    changes: inside.map((network) => ({
      kind: "add" as const,
      menu: rule.menu,
      properties: { action: "accept", chain: "prerouting", "dst-address": network },
      // One place for all such rules, lest each of them gets its own.
      place: { before: first ?? rule },
    })),
  };
  return [...(isSeven ? [notLocal] : []), ...(inside.length > 1 && inside.length < 9 ? [acceptInside] : [])];
}
