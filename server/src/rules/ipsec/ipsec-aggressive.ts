import { ipsecObject, speakIkev2 } from "../facts/ipsec.ts";
import { defineRule } from "../rule.ts";

export const ipsecAggressive = defineRule({
  id: "ipsec-aggressive",
  group: "ipsec",
  title: "IKEv1 aggressive mode",
  severity: "error",
  why: "Aggressive mode sends a hash of the pre-shared key before anything is encrypted, to everyone who asks; the key is then guessed offline.",
  advice: "Move both ends to exchange-mode=ike2.",
  references: ["CVE-2002-1623", "RFC 9395", "Manual: IPsec"],
  compliance: ["T", "A"],
  cwe: [327, 522],
  presets: ["recommended", "strict", "vpn"],
  bad: "/ip ipsec peer\nadd address=192.0.2.7/32 exchange-mode=aggressive name=branch\n",
  good: "/ip ipsec peer\nadd address=192.0.2.7/32 comment=aggressive exchange-mode=main name=branch\n",
  fixes: { ikev2: "suggestion" },
  on: ["/ip/ipsec/peer"],
  check(item) {
    if (item.isDisabled !== false || item.text("exchange-mode") !== "aggressive") return undefined;
    return {
      at: { item, property: "exchange-mode" },
      item,
      message: `${ipsecObject(item)} uses aggressive mode, which hands the hash of its key to everyone who asks.`,
      fixes: [speakIkev2(item)],
    };
  },
});
