import type { RuleMeta } from "../rules/rule.ts";
import { AREA_TITLES, clausesOf, FRAMEWORK_TITLES, FRAMEWORKS, type Framework } from "./compliance.ts";
import { PRESETS, type Preset } from "./config.ts";
import { isInPreset } from "./select.ts";

/** A rule's meta with what follows from it, for those who print it. */
export interface RuleFacts extends RuleMeta {
  /** Every preset it is in; `all` is the last. */
  readonly inPresets: readonly Preset[];
  /** Areas of compliance in words. */
  readonly areas: readonly string[];
  /** Clauses the areas map to; empty for rules without an area. */
  readonly mapsTo: readonly FrameworkClauses[];
}

export interface FrameworkClauses {
  readonly framework: Framework;
  readonly title: string;
  readonly clauses: readonly string[];
}

export function ruleFacts(rule: RuleMeta): RuleFacts {
  const areas = rule.compliance ?? [];
  return {
    ...rule,
    inPresets: PRESETS.filter((preset) => isInPreset(rule, preset)),
    areas: areas.map((area) => AREA_TITLES[area]),
    mapsTo:
      areas.length === 0
        ? []
        : FRAMEWORKS.map((framework) => ({
            framework,
            title: FRAMEWORK_TITLES[framework],
            clauses: clausesOf(areas, framework),
          })),
  };
}
