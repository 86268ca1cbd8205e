import type { Item, Model } from "../../model/model.ts";
import type { Severity } from "../rule.ts";
import { listOf } from "./label.ts";
import { isLegacyAccessPoint, rootOf } from "./wireless.ts";

/** What a security profile serves: networks that this router offers, those that it joins, or none at all. */
export type ProfileUse = "access-point" | "station" | "idle" | "unknown";

/** "unknown" for settings that stand at the interface itself, and in fragments that show no use of it. */
export function profileUse(profile: Item, model: Model): ProfileUse {
  if (profile.menu === "/interface/wireless/security-profiles") return legacyUse(profile, model);
  return profile.menu.endsWith("/security") ? wifiUse(profile, model) : "unknown";
}

/** A weakness of what nothing uses does no harm yet; of a network one joins, the other end decides. */
export function severityByUse(use: ProfileUse): Severity {
  if (use === "idle") return "info";
  return use === "station" ? "warning" : "error";
}

/** For the end of a sentence. */
export function useWords(use: ProfileUse): string {
  return use === "idle" ? " (no enabled interface takes its encryption from it)" : "";
}

const LEGACY = "/interface/wireless";

/** Interfaces that CAPsMAN manages take everything from there, and Nv2 has a security of its own. */
function legacyUse(profile: Item, model: Model): ProfileUse {
  const nameOf = (one: Item) =>
    one.property("security-profile") === undefined ? "default" : one.text("security-profile");
  const enabled = model.items(LEGACY).filter((one) => one.isDisabled !== true);
  const isTold = model.absenceMeansDefault(LEGACY) || enabled.some((one) => nameOf(one) === profile.name);
  if (!isTold || profile.name === undefined) return "unknown";
  const users = enabled.filter((one) => !isManaged(one, model) && one.text("wireless-protocol") !== "nv2");
  const own = users.filter((one) => nameOf(one) === profile.name);
  if (own.some((one) => isLegacyAccessPoint(one))) return "access-point";
  if (users.some((one) => nameOf(one) === undefined)) return "unknown";
  const isJoining = model
    .items("/interface/wireless/connect-list")
    .some((entry) => entry.isDisabled !== true && entry.text("security-profile") === profile.name);
  return own.length > 0 || isJoining ? "station" : "idle";
}

/** Whether CAPsMAN manages the interface of the wireless package. */
export function isManaged(wireless: Item, model: Model): boolean {
  const cap = model.settings("/interface/wireless/cap");
  return cap.text("enabled") === "yes" && listOf(cap.text("interfaces")).includes(wireless.name ?? "");
}

function wifiUse(profile: Item, model: Model): ProfileUse {
  const root = rootOf(profile);
  const interfaces = root === "/caps-man" ? "/caps-man/interface" : root;
  if (profile.name === undefined) return "unknown";
  const isOn = (one: Item) => one.isDisabled !== true;
  const configurations = model.items(`${root}/configuration`);
  const named = configurations.filter((one) => one.text("security") === profile.name);
  const isNamed = (name: string | undefined) =>
    named.some((one) => one.name !== undefined && one.name === name);
  const isHandedOut = model
    .items(`${root}/provisioning`)
    .filter(isOn)
    .flatMap((one) => [one.text("master-configuration"), ...listOf(one.text("slave-configurations"))])
    .some(isNamed);
  if (isHandedOut) return "access-point";
  const enabled = model.items(interfaces).filter(isOn);
  const modeOf = (one: Item) =>
    one.text("configuration.mode") ??
    configurations
      .find(({ name }) => name !== undefined && name === one.text("configuration"))
      ?.text("mode") ??
    "ap";
  const users = enabled.filter(
    (one) => one.text("security") === profile.name || isNamed(one.text("configuration")),
  );
  const isWhole = model.absenceMeansDefault(interfaces);
  // Where nothing offers a network, it does not matter by which way the profile is reached.
  if (isWhole && enabled.length > 0 && enabled.every((one) => modeOf(one).startsWith("station")))
    return "station";
  if (users.length === 0) return isWhole ? "idle" : "unknown";
  return users.every((one) => modeOf(one).startsWith("station")) ? "station" : "access-point";
}
