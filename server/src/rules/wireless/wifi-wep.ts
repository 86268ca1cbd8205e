import { label } from "../facts/label.ts";
import { profileUse, severityByUse, useWords } from "../facts/wireless-use.ts";
import { requireWpa2 } from "../facts/wpa2-fix.ts";
import { defineRule } from "../rule.ts";

/** WEP keys fall within minutes of listening (Fluhrer, Mantin and Shamir 2001; deprecated by IEEE 802.11 in 2004). */
export const wifiWep = defineRule({
  id: "wifi-wep",
  group: "wireless",
  title: "WEP",
  severity: "error",
  why: "WEP's key can be computed from a few minutes of recorded traffic.",
  advice: "Use WPA2 or WPA3; replace devices that know WEP only.",
  references: ["Manual: Wireless Interface", "RFC 4017"],
  compliance: ["W"],
  cwe: [327],
  presets: ["recommended", "strict"],
  bad: "/interface wireless security-profiles\nadd mode=static-keys-required name=old static-algo-0=104bit-wep\n",
  good: "/interface wireless security-profiles\nadd authentication-types=wpa2-psk mode=dynamic-keys name=home\n",
  fixes: { encrypt: "needs-input", "use-key": "suggestion" },
  on: ["/interface/wireless/security-profiles"],
  check(item, { model }) {
    const mode = item.text("mode");
    if (mode === undefined || !mode.startsWith("static-keys-")) return undefined;
    // AES with a static key is not WEP.
    if ([0, 1, 2, 3].some((slot) => item.text(`static-algo-${slot}`) === "aes-ccm")) return undefined;
    const use = profileUse(item, model);
    return {
      at: { item, property: "mode" },
      item,
      severity: severityByUse(use),
      message: `The security profile ${label(item)} uses WEP${useWords(use)}.`,
      fixes: [requireWpa2(item)],
    };
  },
});
