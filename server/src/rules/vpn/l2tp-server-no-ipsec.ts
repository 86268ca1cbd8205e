import { hasIpsecSecret } from "../facts/ipsec.ts";
import { hasHandmadeIpsec } from "../facts/l2tp.ts";
import { isEnabledServer } from "../facts/switched-on.ts";
import { defineRule } from "../rule.ts";

/** L2TP has no encryption of its own (RFC 2661 §9); use-ipsec defaults to no (verbose exports 6.43.8 to 7.17.2). */
export const l2tpServerNoIpsec = defineRule({
  id: "l2tp-server-no-ipsec",
  group: "vpn",
  title: "L2TP server without IPsec",
  severity: "error",
  why: "L2TP encrypts nothing by itself; without IPsec both the logins and the traffic cross the network in a form that anyone on the path can read.",
  advice: "Require IPsec with a long secret, or move the users to WireGuard or IKEv2.",
  references: ["RFC 2661", "RFC 3193", "Manual: L2TP"],
  compliance: ["T"],
  cwe: [319],
  presets: ["recommended", "strict", "vpn"],
  bad: "/interface l2tp-server server\nset authentication=mschap2 enabled=yes use-ipsec=no\n",
  good: "/interface l2tp-server server\nset authentication=mschap2 enabled=yes use-ipsec=required\n",
  fixes: { "require-ipsec": "needs-input" },
  migrations: ["wireguard", "ikev2", "openvpn"],
  on: ["/interface/l2tp-server/server"],
  check(item, { model }) {
    if (!isEnabledServer(item) || item.text("use-ipsec") !== "no") return undefined;
    if (hasHandmadeIpsec(model)) return undefined;
    const hasSecret = hasIpsecSecret(item);
    return {
      at: { item, property: "enabled" },
      item,
      message: "The L2TP server is on without IPsec: logins and traffic are not encrypted.",
      fixes: [
        {
          id: "require-ipsec",
          title: "Require IPsec on the L2TP server",
          changes: [
            {
              kind: "set",
              item,
              properties: {
                "use-ipsec": "required",
                ...(hasSecret ? {} : { "ipsec-secret": "<IPSEC-SECRET>" }),
              },
            },
          ],
          inputs: hasSecret
            ? []
            : [
                {
                  name: "ipsec-secret",
                  description:
                    "A new pre-shared key of at least 20 random characters, given to every L2TP client.",
                  isSecret: true,
                },
              ],
        },
      ],
    };
  },
});
