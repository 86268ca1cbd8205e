import { label } from "../facts/label.ts";
import { isIdleProfile, securityName, writtenWords } from "../facts/wireless.ts";
import { profileUse } from "../facts/wireless-use.ts";
import { defineRule } from "../rule.ts";

/** Legacy profiles have it disabled (verbose 6.49.7); what wifi does by default hangs on the type, so only a written word counts there. */
export const wifiNoPmf = defineRule({
  id: "wifi-no-pmf",
  group: "wireless",
  title: "Management frames not protected",
  severity: "info",
  why: "Without protection anyone can forge the frames that throw clients off the network, for instance to record their next login.",
  advice: "Set management-protection=allowed, or required where all clients can.",
  references: ["Manual: Wireless Interface", "Manual: WiFi"],
  compliance: ["W"],
  cwe: [345],
  presets: ["strict"],
  bad: "/interface wireless security-profiles\nadd authentication-types=wpa2-psk mode=dynamic-keys name=home\n",
  good: "/interface wireless security-profiles\nadd authentication-types=wpa2-psk management-protection=allowed mode=dynamic-keys name=home\n",
  fixes: { allow: "suggestion" },
  on: [
    "/interface/wireless/security-profiles",
    "/interface/wifi/security",
    "/interface/wifi",
    "/interface/wifi/configuration",
  ],
  check(item, { model }) {
    const types = writtenWords(item, "authentication-types");
    if (
      isIdleProfile(item) ||
      profileUse(item, model) === "idle" ||
      !types.some((type) => type.startsWith("wpa2-"))
    )
      return undefined;
    const property = securityName(item, "management-protection");
    if (item.text(property) !== "disabled") return undefined;
    return {
      at: { item, property },
      item,
      message: `${label(item)} does not protect management frames.`,
      fixes: [
        {
          id: "allow",
          title: "Set management-protection=allowed",
          changes: [{ kind: "set", item, properties: { [property]: "allowed" } }],
        },
      ],
    };
  },
});
