import { label } from "../facts/label.ts";
import { newPassword, SHORTEST_PASSWORD } from "../facts/new-password.ts";
import { weaknessOf, wishOf } from "../facts/secret-strength.ts";
import { tunnelSubject } from "../facts/tunnel-ends.ts";
import { defineRule } from "../rule.ts";

export const pppWeakPassword = defineRule({
  id: "ppp-weak-password",
  group: "ppp",
  title: "Weak VPN password",
  severity: "error",
  why: "VPN logins that face the internet are tried day and night with names, words and keyboard patterns.",
  advice: "Use at least 12 random characters, another for each user.",
  references: ["Manual: Securing your router", "Manual: PPP AAA"],
  compliance: ["A"],
  cwe: [521],
  presets: ["recommended", "strict", "vpn"],
  bad: "/ppp secret\nadd name=anna password=Summer2024 service=l2tp\n",
  good: "/ppp secret\nadd name=anna password=q7Rk2mVx9Tf4Zs service=l2tp\nadd name=bert password=xxxxxx service=l2tp\n",
  fixes: { "new-password": "needs-input" },
  on: [
    "/ppp/secret",
    "/interface/pptp-client",
    "/interface/l2tp-client",
    "/interface/sstp-client",
    "/interface/ovpn-client",
  ],
  check(item, { policy }) {
    const password = item.property("password")?.text;
    if (item.isDisabled === true || password === undefined) return undefined;
    const isAccount = item.menu === "/ppp/secret";
    const names = isAccount ? [item.name, item.comment] : [item.text("user"), item.name];
    const weakness = weaknessOf(password, wishOf(policy, SHORTEST_PASSWORD, names));
    if (weakness === undefined) return undefined;
    return {
      at: { item, property: "password" },
      item,
      // A client's password is the other side's choice.
      severity: isAccount ? "error" : "warning",
      message: `The password of ${isAccount ? `user ${label(item)}` : tunnelSubject(item)} is ${weakness}.`,
      fixes: [newPassword(item, ", known to the user")],
    };
  },
});
