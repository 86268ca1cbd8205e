import { formatDuration, parseDuration } from "../../values/duration.ts";
import { ipsecObject, PHASE_ONE_MENUS } from "../facts/ipsec.ts";
import { defineRule } from "../rule.ts";

const HOUR = 3_600_000;

export const ipsecLongLifetime = defineRule({
  id: "ipsec-long-lifetime",
  group: "ipsec",
  title: "IPsec keys live long",
  severity: "info",
  why: "The longer a key is used, the more is lost with it, and the more material there is to attack it.",
  advice: "Renew the keys of phase 1 after a day at most, those of phase 2 after eight hours at most.",
  references: ["NIST SP 800-77r1", "Manual: IPsec"],
  compliance: ["T"],
  cwe: [324],
  presets: ["strict"],
  bad: "/ip ipsec proposal\nadd auth-algorithms=sha256 enc-algorithms=aes-256-cbc lifetime=1d name=office pfs-group=modp2048\n",
  good: "/ip ipsec proposal\nadd auth-algorithms=sha256 enc-algorithms=aes-256-cbc lifetime=8h name=office pfs-group=modp2048\n/ip ipsec profile\nadd dh-group=modp2048 enc-algorithm=aes-256 hash-algorithm=sha256 lifetime=1d name=week\n",
  fixes: { shorten: "suggestion" },
  on: ["/ip/ipsec/proposal", ...PHASE_ONE_MENUS],
  check(item) {
    const text = item.property("lifetime")?.text;
    const lifetime = text === undefined ? undefined : parseDuration(text);
    const limit = (item.menu === "/ip/ipsec/proposal" ? 8 : 24) * HOUR;
    if (item.isDisabled === true || lifetime === undefined || (lifetime > 0 && lifetime <= limit))
      return undefined;
    return {
      at: { item, property: "lifetime" },
      item,
      message: `${ipsecObject(item)} keeps its keys ${lifetime === 0 ? "without end" : `for ${formatDuration(lifetime)}`}.`,
      fixes: [
        {
          id: "shorten",
          title: `Renew them after ${formatDuration(limit)}`,
          changes: [{ kind: "set", item, properties: { lifetime: formatDuration(limit) } }],
        },
      ],
    };
  },
});
