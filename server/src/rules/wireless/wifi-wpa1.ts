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

export const wifiWpa1 = defineRule({
  id: "wifi-wpa1",
  group: "wireless",
  title: "WPA of the first generation",
  severity: "error",
  why: "WPA was a stopgap for WEP hardware; it lets attackers forge packets and is no longer part of the standard.",
  advice: "Leave only wpa2 and wpa3 types; devices made after 2006 know WPA2.",
  references: ["Manual: Wireless Interface", "Manual: WiFi"],
  compliance: ["W"],
  cwe: [327],
  presets: ["recommended", "strict"],
  bad: "/interface wireless security-profiles\nadd authentication-types=wpa-psk,wpa2-psk mode=dynamic-keys name=home\n",
  good: "/interface wireless security-profiles\nadd authentication-types=wpa2-psk mode=dynamic-keys name=home\nadd authentication-types=wpa-psk mode=none name=idle\n",
  fixes: { drop: "suggestion" },
  on: [...SECURITY_MENUS, ...INLINE_MENUS],
  check(item, { model }) {
    const types = writtenWords(item, "authentication-types");
    if (isIdleProfile(item) || !types.some((type) => FIRST.includes(type))) return undefined;
    const left = types.filter((type) => !FIRST.includes(type));
    const property = securityName(item, "authentication-types");
    const use = profileUse(item, model);
    return {
      at: { item, property, words: FIRST },
      item,
      severity: severityByUse(use),
      message: `${label(item)} still accepts WPA of the first generation${left.length === 0 ? ", and nothing better" : ""}${useWords(use)}.`,
      fixes:
        left.length === 0
          ? []
          : [
              {
                id: "drop",
                title: `Accept only ${left.join(" and ")}`,
                changes: [{ kind: "set", item, properties: { [property]: left.join(",") } }],
              },
            ],
    };
  },
});

const FIRST: readonly string[] = ["wpa-psk", "wpa-eap"];
