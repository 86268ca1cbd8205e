import { label } from "../facts/label.ts";
import { isUsedBeyondPptp, profileOf } from "../facts/ppp-users.ts";
import { isEnabledServer } from "../facts/switched-on.ts";
import { defineRule } from "../rule.ts";

/** `yes` negotiates MPPE, only `required` (Manual spells it require; the router says required) insists on it. */
export const pptpNoEncryption = defineRule({
  id: "pptp-no-encryption",
  group: "vpn",
  title: "PPTP may run unencrypted",
  severity: "warning",
  why: "Unless the profile requires encryption, the other side may leave MPPE out and everything crosses the network in clear.",
  advice: "Set use-encryption=required in the profile until the tunnel is replaced.",
  references: ["RFC 3078", "Manual: PPP AAA"],
  compliance: ["T"],
  cwe: [319],
  presets: ["recommended", "strict", "vpn"],
  bad: "/ppp profile\nadd name=plain use-encryption=no\n/interface pptp-client\nadd allow=mschap2 connect-to=vpn.example.com disabled=no name=office profile=plain user=anna\n",
  good: "/ppp profile\nadd name=strict use-encryption=required\n/interface pptp-client\nadd allow=mschap2 connect-to=vpn.example.com disabled=no name=office profile=strict user=anna\n",
  fixes: { require: "suggestion" },
  on: ["/interface/pptp-client", "/interface/pptp-server/server"],
  check(item, { model }) {
    const isServer = item.origin === "settings";
    if (isServer ? !isEnabledServer(item) : item.isDisabled !== false) return undefined;
    const profile = profileOf(model, item);
    const use = profile?.text("use-encryption");
    if (profile === undefined || use === undefined || ["required", "require"].includes(use)) return undefined;
    const isOff = use === "no" || (use === "default" && profile.name === "default");
    return {
      at: { item, property: isServer ? "default-profile" : "profile" },
      item,
      severity: isOff ? "error" : "warning",
      message: `${isServer ? "The PPTP server" : `PPTP client ${label(item)}`} ${isOff ? "does not encrypt" : "encrypts only if the other side agrees"}: profile ${label(profile)} has use-encryption=${use}.`,
      related:
        profile.command === undefined
          ? []
          : [{ at: { item: profile, property: "use-encryption" }, message: "the profile" }],
      // MPPE is PPTP's; users of other tunnels with this profile would have to bring it too.
      fixes: isUsedBeyondPptp(model, profile)
        ? []
        : [
            {
              id: "require",
              title: `Require encryption in profile ${profile.name ?? ""}`.trim(),
              changes: [{ kind: "set", item: profile, properties: { "use-encryption": "required" } }],
            },
          ],
    };
  },
});
