import type { Item } from "../../model/model.ts";
import { isOpenDstNat, limitSources } from "../facts/dst-nat.ts";
import { wholeExport } from "../facts/example.ts";
import { holdsPort, protocolOf } from "../facts/firewall.ts";
import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

/** What attackers try at every address, by the port inside. */
const ADMIN: Readonly<Record<number, string>> = {
  22: "SSH",
  23: "Telnet",
  445: "SMB",
  3389: "Remote Desktop",
  5900: "VNC",
  8291: "WinBox",
};
const NAT = ["/ip firewall nat", "add action=masquerade chain=srcnat out-interface=ether1"];

export const firewallDstnatAdminPorts = defineRule({
  id: "firewall-dstnat-admin-ports",
  group: "firewall",
  title: "Administration of an inside host open to the internet",
  severity: "warning",
  why: "The rule leads anybody on the internet side to a login that is attacked all the time, past the firewall's other rules.",
  advice: "Reach the host by VPN, or limit the rule with src-address-list.",
  references: ["Manual: NAT"],
  compliance: ["N"],
  cwe: [284],
  presets: ["recommended", "strict"],
  bad: wholeExport(
    "7.16.2",
    ...NAT,
    "add action=dst-nat chain=dstnat dst-port=3389 in-interface=ether1 protocol=tcp to-addresses=192.168.88.10",
  ),
  good: wholeExport(
    "7.16.2",
    ...NAT,
    "add action=dst-nat chain=dstnat dst-port=3389 in-interface=ether1 protocol=tcp src-address=192.0.2.0/24 to-addresses=192.168.88.10",
    "add action=dst-nat chain=dstnat dst-port=443 in-interface=ether1 protocol=tcp to-addresses=192.168.88.10",
  ),
  fixes: { limit: "needs-input" },
  on: ["/ip/firewall/nat"],
  check(item, context) {
    const port = adminPort(item);
    if (port === undefined || !isOpenDstNat(item, context)) return undefined;
    return {
      at: { item, property: "dst-port" },
      item,
      message: `Rule ${label(item)} leads anybody on the internet side to ${ADMIN[port] ?? ""} (port ${port}) of \`${item.text("to-addresses") ?? ""}\`.`,
      fixes: [limitSources(item)],
    };
  },
});

/** The port the packet arrives at inside: `to-ports`, else the one it was sent to. */
function adminPort(rule: Item): number | undefined {
  if (protocolOf(rule) !== "tcp") return undefined;
  const inside = (rule.text("to-ports") ?? "") === "" ? rule.text("dst-port") : rule.text("to-ports");
  return Object.keys(ADMIN)
    .map(Number)
    .find((port) => holdsPort(inside, port));
}
