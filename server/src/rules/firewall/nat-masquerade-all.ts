import type { Item } from "../../model/model.ts";
import { tracksConnections } from "../../traffic/tracking.ts";
import { gatewayInterface, TUNNEL_KIND } from "../../traffic/wan.ts";
import { wholeExport } from "../facts/example.ts";
import { internetSide } from "../facts/internet-side.ts";
import { tunnelPolicies } from "../facts/ipsec.ts";
import { label, listOf } from "../facts/label.ts";
import { defineRule, type RuleContext } from "../rule.ts";

/** Source NAT of everything: also of what comes in by a port forward, between inside networks and into tunnels. */
export const natMasqueradeAll = defineRule({
  id: "nat-masquerade-all",
  group: "firewall",
  title: "Masquerade of everything",
  severity: "warning",
  why: "Everything the router forwards gets its address: servers behind it see the router as every client, so their logs and limits on sources fail, and traffic for tunnels is translated too.",
  advice: "Name where it leaves to the internet, with out-interface or out-interface-list.",
  references: ["Manual: NAT"],
  compliance: ["N"],
  presets: ["recommended", "strict"],
  bad: wholeExport("7.16.2", "/ip firewall nat", "add action=masquerade chain=srcnat"),
  good: wholeExport(
    "7.16.2",
    "/ip firewall nat",
    "add action=masquerade chain=srcnat src-address=192.168.88.0/24",
  ),
  fixes: { "out-interface": "suggestion" },
  on: ["/ip/firewall/nat"],
  check(item, context) {
    if (item.isDisabled !== false || !item.isCertain || item.text("action") !== "masquerade")
      return undefined;
    if (item.text("chain") !== "srcnat" || isNarrowed(item) || !tracksConnections(context.model))
      return undefined;
    const side = internetSide(context);
    const matchers = side !== undefined && hasNoOtherWay(context, side.interfaces) ? side.matchers : [];
    const [out] = matchers.flatMap((one) => Object.entries(one));
    return {
      at: { item, property: "action" },
      item,
      severity: isFelt(context, sparesTunnels(item)) ? "warning" : "info",
      message: `Rule ${label(item)} masquerades whatever reaches it, to the internet or not.`,
      fixes:
        matchers.length !== 1 || out === undefined
          ? []
          : [
              {
                id: "out-interface",
                title: `Only what leaves by ${out[1]}`,
                changes: [{ kind: "set", item, properties: { [out[0].replace(/^in-/, "out-")]: out[1] } }],
              },
            ],
    };
  },
});

/** With one network inside, no port forward and no tunnel there is little else to translate. */
function isFelt({ model, traffic }: RuleContext, sparesTunnels: boolean): boolean {
  const isForwarding = model
    .items("/ip/firewall/nat")
    .some((rule) => rule.isDisabled === false && rule.text("action") === "dst-nat");
  const networks = traffic.network.connected("ip").filter(({ length }) => length < 31);
  return isForwarding || networks.length > 2 || (!sparesTunnels && tunnelPolicies(model).length > 0);
}

/** Whether everything that this router sends on to other networks leaves by the interfaces: no route and no client of a tunnel leads elsewhere. */
function hasNoOtherWay({ model, traffic }: RuleContext, outer: readonly string[]): boolean {
  const { network } = traffic;
  const isTunnel = network.interfaces.names.some(
    (name) =>
      !outer.includes(name) &&
      network.interfaces.isEnabled(name) !== "no" &&
      TUNNEL_KIND.test(network.interfaces.kind(name) ?? ""),
  );
  const routes = model.items("/ip/route").filter((route) => route.isDisabled !== true);
  const gateways = routes.flatMap((route) => listOf(route.text("gateway")));
  return !isTunnel && gateways.every((word) => outer.includes(gatewayInterface(network, word) ?? ""));
}

/** What says nothing of which packets a rule takes. */
const NO_MATCHER: readonly string[] = [
  "action",
  "chain",
  "comment",
  "disabled",
  "log",
  "log-prefix",
  "random",
  "to-addresses",
  "to-ports",
];

/**
 * Any matcher at all, be it a mark or an address, shows that somebody chose; verbose exports also write what is not set.
 * The policy of the default configuration's rule is left where its list of interfaces was taken out.
 */
function isNarrowed(rule: Item): boolean {
  return rule.properties.some(
    ({ name, isUnset, text }) =>
      !NO_MATCHER.includes(name) &&
      !isUnset &&
      text !== "" &&
      !(name === "ipsec-policy" && sparesTunnels(rule)),
  );
}

function sparesTunnels(rule: Item): boolean {
  return rule.text("ipsec-policy") === "out,none";
}
