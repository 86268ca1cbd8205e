import type { Item, Model } from "../../model/model.ts";
import { label } from "../facts/label.ts";
import { usesPresharedKey } from "../facts/wireless.ts";
import { profileUse } from "../facts/wireless-use.ts";
import { defineRule } from "../rule.ts";

/** wifi has WPS by push button on by default (manual: WiFi); what the wireless package has depends on the model. */
export const wifiWps = defineRule({
  id: "wifi-wps",
  group: "wireless",
  title: "WPS switched on",
  severity: "warning",
  why: "Whoever can press the button, or the command, gets the key of the network without knowing it.",
  advice: "Switch WPS off, unless devices without a keyboard are added that way.",
  references: ["Manual: WiFi", "Manual: Wireless Interface"],
  compliance: ["W"],
  cwe: [1188],
  presets: ["strict"],
  bad: "/interface wifi security\nadd authentication-types=wpa2-psk,wpa3-psk name=home\n",
  good: "/interface wifi security\nadd authentication-types=wpa2-psk,wpa3-psk name=home wps=disable\nadd authentication-types=wpa2-eap name=office\n",
  fixes: { disable: "safe" },
  on: ["/interface/wifi/security", "/interface/wireless"],
  check(item, { model }) {
    return item.menu === "/interface/wireless" ? legacy(item) : profile(item, model);
  },
});

function profile(item: Item, model: Model) {
  if (!usesPresharedKey(item) || item.text("wps") !== "push-button") return undefined;
  if (["station", "idle"].includes(profileUse(item, model))) return undefined;
  return finding(item, "wps", "disable");
}

function legacy(item: Item) {
  const mode = item.property("wps-mode");
  if (
    item.isDisabled !== false ||
    item.text("mode")?.startsWith("station") ||
    mode?.text === undefined ||
    !mode.text.startsWith("push-button")
  )
    return undefined;
  return finding(item, "wps-mode", "disabled");
}

function finding(item: Item, property: string, off: string) {
  return {
    at: { item, property },
    item,
    message: `WPS by push button is on for ${label(item)}${item.property(property) === undefined ? " (the default)" : ""}.`,
    fixes: [
      {
        id: "disable",
        title: "Switch WPS off",
        changes: [{ kind: "set" as const, item, properties: { [property]: off } }],
      },
    ],
  };
}
