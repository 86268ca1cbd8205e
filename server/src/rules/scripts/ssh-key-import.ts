import { defineRule } from "../rule.ts";

/** A public key gives a login that survives a change of passwords; malware installs its own. */
export const sshKeyImport = defineRule({
  id: "ssh-key-import",
  group: "scripts",
  title: "Script adds an SSH key",
  severity: "warning",
  why: "A key that a task imports by itself keeps its owner's access alive after every password change.",
  advice: "Make sure that the key is yours; import keys by hand.",
  references: ["Manual: SSH", "Manual: User"],
  compliance: ["A"],
  cwe: [506],
  presets: ["recommended", "strict"],
  bad: '/system scheduler\nadd interval=1d name=keys on-event="/user ssh-keys import public-key-file=a.pub user=admin"\n',
  good: "/user ssh-keys\nimport public-key-file=a.pub user=anna\n",
  on: "command",
  check(command) {
    if (command.menu !== "/user/ssh-keys" || !["import", "add"].includes(command.command ?? ""))
      return undefined;
    const holder = command.embeddedIn?.command.menu;
    if (holder === undefined || holder === "/system/script") return undefined;
    return { at: { command }, message: "This task installs an SSH key each time it runs." };
  },
});
