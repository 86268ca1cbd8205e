import { label } from "../facts/label.ts";
import { isEnabledServer } from "../facts/switched-on.ts";
import { defineRule } from "../rule.ts";

export const pptpServerBinding = defineRule({
  id: "pptp-server-binding",
  group: "vpn",
  title: "PPTP server binding",
  severity: "warning",
  why: "A binding gives one PPTP user's connection a fixed interface, which rules and routes then name; it has to move together with the user.",
  advice: "Migrate the user, re-point what names the interface, then remove the binding.",
  references: ["Manual: PPTP"],
  compliance: ["T"],
  cwe: [327],
  presets: ["recommended", "strict", "vpn"],
  bad: "/interface pptp-server\nadd name=from-branch user=branch\n/interface pptp-server server\nset authentication=mschap2 enabled=yes\n",
  good: "/interface l2tp-server\nadd name=from-pptp-branch user=branch\n",
  migrations: ["wireguard", "ikev2", "openvpn"],
  on: ["/interface/pptp-server"],
  check(item, { model }) {
    if (item.origin !== "add") return undefined;
    const isServing = isEnabledServer(model.settings("/interface/pptp-server/server"));
    const isInUse = item.isDisabled === false && isServing;
    return {
      at: { item, property: "name" },
      item,
      severity: isInUse ? "warning" : "info",
      message: isInUse
        ? `PPTP binding ${label(item)} gives user \`${item.text("user") ?? ""}\` an interface of its own.`
        : `PPTP binding ${label(item)} is left over: ${item.isDisabled === true ? "it is disabled" : "the PPTP server is not on in this file"}.`,
      related: model
        .referencesTo(item)
        .filter((reference) => reference.strength === "strong")
        .map((reference) => ({
          at: { file: reference.file, range: reference.range },
          message: "depends on this interface",
        })),
    };
  },
});
