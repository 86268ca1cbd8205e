import { isEnabledServer } from "../facts/switched-on.ts";
import { defineRule } from "../rule.ts";

export const pptpRadiusOnly = defineRule({
  id: "pptp-radius-only",
  group: "vpn",
  title: "PPTP users live in RADIUS",
  severity: "warning",
  why: "The PPTP server asks RADIUS for its users, so this file does not show who has to be moved.",
  advice: "Take the list of users from the RADIUS server; IKEv2 with EAP can go on using it.",
  references: ["Manual: PPP AAA", "Manual: RADIUS"],
  compliance: ["A"],
  presets: ["recommended", "strict", "vpn"],
  bad: "/interface pptp-server server\nset authentication=mschap2 enabled=yes\n/ppp aaa\nset use-radius=yes\n",
  good: "/interface pptp-server server\nset authentication=mschap2 enabled=yes\n/ppp aaa\nset use-radius=yes\n/ppp secret\nadd name=anna service=pptp\n",
  on: ["/ppp/aaa"],
  check(item, { model }) {
    if (
      item.text("use-radius") !== "yes" ||
      !isEnabledServer(model.settings("/interface/pptp-server/server"))
    ) {
      return undefined;
    }
    const users = model
      .items("/ppp/secret")
      .filter((secret) => ["pptp", "any"].includes(secret.text("service") ?? ""));
    if (users.length > 0) return undefined;
    return {
      at: { item, property: "use-radius" },
      item,
      message: "The PPTP server's users are in RADIUS: none of them is in this file.",
    };
  },
});
