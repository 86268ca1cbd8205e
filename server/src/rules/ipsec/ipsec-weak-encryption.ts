import type { Item } from "../../model/model.ts";
import { enumerate, label, listOf } from "../facts/label.ts";
import { defineRule, type Severity } from "../rule.ts";

const BROKEN = ["des", "null"];
const SMALL_BLOCK = ["3des", "blowfish"];
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
  good: "/ip ipsec profile\nadd enc-algorithm=aes-256,aes-128 name=des-moines\n",
  fixes: { "drop-weak": "suggestion" },
  on: ["/ip/ipsec/profile", "/ip/ipsec/proposal", "/ip/ipsec/peer", "/ip/ipsec/peer/profile"],
  check(item) {
    const property = item.menu === "/ip/ipsec/proposal" ? "enc-algorithms" : "enc-algorithm";
    const value = item.value(property);
    if (value.text === undefined || item.isDisabled === true) return undefined;
    // The stock default profile and proposal offer 3des on old versions; l2tp-default-ipsec speaks of those.
    if (value.from === "default" && item.origin === "builtin") return undefined;
    const offered = listOf(value.text);
    const weak = offered.filter((name) => [...BROKEN, ...SMALL_BLOCK, ...DATED].includes(name));
    if (weak.length === 0) return undefined;
    const strong = offered.filter((name) => !weak.includes(name));
    return {
      at: { item, property },
      item,
      severity: severityOf(weak),
      message: `IPsec ${kindOf(item)} ${label(item)} offers ${enumerate(weak)}${value.from === "default" ? " by default" : ""}.`,
      fixes: [
        {
          id: "drop-weak",
          title: strong.length > 0 ? `Offer ${strong.join(", ")} only` : "Offer AES only",
          changes: [{ kind: "set", item, properties: { [property]: replacement(item, strong) } }],
        },
      ],
    };
  },
});

function severityOf(weak: readonly string[]): Severity {
  if (weak.some((name) => BROKEN.includes(name))) return "error";
  return weak.some((name) => SMALL_BLOCK.includes(name)) ? "warning" : "info";
}

function kindOf(item: Item): string {
  return item.menu.slice(item.menu.lastIndexOf("/") + 1);
}

/** Profiles say `aes-256`, proposals `aes-256-cbc` (Manual: IPsec). */
function replacement(item: Item, strong: readonly string[]): string {
  if (strong.length > 0) return strong.join(",");
  return item.menu === "/ip/ipsec/proposal" ? "aes-256-cbc,aes-128-cbc" : "aes-256,aes-128";
}
