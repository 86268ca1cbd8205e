import type { RuleContext } from "../rule.ts";

/** "LAN", "lan-ports", "MGMT"; not "WLAN", "not-lan". */
const INSIDE = /(^|[^a-z])(lan|mgmt|management)s?\d*([^a-z]|$)/i;
const OUTSIDE = /(^|[^a-z])(not|non|no|wan)([^a-z]|$)/i;

/**
 * The interface list that administration may come from: the policy's, one called LAN, else one with such a name.
 * One that holds nothing would lock everybody out, and one of bridge ports alone may, as what comes in there comes by their bridge.
 */
export function insideList({ model, policy, traffic }: RuleContext): string | undefined {
  const { members, master } = traffic.network.interfaces;
  const isFilledHere = model.items("/interface/list/member").length > 0;
  const mayBeElsewhere = !isFilledHere && !model.absenceMeansDefault("/interface/list/member");
  const names = model
    .items("/interface/list")
    .flatMap(({ name }) => name ?? [])
    .filter((name) => mayBeElsewhere || members(name).some((one) => master(one) === one));
  return (
    policy.lanLists?.find((list) => names.includes(list)) ??
    names.find((name) => name.toUpperCase() === "LAN") ??
    names.find((name) => INSIDE.test(name) && !OUTSIDE.test(name))
  );
}
