import { wholeExport } from "../facts/example.ts";
import { PHASE_ONE_MENUS, weakOffer, without } from "../facts/ipsec.ts";
import { enumerate, listOf } from "../facts/label.ts";
import { BROKEN_CIPHERS, SMALL_BLOCK_CIPHERS } from "../facts/weak-algorithms.ts";
import { defineRule, type Severity } from "../rule.ts";

const DATED = ["camellia-128", "camellia-192", "camellia-256", "twofish"];

/** RFC 8247 §2.1 and RFC 8221 §5: DES and Blowfish MUST NOT, 3DES SHOULD NOT; NULL gives no secrecy. */
export const ipsecWeakEncryption = defineRule({
  id: "ipsec-weak-encryption",
  group: "ipsec",
  title: "Weak IPsec encryption",
  severity: "error",
  why: "DES can be searched through in hours and NULL encrypts nothing; 3DES and Blowfish have 64-bit blocks that leak on long-lived tunnels (Sweet32).",
  advice: "Offer AES only, after making sure that the other end offers it too.",
  references: ["RFC 8247 §2.1", "RFC 8221 §5", "CVE-2016-2183", "Manual: IPsec"],
  compliance: ["T"],
  cwe: [327],
  presets: ["recommended", "strict", "vpn"],
  bad: "/ip ipsec profile\nadd enc-algorithm=aes-256,des name=office\n",
  // The default profile offers 3des, but no peer uses it.
  good: wholeExport("7.16.2", "/ip ipsec profile", "set [ find default=yes ] dpd-interval=2m"),
  fixes: { "drop-weak": "suggestion" },
  on: ["/ip/ipsec/proposal", ...PHASE_ONE_MENUS],
  check(item, { model }) {
    const property = item.menu === "/ip/ipsec/proposal" ? "enc-algorithms" : "enc-algorithm";
    const { text } = item.value(property);
    const weak = listOf(text).filter((name) =>
      [...BROKEN_CIPHERS, ...SMALL_BLOCK_CIPHERS, ...DATED].includes(name),
    );
    if (text === undefined || weak.length === 0) return undefined;
    const strong = without(text, weak);
    return weakOffer(item, model, {
      property,
      weak,
      severity: severityOf(weak),
      what: `offers ${enumerate(weak)}`,
      fix: {
        id: "drop-weak",
        title: strong.length > 0 ? `Offer ${strong.join(", ")} only` : "Offer AES only",
        value: strong.length > 0 ? strong.join(",") : strongest(property),
      },
    });
  },
});

function severityOf(weak: readonly string[]): Severity {
  if (weak.some((name) => BROKEN_CIPHERS.includes(name))) return "error";
  return weak.some((name) => SMALL_BLOCK_CIPHERS.includes(name)) ? "warning" : "info";
}

/** Profiles say `aes-256`, proposals `aes-256-cbc` (Manual: IPsec). */
function strongest(property: string): string {
  return property === "enc-algorithms" ? "aes-256-cbc,aes-128-cbc" : "aes-256,aes-128";
}
