import { hasIpsecSecret, PLAIN_TUNNEL_MENUS } from "../facts/ipsec.ts";
import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

export const tunnelIpsecDefaultAlgos = defineRule({
  id: "tunnel-ipsec-default-algos",
  group: "vpn",
  title: "Tunnel with one-knob IPsec",
  severity: "info",
  why: "An ipsec-secret makes an IKEv1 peer with a key for everyone and the default profile and proposal; neither can be chosen here.",
  advice: "Make an IKEv2 peer and policy for the tunnel by hand, or move to WireGuard.",
  references: ["RFC 9395", "Manual: GRE", "Manual: IPsec"],
  compliance: ["T"],
  cwe: [327],
  presets: ["strict"],
  bad: "/interface eoip\nadd allow-fast-path=no ipsec-secret=<PSK> name=branch remote-address=8.8.4.9 tunnel-id=7\n",
  good: "/interface eoip\nadd allow-fast-path=no name=branch remote-address=8.8.4.9 tunnel-id=7\nadd allow-fast-path=no disabled=yes ipsec-secret=<PSK> name=old remote-address=8.8.4.9 tunnel-id=8\n",
  on: [...PLAIN_TUNNEL_MENUS],
  check(item) {
    if (item.isDisabled !== false || !hasIpsecSecret(item)) return undefined;
    return {
      at: { item, property: "ipsec-secret" },
      item,
      message: `Tunnel ${label(item)} is encrypted with IKEv1 and the default profile and proposal.`,
    };
  },
});
