import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

export const pppSecretPptp = defineRule({
  id: "ppp-secret-pptp",
  group: "ppp",
  title: "Account for PPTP only",
  severity: "warning",
  why: "The account can log in over PPTP and nothing else, so its password is exposed at every login.",
  advice: "Give the user a WireGuard peer or an IKEv2 identity, then remove the secret.",
  references: ["Manual: PPP AAA", "RFC 2759"],
  compliance: ["T", "A"],
  cwe: [327],
  presets: ["recommended", "strict", "vpn"],
  bad: "/ppp secret\nadd name=anna service=pptp\n",
  good: "/ppp secret\nadd name=anna service=l2tp\nadd disabled=yes name=pptp service=pptp\n",
  migrations: ["wireguard", "ikev2", "openvpn"],
  on: ["/ppp/secret"],
  check(item) {
    if (item.isDisabled !== false || item.text("service") !== "pptp") return undefined;
    return {
      at: { item, property: "service" },
      item,
      message: `User ${label(item)} can log in over PPTP only.`,
    };
  },
});
