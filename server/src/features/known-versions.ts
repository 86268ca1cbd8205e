import { createCatalog } from "../schema/catalog.ts";
import { formatVersion } from "../values/version.ts";

/** Nothing is known of versions before this one. */
export const OLDEST_SIXTH = "6.45";

/** Of version 6 exports are known; these are the ones still met. */
const SIXTH = ["6.49", "6.48", "6.47", "6.46", OLDEST_SIXTH] as const;

/** RouterOS versions to choose from, newest first. */
export function knownVersions(): readonly string[] {
  return [...createCatalog([]).axis.map(formatVersion).reverse(), ...SIXTH];
}
