import { PHASE_ONE_MENUS, weakOffer, without } from "../facts/ipsec.ts";
import { enumerate, listOf } from "../facts/label.ts";
import { isVersion } from "../facts/version-gate.ts";
import { WEAK_GROUPS } from "../facts/weak-algorithms.ts";
import { defineRule } from "../rule.ts";

/** RFC 8247 §2.4: group 1 MUST NOT, groups 2 and 5 SHOULD NOT, group 14 MUST, group 19 SHOULD. */
export const ipsecWeakDh = defineRule({
  id: "ipsec-weak-dh",
  group: "ipsec",
  title: "Weak Diffie-Hellman group",
  severity: "error",
  why: "Who has once done the precomputation for a common group of up to 1024 bits reads every tunnel that used it, recorded ones included (Logjam).",
  advice: "Use ecp256 or modp2048 and up, on both ends; try it with the clients of an L2TP server first.",
  references: ["RFC 8247 §2.4", "CVE-2015-4000", "Manual: IPsec"],
  compliance: ["T"],
  cwe: [326],
  presets: ["recommended", "strict", "vpn"],
  bad: "/ip ipsec profile\nadd dh-group=modp2048,modp768 enc-algorithm=aes-256 hash-algorithm=sha256 name=office\n",
  good: "/ip ipsec profile\nadd dh-group=ecp256,modp2048 enc-algorithm=aes-256 hash-algorithm=sha256 name=modp768\n/ip ipsec proposal\nadd auth-algorithms=sha256 enc-algorithms=aes-256-cbc name=office pfs-group=none\n",
  fixes: { stronger: "suggestion" },
  on: ["/ip/ipsec/proposal", ...PHASE_ONE_MENUS],
  check(item, { model }) {
    const property = item.menu === "/ip/ipsec/proposal" ? "pfs-group" : "dh-group";
    const { text } = item.value(property);
    const weak = listOf(text).filter((name) => WEAK_GROUPS.includes(name));
    if (text === undefined || weak.length === 0) return undefined;
    const strong = without(text, weak);
    const fresh =
      property === "dh-group" && isVersion(model, ">=7") === true ? "ecp256,modp2048" : "modp2048";
    const value = strong.length > 0 ? strong.join(",") : fresh;
    return weakOffer(item, model, {
      property,
      weak,
      severity: weak.includes("modp768") ? "error" : "warning",
      what: `${property === "pfs-group" ? "renews keys with" : "accepts"} the Diffie-Hellman group ${enumerate(weak)}`,
      fix: { id: "stronger", title: `Use ${value.replaceAll(",", ", ")}`, value },
    });
  },
});
