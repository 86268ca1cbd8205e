import { enumerate } from "../facts/label.ts";
import { placeOfUse, switchOff, vpnUses, whatIsOn } from "../facts/protocols.ts";
import { defineRule } from "../rule.ts";

/** Runs where the config file names the VPNs that may be used (`policy.allowedVpns`). */
export const vpnNotAllowed = defineRule({
  id: "vpn-not-allowed",
  group: "vpn",
  title: "VPN that the site's policy does not allow",
  severity: "error",
  why: "The config file says which VPNs this site uses; every other one is a way in or out that nobody watches.",
  advice: "Move it to one of the allowed VPNs, or add its word to `policy.allowedVpns`.",
  references: [],
  compliance: ["T", "N"],
  presets: ["recommended", "strict", "vpn"],
  examplePolicy: { allowedVpns: ["wireguard", "l2tp-ipsec"] },
  bad: "/interface sstp-client\nadd authentication=mschap2 connect-to=vpn.example.com disabled=no name=office user=anna\n",
  good: "/interface l2tp-client\nadd allow=mschap2 connect-to=192.0.2.7 disabled=no name=office use-ipsec=yes user=anna\n/interface sstp-client\nadd connect-to=vpn.example.com disabled=yes name=old user=anna\n",
  fixes: { disable: "suggestion" },
  migrations: ["wireguard", "ikev2", "openvpn"],
  on: "model",
  check(model, { policy }) {
    const { allowedVpns } = policy;
    if (allowedVpns === undefined) return undefined;
    return vpnUses(model)
      .filter(({ words }) => !words.some((word) => allowedVpns.includes(word)))
      .map((use) => ({
        at: placeOfUse(use),
        item: use.item,
        message: `${whatIsOn(use)}, and the site's policy allows ${allowedVpns.length === 0 ? "no VPN" : `${enumerate(allowedVpns)} only`}.`,
        fixes: switchOff(use),
      }));
  },
});
