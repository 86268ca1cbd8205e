import { defineRule } from "../rule.ts";

/** Telnet is on by default in every version (verbose exports 6.43.8 to 7.17.2), so a whole export that is silent has it on. */
export const serviceTelnet = defineRule({
  id: "service-telnet",
  group: "management",
  title: "Telnet service enabled",
  severity: "error",
  why: "Telnet sends the administrator's name, password and every command in clear text.",
  advice: "Disable it and use SSH or WinBox.",
  references: ["Manual: Services", "Manual: Securing your router"],
  compliance: ["M"],
  cwe: [319],
  presets: ["recommended", "strict"],
  bad: "/ip service\nset telnet disabled=no\n",
  good: "/ip service\nset telnet disabled=yes\nset ssh disabled=no\n",
  fixes: { disable: "suggestion" },
  on: ["/ip/service"],
  check(item) {
    if (item.name !== "telnet" || item.isDisabled !== false) return undefined;
    const isWritten = item.property("disabled") !== undefined;
    return {
      at: { item, property: "disabled" },
      item,
      message: `The telnet service is on${isWritten ? "" : " (it is by default, and the export does not disable it)"}.`,
      fixes: [
        {
          id: "disable",
          title: "Disable telnet",
          changes: [{ kind: "set", item, properties: { disabled: "yes" } }],
        },
      ],
    };
  },
});
