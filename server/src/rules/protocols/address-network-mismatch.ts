import {
  formatIpAddress,
  formatIpPrefix,
  networkOf,
  parseIpAddress,
  parseIpPrefix,
} from "../../values/ip.ts";
import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

/** When an address is changed its network stays as it was, and the connected route with it. */
export const addressNetworkMismatch = defineRule({
  id: "address-network-mismatch",
  group: "protocols",
  title: "Network that does not hold its address",
  severity: "warning",
  why: "The connected route is made of `network=`, so the router looks for the hosts of the address's own network elsewhere.",
  advice: "Set the network of the address, or leave `network=` out.",
  references: ["Manual: IP Addressing"],
  presets: ["recommended", "strict"],
  bad: "/ip address\nadd address=192.168.88.1/24 interface=lan network=192.168.89.0\n",
  good: "/ip address\nadd address=192.168.88.1/24 interface=lan network=192.168.88.0\nadd address=10.255.255.1/32 interface=ether1 network=10.255.255.2\n",
  fixes: { network: "suggestion" },
  on: ["/ip/address"],
  check(item) {
    const prefix = parseIpPrefix(item.property("address")?.text ?? "");
    const network = parseIpAddress(item.property("network")?.text ?? "");
    if (item.isDisabled !== false || !item.isCertain || prefix === undefined || network === undefined)
      return undefined;
    const own = networkOf(prefix);
    // Of a link of two addresses either may be told as its network, and 0.0.0.0 is what a script leaves.
    if (prefix.length > 30 || network.value === 0n || own.address.value === network.value) return undefined;
    return {
      at: { item, property: "network" },
      item,
      message: `Address ${label(item)} is in \`${formatIpPrefix(own)}\`, but its network is told to be \`${formatIpAddress(network)}\`.`,
      fixes: [
        {
          id: "network",
          title: `Set the network ${formatIpAddress(own.address)}`,
          changes: [{ kind: "set", item, properties: { network: formatIpAddress(own.address) } }],
        },
      ],
    };
  },
});
