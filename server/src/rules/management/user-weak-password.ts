import { label } from "../facts/label.ts";
import { newPassword, SHORTEST_PASSWORD } from "../facts/new-password.ts";
import { weaknessOf, wishOf } from "../facts/secret-strength.ts";
import { defineRule } from "../rule.ts";

/** No export ever prints `/user`, so the file is a script, and every router that runs it gets this password. */
export const userWeakPassword = defineRule({
  id: "user-weak-password",
  group: "management",
  title: "Weak password of a router user",
  severity: "error",
  why: "Routers are tried day and night with names, words and keyboard patterns, and who guesses this one administers the router.",
  advice: "Use at least 12 random characters, set on the router and not in the file.",
  references: ["Manual: User", "Manual: Securing your router"],
  compliance: ["A"],
  cwe: [521],
  presets: ["recommended", "strict"],
  bad: "/user\nadd group=full name=anna password=Summer2024\n",
  good: "/user\nadd group=full name=anna password=q7Rk2mVx9Tf4Zs\nadd group=read name=bert password=xxxxxx\n",
  fixes: { "new-password": "needs-input" },
  on: ["/user"],
  check(item, { policy }) {
    const password = item.property("password")?.text;
    if (item.isDisabled === true || password === undefined) return undefined;
    const weakness = weaknessOf(password, wishOf(policy, SHORTEST_PASSWORD, [item.name, item.comment]));
    if (weakness === undefined) return undefined;
    return {
      at: { item, property: "password" },
      item,
      message: `The password of user ${label(item)} is ${weakness}.`,
      fixes: [newPassword(item)],
    };
  },
});
