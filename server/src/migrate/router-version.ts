import type { Model } from "../model/model.ts";
import { formatVersion, satisfies, type Version } from "../values/version.ts";

/**
 * Whether the router's version lies in a range of values/version.ts. Without a version, what only one major has
 * decides (`routing-table=`, `/routing table` and WireGuard: 7; `routing-mark=` of a route: 6); undefined when
 * nothing tells.
 */
export function isVersion(model: Model, range: string): boolean | undefined {
  if (model.version !== undefined) return satisfies(model.version, range);
  const guess = guessedMajor(model);
  return guess === undefined ? undefined : satisfies(guess, range);
}

/** For messages: "RouterOS 6.48.6", "RouterOS 7 by its syntax", "an unknown version". */
export function versionWords(model: Model): string {
  if (model.version !== undefined) return `RouterOS ${formatVersion(model.version)}`;
  const guess = guessedMajor(model);
  return guess === undefined ? "an unknown RouterOS version" : `RouterOS ${guess.major} by its syntax`;
}

const LAST_SIX: Version = { major: 6, minor: 49, patch: undefined, stage: "release", stageNumber: 0 };
/** Old enough that nothing newer is written on a guess. */
const SOME_SEVEN: Version = { major: 7, minor: 9, patch: undefined, stage: "release", stageNumber: 0 };

function guessedMajor(model: Model): Version | undefined {
  const isSeven =
    ["/routing/table", "/routing/rule", "/interface/wireguard", "/ip/vrf"].some((menu) =>
      model.menus.includes(menu),
    ) || model.items("/ip/route").some((route) => route.property("routing-table") !== undefined);
  if (isSeven) return SOME_SEVEN;
  const isSix =
    model.menus.includes("/ip/route/rule") ||
    model.items("/ip/route").some((route) => route.property("routing-mark") !== undefined);
  return isSix ? LAST_SIX : undefined;
}
