import type { Item, Model } from "../../model/model.ts";
import { tunnelMarks } from "../facts/client-tunnels.ts";
import { copiedValues } from "../facts/copied-values.ts";
import { wholeExport } from "../facts/example.ts";
import { markingRules } from "../facts/routing.ts";
import { defineRule, type Fix } from "../rule.ts";

const VPN = [
  "/interface wireguard",
  "add listen-port=13231 mtu=1420 name=vpn",
  "/interface wireguard peers",
  'add allowed-address=0.0.0.0/0 endpoint-address=192.0.2.9 endpoint-port=51820 interface=vpn public-key="<PUBLIC-KEY>"',
  "/ip firewall mangle",
  "add action=mark-routing chain=prerouting dst-address-type=!local in-interface=lan new-routing-mark=via-vpn",
  "/ip route",
  "add dst-address=0.0.0.0/0 gateway=vpn routing-table=via-vpn",
  "/routing table",
  "add fib name=via-vpn",
];
const SIX = [
  "/ipv6 address",
  "add address=::1 from-pool=isp interface=lan",
  "/ipv6 dhcp-client",
  "add interface=ether1 pool-name=isp request=prefix",
];

export const vpnIpv6Leak = defineRule({
  id: "vpn-ipv6-leak",
  group: "routing",
  title: "IPv6 goes past the VPN",
  severity: "warning",
  why: "Only IPv4 is marked for the tunnel; the same hosts have IPv6, which they prefer and which leaves by the provider in clear.",
  advice: "Mark IPv6 too, drop it for these hosts, or give their network no IPv6 prefix.",
  references: ["RFC 7359", "Manual: Policy Routing"],
  compliance: ["T"],
  cwe: [319],
  presets: ["recommended", "strict", "vpn"],
  bad: wholeExport("7.16.2", ...VPN, ...SIX),
  good: wholeExport(
    "7.16.2",
    ...VPN,
    ...SIX,
    "/ipv6 firewall filter",
    "add action=reject chain=forward in-interface=lan",
  ),
  fixes: { reject: "suggestion" },
  on: "model",
  check(model) {
    const needed = ["/ipv6/firewall/filter", "/ipv6/firewall/mangle", "/ipv6/route"];
    if (!needed.every((menu) => model.absenceMeansDefault(menu))) return undefined;
    const served = servedBySix(model);
    if (served === undefined || handlesSix(model)) return undefined;
    const leak = tunnelMarks(model).find(({ rule }) => rule.menu === "/ip/firewall/mangle");
    if (leak === undefined) return undefined;
    return {
      at: { item: leak.rule, property: "new-routing-mark" },
      item: leak.rule,
      message: `\`${leak.mark}\` takes IPv4 into the tunnel, but the IPv6 of this router's networks leaves by the provider.`,
      related: [{ at: { item: served }, message: "hosts get IPv6 here" }],
      fixes: rejectSix(leak.rule),
    };
  },
});

/** Hosts that the mark picks by interface; which IPv6 addresses belong to a mark by IPv4 address nobody can tell. */
function rejectSix(rule: Item): Fix[] {
  const place = copiedValues(rule, ["in-interface", "in-interface-list"]) ?? {};
  const words = Object.values(place);
  const isByInterface = !rule.properties.some(({ name }) => /^src-|^connection-mark/.test(name));
  if (words.length === 0 || !isByInterface) return [];
  return [
    {
      id: "reject",
      title: `Reject the IPv6 of ${words.join(", ")}`,
      changes: [
        {
          kind: "add",
          menu: "/ipv6/firewall/filter",
          properties: { action: "reject", chain: "forward", ...place },
        },
      ],
    },
  ];
}

/** An enabled address that is announced to hosts: from a pool, or global. */
function servedBySix(model: Model): Item | undefined {
  if (model.settings("/ipv6/settings").text("disable-ipv6") === "yes") return undefined;
  return model
    .items("/ipv6/address")
    .find(
      (address) =>
        address.isDisabled === false &&
        address.text("advertise") !== "no" &&
        ((address.text("from-pool") ?? "") !== "" ||
          /^[23][0-9a-f]{3}:/i.test(address.text("address") ?? "")),
    );
}

/** IPv6 marks, routes or rules that drop by source or inside interface: somebody has thought of it. */
function handlesSix(model: Model): boolean {
  const isOn = (item: Item) => item.isDisabled !== true;
  return (
    markingRules(model).some(({ rule }) => rule.menu === "/ipv6/firewall/mangle") ||
    model.items("/ipv6/route").some(isOn) ||
    model
      .items("/ipv6/firewall/filter")
      .some(
        (rule) =>
          isOn(rule) &&
          rule.text("chain") === "forward" &&
          ["drop", "reject", "jump"].includes(rule.text("action") ?? "") &&
          (rule.text("connection-state") ?? "") !== "invalid" &&
          rule.properties.some(
            ({ name, text }) => /^(src-|in-interface)/.test(name) && text?.startsWith("!") !== true,
          ),
      )
  );
}
