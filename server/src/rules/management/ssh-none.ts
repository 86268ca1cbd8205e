import { defineRule } from "../rule.ts";

export const sshNone = defineRule({
  id: "ssh-none",
  group: "management",
  title: "SSH offers no encryption",
  severity: "error",
  why: "With the none cipher a login session crosses the network in clear text.",
  advice: "Forbid it.",
  versions: "<7.17",
  references: ["Manual: SSH"],
  compliance: ["M"],
  cwe: [319],
  presets: ["recommended", "strict"],
  bad: "/ip ssh\nset allow-none-crypto=yes\n",
  good: "/ip ssh\nset allow-none-crypto=no\n",
  fixes: { forbid: "safe" },
  on: ["/ip/ssh"],
  check(item) {
    if (item.text("allow-none-crypto") !== "yes") return undefined;
    return {
      at: { item, property: "allow-none-crypto" },
      item,
      message: "SSH may run without encryption.",
      fixes: [
        {
          id: "forbid",
          title: "Forbid the none cipher",
          changes: [{ kind: "set", item, properties: { "allow-none-crypto": "no" } }],
        },
      ],
    };
  },
});
