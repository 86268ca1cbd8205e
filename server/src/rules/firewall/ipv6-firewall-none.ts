import type { Change } from "../../edit/change.ts";
import type { Item, Model } from "../../model/model.ts";
import { isPublicIpv6 } from "../../traffic/ipv6-side.ts";
import type { ConnectedNetwork } from "../../traffic/network.ts";
import { tracksConnections } from "../../traffic/tracking.ts";
import type { Reach } from "../../traffic/traffic.ts";
import { parseAddressSet } from "../../values/prefix-set.ts";
import { isTransit } from "../facts/bgp.ts";
import type { Match } from "../facts/border.ts";
import { wholeExport } from "../facts/example.ts";
import { filterChain } from "../facts/firewall.ts";
import { insideOf, ODD_PORT, strangerReaches } from "../facts/firewall-probe.ts";
import { ipv6Outside, reachByIpv6 } from "../facts/ipv6-outside.ts";
import { keptOpen } from "../facts/kept-open.ts";
import { enumerate } from "../facts/label.ts";
import { insideTunnels } from "../facts/server-accepts.ts";
import { defineRule, type Finding, type Fix, type RuleContext } from "../rule.ts";

const SIX = [
  "/ipv6 address",
  "add address=::1 from-pool=isp interface=lan",
  "/ipv6 dhcp-client",
  "add add-default-route=yes interface=ether1 pool-name=isp request=prefix",
];

/** There is no NAT in front of IPv6: hosts have public addresses, and RouterOS accepts what no rule stops. */
export const ipv6FirewallNone = defineRule({
  id: "ipv6-firewall-none",
  group: "firewall",
  title: "IPv6 open to the internet",
  severity: "error",
  why: "IPv4 rules do not apply to IPv6, no NAT hides its addresses, and RouterOS accepts what no rule stops: services of the router and hosts behind it are reachable.",
  advice: "Add input and forward rules under /ipv6 firewall filter, or set disable-ipv6=yes.",
  references: ["Manual: Building Advanced Firewall", "RFC 6092"],
  compliance: ["N"],
  cwe: [284],
  presets: ["recommended", "strict"],
  bad: wholeExport("7.16.2", ...SIX),
  good: wholeExport(
    "7.16.2",
    ...SIX,
    "/ipv6 firewall filter",
    "add action=accept chain=input connection-state=established,related",
    "add action=accept chain=input protocol=icmpv6",
    "add action=drop chain=input in-interface=!lan",
    "add action=accept chain=forward connection-state=established,related",
    "add action=drop chain=forward in-interface=ether1",
  ),
  fixes: { protect: "suggestion" },
  on: "model",
  check(model, context) {
    const from = ipv6Outside(context);
    if (from.length === 0) return undefined;
    return openRouter(context, from) ?? openNetworks(model, context, from);
  },
});

const MENU = "/ipv6/firewall/filter";

function openRouter(context: RuleContext, from: readonly string[]): Finding | undefined {
  const reach = reachByIpv6(context, "tcp", ODD_PORT);
  if (reach?.verdict !== "accepted") return undefined;
  const isBare = ["input", "forward"].every(
    (chain) => filterChain(context.model, chain, "ipv6").length === 0,
  );
  return {
    ...placeOf(context, from),
    message: `The router has IPv6, and strangers reach it: ${reach.reason}.`,
    related: deciders(reach),
    fixes: isBare ? protectAll(context, from) : [],
  };
}

/** The router itself is closed, the hosts behind it, which no NAT hides, are not. */
function openNetworks(model: Model, context: RuleContext, from: readonly string[]): Finding | undefined {
  if (isTransit(model) || model.settings("/ipv6/settings").text("forward") === "no") return undefined;
  const open = insideOf(context, from, "ipv6")
    .filter(({ item }) => isPublicIpv6(item))
    .flatMap((inside) =>
      from.map((name) => ({ inside, reach: strangerReaches(context, publicSide(inside), name) })),
    )
    .filter(({ reach }) => reach.verdict === "accepted");
  const [first] = open;
  if (first === undefined) return undefined;
  const names = [...new Set(open.map(({ inside }) => inside.interface))];
  return {
    at: { item: first.inside.item, property: "interface" },
    item: first.inside.item,
    severity: "warning",
    message: `Strangers reach the hosts with IPv6 on ${enumerate(names)}: ${first.reach.reason}.`,
    related: deciders(first.reach),
    fixes:
      filterChain(model, "forward", "ipv6").length === 0 && tracksConnections(model)
        ? [fix(protect("forward", from, insideTunnels(model)))]
        : [],
  };
}

/** What a provider will delegate is not known; it is public, and in no list of reserved addresses. */
function publicSide(inside: ConnectedNetwork): ConnectedNetwork {
  const isDelegated = (inside.item.text("from-pool") ?? "") !== "";
  return isDelegated ? { ...inside, network: parseAddressSet("2a00::/64") ?? inside.network } : inside;
}

function deciders(reach: Reach): NonNullable<Finding["related"]> {
  return reach.by.slice(-1).map((rule) => ({ at: { item: rule }, message: "this rule lets them in" }));
}

function placeOf({ model }: RuleContext, from: readonly string[]): Pick<Finding, "at" | "item"> {
  const addresses = model.items("/ipv6/address").filter(isPublicIpv6);
  const source =
    model.items("/ipv6/dhcp-client").find(isOn) ??
    addresses.find((address) => from.includes(address.text("interface") ?? "")) ??
    addresses[0];
  // Without a client there is a global address: `ipv6Outside` asks for one of the two.
  return {
    at: { item: source ?? model.settings("/ipv6/settings"), property: "interface" },
    ...(source && { item: source }),
  };
}

function isOn(item: Item): boolean {
  return item.isDisabled === false;
}

function fix(changes: readonly Change[]): Fix {
  return { id: "protect", title: "Protect the router and its networks from the internet side", changes };
}

/** None where replies cannot be told from the rest, or what is to stay reachable cannot be written. */
function protectAll(context: RuleContext, from: readonly string[]): Fix[] {
  const kept = keptOpen({ context, interfaces: from, family: "ipv6" });
  if (kept === undefined || !tracksConnections(context.model)) return [];
  const { model } = context;
  // Of a router that speaks BGP, what it forwards is others' traffic.
  const forward = isTransit(model) ? [] : protect("forward", from, insideTunnels(model));
  return [fix([...protect("input", from, kept), ...forward])];
}

/** The vendor's default IPv6 rules in short (Manual: Building Advanced Firewall). */
function protect(
  chain: "input" | "forward",
  from: readonly string[],
  kept: readonly Match[],
): readonly Change[] {
  const add = (properties: Readonly<Record<string, string>>): Change => ({
    kind: "add",
    menu: MENU,
    properties: { ...properties, chain },
  });
  const delegation = {
    action: "accept",
    "dst-port": "546",
    protocol: "udp",
    "src-address": "fe80::/10",
  };
  return [
    add({ action: "accept", "connection-state": "established,related" }),
    add({ action: "accept", protocol: "icmpv6" }),
    ...kept
      .filter(({ protocol }) => protocol !== "icmpv6")
      .map((match) => add({ action: "accept", ...match })),
    ...(chain === "input" ? [add(delegation)] : []),
    ...from.map((name) => add({ action: "drop", "in-interface": name })),
  ];
}
