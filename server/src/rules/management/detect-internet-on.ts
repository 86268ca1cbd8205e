import { defineRule } from "../rule.ts";

/** The list is none by default; the router itself installs what it finds (manual: Detect Internet). */
export const detectInternetOn = defineRule({
  id: "detect-internet-on",
  group: "management",
  title: "Detect Internet enabled",
  severity: "info",
  why: "Detect Internet makes DHCP clients, default routes and DNS servers of its own on the interfaces that it watches, so whoever answers there first may lead the router's traffic, and no export shows it.",
  advice: "Set detect-interface-list=none, unless the interface lists that it fills are needed.",
  references: ["Manual: Detect Internet"],
  presets: ["strict"],
  bad: "/interface detect-internet\nset detect-interface-list=all\n",
  good: "/interface detect-internet\nset detect-interface-list=none\n",
  fixes: { disable: "suggestion" },
  on: ["/interface/detect-internet"],
  check(item) {
    const list = item.text("detect-interface-list") ?? "none";
    if (list === "none" || list === "") return undefined;
    return {
      at: { item, property: "detect-interface-list" },
      item,
      message: `Detect Internet watches ${list === "all" ? "all interfaces" : `the interfaces of \`${list}\``}: it may add DHCP clients, default routes and DNS servers there.`,
      fixes: [
        {
          id: "disable",
          title: "Switch Detect Internet off",
          changes: [{ kind: "set", item, properties: { "detect-interface-list": "none" } }],
        },
      ],
    };
  },
});
