import { isTunnelOn, tunnelSubject } from "../facts/tunnel-ends.ts";
import { defineRule } from "../rule.ts";

/** Only what is written: versions differ in the default. */
export const sstpAddressNotChecked = defineRule({
  id: "sstp-address-not-checked",
  group: "vpn",
  title: "SSTP server's name not checked",
  severity: "warning",
  why: "Any certificate of a trusted authority passes for the server's, also one that was issued to somebody else.",
  advice: "Set verify-server-address-from-certificate=yes, and connect to the name in the certificate.",
  references: ["Manual: SSTP"],
  compliance: ["T"],
  cwe: [297],
  presets: ["recommended", "strict", "vpn"],
  bad: "/interface sstp-client\nadd authentication=mschap2 connect-to=vpn.example.com disabled=no name=office pfs=yes tls-version=only-1.2 user=anna verify-server-address-from-certificate=no verify-server-certificate=yes\n",
  good: "/interface sstp-client\nadd authentication=mschap2 connect-to=vpn.example.com disabled=no name=office pfs=yes tls-version=only-1.2 user=anna verify-server-address-from-certificate=yes verify-server-certificate=yes\n",
  fixes: { check: "suggestion" },
  on: ["/interface/sstp-client"],
  check(item) {
    const property = "verify-server-address-from-certificate";
    if (!isTunnelOn(item) || item.text("verify-server-certificate") !== "yes") return undefined;
    if (item.property(property)?.text !== "no") return undefined;
    return {
      at: { item, property },
      item,
      message: `${tunnelSubject(item)} takes a certificate with any name.`,
      fixes: [
        {
          id: "check",
          title: "Check the name",
          changes: [{ kind: "set", item, properties: { [property]: "yes" } }],
        },
      ],
    };
  },
});
