import type { Change } from "../../edit/change.ts";
import type { Item, Model } from "../../model/model.ts";
import { wholeExport } from "../facts/example.ts";
import { filterChain } from "../facts/firewall.ts";
import { ODD_PORT } from "../facts/firewall-probe.ts";
import { firstLine } from "../facts/internet-side.ts";
import { defineRule, type Fix, type RuleContext } from "../rule.ts";

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
  why: "The router has IPv6 addresses, IPv4 rules do not apply to them, and the IPv6 input chain stops nothing: every service and every host behind is reachable.",
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
  ),
  fixes: { protect: "suggestion" },
  on: "model",
  check(model, context) {
    const from = outerOfSix(context);
    if (from.length === 0) return undefined;
    const reach = context.traffic.inputFromWan("tcp", ODD_PORT, "ipv6");
    if (reach.verdict !== "accepted") return undefined;
    const rules = filterChain(model, "input", MENU);
    const decider = reach.by.at(-1);
    const source = model.items("/ipv6/dhcp-client").find(isOn) ?? model.items("/ipv6/address").find(isOn);
    const at = source === undefined ? firstLine(model) : { item: source, property: "interface" };
    if (at === undefined) return undefined;
    return {
      at,
      ...(source === undefined ? {} : { item: source }),
      message: `The router has IPv6, and strangers reach it: ${reach.reason.replace("`input`", "IPv6 `input`")}.`,
      related: (decider === undefined ? [] : [decider]).map((rule) => ({
        at: { item: rule },
        message: "this rule lets them in",
      })),
      fixes: rules.length > 0 || filterChain(model, "forward", MENU).length > 0 ? [] : [protect(from)],
    };
  },
});

const MENU = "/ipv6/firewall/filter";

function isOn(item: Item): boolean {
  return item.isDisabled === false;
}

/** Where IPv6 comes in: a prefix by DHCP, or a default route out of an interface, and global addresses to reach. */
function outerOfSix(context: RuleContext): readonly string[] {
  const { model, traffic } = context;
  const clients = model.items("/ipv6/dhcp-client").filter(isOn);
  if (!hasGlobalAddress(model) && clients.length === 0) return [];
  const byClient = clients.flatMap((client) => client.text("interface") ?? []);
  const byRoute = model
    .items("/ipv6/route")
    .filter((route) => isOn(route) && /^(::\/0|2000::\/3|)$/.test(route.text("dst-address") ?? ""))
    .flatMap((route) =>
      (route.text("gateway") ?? "").split(",").flatMap((gateway) => gateway.split("%")[1] ?? []),
    );
  const found = new Set([...byClient, ...byRoute].map((name) => traffic.network.interfaces.master(name)));
  return [...found].filter((name) => traffic.network.interfaces.isEnabled(name) !== "no");
}

/** From a provider's pool, or of 2000::/3; unique local ones are not routed on the internet. */
function hasGlobalAddress(model: Model): boolean {
  return model
    .items("/ipv6/address")
    .some(
      (address) =>
        isOn(address) &&
        ((address.text("from-pool") ?? "") !== "" ||
          /^[23][0-9a-f]{3}:/i.test(address.text("address") ?? "")),
    );
}

/** The vendor's default IPv6 rules in short (Manual: Building Advanced Firewall). */
function protect(from: readonly string[]): Fix {
  const add = (properties: Readonly<Record<string, string>>): Change => ({
    kind: "add",
    menu: MENU,
    properties,
  });
  const drops = (chain: string) => from.map((name) => add({ action: "drop", chain, "in-interface": name }));
  return {
    id: "protect",
    title: "Protect the router and its networks from the internet side",
    changes: [
      add({ action: "accept", chain: "input", "connection-state": "established,related" }),
      add({ action: "accept", chain: "input", protocol: "icmpv6" }),
      add({
        action: "accept",
        chain: "input",
        "dst-port": "546",
        protocol: "udp",
        "src-address": "fe80::/10",
      }),
      ...drops("input"),
      add({ action: "accept", chain: "forward", "connection-state": "established,related" }),
      add({ action: "accept", chain: "forward", protocol: "icmpv6" }),
      ...drops("forward"),
    ],
  };
}
