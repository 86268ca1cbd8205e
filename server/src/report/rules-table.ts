import type { RuleFacts } from "../lint/rule-facts.ts";
import { SAFETY_MARKS } from "./rule-page.ts";
import { type Palette, wrap } from "./stylish.ts";

export const FORMATS_OF_RULES = ["text", "json", "markdown"] as const;

export interface RulesTableOptions {
  readonly format: (typeof FORMATS_OF_RULES)[number];
  readonly palette: Palette;
  /** One of a rule's `inPresets`. */
  readonly preset: string;
  /** Columns of the terminal, for `text`. */
  readonly width: number;
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
      return textTable(listed, options);
    default:
      return options.format satisfies never;
  }
}

/** For docs/rules/README.md; `base` is what a page's address begins with. */
export function markdownTable(rules: readonly RuleFacts[], base: string): string {
  const byGroup = [...rules].sort((a, b) => order(a).localeCompare(order(b), "en"));
  const rows = byGroup.map((rule) => {
    const presets = rule.inPresets.filter((preset) => preset !== "all").join(", ");
    return `| ${rule.group} ${cells(rule, base)} ${presets} |`;
  });
  const head = ["| Group | Rule | Finds | Severity | Fix | Presets |", "|---|---|---|---|---|---|"];
  return `${[...head, ...rows].join("\n")}\n`;
}

/** For the README: a group folded in each part, since a table of all of them buries what stands around it. */
export function foldedTables(rules: readonly RuleFacts[], base: string): string {
  const groups = [...new Set(rules.map(({ group }) => group))].sort();
  return groups.map((group) => foldedTable(group, rules, base)).join("\n");
}

function foldedTable(group: string, rules: readonly RuleFacts[], base: string): string {
  const listed = rules.filter((rule) => rule.group === group).sort((a, b) => (a.id < b.id ? -1 : 1));
  const rows = listed.map((rule) => {
    const isRecommended = rule.inPresets.some((preset) => preset === "recommended");
    return `${cells(rule, base)} ${isRecommended ? "recommended" : "strict"} |`;
  });
  return [
    `<details><summary><b>${group}</b>: ${listed.length} rules</summary>`,
    "",
    "| Rule | Finds | Severity | Fix | From preset |",
    "|---|---|---|---|---|",
    ...rows,
    "",
    "</details>",
    "",
  ].join("\n");
}

/** `| id | title | severity | fixes |`. */
function cells(rule: RuleFacts, base: string): string {
  const fixes = [...new Set(Object.values(rule.fixes ?? {}))].map((safety) => SAFETY_MARKS[safety]).join(" ");
  const id = `[${rule.id}](${base}${rule.id}.md)`;
  return `| ${id} | ${rule.title.replaceAll("|", "\\|")} | ${rule.severity} | ${fixes} |`;
}

function order(rule: RuleFacts): string {
  return `${rule.group} ${rule.id}`;
}

function textTable(rules: readonly RuleFacts[], { palette, preset, width }: RulesTableOptions): string {
  const column = Math.max(0, ...rules.map(({ id }) => id.length));
  const indent = " ".repeat(column + 13);
  // On a narrow terminal the titles go on in their own column.
  const title = (text: string) => wrap(text, Math.max(20, width - indent.length)).join(`\n${indent}`);
  const groups = [...new Set(rules.map(({ group }) => group))].sort();
  const blocks = groups.map((group) => {
    const lines = rules
      .filter((rule) => rule.group === group)
      .map((rule) => `  ${rule.id.padEnd(column)}  ${rule.severity.padEnd(7)}  ${title(rule.title)}`);
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
