import { needsNoHash, PHASE_ONE_MENUS, servesL2tp, weakOffer, without } from "../facts/ipsec.ts";
import { enumerate, listOf } from "../facts/label.ts";
import { WEAK_HASHES } from "../facts/weak-algorithms.ts";
import { defineRule, type Severity } from "../rule.ts";

/** RFC 8247 §2.2–2.3: MD5 MUST NOT, SHA-1 MUST-, SHA-256 MUST. The router's default is sha1 (verbose exports 6.43.8 to 7.17.2). */
export const ipsecWeakHash = defineRule({
  id: "ipsec-weak-hash",
  group: "ipsec",
  title: "Weak IPsec integrity",
  severity: "error",
  why: "MD5 and SHA-1 are broken as hashes and on their way out of IPsec; with `null` nobody notices that packets were altered.",
  advice:
    "Use sha256 or better on both ends, or an AES-GCM proposal, which needs no separate hash; the L2TP client of Windows has SHA-1 only.",
  references: ["RFC 8247 §2.2", "RFC 8221 §6", "Manual: IPsec", "Microsoft KB 325158"],
  compliance: ["T"],
  cwe: [328],
  presets: ["recommended", "strict", "vpn"],
  bad: "/ip ipsec profile\nadd dh-group=ecp256 enc-algorithm=aes-256 hash-algorithm=md5 name=office\n",
  good: "/ip ipsec proposal\nadd auth-algorithms=null enc-algorithms=aes-256-gcm name=office pfs-group=ecp256\n",
  fixes: { sha256: "suggestion" },
  on: ["/ip/ipsec/proposal", ...PHASE_ONE_MENUS],
  check(item, { model }) {
    const property = item.menu === "/ip/ipsec/proposal" ? "auth-algorithms" : "hash-algorithm";
    const { text } = item.value(property);
    const weak = listOf(text).filter((name) => WEAK_HASHES.includes(name));
    if (text === undefined || weak.length === 0 || needsNoHash(item)) return undefined;
    const strong = without(text, weak);
    const value = strong.length > 0 ? strong.join(",") : "sha256";
    return weakOffer(item, model, {
      property,
      weak,
      severity: weak.every((name) => name === "sha1") && servesL2tp(model, item) ? "info" : severityOf(weak),
      what: `accepts ${enumerate(weak)} for integrity`,
      fix: { id: "sha256", title: `Accept ${value.replaceAll(",", ", ")} only`, value },
    });
  },
});

function severityOf(weak: readonly string[]): Severity {
  return weak.some((name) => name === "md5" || name === "null") ? "error" : "warning";
}
