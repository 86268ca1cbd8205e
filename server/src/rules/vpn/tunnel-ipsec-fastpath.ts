import { hasIpsecSecret } from "../facts/ipsec.ts";
import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

export const tunnelIpsecFastpath = defineRule({
  id: "tunnel-ipsec-fastpath",
  group: "vpn",
  title: "Fast path on an encrypted tunnel",
  severity: "warning",
  why: "Fast path skips IPsec, so the manual demands that it is off when the tunnel has an ipsec-secret; the router refuses the pair or leaks packets.",
  advice: "Set allow-fast-path=no.",
  references: ["Manual: GRE", "Manual: EoIP", "Manual: IPIP"],
  presets: ["recommended", "strict", "vpn"],
  bad: "/interface gre\nadd ipsec-secret=<PSK> name=branch remote-address=8.8.4.9\n",
  good: "/interface gre\nadd allow-fast-path=no ipsec-secret=<PSK> name=branch remote-address=8.8.4.9\nadd name=plain remote-address=10.0.0.9\n",
  fixes: { "no-fast-path": "safe" },
  on: ["/interface/gre", "/interface/ipip", "/interface/eoip"],
  check(item) {
    if (item.isDisabled !== false || !hasIpsecSecret(item) || item.text("allow-fast-path") !== "yes")
      return undefined;
    return {
      at: {
        item,
        property: item.property("allow-fast-path") === undefined ? "ipsec-secret" : "allow-fast-path",
      },
      item,
      message: `Tunnel ${label(item)} has an IPsec secret, but fast path is on.`,
      fixes: [
        {
          id: "no-fast-path",
          title: "Switch fast path off for it",
          changes: [{ kind: "set", item, properties: { "allow-fast-path": "no" } }],
        },
      ],
    };
  },
});
