import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

/** No export ever prints `/user`, so an `add` without password= is a script's own doing. */
export const userEmptyPassword = defineRule({
  id: "user-empty-password",
  group: "management",
  title: "User without a password",
  severity: "error",
  why: "Anyone who reaches a login service can use the account.",
  advice: "Give the account a long password, set on the router and not in the file.",
  references: ["Manual: User", "Manual: Securing your router"],
  compliance: ["A"],
  cwe: [258],
  presets: ["recommended", "strict"],
  bad: '/user\nadd group=read name=monitor password=""\n',
  good: '/user\nadd group=read name=monitor password="$monitorPassword"\n',
  fixes: { "set-password": "needs-input" },
  on: ["/user"],
  check(item) {
    if (item.origin !== "add" || item.isDisabled !== false) return undefined;
    const password = item.property("password");
    if (password !== undefined && password.text !== "") return undefined;
    return {
      // Someone may have taken it out of the file, or set it by hand afterwards.
      severity: password === undefined ? "warning" : "error",
      at: { item, property: password === undefined ? "name" : "password" },
      item,
      message: `User ${label(item)} is made without a password.`,
      fixes: [
        {
          id: "set-password",
          title: "Set a password",
          changes: [{ kind: "set", item, properties: { password: "<PASSWORD>" } }],
          inputs: [
            {
              name: "password",
              description: "A password of at least 12 random characters.",
              isSecret: true,
            },
          ],
        },
      ],
    };
  },
});
