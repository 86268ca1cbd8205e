import { label, listOf } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

export const ipsecEapNoCert = defineRule({
  id: "ipsec-eap-no-cert",
  group: "ipsec",
  title: "EAP login whose server cannot be judged here",
  severity: "info",
  why: "The password goes to whoever the router takes for the server; which authorities it trusts is in its certificate store, and an export does not hold that.",
  advice: "See in `/certificate print` that the server's authority is imported and trusted, and no other.",
  references: ["Manual: IPsec", "RFC 7296 §2.16"],
  compliance: ["A"],
  cwe: [295],
  presets: ["strict"],
  bad: '/ip ipsec identity\nadd auth-method=eap certificate="" eap-methods=eap-mschapv2 peer=provider username=anna\n',
  good: "/ip ipsec identity\nadd auth-method=eap certificate=provider-ca eap-methods=eap-mschapv2 peer=provider username=anna\nadd auth-method=eap-radius certificate=server peer=eap\n",
  on: ["/ip/ipsec/identity"],
  check(item) {
    if (item.isDisabled !== false || item.text("auth-method") !== "eap") return undefined;
    const methods = listOf(item.text("eap-methods"));
    // EAP-TLS, the default, shows a certificate and gives no password away.
    if (methods.length === 0 || methods.every((method) => method === "eap-tls")) return undefined;
    const certificate = item.value("certificate");
    if (certificate.from === "computed" || !["", "none", undefined].includes(certificate.text))
      return undefined;
    const peer = item.text("peer");
    return {
      at: { item, property: "auth-method" },
      item,
      message: `${peer === undefined ? label(item) : `Peer \`${peer}\``} gets a password by EAP; which authorities vouch for its server is not in this file.`,
    };
  },
});
