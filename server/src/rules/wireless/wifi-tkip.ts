import { label } from "../facts/label.ts";
import {
  INLINE_MENUS,
  isIdleProfile,
  SECURITY_MENUS,
  securityName,
  writtenWords,
} from "../facts/wireless.ts";
import { profileUse, severityByUse, useWords } from "../facts/wireless-use.ts";
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
  check(item, { model }) {
    if (isIdleProfile(item)) return undefined;
    const names = PROPERTIES.filter((name) => writtenWords(item, name).includes("tkip"));
    const [first] = names;
    if (first === undefined) return undefined;
    const strong = item.menu.startsWith("/interface/wifi") ? "ccmp" : "aes-ccm";
    const without = (name: string) => {
      const left = writtenWords(item, name).filter((cipher) => cipher !== "tkip");
      return left.length === 0 ? strong : left.join(",");
    };
    const properties = Object.fromEntries(names.map((name) => [securityName(item, name), without(name)]));
    const use = profileUse(item, model);
    return {
      at: { item, property: securityName(item, first), words: ["tkip"] },
      item,
      severity: severityByUse(use),
      message: `${label(item)} allows the cipher TKIP${useWords(use)}.`,
      fixes: [{ id: "drop", title: "Leave TKIP out", changes: [{ kind: "set", item, properties }] }],
    };
  },
});
