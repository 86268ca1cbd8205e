import type { Item } from "../../model/model.ts";
import { label } from "../facts/label.ts";
import { isLegacyAccessPoint, profileOf, wifiSecurity } from "../facts/wireless.ts";
import { isManaged } from "../facts/wireless-use.ts";
import { requireWpa2, WIRELESS_KEY } from "../facts/wpa2-fix.ts";
import { defineRule, type Finding, type Fix, type RuleContext, type Severity } from "../rule.ts";

/** Security profiles of the wireless package have mode none, those of wifi no authentication types (manual; verbose 6.49.7). */
export const wifiOpen = defineRule({
  id: "wifi-open",
  group: "wireless",
  title: "Open wireless network",
  severity: "error",
  why: "Anyone in range can join the network, and its radio traffic is not encrypted.",
  advice: "Use WPA2 or WPA3 with a key; for guests too, or OWE where all of them can.",
  references: ["Manual: Wireless Interface", "Manual: WiFi", "Manual: CAPsMAN"],
  compliance: ["W"],
  cwe: [306, 319],
  presets: ["recommended", "strict"],
  bad: "/interface wireless security-profiles\nadd mode=none name=guests\n/interface wireless\nset [ find default-name=wlan1 ] disabled=no mode=ap-bridge security-profile=guests ssid=home\n",
  good: '/interface wireless security-profiles\nadd authentication-types=wpa2-psk mode=dynamic-keys name=home wpa2-pre-shared-key="<KEY>"\n/interface wireless\nset [ find default-name=wlan1 ] disabled=no mode=ap-bridge security-profile=home ssid=home\n',
  fixes: { encrypt: "needs-input", "use-key": "suggestion" },
  on: ["/interface/wireless", "/interface/wifi", "/interface/wifiwave2", "/caps-man/configuration"],
  check(item, context) {
    if (item.menu === "/interface/wireless") return legacy(item, context);
    return item.menu === "/caps-man/configuration" ? capsman(item, context) : wifi(item, context);
  },
});

/** Nv2 and nstreme links have a security of their own. */
function legacy(item: Item, context: RuleContext): Finding | undefined {
  const { model } = context;
  if (
    isManaged(item, model) ||
    !isLegacyAccessPoint(item) ||
    /^(?:nv2|nstreme)/.test(item.text("wireless-protocol") ?? "")
  )
    return undefined;
  const profile = profileOf(item, model);
  if (profile?.text("mode") !== "none") return undefined;
  return {
    at: { item, property: "security-profile" },
    item,
    severity: severityOf(item, hasHotspot(item.name, context)),
    message: `The wireless network of ${label(item)} is open: its security profile ${label(profile)} has mode none.`,
    related: [{ at: { item: profile, property: "mode" }, message: "the security profile" }],
    fixes: [requireWpa2(profile)],
  };
}

/** Networks of a hotspot are open for everyone to log in there; what a script makes under a condition may not be made. */
function severityOf(item: Item, isHotspot: boolean): Severity {
  return isHotspot || !item.isCertain ? "warning" : "error";
}

function hasHotspot(name: string | undefined, { model, traffic }: RuleContext): boolean {
  if (name === undefined) return false;
  const places = [name, traffic.network.interfaces.master(name)];
  return model
    .items("/ip/hotspot")
    .some((hotspot) => isOn(hotspot) && places.includes(hotspot.text("interface") ?? ""));
}

function isOn(item: Item): boolean {
  return item.isDisabled !== true;
}

function wifi(item: Item, context: RuleContext): Finding | undefined {
  const { model } = context;
  if (item.isDisabled !== false || !servesClients(item, model)) return undefined;
  if (!isOpen(item, { model })) return undefined;
  return {
    at: { item, property: "configuration" },
    item,
    severity: severityOf(item, hasHotspot(item.name, context)),
    message: `The wireless network of ${label(item)} is open: it has neither authentication types nor a key.`,
    fixes: [protect(item, "wpa2-psk,wpa3-psk")],
  };
}

function protect(item: Item, types: string): Fix {
  return {
    id: "encrypt",
    title: "Require a key",
    changes: [
      {
        kind: "set",
        item,
        properties: { "security.authentication-types": types, "security.passphrase": "<WIRELESS-KEY>" },
      },
    ],
    inputs: [WIRELESS_KEY],
  };
}

/** An interface that CAPsMAN manages takes all from there; mode is ap unless said. */
function servesClients(item: Item, model: RuleContext["model"]): boolean {
  const configuration = model
    .items(`${item.menu}/configuration`)
    .find((one) => one.name !== undefined && one.name === item.text("configuration"));
  if (item.property("configuration") !== undefined && configuration === undefined) return false;
  const manager = item.text("configuration.manager") ?? configuration?.text("manager") ?? "local";
  const mode = item.text("configuration.mode") ?? configuration?.text("mode") ?? "ap";
  const ssid = item.text("configuration.ssid") ?? configuration?.text("ssid");
  return manager === "local" && mode === "ap" && ssid !== undefined;
}

/** Not written types may be implied by a key or a login that an export without secrets does not show. */
function isOpen(item: Item, { model }: Pick<RuleContext, "model">): boolean {
  const types = wifiSecurity(item, "authentication-types", model);
  if (types === undefined) return false;
  if (types !== "unset") return types.text === "" && wifiSecurity(item, "passphrase", model) === "unset";
  return (
    model.source.secrets === "shown" &&
    wifiSecurity(item, "passphrase", model) === "unset" &&
    wifiSecurity(item, "eap-username", model) === "unset"
  );
}

/** CAPsMAN configurations that provisioning hands out. */
function capsman(item: Item, { model }: RuleContext): Finding | undefined {
  const isUsed = model
    .referencesTo(item)
    .some(({ item: user }) => user !== undefined && user.isDisabled !== true);
  if (!isUsed || item.property("ssid") === undefined) return undefined;
  const types = wifiSecurity(item, "authentication-types", model);
  if (types === undefined || (types !== "unset" && types.text !== "")) return undefined;
  if (item.property("security") !== undefined && !isNamedProfile(item, model)) return undefined;
  return {
    at: { item, property: item.property("security") === undefined ? "ssid" : "security" },
    item,
    severity: severityOf(item, model.items("/ip/hotspot").some(isOn)),
    message: `The CAPsMAN configuration ${label(item)} makes open networks: it has no authentication types.`,
    fixes: [protect(item, "wpa2-psk")],
  };
}

function isNamedProfile(item: Item, model: RuleContext["model"]): boolean {
  return model.items("/caps-man/security").some((one) => one.name === item.text("security"));
}
