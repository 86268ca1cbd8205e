import { defineRule } from "../rule.ts";

/** Exports leave `/user` out, so only scripts that make users are judged, never silence. */
export const userAdmin = defineRule({
  id: "user-admin",
  group: "management",
  title: "Account with the default name",
  severity: "warning",
  why: "Password guessing starts with the name admin; with another one an attacker has the name to guess as well.",
  advice: "Make an account with another name, then remove admin.",
  references: ["Manual: Securing your router", "Manual: User"],
  compliance: ["A"],
  cwe: [1392],
  presets: ["recommended", "strict"],
  bad: "/user\nadd group=full name=admin\n",
  good: "/user\nadd group=full name=anna address=192.0.2.0/24\nset admin disabled=yes\n",
  fixes: { rename: "needs-input" },
  on: ["/user"],
  check(item) {
    if (item.origin !== "add" || item.name !== "admin" || item.isDisabled !== false) return undefined;
    return {
      at: { item, property: "name" },
      item,
      message: "The script makes a user with the default name `admin`.",
      fixes: [
        {
          id: "rename",
          title: "Give the user another name",
          changes: [{ kind: "set", item, properties: { name: "<USER-NAME>" } }],
          inputs: [
            { name: "user-name", description: "A name that is not tried first, as that of the person." },
          ],
        },
      ],
    };
  },
});
