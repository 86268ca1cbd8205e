import { parseIpAddress } from "../../values/ip.ts";
import { label } from "../facts/label.ts";
import { hasVrfs, markingRules } from "../facts/routing.ts";
import { defineRule } from "../rule.ts";

/** Manual, Packet Flow: after dst-nat the routing decision sends what is for the router itself to `input`. */
export const forwardOwnAddress = defineRule({
  id: "forward-own-address",
  group: "firewall",
  title: "Forward rule for the router's own address",
  severity: "warning",
  why: "Packets for an address of the router go through input, and those that dst-nat sends on bear the address of the inside host in forward, so the rule never acts.",
  advice: "Name the inside host of the port forward, or move the rule to input.",
  references: ["Manual: Packet Flow in RouterOS", "Manual: NAT"],
  compliance: ["N"],
  cwe: [561],
  presets: ["recommended", "strict"],
  bad: "/ip address\nadd address=198.51.100.2/30 interface=ether1 network=198.51.100.0\n/ip firewall filter\nadd action=accept chain=forward dst-address=198.51.100.2 dst-port=443 protocol=tcp\n",
  good: "/ip address\nadd address=198.51.100.2/30 interface=ether1 network=198.51.100.0\n/ip firewall filter\nadd action=accept chain=forward dst-address=192.168.88.9 dst-port=443 protocol=tcp\nadd action=accept chain=input dst-address=198.51.100.2 dst-port=443 protocol=tcp\n",
  on: ["/ip/firewall/filter"],
  check(item, { model, traffic }) {
    const text = (item.property("dst-address")?.text ?? "").replace(/\/32$/, "");
    const address = parseIpAddress(text);
    if (item.isDisabled !== false || !item.isCertain || address === undefined) return undefined;
    if (item.text("chain") !== "forward") return undefined;
    // A routing mark's table is asked before the local addresses, and a VRF has addresses of its own.
    if (markingRules(model).length > 0 || hasVrfs(model)) return undefined;
    const { network } = traffic;
    const own = network.connected("ip").find(
      (one) =>
        one.isActive === "yes" &&
        one.own.value === address.value &&
        // The backup of a VRRP pair forwards what is for the shared address.
        network.interfaces.kind(one.interface) !== "vrrp",
    );
    if (own === undefined) return undefined;
    return {
      at: { item, property: "dst-address" },
      item,
      message: `Rule ${label(item)} never acts: \`${text}\` is the router's own address on \`${own.interface}\`, and \`forward\` sees no packet for it.`,
      related: [{ at: { item: own.item, property: "address" }, message: "the router's own" }],
    };
  },
});
