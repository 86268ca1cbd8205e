import { defineRule } from "../rule.ts";

export const sshForwarding = defineRule({
  id: "ssh-forwarding",
  group: "management",
  title: "SSH port forwarding allowed",
  severity: "warning",
  why: "Whoever can log in by SSH can reach every network behind the router through a forwarded port, past the firewall's forward chain.",
  advice: "Set forwarding-enabled=no unless administrators need it.",
  references: ["Manual: SSH"],
  compliance: ["M"],
  cwe: [284],
  presets: ["recommended", "strict"],
  bad: "/ip ssh\nset forwarding-enabled=both\n",
  good: "/ip ssh\nset forwarding-enabled=no\n",
  fixes: { forbid: "suggestion" },
  on: ["/ip/ssh"],
  check(item) {
    const value = item.text("forwarding-enabled");
    // v6 wrote yes before it knew the four words.
    if (value === undefined || !["both", "local", "remote", "yes"].includes(value)) return undefined;
    return {
      at: { item, property: "forwarding-enabled" },
      item,
      message: `SSH forwards ports (\`${value}\`).`,
      fixes: [
        {
          id: "forbid",
          title: "Forbid SSH port forwarding",
          changes: [{ kind: "set", item, properties: { "forwarding-enabled": "no" } }],
        },
      ],
    };
  },
});
