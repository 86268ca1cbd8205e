import { isDroppedAhead } from "../facts/dropped-ahead.ts";
import { holdsPort, isInputAccept, protocolOf } from "../facts/firewall.ts";
import { label } from "../facts/label.ts";
import { servesPptpUsers } from "../facts/pptp-users.ts";
import { isEnabledServer } from "../facts/switched-on.ts";
import { defineRule } from "../rule.ts";

export const pptpFirewallOpen = defineRule({
  id: "pptp-firewall-open",
  group: "vpn",
  title: "Firewall lets PPTP in",
  severity: "warning",
  why: "TCP port 1723 is the control connection of a PPTP server and of nothing else.",
  advice: "Remove the rule once the PPTP users have moved.",
  references: ["Manual: PPTP", "RFC 2637"],
  compliance: ["N"],
  cwe: [284],
  presets: ["recommended", "strict", "vpn"],
  bad: "/ip firewall filter\nadd action=accept chain=input dst-port=1701,1723 protocol=tcp\n",
  good: "/ip firewall filter\nadd action=accept chain=forward dst-port=1723 protocol=tcp\nadd action=drop chain=input dst-port=1723 protocol=tcp\nadd action=accept chain=input disabled=yes dst-port=1723 protocol=tcp\n",
  fixes: { disable: "suggestion" },
  on: ["/ip/firewall/filter", "/ipv6/firewall/filter"],
  check(item, { model, traffic }) {
    const port = item.text("dst-port");
    if (protocolOf(item) !== "tcp" || !holdsPort(port, 1723) || !isInputAccept(item, model)) return undefined;
    if (isDroppedAhead(traffic, item)) return undefined;
    const isServing = isEnabledServer(model.settings("/interface/pptp-server/server"));
    return {
      at: { item, property: "dst-port" },
      item,
      severity: isServing ? "error" : "warning",
      message: `Rule ${label(item)} lets PPTP (TCP 1723) reach this router${isServing ? ", and the PPTP server is on" : ""}.`,
      // A rule that also opens other ports must stay for them, and the users' own until they have moved.
      fixes:
        port === "1723" && !servesPptpUsers(model)
          ? [
              {
                id: "disable",
                title: "Disable the rule",
                changes: [{ kind: "set", item, properties: { disabled: "yes" } }],
              },
            ]
          : [],
    };
  },
});
