import { label, listOf } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

/** The policies whose misuse gives the whole router away. */
const POWERFUL = ["policy", "password", "sensitive", "write"];

export const scriptPermissions = defineRule({
  id: "script-permissions",
  group: "scripts",
  title: "Script that skips the check of permissions",
  severity: "warning",
  why: "With dont-require-permissions=yes anyone who may run scripts runs this one with all the rights it was given.",
  advice: "Set dont-require-permissions=no, or give the script only the policies it needs.",
  references: ["Manual: Scripting"],
  compliance: ["M"],
  cwe: [250],
  presets: ["strict"],
  bad: '/system script\nadd dont-require-permissions=yes name=backup policy=read,write,policy source="/system backup save name=a"\n',
  good: '/system script\nadd dont-require-permissions=no name=backup policy=read,write,policy source="/system backup save name=a"\n',
  fixes: { require: "suggestion" },
  on: ["/system/script"],
  check(item, { model }) {
    if (item.text("dont-require-permissions") !== "yes") return undefined;
    const policy = item.property("policy");
    const strong =
      policy === undefined ? POWERFUL : listOf(policy.text).filter((word) => POWERFUL.includes(word));
    const isNeeded = model.referencesTo(item).some(({ item: user }) => user?.menu === "/tool/netwatch");
    return {
      at: { item, property: "dont-require-permissions" },
      item,
      severity: strong.length === 0 || isNeeded ? "info" : "warning",
      message: `Script ${label(item)} runs with its own rights${strong.length === 0 ? "" : ` (${strong.join(", ")})`}, whoever starts it${isNeeded ? "; Netwatch, which has fewer, needs that" : ""}.`,
      fixes: isNeeded
        ? []
        : [
            {
              id: "require",
              title: "Set dont-require-permissions=no",
              changes: [{ kind: "set", item, properties: { "dont-require-permissions": "no" } }],
            },
          ],
    };
  },
});
