import { defineRule } from "../rule.ts";

/** Manual, User: who logs in by RADIUS and is given no group gets the default group. */
export const userRadiusFull = defineRule({
  id: "user-radius-full",
  group: "management",
  title: "RADIUS users get all rights by default",
  severity: "warning",
  why: "A RADIUS server that sends no group, or that is shared with other services, makes every account an administrator of the router.",
  advice: "Set default-group=read and let the RADIUS server name the group of administrators.",
  references: ["Manual: User", "Manual: RADIUS"],
  compliance: ["A", "M"],
  cwe: [269],
  presets: ["recommended", "strict"],
  bad: "/user aaa\nset default-group=full use-radius=yes\n",
  good: "/user aaa\nset default-group=read use-radius=yes\n",
  fixes: { "read-only": "suggestion" },
  on: ["/user/aaa"],
  check(item) {
    if (item.text("use-radius") !== "yes" || item.text("default-group") !== "full") return undefined;
    return {
      at: { item, property: "default-group" },
      item,
      message: "Every account of the RADIUS server may log in with all rights (`default-group=full`).",
      fixes: [
        {
          id: "read-only",
          title: "Give such users read access only",
          changes: [{ kind: "set", item, properties: { "default-group": "read" } }],
        },
      ],
    };
  },
});
