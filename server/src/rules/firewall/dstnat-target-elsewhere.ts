import { containsSet, notPublicAddresses, onlyAddress, parseAddressSet } from "../../values/prefix-set.ts";
import { canNeverAct } from "../facts/dropped-ahead.ts";
import { wholeExport } from "../facts/example.ts";
import { internetSide } from "../facts/internet-side.ts";
import { mayBeBehind } from "../facts/known-hosts.ts";
import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

const forwarding = (target: string) =>
  wholeExport(
    "7.16.2",
    "/ip firewall nat",
    "add action=masquerade chain=srcnat out-interface=ether1",
    `add action=dst-nat chain=dstnat dst-port=8080 in-interface=ether1 protocol=tcp to-addresses=${target}`,
  );

export const dstnatTargetElsewhere = defineRule({
  id: "dstnat-target-elsewhere",
  group: "firewall",
  title: "Port forward to a host that the router knows no way to",
  severity: "warning",
  why: "The address is a private one, but of none of the router's networks, so what is forwarded leaves by the internet side again.",
  advice: "Correct the address, or add the route to its network.",
  references: ["Manual: NAT", "RFC 1918"],
  presets: ["recommended", "strict"],
  bad: forwarding("192.168.20.5"),
  good: forwarding("192.168.88.5"),
  on: ["/ip/firewall/nat"],
  check(item, context) {
    const { traffic } = context;
    if (item.isDisabled !== false || !item.isCertain || item.text("action") !== "dst-nat") return undefined;
    const targets = parseAddressSet(item.property("to-addresses")?.text ?? "");
    const target = targets && onlyAddress(targets);
    if (targets === undefined || target === undefined || !containsSet(notPublicAddresses(), targets))
      return undefined;
    const side = internetSide(context);
    if (side === undefined || mayBeBehind(targets, context)) return undefined;
    // Without a route that is known, a dynamic default route of the internet side takes it.
    const towards = traffic.interfaceTowards(target);
    if (towards !== undefined && !side.interfaces.includes(towards)) return undefined;
    if (canNeverAct(traffic, item)) return undefined;
    return {
      at: { item, property: "to-addresses" },
      item,
      message: `Port forward ${label(item)} leads to \`${item.text("to-addresses")}\`, which is in none of this router's networks and behind no route.`,
    };
  },
});
