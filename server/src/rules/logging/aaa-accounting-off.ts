import { menuWords } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

export const aaaAccountingOff = defineRule({
  id: "aaa-accounting-off",
  group: "logging",
  title: "RADIUS server not told of sessions",
  severity: "info",
  why: "The RADIUS server lets users in, but is not told who was logged in when, and for how long.",
  advice: "Set accounting=yes, which is the default.",
  references: ["Manual: User", "Manual: PPP AAA"],
  compliance: ["L"],
  cwe: [778],
  presets: ["recommended", "strict"],
  bad: "/ppp aaa\nset accounting=no use-radius=yes\n",
  good: "/ppp aaa\nset accounting=no use-radius=no\n",
  fixes: { enable: "safe" },
  on: ["/ppp/aaa", "/user/aaa"],
  check(item) {
    // Accounting is a matter of RADIUS (manual: PPP AAA); without it the setting does nothing.
    if (item.property("accounting")?.text !== "no" || item.text("use-radius") !== "yes") return undefined;
    return {
      at: { item, property: "accounting" },
      item,
      message: `\`${menuWords(item.menu)}\` asks the RADIUS server for logins, but does not tell it of sessions.`,
      fixes: [
        {
          id: "enable",
          title: "Set accounting=yes",
          changes: [{ kind: "set", item, properties: { accounting: "yes" } }],
        },
      ],
    };
  },
});
