import type { Model } from "../../model/model.ts";
import type { SitePolicy } from "../../model/site-policy.ts";

/** "LAN", "lan-ports", "MGMT"; not "WLAN", "not-lan". */
const INSIDE = /(^|[^a-z])(lan|mgmt|management)s?\d*([^a-z]|$)/i;
const OUTSIDE = /(^|[^a-z])(not|non|no|wan)([^a-z]|$)/i;

/** The interface list that administration may come from: the policy's, one called LAN, else one with such a name. */
export function insideList(model: Model, policy: SitePolicy): string | undefined {
  const names = model.items("/interface/list").flatMap(({ name }) => name ?? []);
  return (
    policy.lanLists?.find((list) => names.includes(list)) ??
    names.find((name) => name.toUpperCase() === "LAN") ??
    names.find((name) => INSIDE.test(name) && !OUTSIDE.test(name))
  );
}
