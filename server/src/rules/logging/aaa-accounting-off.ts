import { menuWords } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

export const aaaAccountingOff = defineRule({
  id: "aaa-accounting-off",
  group: "logging",
  title: "Accounting switched off",
  severity: "info",
  why: "Nothing records who was logged in when, and for how long.",
  advice: "Set accounting=yes, which is the default.",
  references: ["Manual: User", "Manual: PPP AAA"],
  compliance: ["L"],
  cwe: [778],
  presets: ["recommended", "strict"],
  bad: "/ppp aaa\nset accounting=no\n",
  good: "/ppp aaa\nset use-radius=yes\n",
  fixes: { enable: "safe" },
  on: ["/ppp/aaa", "/user/aaa"],
  check(item) {
    if (item.property("accounting")?.text !== "no") return undefined;
    return {
      at: { item, property: "accounting" },
      item,
      message: `\`${menuWords(item.menu)}\` keeps no account of sessions.`,
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
