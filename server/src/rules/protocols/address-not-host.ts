import { formatIpPrefix, networkOf, parseIpPrefix, prefixRange } from "../../values/ip.ts";
import { portsOf } from "../facts/bridges.ts";
import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

export const addressNotHost = defineRule({
  id: "address-not-host",
  group: "protocols",
  title: "Network or broadcast address on an interface",
  severity: "warning",
  why: "The first and the last address of a network stand for the network and for all of its hosts, so many devices do not speak to the router by it.",
  advice: "Give the interface an address between the two.",
  references: ["RFC 1122 §3.2.1.3", "Manual: IP Addressing"],
  presets: ["recommended", "strict"],
  bad: "/ip address\nadd address=192.168.88.0/24 interface=ether2 network=192.168.88.0\n",
  good: "/ip address\nadd address=192.168.88.1/24 interface=ether2 network=192.168.88.0\nadd address=10.0.0.0/31 interface=ether1 network=10.0.0.0\nadd address=10.0.0.255/23 interface=ether3 network=10.0.0.0\n",
  on: ["/ip/address"],
  check(item, { model, traffic }) {
    const prefix = parseIpPrefix(item.property("address")?.text ?? "");
    if (item.isDisabled !== false || !item.isCertain || prefix === undefined) return undefined;
    if (prefix.address.family !== "ip" || prefix.length < 24 || prefix.length > 30) return undefined;
    const name = item.text("interface") ?? "";
    // A bridge without ports bears addresses that are met from elsewhere, by routes.
    if (traffic.network.interfaces.kind(name) === "bridge" && portsOf(name, model).length === 0)
      return undefined;
    const { first, last } = prefixRange(prefix);
    const which = prefix.address.value === first ? "network" : "broadcast";
    if (prefix.address.value !== first && prefix.address.value !== last) return undefined;
    return {
      at: { item, property: "address" },
      item,
      // Two routers that both allow it speak to each other all the same.
      severity: prefix.length === 30 ? "info" : "warning",
      message: `Address ${label(item)} is the ${which} address of \`${formatIpPrefix(networkOf(prefix))}\`, which no host may have.`,
    };
  },
});
