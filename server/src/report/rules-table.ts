import type { RuleFacts } from "../lint/rule-facts.ts";
import { SAFETY_MARKS } from "./rule-page.ts";
import type { Palette } from "./stylish.ts";

export const FORMATS_OF_RULES = ["text", "json", "markdown"] as const;

export interface RulesTableOptions {
  readonly format: (typeof FORMATS_OF_RULES)[number];
  readonly palette: Palette;
  /** One of a rule's `inPresets`. */
  readonly preset: string;
}

/** The rules of a preset, as people or programs read them. */
export function rulesTable(rules: readonly RuleFacts[], options: RulesTableOptions): string {
  const listed = rules.filter((rule) => rule.inPresets.some((preset) => preset === options.preset));
  switch (options.format) {
    case "json":
      return `${JSON.stringify(listed.map(asData), undefined, 2)}\n`;
    case "markdown":
      return markdownTable(listed, "");
    case "text":
      return textTable(listed, options.palette, options.preset);
    default:
      return options.format satisfies never;
  }
}

/** For the README and docs/rules/README.md; `base` is what a page's address begins with. */
export function markdownTable(rules: readonly RuleFacts[], base: string): string {
  const byGroup = [...rules].sort((a, b) => order(a).localeCompare(order(b), "en"));
  const rows = byGroup.map((rule) => {
    const fixes = [...new Set(Object.values(rule.fixes ?? {}))]
      .map((safety) => SAFETY_MARKS[safety])
      .join(" ");
    const id = `[${rule.id}](${base}${rule.id}.md)`;
    return `| ${rule.group} | ${id} | ${rule.title.replaceAll("|", "\\|")} | ${rule.severity} | ${fixes} | ${rule.inPresets.filter((preset) => preset !== "all").join(", ")} |`;
  });
  const head = ["| Group | Rule | Finds | Severity | Fix | Presets |", "|---|---|---|---|---|---|"];
  return `${[...head, ...rows].join("\n")}\n`;
}

function order(rule: RuleFacts): string {
  return `${rule.group} ${rule.id}`;
}

function textTable(rules: readonly RuleFacts[], palette: Palette, preset: string): string {
  const width = Math.max(0, ...rules.map(({ id }) => id.length));
  const groups = [...new Set(rules.map(({ group }) => group))].sort();
  const blocks = groups.map((group) => {
    const lines = rules
      .filter((rule) => rule.group === group)
      .map((rule) => `  ${rule.id.padEnd(width)}  ${rule.severity.padEnd(7)}  ${rule.title}`);
    return [palette.bold(group), ...lines].join("\n");
  });
  return `${blocks.join("\n\n")}\n\n${rules.length} rules in the preset ${preset}. \`rsclint explain RULE\` tells more.\n`;
}

function asData(rule: RuleFacts): object {
  const {
    id,
    group,
    title,
    severity,
    why,
    advice,
    versions,
    references,
    compliance,
    cwe,
    fixes,
    migrations,
  } = rule;
  return {
    id,
    group,
    title,
    severity,
    why,
    advice,
    versions,
    presets: rule.inPresets,
    fixes,
    migrations,
    compliance,
    cwe,
    references,
  };
}
