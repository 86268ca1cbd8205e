import { satisfies, type Version } from "../values/version.ts";
import type { RuleMeta } from "./rule.ts";

/** A file of unknown version is read as the union of all of them, so every rule applies. */
export function appliesTo(rule: RuleMeta, version: Version | undefined): boolean {
  return rule.versions === undefined || version === undefined || satisfies(version, rule.versions);
}
