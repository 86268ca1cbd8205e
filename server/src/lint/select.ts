import picomatch from "picomatch/posix";
import type { RuleMeta, Severity } from "../rules/rule.ts";
import { clausesOf } from "./compliance.ts";
import type { LintConfig, Preset, RuleLevel, RuleOptions, RuleSetting } from "./config.ts";

/** How an active rule runs in one file. */
export interface ActiveRule {
  /** Set by the config; undefined: the rule's own severity. */
  readonly severity: Severity | undefined;
  readonly options: RuleOptions;
}

/** Active rules by id. */
export type Selection = ReadonlyMap<string, ActiveRule>;

/**
 * The rules that run in a file: the presets' rules, then the config's own settings, then each override whose
 * globs match, later ones winning. `path` is relative to the config file, with forward slashes.
 */
export function selectRules(rules: readonly RuleMeta[], config: LintConfig, path: string): Selection {
  const matching = (config.overrides ?? []).filter((override) => matchesGlobs(path, override.files));
  const presets = matching.reduce(
    (current, override) => override.extends ?? current,
    config.extends ?? "recommended",
  );
  const names = canonicalNames(rules);
  const selection = new Map<string, ActiveRule>();
  for (const rule of rules) {
    if (presetList(presets).some((preset) => isInPreset(rule, preset))) {
      selection.set(rule.id, { severity: undefined, options: {} });
    }
  }
  for (const settings of [config.rules, ...matching.map((override) => override.rules)]) {
    for (const [name, setting] of Object.entries(settings ?? {})) {
      applySetting(selection, names.get(name) ?? name, setting);
    }
  }
  return selection;
}

/** The version that the config gives a file without one in its header; the last override that says one counts. */
export function configuredVersion(config: LintConfig, path: string): string | undefined {
  const said = (config.overrides ?? [])
    .filter((override) => override.routerosVersion !== undefined && matchesGlobs(path, override.files))
    .at(-1);
  return said?.routerosVersion ?? config.routerosVersion;
}

/** A rule without `presets` is in recommended and strict; a file that cannot be read is a finding in every preset. */
export function isInPreset(rule: RuleMeta, preset: Preset): boolean {
  const listed = rule.presets ?? ["recommended", "strict"];
  if (preset === "all") return true;
  if (preset === "recommended" || preset === "strict") return listed.includes(preset);
  if (rule.group === "language") return listed.includes("recommended");
  if (preset !== "vpn") return clausesOf(rule.compliance, preset).length > 0;
  return rule.presets === undefined ? VPN_GROUPS.includes(rule.group) : rule.presets.includes("vpn");
}

const VPN_GROUPS: readonly string[] = ["vpn", "ppp", "ipsec", "wireguard"];

export function matchesGlobs(path: string, globs: string | readonly string[]): boolean {
  return [globs].flat().some((glob) => picomatch(glob, { dot: true, matchBase: !glob.includes("/") })(path));
}

/** Ids and aliases to ids. */
export function canonicalNames(rules: readonly RuleMeta[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const rule of rules) for (const alias of rule.aliases ?? []) names.set(alias, rule.id);
  for (const rule of rules) names.set(rule.id, rule.id);
  return names;
}

function presetList(presets: Preset | readonly Preset[]): readonly Preset[] {
  return typeof presets === "string" ? [presets] : presets;
}

function applySetting(selection: Map<string, ActiveRule>, id: string, setting: RuleSetting): void {
  const [level, options] = splitSetting(setting);
  if (level === "off") selection.delete(id);
  else selection.set(id, { severity: level, options: options ?? selection.get(id)?.options ?? {} });
}

function splitSetting(setting: RuleSetting): readonly [RuleLevel, RuleOptions | undefined] {
  return typeof setting === "string" ? [setting, undefined] : setting;
}
