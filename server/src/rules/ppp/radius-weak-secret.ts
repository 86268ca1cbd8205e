import { label } from "../facts/label.ts";
import { weaknessOf, wishOf } from "../facts/secret-strength.ts";
import { defineRule } from "../rule.ts";

/** RFC 2865 §3: the secret should be at least 16 octets. */
const MINIMUM = 16;

export const radiusWeakSecret = defineRule({
  id: "radius-weak-secret",
  group: "ppp",
  title: "Weak RADIUS secret",
  severity: "error",
  why: "Who records one exchange guesses the secret offline, and can then read passwords and let anyone in.",
  advice: "Use 16 random characters or more, another for each router.",
  references: ["RFC 2865 §3", "Manual: RADIUS"],
  compliance: ["K"],
  cwe: [521],
  presets: ["recommended", "strict", "vpn"],
  bad: "/radius\nadd address=10.0.0.5 secret=testing123 service=ppp\n",
  good: "/radius\nadd address=10.0.0.5 secret=q7Rk2mVx9Tf4Zs8L service=ppp\nadd address=10.0.0.6 secret=xxxxxx service=ppp\n",
  fixes: { "new-secret": "needs-input" },
  on: ["/radius"],
  check(item, { policy }) {
    const secret = item.property("secret")?.text;
    const address = item.text("address");
    if (item.isDisabled === true || secret === undefined) return undefined;
    const weakness = weaknessOf(secret, wishOf(policy, MINIMUM, [address, item.comment]));
    if (weakness === undefined) return undefined;
    return {
      at: { item, property: "secret" },
      item,
      // Nobody records what does not leave the router.
      ...(isOwnHost(address) && { severity: "info" as const }),
      message: `The secret shared with RADIUS server ${address === undefined ? label(item) : `\`${address}\``} is ${weakness}.`,
      fixes: [
        {
          id: "new-secret",
          title: "Set a new secret, on the server too",
          changes: [{ kind: "set", item, properties: { secret: "<RADIUS-SECRET>" } }],
          inputs: [
            {
              name: "radius-secret",
              description: "A new secret of at least 16 random characters; the RADIUS server needs the same.",
              isSecret: true,
            },
          ],
        },
      ],
    };
  },
});

/** User Manager on the same router. */
function isOwnHost(address: string | undefined): boolean {
  return address !== undefined && /^127\.|^::1$/.test(address);
}
