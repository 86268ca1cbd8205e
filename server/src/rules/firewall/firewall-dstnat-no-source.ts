import { isOpenDstNat } from "../facts/dst-nat.ts";
import { wholeExport } from "../facts/example.ts";
import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

const NAT = ["/ip firewall nat", "add action=masquerade chain=srcnat out-interface=ether1"];

export const firewallDstnatNoSource = defineRule({
  id: "firewall-dstnat-no-source",
  group: "firewall",
  title: "Port forward without a limit on sources",
  severity: "info",
  why: "Anybody on the internet reaches the inside host by this rule; that is meant for public servers only.",
  advice: "Limit the rule with src-address-list where the users are known.",
  references: ["Manual: NAT"],
  compliance: ["N"],
  presets: ["strict"],
  bad: wholeExport(
    "7.16.2",
    ...NAT,
    "add action=dst-nat chain=dstnat dst-port=443 in-interface=ether1 protocol=tcp to-addresses=192.168.88.10",
  ),
  good: wholeExport(
    "7.16.2",
    ...NAT,
    "add action=dst-nat chain=dstnat dst-port=443 in-interface=ether1 protocol=tcp src-address-list=offices to-addresses=192.168.88.10",
  ),
  on: ["/ip/firewall/nat"],
  check(item, context) {
    if (!isOpenDstNat(item, context)) return undefined;
    return {
      at: { item, property: "to-addresses" },
      item,
      message: `Rule ${label(item)} leads any source on the internet side to \`${item.text("to-addresses") ?? ""}\`.`,
    };
  },
});
