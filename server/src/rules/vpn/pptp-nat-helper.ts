import { wholeExport } from "../facts/example.ts";
import { defineRule } from "../rule.ts";

/** On by default in every version (verbose exports 6.43.8 to 7.17.2). */
export const pptpNatHelper = defineRule({
  id: "pptp-nat-helper",
  group: "vpn",
  title: "PPTP NAT helper enabled",
  severity: "info",
  why: "The helper keeps PPTP through NAT working for hosts behind this router; nothing else uses it.",
  advice: "Disable it when no host inside dials PPTP.",
  references: ["Manual: NAT"],
  compliance: ["S"],
  presets: ["strict"],
  bad: wholeExport("7.16.2"),
  good: wholeExport("7.16.2", "/ip firewall service-port", "set pptp disabled=yes"),
  fixes: { disable: "suggestion" },
  on: ["/ip/firewall/service-port"],
  check(item) {
    if (item.name !== "pptp" || item.isDisabled !== false) return undefined;
    return {
      at: { item, property: "disabled" },
      item,
      message: "The NAT helper for PPTP is on.",
      fixes: [
        {
          id: "disable",
          title: "Disable the PPTP helper",
          changes: [{ kind: "set", item, properties: { disabled: "yes" } }],
        },
      ],
    };
  },
});
