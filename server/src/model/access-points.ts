import type { Item } from "./model.ts";

/** Menus that say how the controller names the interfaces of its access points. */
const PROVISIONING: readonly string[] = [
  "/caps-man/provisioning",
  "/interface/wifi/provisioning",
  "/interface/wifiwave2/provisioning",
];

/**
 * What the names of access points' interfaces may begin with: they come and go, and no export defines them. Empty
 * text: they may be called anything. The plain format `cap` gives names that are known as hardware is.
 */
export function accessPointPrefixes(items: (menu: string) => readonly Item[]): readonly string[] {
  return PROVISIONING.flatMap(items).flatMap((item) => {
    const format = item.property("name-format")?.text;
    if (format === undefined || format === "cap") return [];
    return [format.startsWith("prefix") ? (item.property("name-prefix")?.text ?? "") : ""];
  });
}
