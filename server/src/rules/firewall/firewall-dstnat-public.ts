import { containsSet, notPublicAddresses, overlaps, parseAddressSet } from "../../values/prefix-set.ts";
import { isOpenDstNat } from "../facts/dst-nat.ts";
import { wholeExport } from "../facts/example.ts";
import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

const NAT = ["/ip firewall nat", "add action=masquerade chain=srcnat out-interface=ether1"];

export const firewallDstnatPublic = defineRule({
  id: "firewall-dstnat-public",
  group: "firewall",
  title: "Port forward from the internet to the internet",
  severity: "warning",
  why: "The rule relays strangers to a public address that is in no network of this router, which hides their origin; intruders leave such rules behind.",
  advice: "Remove the rule unless you know who uses it, and limit its sources.",
  references: ["Manual: NAT"],
  compliance: ["N"],
  cwe: [441],
  presets: ["recommended", "strict"],
  bad: wholeExport(
    "7.16.2",
    ...NAT,
    "add action=dst-nat chain=dstnat dst-port=443 in-interface=ether1 protocol=tcp to-addresses=9.9.9.9",
  ),
  good: wholeExport(
    "7.16.2",
    ...NAT,
    "add action=dst-nat chain=dstnat dst-port=443 in-interface=ether1 protocol=tcp to-addresses=192.168.88.10",
    "add action=dst-nat chain=dstnat dst-port=53 in-interface=lan protocol=udp to-addresses=9.9.9.9",
  ),
  fixes: { disable: "suggestion" },
  on: ["/ip/firewall/nat"],
  check(item, context) {
    const target = parseAddressSet(item.text("to-addresses") ?? "");
    if (target === undefined || overlaps(target, notPublicAddresses()) || !isOpenDstNat(item, context))
      return undefined;
    const { model, traffic } = context;
    const isInside = traffic.network.connected("ip").some((one) => containsSet(one.network, target));
    const isRouted = model.items("/ip/route").some((route) => {
      const place = parseAddressSet(route.text("dst-address") ?? "0.0.0.0/0");
      return (
        place === undefined ||
        (route.text("dst-address") !== "0.0.0.0/0" &&
          route.property("dst-address") !== undefined &&
          containsSet(place, target))
      );
    });
    // DNS of the inside that is redirected without naming the inside looks the same.
    if (isInside || isRouted || item.text("dst-port") === "53") return undefined;
    return {
      at: { item, property: "to-addresses" },
      item,
      message: `Rule ${label(item)} relays strangers to the public address \`${item.text("to-addresses") ?? ""}\`.`,
      fixes: [
        {
          id: "disable",
          title: "Disable the rule",
          changes: [{ kind: "set", item, properties: { disabled: "yes" } }],
        },
      ],
    };
  },
});
