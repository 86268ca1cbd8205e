import { weaknessOf, wishOf } from "../facts/secret-strength.ts";
import { isTunnelOn, tunnelSubject } from "../facts/tunnel-ends.ts";
import { defineRule } from "../rule.ts";

const MINIMUM = 20;

export const l2tpWeakSecret = defineRule({
  id: "l2tp-weak-secret",
  group: "vpn",
  title: "Weak IPsec key of L2TP",
  severity: "error",
  why: "L2TP's IPsec uses IKEv1 with one key for everyone, which whoever takes part in a handshake can guess offline.",
  advice: "Use 20 random characters or more, and change it on all clients.",
  references: ["Manual: L2TP", "Manual: IPsec", "CVE-2018-5389"],
  compliance: ["K"],
  cwe: [521],
  presets: ["recommended", "strict", "vpn"],
  bad: "/interface l2tp-server server\nset authentication=mschap2 enabled=yes ipsec-secret=vpn123 use-ipsec=required\n",
  good: "/interface l2tp-server server\nset authentication=mschap2 enabled=yes ipsec-secret=q7Rk2mVx9Tf4Zs8Lw3Hd use-ipsec=required\n",
  fixes: { "new-key": "needs-input" },
  on: ["/interface/l2tp-server/server", "/interface/l2tp-client"],
  check(item, { policy }) {
    const secret = item.property("ipsec-secret")?.text;
    const ipsec = item.text("use-ipsec");
    if (!isTunnelOn(item) || secret === undefined || ipsec === "no") return undefined;
    const names = [item.text("user"), item.name, item.text("connect-to")];
    const weakness = weaknessOf(secret, wishOf(policy, MINIMUM, names));
    if (weakness === undefined) return undefined;
    return {
      at: { item, property: "ipsec-secret" },
      item,
      message: `${tunnelSubject(item)} has an IPsec key that is ${weakness}.`,
      fixes: [
        {
          id: "new-key",
          title: "Set a new key, on both ends",
          changes: [{ kind: "set", item, properties: { "ipsec-secret": "<IPSEC-SECRET>" } }],
          inputs: [
            {
              name: "ipsec-secret",
              description: "A new key of at least 20 random characters, the same on both ends.",
              isSecret: true,
            },
          ],
        },
      ],
    };
  },
});
