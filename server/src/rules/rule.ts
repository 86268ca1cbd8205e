import type { Change, InputNeeded } from "../edit/change.ts";
import type { BoundCommand, Item, Model, ModelFile, Reference } from "../model/model.ts";
import type { SitePolicy } from "../model/site-policy.ts";
import type { Range } from "../text/range.ts";
import type { Traffic } from "../traffic/traffic.ts";

export type Severity = "error" | "warning" | "info" | "hint";

export type RuleGroup =
  | "language"
  | "model"
  | "vpn"
  | "ppp"
  | "ipsec"
  | "wireguard"
  | "routing"
  | "management"
  | "wireless"
  | "firewall"
  | "logging"
  | "secrets"
  | "protocols"
  | "scripts";

/** `safe` cannot cut a session or a peer; `suggestion` may; `needs-input` waits for what only the user knows. */
export type FixSafety = "safe" | "suggestion" | "needs-input";

/** Areas of the compliance map (lint/compliance.ts): transmission, authentication, keys, boundary, services, management, wireless, logs, patches. */
export type ComplianceArea = "T" | "A" | "K" | "N" | "S" | "M" | "W" | "L" | "P";

export interface RuleMeta {
  /** kebab-case; reads after "allow …". */
  readonly id: string;
  readonly aliases?: readonly string[];
  readonly group: RuleGroup;
  readonly title: string;
  readonly severity: Severity;
  /** Two sentences at most, without a full configuration lecture. */
  readonly why: string;
  /** What to do next, one sentence. */
  readonly advice: string;
  /** A range as values/version.ts reads it, e.g. ">=7.1"; absent = every version. */
  readonly versions?: string;
  /** RFCs, CVEs, titles of manual pages. */
  readonly references: readonly string[];
  readonly compliance?: readonly ComplianceArea[];
  readonly cwe?: readonly number[];
  /** Presets besides `all`; without it: recommended and strict. */
  readonly presets?: readonly ("recommended" | "strict" | "vpn")[];
  /** Fires on something not being written: run only where absence means default. The engine does not call it otherwise. */
  readonly onAbsence?: boolean;
  /** Rules whose finding at the same place, when at least as grave, says all that this one would. */
  readonly saidBy?: readonly string[];
  /** Exactly one finding of this rule when linted; executed as a test. */
  readonly bad: string;
  /** A near miss: no finding of this rule. */
  readonly good: string;
  /** Every fix id the rule may offer. */
  readonly fixes?: Readonly<Record<string, FixSafety>>;
  readonly migrations?: readonly ("wireguard" | "ikev2" | "openvpn")[];
  /** What the config file has to say for the rule to run; the examples are executed under it. */
  readonly examplePolicy?: SitePolicy;
  /** JSON schema properties of the rule's own options. */
  readonly options?: Readonly<Record<string, OptionSchema>>;
}

export interface OptionSchema {
  readonly type: "string" | "number" | "boolean" | "array";
  readonly description: string;
  readonly default: string | number | boolean | readonly string[];
}

/** What a rule sees beside its subject. */
export interface RuleContext {
  readonly model: Model;
  /** Firewall reasoning over the same model; built on first use. */
  readonly traffic: Traffic;
  readonly policy: SitePolicy;
  /** The same over the state that the configuration is a change of: the saved file, the last commit. */
  readonly before?: Traffic | undefined;
  /** As configured, else `otherwise`, else the option's default. */
  option<T extends OptionSchema["default"]>(name: string, otherwise?: T): T | undefined;
}

/** What a check answers; the engine adds rule, severity and position. */
export interface Finding {
  /** Where: a node, an item (its head), or an absolute range. */
  readonly at: FindingPlace;
  /** Names the object in backticks; what is wrong. Never a secret. */
  readonly message: string;
  readonly severity?: Severity;
  /** The object the finding speaks of, so that suppressions and fingerprints survive moving lines. */
  readonly item?: Item;
  readonly related?: readonly { readonly at: FindingPlace; readonly message: string }[];
  readonly fixes?: readonly Fix[];
}

export type FindingPlace =
  | {
      readonly item: Item /** Point at this property's value when it is written, else at the item's head. */;
      readonly property?: string;
      /** Of the list that the property is: from the first to the last of these words. */
      readonly words?: readonly string[];
    }
  | { readonly command: BoundCommand }
  /** At the name that it writes. */
  | { readonly reference: Reference }
  | { readonly file: ModelFile; readonly range: Range };

export interface Fix {
  /** Must be declared in `meta.fixes`. */
  readonly id: string;
  readonly title: string;
  readonly changes: readonly Change[];
  readonly inputs?: readonly InputNeeded[];
  /** Why it may cut off whoever applies it, where that cannot be computed; a sentence without its full stop. */
  readonly mayCut?: string;
}

export type CheckResult = Finding | readonly Finding[] | undefined;

/** What the rule is called for; the engine walks, the rule answers. */
export type Rule = ItemRule | CommandRule | ReferenceRule | ModelRule;

export interface ItemRule extends RuleMeta {
  /** For each live item of these menus; settings menus once. */
  readonly on: readonly string[];
  check(item: Item, context: RuleContext): CheckResult;
}

export interface CommandRule extends RuleMeta {
  readonly on: "command";
  /** Whether it finds anything does not rest on the values of named arguments: of commands alike but for these, one is asked. */
  readonly ignoresValues?: true;
  check(command: BoundCommand, context: RuleContext): CheckResult;
}

export interface ReferenceRule extends RuleMeta {
  readonly on: "reference";
  /** Only for names that may be of these namespaces. Default: all. */
  readonly of?: readonly string[];
  /** Only for names that commands of these menus write. Default: all. */
  readonly in?: readonly string[];
  /** Only for names that scripts inside a property write. */
  readonly isInScript?: true;
  /** Its answer rests on whether the name leads anywhere, not on the items it leads to. */
  readonly ignoresTargets?: true;
  check(reference: Reference, context: RuleContext): CheckResult;
}

export interface ModelRule extends RuleMeta {
  /** Once for the whole configuration. */
  readonly on: "model";
  check(model: Model, context: RuleContext): CheckResult;
}

// Overloads, because the type of `check` follows from `on`.
export function defineRule(rule: ItemRule): ItemRule;
export function defineRule(rule: CommandRule): CommandRule;
export function defineRule(rule: ReferenceRule): ReferenceRule;
export function defineRule(rule: ModelRule): ModelRule;
export function defineRule(rule: Rule): Rule {
  return rule;
}
