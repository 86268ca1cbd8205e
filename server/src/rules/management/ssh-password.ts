import { defineRule } from "../rule.ts";

/** What lets a user without a key still log in; `password-authentication=no` shuts everybody out who has none. */
const KEYS_ONLY: Readonly<Record<string, string>> = { "password-authentication": "yes-if-no-key" };

/** Up to 7.20 `always-allow-password-login`, from 7.21 `password-authentication` (command tree of both versions). */
export const sshPassword = defineRule({
  id: "ssh-password",
  group: "management",
  title: "SSH password login beside keys",
  severity: "warning",
  why: "A user who has an SSH key can still be attacked by guessing the password.",
  advice: "Allow key logins only once every administrator has a key.",
  references: ["Manual: SSH"],
  compliance: ["A"],
  cwe: [307],
  presets: ["strict"],
  bad: "/ip ssh\nset always-allow-password-login=yes\n",
  good: "/ip ssh\nset always-allow-password-login=no\n",
  fixes: { "keys-only": "suggestion" },
  on: ["/ip/ssh"],
  check(item) {
    const property = ["password-authentication", "always-allow-password-login"].find(
      (name) => item.property(name)?.text === "yes",
    );
    if (property === undefined) return undefined;
    return {
      at: { item, property },
      item,
      message: "SSH accepts a password even from users who have a key.",
      fixes: [
        {
          id: "keys-only",
          title: "Do not accept passwords from users with keys",
          changes: [{ kind: "set", item, properties: { [property]: KEYS_ONLY[property] ?? "no" } }],
        },
      ],
    };
  },
});
