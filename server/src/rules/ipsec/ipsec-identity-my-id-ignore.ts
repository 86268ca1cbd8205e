import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

/**
 * The received ID is compared with the certificate; with a pre-shared key there is none, and `auto` takes every ID as
 * well (Manual: IPsec, identities).
 */
export const ipsecIdentityMyIdIgnore = defineRule({
  id: "ipsec-identity-my-id-ignore",
  group: "ipsec",
  title: "IPsec identity not checked",
  severity: "warning",
  why: "With remote-id=ignore the other end may call itself anything, so one trusted certificate is as good as another.",
  advice: "Name the identity that the other end has, or leave remote-id to be found out.",
  references: ["Manual: IPsec", "RFC 7296 §2.15"],
  compliance: ["A"],
  cwe: [287],
  presets: ["recommended", "strict", "vpn"],
  bad: "/ip ipsec identity\nadd auth-method=digital-signature certificate=server peer=branch remote-id=ignore\n",
  good: "/ip ipsec identity\nadd auth-method=digital-signature certificate=server my-id=fqdn:ignore peer=branch remote-id=fqdn:branch.example.com\n",
  fixes: { check: "suggestion" },
  on: ["/ip/ipsec/identity"],
  check(item) {
    if (item.isDisabled !== false || item.text("remote-id") !== "ignore") return undefined;
    const method = item.text("auth-method");
    if (method === undefined || NO_CERTIFICATE.test(method)) return undefined;
    return {
      at: { item, property: "remote-id" },
      item,
      message: `The identity of peer ${item.text("peer") === undefined ? label(item) : `\`${item.text("peer")}\``} is not checked.`,
      fixes: [
        {
          id: "check",
          title: "Check it (remote-id=auto)",
          changes: [{ kind: "set", item, properties: { "remote-id": "auto" } }],
        },
      ],
    };
  },
});

/** Nor has a client one that logs in by EAP: RADIUS tells who it is. */
const NO_CERTIFICATE = /^(pre-shared-key|eap-radius)/;
