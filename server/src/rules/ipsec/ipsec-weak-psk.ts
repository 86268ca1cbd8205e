import { peerOf } from "../facts/ipsec.ts";
import { label } from "../facts/label.ts";
import { weaknessOf, wishOf } from "../facts/secret-strength.ts";
import { defineRule } from "../rule.ts";

const MINIMUM = 20;

/** Up to 6.43 the secret is on the peer, later on the identity. */
export const ipsecWeakPsk = defineRule({
  id: "ipsec-weak-psk",
  group: "ipsec",
  title: "Weak pre-shared key",
  severity: "error",
  why: "Whoever takes part in one handshake can try keys offline, billions a second, in main mode and IKEv2 as well.",
  advice: "Use 20 random characters or more, another for each peer, or certificates.",
  references: ["NIST SP 800-77r1", "CVE-2018-5389", "Manual: IPsec"],
  compliance: ["K"],
  cwe: [521],
  presets: ["recommended", "strict", "vpn"],
  bad: "/ip ipsec identity\nadd peer=branch secret=Winter2024\n",
  good: "/ip ipsec identity\nadd peer=branch secret=q7Rk2mVx9Tf4Zs8Lw3Hd\nadd auth-method=digital-signature certificate=x peer=other\nadd peer=masked secret=xxxxxxxx\n",
  fixes: { "new-key": "needs-input" },
  on: ["/ip/ipsec/identity", "/ip/ipsec/peer"],
  check(item, { model, policy }) {
    const secret = item.property("secret")?.text;
    if (item.isDisabled === true || secret === undefined) return undefined;
    const peer = peerOf(model, item);
    const names = [peer?.name, item.name, item.comment, peer?.text("address")?.split("/")[0]];
    const weakness = weaknessOf(secret, wishOf(policy, MINIMUM, names));
    if (weakness === undefined) return undefined;
    const whose = peer?.name ?? item.text("peer") ?? item.text("address");
    return {
      at: { item, property: "secret" },
      item,
      message: `The pre-shared key of ${whose === undefined ? label(item) : `peer \`${whose}\``} is ${weakness}.`,
      fixes: [
        {
          id: "new-key",
          title: "Set a new key, on both ends",
          changes: [{ kind: "set", item, properties: { secret: "<PRE-SHARED-KEY>" } }],
          inputs: [
            {
              name: "pre-shared-key",
              description: "A new key of at least 20 random characters; the other end needs the same.",
              isSecret: true,
            },
          ],
        },
      ],
    };
  },
});
