import { RULES } from "../rules/registry.ts";
import type { Rule } from "../rules/rule.ts";

/** The rules an analysis runs. */
export type RuleSource = readonly Rule[];

/** Every rule of this version, sorted by id. */
export function allRules(): RuleSource {
  return RULES;
}
