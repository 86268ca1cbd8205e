import { formatDuration, parseDuration } from "../../values/duration.ts";
import { ipsecObject, PHASE_ONE_MENUS } from "../facts/ipsec.ts";
import { defineRule } from "../rule.ts";

/** Nobody plans in seconds: a unit was forgotten or mistaken. Zero is ipsec-long-lifetime's. */
const LIMIT = 2 * 60_000;

export const ipsecShortLifetime = defineRule({
  id: "ipsec-short-lifetime",
  group: "ipsec",
  title: "IPsec keys live for seconds",
  severity: "warning",
  why: "Both ends calculate new keys without pause, which loads their processors, and a renewal that takes longer than the key lives leaves a gap.",
  advice: "Give phase 1 hours and phase 2 half an hour or more, on both ends.",
  references: ["Manual: IPsec"],
  presets: ["recommended", "strict", "vpn"],
  bad: "/ip ipsec proposal\nadd auth-algorithms=sha256 enc-algorithms=aes-256-cbc lifetime=30s name=office pfs-group=modp2048\n",
  good: "/ip ipsec proposal\nadd auth-algorithms=sha256 enc-algorithms=aes-256-cbc lifetime=30m name=office pfs-group=modp2048\n/ip ipsec profile\nadd dh-group=modp2048 enc-algorithm=aes-256 hash-algorithm=sha256 lifetime=1h name=office\n",
  fixes: { lengthen: "suggestion" },
  on: ["/ip/ipsec/proposal", ...PHASE_ONE_MENUS],
  check(item) {
    const text = item.property("lifetime")?.text;
    const lifetime = text === undefined ? undefined : parseDuration(text);
    if (item.isDisabled === true || lifetime === undefined || lifetime <= 0 || lifetime >= LIMIT)
      return undefined;
    // What a fresh router has (verbose exports 6.43.8 to 7.17.2).
    const usual = item.menu === "/ip/ipsec/proposal" ? "30m" : "1d";
    return {
      at: { item, property: "lifetime" },
      item,
      message: `${ipsecObject(item)} throws its keys away after ${formatDuration(lifetime)}.`,
      fixes: [
        {
          id: "lengthen",
          title: `Renew them after ${usual}, as a fresh router does`,
          changes: [{ kind: "set", item, properties: { lifetime: usual } }],
        },
      ],
    };
  },
});
