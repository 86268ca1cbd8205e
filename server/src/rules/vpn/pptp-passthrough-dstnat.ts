import { canNeverAct } from "../facts/dropped-ahead.ts";
import { holdsPort, isGre, protocolOf } from "../facts/firewall.ts";
import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

export const pptpPassthroughDstnat = defineRule({
  id: "pptp-passthrough-dstnat",
  group: "vpn",
  title: "PPTP forwarded to an inside server",
  severity: "warning",
  why: "The rule publishes a PPTP server behind this router, whose logins can be cracked like any PPTP login.",
  advice: "Replace the inside server, or end the VPN on this router with WireGuard or IKEv2.",
  references: ["Manual: NAT", "RFC 2759"],
  compliance: ["N", "T"],
  cwe: [327],
  presets: ["recommended", "strict", "vpn"],
  bad: "/ip firewall nat\nadd action=dst-nat chain=dstnat dst-port=1723 protocol=tcp to-addresses=192.168.88.10\n",
  good: "/ip firewall nat\nadd action=dst-nat chain=dstnat dst-port=443 protocol=tcp to-addresses=192.168.88.10\n",
  fixes: { disable: "suggestion" },
  on: ["/ip/firewall/nat"],
  check(item, { traffic }) {
    if (item.isDisabled !== false || !["dst-nat", "netmap"].includes(item.text("action") ?? ""))
      return undefined;
    const isControl = protocolOf(item) === "tcp" && holdsPort(item.text("dst-port"), 1723);
    if ((!isControl && !isGre(item)) || canNeverAct(traffic, item)) return undefined;
    const inside = item.text("to-addresses");
    return {
      at: { item, property: isControl ? "dst-port" : "protocol" },
      item,
      message: `Rule ${label(item)} forwards ${isControl ? "PPTP" : "PPTP's GRE"} to ${inside === undefined ? "an inside host" : `\`${inside}\``}.`,
      // A rule that also forwards other ports must stay for them.
      fixes:
        isControl && item.text("dst-port") !== "1723"
          ? []
          : [
              {
                id: "disable",
                title: "Disable the rule",
                changes: [{ kind: "set", item, properties: { disabled: "yes" } }],
              },
            ],
    };
  },
});
