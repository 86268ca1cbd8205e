import type { Item } from "../../model/model.ts";
import { isSet } from "../facts/is-set.ts";
import { label } from "../facts/label.ts";
import { defineRule, type Fix } from "../rule.ts";

/** With security=authorized or private the defaults are MD5 and DES (verbose export 7.17.2). */
export const snmpV3Weak = defineRule({
  id: "snmp-v3-weak",
  group: "management",
  title: "SNMP without modern protection",
  severity: "warning",
  why: "Only security=private encrypts SNMP, and MD5 and DES no longer protect it.",
  advice: "Set security=private with SHA1 or better and AES.",
  references: ["Manual: SNMP"],
  compliance: ["M"],
  cwe: [326],
  presets: ["strict"],
  bad: "/snmp community\nadd addresses=192.0.2.10/32 name=office security=authorized\n/snmp\nset enabled=yes\n",
  good: "/snmp community\nadd addresses=192.0.2.10/32 authentication-protocol=SHA1 encryption-protocol=AES name=office security=private\n/snmp\nset enabled=yes\n",
  fixes: { stronger: "suggestion", "use-passwords": "suggestion", private: "needs-input" },
  on: ["/snmp/community"],
  check(item, { model }) {
    if (model.settings("/snmp").text("enabled") !== "yes" || item.isDisabled === true) return undefined;
    const security = item.text("security");
    if (security === undefined) return undefined;
    const weak: string[] = [];
    if (security !== "private")
      weak.push(security === "none" ? "no protection (security=none)" : "no encryption");
    if (security !== "none" && item.text("authentication-protocol")?.toUpperCase() === "MD5")
      weak.push("MD5");
    if (security === "private" && item.text("encryption-protocol")?.toUpperCase() === "DES") weak.push("DES");
    if (weak.length === 0) return undefined;
    return {
      at: { item, property: item.property("security") === undefined ? "name" : "security" },
      item,
      message: `SNMP community ${label(item)} uses ${weak.join(" and ")}.`,
      fixes: [security === "private" ? stronger(item) : makePrivate(item)],
    };
  },
});

const STRONG = { "authentication-protocol": "SHA1", "encryption-protocol": "AES" };

function stronger(item: Item): Fix {
  return {
    id: "stronger",
    title: "Use SHA-1 and AES (the monitoring host must too)",
    changes: [{ kind: "set", item, properties: STRONG }],
  };
}

const PASSWORDS = [
  {
    property: "authentication-password",
    placeholder: "<SNMP-PASSWORD>",
    input: { name: "snmp-password", description: "A password of 8 characters or more.", isSecret: true },
  },
  {
    property: "encryption-password",
    placeholder: "<SNMP-KEY>",
    input: { name: "snmp-key", description: "Another one, for the encryption.", isSecret: true },
  },
] as const;

/** Passwords that are set, though nothing asks for them yet, stay. */
function makePrivate(item: Item): Fix {
  const properties = { security: "private", ...STRONG };
  const missing = PASSWORDS.filter(({ property }) => !isSet(item, property));
  if (missing.length === 0)
    return {
      id: "use-passwords",
      title: "Use SNMPv3 with the passwords that are set (the monitoring host must too)",
      changes: [{ kind: "set", item, properties }],
    };
  const asked = Object.fromEntries(missing.map(({ property, placeholder }) => [property, placeholder]));
  return {
    id: "private",
    title: "Use SNMPv3 with encryption (the monitoring host must too)",
    changes: [{ kind: "set", item, properties: { ...properties, ...asked } }],
    inputs: missing.map(({ input }) => input),
  };
}
