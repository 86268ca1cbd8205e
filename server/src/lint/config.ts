import type { Protocol, SitePolicy, Vpn } from "../model/site-policy.ts";
import type { ComplianceArea, Severity } from "../rules/rule.ts";

export const PRESETS = ["recommended", "strict", "vpn", "pci-dss", "hipaa", "gdpr", "soc2", "all"] as const;
export type Preset = (typeof PRESETS)[number];

/** What a team writes in `.rsclintrc.*`; every field may be absent. Paths and globs are relative to that file. */
export interface LintConfig {
  /** One or several presets, joined. Default: recommended. */
  readonly extends?: Preset | readonly Preset[];
  /** Overrides what the presets say, by rule id. */
  readonly rules?: Readonly<Record<string, RuleSetting>>;
  readonly overrides?: readonly ConfigOverride[];
  /** "7.15.3"; for files whose header names no version. */
  readonly routerosVersion?: string;
  /** Extra schema files: menus and properties of one's own routers. */
  readonly schemaFiles?: readonly string[];
  readonly policy?: SitePolicy;
  readonly corporate?: CorporatePolicy;
  /** Globs of files that are never linted. */
  readonly ignore?: readonly string[];
  /** Files that together are the configuration of one router. */
  readonly routers?: readonly RouterFiles[];
}

export type RuleLevel = Severity | "off";

/** A level, or a level with the rule's own options. */
export type RuleSetting = RuleLevel | readonly [RuleLevel, RuleOptions];

export type RuleOptions = Readonly<Record<string, OptionValue>>;
export type OptionValue = string | number | boolean | readonly string[];

export interface ConfigOverride {
  /** One glob or several. */
  readonly files: string | readonly string[];
  readonly extends?: Preset | readonly Preset[];
  readonly rules?: Readonly<Record<string, RuleSetting>>;
  readonly routerosVersion?: string;
}

export interface RouterFiles {
  readonly name?: string;
  /** Globs, in the order the router would import them. */
  readonly files: readonly string[];
}

/** A house rulebook: its name, its own clause numbers for the audit report, and its limits. */
export interface CorporatePolicy {
  readonly name?: string;
  readonly clauses?: Readonly<Partial<Record<ComplianceArea, readonly string[]>>>;
  readonly forbiddenProtocols?: readonly Protocol[];
  readonly allowedVpns?: readonly Vpn[];
  readonly minimumSecretLength?: number;
}

/** The site's policy with the house rulebook's limits on top: the stricter of the two counts. */
export function policyOf(config: LintConfig): SitePolicy {
  const { policy = {}, corporate = {} } = config;
  const forbidden = [
    ...new Set([...(policy.forbiddenProtocols ?? []), ...(corporate.forbiddenProtocols ?? [])]),
  ];
  const lengths = [policy.minimumSecretLength, corporate.minimumSecretLength].filter((n) => n !== undefined);
  const allowed = allowedBy(policy.allowedVpns, corporate.allowedVpns);
  return {
    ...policy,
    ...(forbidden.length > 0 && { forbiddenProtocols: forbidden }),
    ...(lengths.length > 0 && { minimumSecretLength: Math.max(...lengths) }),
    ...(allowed !== undefined && { allowedVpns: allowed }),
  };
}

/** What both allow; who says nothing allows everything. */
function allowedBy(site?: readonly Vpn[], house?: readonly Vpn[]): readonly Vpn[] | undefined {
  if (site === undefined || house === undefined) return site ?? house;
  return site.filter((vpn) => house.includes(vpn));
}
