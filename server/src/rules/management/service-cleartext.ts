import { label } from "../facts/label.ts";
import { admitsEveryone, exposure, isListening, reachFromWan } from "../facts/services.ts";
import { defineRule } from "../rule.ts";

/** ftp, www and api are on by default in every version (verbose exports 6.43.8 to 7.17.2). */
export const serviceCleartext = defineRule({
  id: "service-cleartext",
  group: "management",
  title: "Administration in clear text",
  severity: "warning",
  why: "FTP, HTTP and the plain API send the administrator's password in a form that anyone on the path can read.",
  advice: "Disable them, or use www-ssl and api-ssl with a certificate.",
  references: ["Manual: Services", "Manual: Securing your router", "CVE-2025-10948"],
  compliance: ["M"],
  cwe: [319],
  presets: ["recommended", "strict"],
  bad: "/ip service\nset api disabled=no\n",
  good: "/ip service\nset ftp disabled=yes\nset www disabled=yes\nset api disabled=yes\n",
  fixes: { disable: "suggestion" },
  on: ["/ip/service"],
  check(item, context) {
    if (!["ftp", "www", "api"].includes(item.name ?? "") || !isListening(item)) return undefined;
    const reach = reachFromWan(item, context);
    const isOpen = reach.verdict === "accepted" && admitsEveryone(item);
    return {
      at: { item, property: "disabled" },
      item,
      severity: isOpen ? "error" : "warning",
      message: `The service ${label(item)} takes logins in clear text${isOpen ? exposure(reach) : ""}.`,
      related: isOpen
        ? reach.by.map((rule) => ({ at: { item: rule }, message: "this rule lets it in" }))
        : [],
      fixes: [
        {
          id: "disable",
          title: `Disable ${item.name ?? "the service"}`,
          changes: [{ kind: "set", item, properties: { disabled: "yes" } }],
        },
      ],
    };
  },
});
