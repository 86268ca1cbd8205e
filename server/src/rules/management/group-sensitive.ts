import { enumerate, label, listOf } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

export const groupSensitive = defineRule({
  id: "group-sensitive",
  group: "management",
  title: "User group with far-reaching policies",
  severity: "info",
  why: "policy lets a user give himself every right, and sensitive shows every password.",
  advice: "Leave policy and sensitive to the group full.",
  references: ["Manual: User"],
  compliance: ["A"],
  cwe: [269],
  presets: ["strict"],
  bad: "/user group\nadd name=helpdesk policy=read,write,policy,sensitive\n",
  good: "/user group\nadd name=helpdesk policy=read,test,winbox,!policy,!sensitive\n",
  fixes: { drop: "suggestion" },
  on: ["/user/group"],
  check(item) {
    if (item.origin !== "add") return undefined;
    const reach = listOf(item.text("policy")).filter((policy) => ["policy", "sensitive"].includes(policy));
    if (reach.length === 0) return undefined;
    const left = listOf(item.text("policy")).filter((policy) => !reach.includes(policy));
    return {
      at: { item, property: "policy" },
      item,
      message: `Group ${label(item)} holds ${enumerate(reach)}.`,
      fixes:
        left.length === 0
          ? []
          : [
              {
                id: "drop",
                title: `Take ${reach.join(" and ")} away`,
                changes: [{ kind: "set", item, properties: { policy: left.join(",") } }],
              },
            ],
    };
  },
});
