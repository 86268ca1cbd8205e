import type { Item } from "../../model/model.ts";
import { label } from "../facts/label.ts";
import { weaknessOf } from "../facts/secret-strength.ts";
import {
  INLINE_MENUS,
  isIdleProfile,
  SECURITY_MENUS,
  securityName,
  writtenWords,
} from "../facts/wireless.ts";
import { profileUse, severityByUse, useWords } from "../facts/wireless-use.ts";
import { defineRule } from "../rule.ts";

const KEYS = ["wpa-pre-shared-key", "wpa2-pre-shared-key", "passphrase"];

export const wifiWeakPsk = defineRule({
  id: "wifi-weak-psk",
  group: "wireless",
  title: "Wireless key that can be guessed",
  severity: "error",
  why: "One recorded login is enough to try billions of keys offline.",
  advice: "Use a key of 12 characters or more that is in no dictionary.",
  references: ["Manual: Wireless Interface", "Manual: WiFi"],
  compliance: ["W", "K"],
  cwe: [521],
  presets: ["recommended", "strict"],
  bad: "/interface wireless security-profiles\nadd authentication-types=wpa2-psk mode=dynamic-keys name=home wpa2-pre-shared-key=summer2021\n",
  good: "/interface wireless security-profiles\nadd authentication-types=wpa2-psk mode=dynamic-keys name=home wpa2-pre-shared-key=q7Rk2mVx9Tf4Zs\n",
  fixes: { "new-key": "needs-input" },
  options: { length: { type: "number", description: "The shortest key that is enough.", default: 12 } },
  on: [...SECURITY_MENUS, ...INLINE_MENUS],
  check(item, { model, option, policy }) {
    if (isIdleProfile(item)) return undefined;
    // A passphrase has at most 63 characters.
    const minimum = Math.min(option<number>("length", policy.minimumSecretLength) ?? 12, 63);
    const use = profileUse(item, model);
    return KEYS.flatMap((key) => {
      const property = securityName(item, key);
      const text = item.property(property)?.text;
      if (text === undefined || !isInUse(item, key)) return [];
      const weakness = weaknessOf(text, {
        minimum,
        names: [item.name, item.text("ssid"), item.text("configuration.ssid")],
        ownNames: policy.ownNames,
      });
      if (weakness === undefined) return [];
      return [
        {
          at: { item, property },
          item,
          severity: severityByUse(use),
          message: `The wireless key of ${label(item)} is ${weakness}${useWords(use)}.`,
          fixes: [
            {
              id: "new-key",
              title: "Set a new key",
              changes: [{ kind: "set" as const, item, properties: { [property]: "<WIRELESS-KEY>" } }],
              inputs: [
                {
                  name: "wireless-key",
                  description: "The new key of the network; every client needs it.",
                  isSecret: true,
                },
              ],
            },
          ],
        },
      ];
    });
  },
});

/** A WPA key lies idle in a profile that only accepts WPA2. */
function isInUse(item: Item, key: string): boolean {
  const types = writtenWords(item, "authentication-types");
  if (types.length === 0 || key === "passphrase") return true;
  return types.includes(key === "wpa-pre-shared-key" ? "wpa-psk" : "wpa2-psk");
}
