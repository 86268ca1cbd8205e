import type { Item } from "../../model/model.ts";
import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

const SMALL_KEYS = ["512", "1024", "1536"];
const WEAK_DIGESTS = ["md5", "sha1"];
const LONGEST = 3650;

export const ipsecCertWeak = defineRule({
  id: "ipsec-cert-weak",
  group: "ipsec",
  title: "Weak certificate",
  severity: "warning",
  why: "Keys below 2048 bits and MD5 or SHA-1 signatures can be forged, and a certificate of decades outlives everyone who could revoke it.",
  advice: "Make certificates with 2048 bits or an elliptic curve, sha256, and a few years at most.",
  references: ["NIST SP 800-57", "Manual: Certificates"],
  compliance: ["K"],
  cwe: [326, 328],
  presets: ["recommended", "strict"],
  bad: "/certificate\nadd common-name=server days-valid=825 key-size=1024 name=server\n",
  good: "/certificate\nadd common-name=server1024 days-valid=825 digest-algorithm=sha256 key-size=2048 name=server\n",
  fixes: { stronger: "suggestion" },
  on: ["/certificate"],
  check(item) {
    const flaws = flawsOf(item);
    const [first] = flaws;
    if (item.isDisabled === true || first === undefined) return undefined;
    return {
      at: { item, property: first.property },
      item,
      severity: flaws.every(({ property }) => property === "days-valid") ? "info" : "warning",
      message: `Certificate ${label(item)} ${flaws.map(({ what }) => what).join(", ")}.`,
      fixes: [
        {
          id: "stronger",
          title: "Make it stronger",
          changes: [
            {
              kind: "set",
              item,
              properties: Object.fromEntries(flaws.map(({ property, better }) => [property, better])),
            },
          ],
        },
      ],
    };
  },
});

interface Flaw {
  readonly property: string;
  readonly what: string;
  readonly better: string;
}

function flawsOf(item: Item): Flaw[] {
  const [size, digest] = [item.property("key-size")?.text, item.property("digest-algorithm")?.text];
  const days = Number(item.property("days-valid")?.text);
  return [
    ...(SMALL_KEYS.includes(size ?? "")
      ? [{ property: "key-size", what: `has a key of ${size} bits`, better: "2048" }]
      : []),
    ...(WEAK_DIGESTS.includes(digest ?? "")
      ? [{ property: "digest-algorithm", what: `is signed with ${digest}`, better: "sha256" }]
      : []),
    ...(days > LONGEST
      ? [{ property: "days-valid", what: `is valid for ${days} days`, better: "1825" }]
      : []),
  ];
}
