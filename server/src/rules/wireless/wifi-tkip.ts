import { label } from "../facts/label.ts";
import {
  INLINE_MENUS,
  isIdleProfile,
  SECURITY_MENUS,
  securityName,
  writtenWords,
} from "../facts/wireless.ts";
import { defineRule } from "../rule.ts";

const PROPERTIES = ["unicast-ciphers", "group-ciphers", "encryption", "group-encryption"];

export const wifiTkip = defineRule({
  id: "wifi-tkip",
  group: "wireless",
  title: "TKIP cipher",
  severity: "error",
  why: "TKIP is built on RC4 and has a weak integrity check, so packets can be forged and partly read.",
  advice: "Leave only aes-ccm (ccmp).",
  references: ["Manual: Wireless Interface", "Manual: WiFi"],
  compliance: ["W"],
  cwe: [327],
  presets: ["recommended", "strict"],
  bad: "/interface wireless security-profiles\nadd authentication-types=wpa2-psk mode=dynamic-keys name=home unicast-ciphers=tkip,aes-ccm\n",
  good: "/interface wireless security-profiles\nadd authentication-types=wpa2-psk mode=dynamic-keys name=home unicast-ciphers=aes-ccm\n",
  fixes: { drop: "suggestion" },
  on: [...SECURITY_MENUS, ...INLINE_MENUS],
  check(item) {
    if (isIdleProfile(item)) return undefined;
    return PROPERTIES.flatMap((name) => {
      const ciphers = writtenWords(item, name);
      if (!ciphers.includes("tkip")) return [];
      const strong = item.menu.startsWith("/interface/wifi") ? "ccmp" : "aes-ccm";
      const left = ciphers.filter((cipher) => cipher !== "tkip");
      const property = securityName(item, name);
      return [
        {
          at: { item, property },
          item,
          message: `${label(item)} allows the cipher TKIP.`,
          fixes: [
            {
              id: "drop",
              title: "Leave TKIP out",
              changes: [
                {
                  kind: "set" as const,
                  item,
                  properties: { [property]: left.length === 0 ? strong : left.join(",") },
                },
              ],
            },
          ],
        },
      ];
    });
  },
});
