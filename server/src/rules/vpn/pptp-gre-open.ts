import { isDroppedAhead } from "../facts/dropped-ahead.ts";
import { greInterfaces, isGre, isInputAccept } from "../facts/firewall.ts";
import { label } from "../facts/label.ts";
import { servesPptpUsers } from "../facts/pptp-users.ts";
import { defineRule } from "../rule.ts";

export const pptpGreOpen = defineRule({
  id: "pptp-gre-open",
  group: "vpn",
  title: "Firewall lets GRE in for PPTP only",
  severity: "warning",
  why: "No GRE or EoIP tunnel in this file needs the rule; only PPTP's data channel is left.",
  advice: "Remove the rule together with PPTP.",
  references: ["Manual: PPTP", "Manual: GRE", "RFC 2637"],
  compliance: ["N"],
  cwe: [284],
  presets: ["recommended", "strict", "vpn"],
  bad: "/ip firewall filter\nadd action=accept chain=input protocol=gre\n",
  good: "/interface eoip\nadd name=eoip1 remote-address=192.0.2.1 tunnel-id=1\n/ip firewall filter\nadd action=accept chain=input protocol=gre\n",
  fixes: { disable: "suggestion" },
  on: ["/ip/firewall/filter"],
  check(item, { model, traffic }) {
    if (!isGre(item) || !isInputAccept(item, model) || greInterfaces(model).length > 0) return undefined;
    if (isDroppedAhead(traffic, item)) return undefined;
    return {
      at: { item, property: "protocol" },
      item,
      // Of a fragment it is not known whether the router has GRE tunnels.
      severity: model.absenceMeansDefault("/interface/gre") ? "warning" : "info",
      message: `Rule ${label(item)} lets GRE in, which nothing but PPTP would use here.`,
      fixes: servesPptpUsers(model)
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
