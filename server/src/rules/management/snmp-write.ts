import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

export const snmpWrite = defineRule({
  id: "snmp-write",
  group: "management",
  title: "SNMP write access",
  severity: "error",
  why: "Whoever knows the community name, which SNMP v1 and v2c send in clear, can change settings and run scripts.",
  advice: "Set write-access=no, or use SNMPv3 with security=private from one host.",
  references: ["Manual: SNMP"],
  compliance: ["M"],
  cwe: [284],
  presets: ["recommended", "strict"],
  bad: "/snmp community\nadd addresses=192.0.2.10/32 name=office write-access=yes\n/snmp\nset enabled=yes\n",
  good: "/snmp community\nadd addresses=192.0.2.10/32 name=office write-access=no\n/snmp\nset enabled=yes\n",
  fixes: { "read-only": "suggestion" },
  on: ["/snmp/community"],
  check(item, { model }) {
    if (item.text("write-access") !== "yes" || item.isDisabled === true) return undefined;
    const isOn = model.settings("/snmp").text("enabled") === "yes";
    const isPrivate = item.text("security") === "private";
    return {
      at: { item, property: "write-access" },
      item,
      severity: !isOn ? "info" : isPrivate ? "warning" : "error",
      message: `SNMP community ${label(item)} may change the configuration${isOn ? "" : " once SNMP is switched on"}.`,
      fixes: [
        {
          id: "read-only",
          title: "Take write access away",
          changes: [{ kind: "set", item, properties: { "write-access": "no" } }],
        },
      ],
    };
  },
});
