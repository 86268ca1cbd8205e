import { defineRule } from "../rule.ts";

export const sshForwarding = defineRule({
  id: "ssh-forwarding",
  group: "management",
  title: "SSH port forwarding allowed",
  severity: "warning",
  why: "Whoever can log in by SSH reaches every network behind the router past the firewall's forward chain (local), or makes the router listen on ports that lead to a host of his own (remote).",
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
      // What a forwarded port of the router leads to is the user's own; the input chain says who reaches it.
      severity: value === "remote" ? "info" : "warning",
      message:
        value === "remote"
          ? "SSH users may open ports of this router that lead to hosts of theirs (`remote`)."
          : `SSH users may connect through this router to the networks behind it (\`${value}\`).`,
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
