import { defineRule } from "../rule.ts";

export const dnsDohNoverify = defineRule({
  id: "dns-doh-noverify",
  group: "management",
  title: "DNS over HTTPS without certificate check",
  severity: "warning",
  why: "Without the check anyone on the path can pose as the DoH server, so the encryption protects nothing.",
  advice:
    "Import the CA of the DoH server first, then set verify-doh-cert=yes; without the CA no name resolves any more.",
  references: ["Manual: DNS"],
  compliance: ["T"],
  cwe: [295],
  presets: ["recommended", "strict"],
  bad: "/ip dns\nset use-doh-server=https://dns.example.com/dns-query verify-doh-cert=no\n",
  good: "/ip dns\nset use-doh-server=https://dns.example.com/dns-query verify-doh-cert=yes\n",
  fixes: { verify: "needs-input" },
  on: ["/ip/dns"],
  check(item) {
    if ((item.text("use-doh-server") ?? "") === "" || item.text("verify-doh-cert") !== "no") return undefined;
    return {
      at: {
        item,
        property: item.property("verify-doh-cert") === undefined ? "use-doh-server" : "verify-doh-cert",
      },
      item,
      message: "DNS over HTTPS does not check the server's certificate.",
      fixes: [
        {
          id: "verify",
          title: "Check it (the CA of the DoH server must be imported)",
          changes: [{ kind: "set", item, properties: { "verify-doh-cert": "yes" } }],
        },
      ],
    };
  },
});
