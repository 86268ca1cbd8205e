import type { EffectiveValue, Item, Model } from "../../model/model.ts";
import { listOf } from "./label.ts";

/** Menus whose items hold settings of wireless security, by the names that their properties have there. */
export const SECURITY_MENUS = [
  "/interface/wireless/security-profiles",
  "/interface/wifi/security",
  "/interface/wifiwave2/security",
  "/caps-man/security",
];

/** Menus where the same settings may stand inline, as `security.authentication-types`. */
export const INLINE_MENUS = [
  "/interface/wifi",
  "/interface/wifi/configuration",
  "/interface/wifiwave2",
  "/interface/wifiwave2/configuration",
  "/caps-man/configuration",
  "/caps-man/interface",
];

/** The name that a security property has in the item's menu. */
export function securityName(item: Item, name: string): string {
  return INLINE_MENUS.includes(item.menu) ? `security.${name}` : name;
}

/** Whether a legacy security profile uses what it writes: keys and ciphers of other modes lie idle. */
export function isIdleProfile(item: Item): boolean {
  if (item.menu !== "/interface/wireless/security-profiles") return false;
  const mode = item.text("mode");
  return mode !== undefined && mode !== "dynamic-keys";
}

/** The written words of a list property of wireless security; empty when it is not written or computed. */
export function writtenWords(item: Item, name: string): string[] {
  const property = item.property(securityName(item, name));
  return listOf(property?.text);
}

export function usesPresharedKey(item: Item): boolean {
  return writtenWords(item, "authentication-types").some((type) => type.endsWith("-psk"));
}

/** A legacy interface that serves clients; a virtual one is an access point unless it says otherwise. */
export function isLegacyAccessPoint(item: Item): boolean {
  if (item.isDisabled !== false) return false;
  const mode = item.property("mode");
  if (mode !== undefined) return mode.text === "ap-bridge" || mode.text === "bridge";
  return item.property("master-interface") !== undefined && item.property("ssid") !== undefined;
}

/** The profile a legacy interface uses, when the file says enough of it. */
export function profileOf(item: Item, model: Model): Item | undefined {
  const name = item.text("security-profile");
  const menu = "/interface/wireless/security-profiles";
  const profile = model.items(menu).find((one) => one.name === name);
  if (profile === undefined) return undefined;
  const isSpokenOf = profile.command !== undefined || profile.changes.length > 0;
  return isSpokenOf || model.absenceMeansDefault(menu) ? profile : undefined;
}

/**
 * What a `/interface/wifi` item uses for a security setting: its own, its security profile's, its
 * configuration's, or that one's profile's (Manual: WiFi, configuration profiles). Undefined where a profile
 * is named that the file does not hold.
 */
export function wifiSecurity(item: Item, name: string, model: Model): EffectiveValue | "unset" | undefined {
  const own = written(item, `security.${name}`);
  if (own !== undefined) return own;
  const profile = throughProfile(item, name, model);
  if (profile !== "unset") return profile;
  if (item.property("configuration") === undefined) return "unset";
  const configuration = named(model, `${rootOf(item)}/configuration`, item.text("configuration"));
  if (configuration === undefined) return undefined;
  return written(configuration, `security.${name}`) ?? throughProfile(configuration, name, model);
}

function throughProfile(item: Item, name: string, model: Model): EffectiveValue | "unset" | undefined {
  if (item.property("security") === undefined) return "unset";
  const profile = named(model, `${rootOf(item)}/security`, item.text("security"));
  return profile === undefined ? undefined : (written(profile, name) ?? "unset");
}

function written(item: Item, name: string): EffectiveValue | undefined {
  return item.property(name) === undefined ? undefined : item.value(name);
}

export function named(model: Model, menu: string, name: string | undefined): Item | undefined {
  return name === undefined ? undefined : model.items(menu).find((item) => item.name === name);
}

/** "/interface/wifi" of "/interface/wifi/configuration" too; "/caps-man" of all its menus. */
export function rootOf(item: Item): string {
  const parts = item.menu.split("/");
  return parts.slice(0, parts[1] === "caps-man" ? 2 : 3).join("/");
}
