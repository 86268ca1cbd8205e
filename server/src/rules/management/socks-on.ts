import { defineRule } from "../rule.ts";

export const socksOn = defineRule({
  id: "socks-on",
  group: "management",
  title: "SOCKS proxy enabled",
  severity: "error",
  why: "A SOCKS proxy on a router relays other people's traffic; malware that takes over routers switches it on.",
  advice: "Switch it off, and look for scripts and users that you do not know.",

  references: ["Manual: SOCKS", "CVE-2018-14847"],
  compliance: ["S"],
  cwe: [441],
  presets: ["recommended", "strict"],
  bad: "/ip socks\nset enabled=yes\n",
  good: "/ip socks\nset enabled=no\n",
  fixes: { disable: "suggestion" },
  on: ["/ip/socks"],
  check(item) {
    if (item.text("enabled") !== "yes") return undefined;
    return {
      at: { item, property: "enabled" },
      item,
      message: "The SOCKS proxy is on.",
      fixes: [
        {
          id: "disable",
          title: "Switch the SOCKS proxy off",
          changes: [{ kind: "set", item, properties: { enabled: "no" } }],
        },
      ],
    };
  },
});
