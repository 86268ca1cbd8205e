import { hasHandmadeIpsec } from "../facts/l2tp.ts";
import { isEnabledServer } from "../facts/switched-on.ts";
import { defineRule } from "../rule.ts";

/** The server's words are no, yes and required; `yes` still takes clear L2TP (Manual: L2TP). */
export const l2tpServerIpsecOptional = defineRule({
  id: "l2tp-server-ipsec-optional",
  group: "vpn",
  title: "L2TP server takes clients without IPsec",
  severity: "warning",
  why: "With use-ipsec=yes the server offers IPsec, but a client that comes without it is let in too, in clear.",
  advice: "Set use-ipsec=required.",
  references: ["Manual: L2TP", "RFC 3193"],
  compliance: ["T"],
  cwe: [319],
  presets: ["recommended", "strict", "vpn"],
  bad: "/interface l2tp-server server\nset authentication=mschap2 enabled=yes use-ipsec=yes\n",
  good: "/interface l2tp-server server\nset authentication=mschap2 enabled=yes use-ipsec=required\n/interface l2tp-client\nadd allow=mschap2 connect-to=vpn.example.com disabled=no name=office use-ipsec=yes user=anna\n",
  fixes: { require: "suggestion" },
  migrations: ["wireguard", "ikev2", "openvpn"],
  on: ["/interface/l2tp-server/server"],
  check(item, { model }) {
    if (!isEnabledServer(item) || item.text("use-ipsec") !== "yes" || hasHandmadeIpsec(model))
      return undefined;
    return {
      at: { item, property: "use-ipsec" },
      item,
      message: "The L2TP server also lets clients in that come without IPsec.",
      fixes: [
        {
          id: "require",
          title: "Require IPsec",
          changes: [{ kind: "set", item, properties: { "use-ipsec": "required" } }],
        },
      ],
    };
  },
});
