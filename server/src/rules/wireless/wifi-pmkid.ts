import { label } from "../facts/label.ts";
import { isVersion } from "../facts/version-gate.ts";
import { isIdleProfile, usesPresharedKey } from "../facts/wireless.ts";
import { profileUse } from "../facts/wireless-use.ts";
import { defineRule } from "../rule.ts";

/** disable-pmkid is no by default in all three menus (verbose 6.49.7, manual). */
export const wifiPmkid = defineRule({
  id: "wifi-pmkid",
  group: "wireless",
  title: "PMKID sent to strangers",
  severity: "info",
  why: "The access point sends a PMKID to anyone who asks, and with it the pre-shared key can be guessed offline, without any client being present.",
  advice: "Set disable-pmkid=yes, and use a long key.",
  references: ["Manual: Wireless Interface", "Manual: WiFi"],
  compliance: ["W"],
  cwe: [200],
  presets: ["strict"],
  bad: "/interface wireless security-profiles\nadd authentication-types=wpa2-psk mode=dynamic-keys name=home\n",
  good: "/interface wireless security-profiles\nadd authentication-types=wpa2-psk disable-pmkid=yes mode=dynamic-keys name=home\nadd authentication-types=wpa2-eap mode=dynamic-keys name=office\n",
  fixes: { disable: "safe" },
  on: ["/interface/wireless/security-profiles", "/interface/wifi/security", "/caps-man/security"],
  check(item, { model }) {
    if (isIdleProfile(item) || !usesPresharedKey(item)) return undefined;
    // Only an access point sends it.
    if (["station", "idle"].includes(profileUse(item, model))) return undefined;
    // disable-pmkid came with 6.42.7 and 6.43; an older profile has no such word.
    if (isVersion(model, "<6.42.7") === true) return undefined;
    const knowledge = model.schema.property(item.menu, "set", "disable-pmkid");
    if (knowledge.kind === "absent" || (item.text("disable-pmkid") ?? "no") !== "no") return undefined;
    if (item.value("disable-pmkid").from === "computed") return undefined;
    return {
      at: { item, property: "disable-pmkid" },
      item,
      message: `Access points with ${label(item)} send a PMKID to anyone who asks.`,
      fixes: [
        {
          id: "disable",
          title: "Set disable-pmkid=yes",
          changes: [{ kind: "set", item, properties: { "disable-pmkid": "yes" } }],
        },
      ],
    };
  },
});
