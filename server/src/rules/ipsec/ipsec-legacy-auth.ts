import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

const LEGACY: Readonly<Record<string, string>> = {
  "rsa-signature-hybrid": "a hybrid IKEv1 login: only the router shows a certificate",
  "rsa-key": "raw RSA keys, which never expire and cannot be revoked",
};

export const ipsecLegacyAuth = defineRule({
  id: "ipsec-legacy-auth",
  group: "ipsec",
  title: "Legacy IPsec login",
  severity: "info",
  why: "Hybrid and raw-key logins come from IKEv1; keys without a certificate have no end date and no revocation.",
  advice: "Use certificates (digital-signature) or EAP with IKEv2.",
  references: ["RFC 9395", "Manual: IPsec"],
  compliance: ["A"],
  cwe: [477],
  presets: ["strict"],
  bad: "/ip ipsec identity\nadd auth-method=rsa-key key=own peer=branch remote-key=theirs\n",
  good: "/ip ipsec identity\nadd auth-method=digital-signature certificate=rsa-key peer=branch\n",
  on: ["/ip/ipsec/identity", "/ip/ipsec/peer"],
  check(item) {
    const what = LEGACY[item.property("auth-method")?.text ?? ""];
    if (item.isDisabled !== false || what === undefined) return undefined;
    const peer = item.text("peer");
    return {
      at: { item, property: "auth-method" },
      item,
      message: `${peer === undefined ? label(item) : `Peer \`${peer}\``} uses ${what}.`,
    };
  },
});
