import { label } from "../facts/label.ts";
import { showsPasswords } from "../facts/shown-passwords.ts";
import { defineRule } from "../rule.ts";

/** Exports may hide passwords: only where another login's is written does a missing one mean none. */
export const pppSecretNoPassword = defineRule({
  id: "ppp-secret-no-password",
  group: "ppp",
  title: "VPN account without password",
  severity: "error",
  why: "Whoever guesses the name is in.",
  advice: "Give the account a password, or disable it.",
  references: ["Manual: PPP AAA"],
  compliance: ["A"],
  cwe: [258],
  presets: ["recommended", "strict", "vpn"],
  bad: "/ppp secret\nadd name=anna password=q7Rk2mVx9Tf4Zs service=l2tp\nadd name=bert service=l2tp\n",
  good: "/ppp secret\nadd name=anna service=l2tp\nadd name=bert service=l2tp\n",
  fixes: { "set-password": "needs-input" },
  on: ["/ppp/secret"],
  check(item, { model }) {
    const password = item.property("password");
    if (item.isDisabled !== false || !item.isCertain) return undefined;
    const isEmpty = password?.text === "" && !password.isUnset;
    if (!isEmpty && (password !== undefined || !showsPasswords(model))) return undefined;
    return {
      at: { item, property: isEmpty ? "password" : "name" },
      item,
      message: `User ${label(item)} has no password.`,
      fixes: [
        {
          id: "set-password",
          title: "Set a password",
          changes: [{ kind: "set", item, properties: { password: "<PASSWORD>" } }],
          inputs: [
            {
              name: "password",
              description: "A new password of at least 12 random characters, known to the user.",
              isSecret: true,
            },
          ],
        },
      ],
    };
  },
});
