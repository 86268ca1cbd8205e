import { hasIpsecSecret } from "../facts/ipsec.ts";
import { mayBeCovered } from "../facts/l2tp.ts";
import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

/** L2TP has no encryption of its own (RFC 2661 §9); use-ipsec of clients is no or yes, by default no. */
export const l2tpClientNoIpsec = defineRule({
  id: "l2tp-client-no-ipsec",
  group: "vpn",
  title: "L2TP client without IPsec",
  severity: "error",
  why: "L2TP encrypts nothing by itself: the login and the traffic cross the network in a form that anyone on the path can read.",
  advice: "Set use-ipsec=yes with the server's key, or move the tunnel to WireGuard or IKEv2.",
  references: ["RFC 2661", "RFC 3193", "Manual: L2TP"],
  compliance: ["T"],
  cwe: [319],
  presets: ["recommended", "strict", "vpn"],
  bad: "/interface l2tp-client\nadd allow=mschap2 connect-to=192.0.2.7 disabled=no name=office user=anna\n",
  good: "/interface l2tp-client\nadd allow=mschap2 connect-to=192.0.2.7 disabled=no name=office use-ipsec=yes user=anna\nadd allow=mschap2 connect-to=192.0.2.8 name=old user=anna\n",
  fixes: { "use-ipsec": "needs-input" },
  migrations: ["wireguard", "ikev2", "openvpn"],
  on: ["/interface/l2tp-client"],
  check(item, { model }) {
    if (item.isDisabled !== false || item.text("use-ipsec") !== "no" || mayBeCovered(model, item))
      return undefined;
    const hasSecret = hasIpsecSecret(item);
    return {
      at: { item, property: item.property("use-ipsec") === undefined ? "name" : "use-ipsec" },
      item,
      message: `L2TP client ${label(item)} does not use IPsec: its login and traffic are not encrypted.`,
      fixes: [
        {
          id: "use-ipsec",
          title: "Use IPsec",
          changes: [
            {
              kind: "set",
              item,
              properties: { "use-ipsec": "yes", ...(hasSecret ? {} : { "ipsec-secret": "<IPSEC-SECRET>" }) },
            },
          ],
          inputs: hasSecret
            ? []
            : [
                {
                  name: "ipsec-secret",
                  description: "The pre-shared key of the L2TP server.",
                  isSecret: true,
                },
              ],
        },
      ],
    };
  },
});
