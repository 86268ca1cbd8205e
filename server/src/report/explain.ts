import type { RuleFacts } from "../lint/rule-facts.ts";
import { EXPORT_WIDTH, wrapCommand } from "../text/wrap.ts";
import { referenceAddress } from "../values/manual-search.ts";
import { type Palette, wrap } from "./stylish.ts";

/** A rule's page for the terminal. */
export function explain(rule: RuleFacts, palette: Palette, width: number): string {
  const paragraph = (text: string) => wrap(text, width - 2).map((line) => `  ${line}`);
  const code = (text: string) =>
    text
      .trimEnd()
      .split("\n")
      .flatMap((line) => wrapCommand(line, EXPORT_WIDTH - 2, "\n").split("\n"))
      .map((line) => palette.dim(`  ${line}`));
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ["", palette.bold(title), ...lines];
  const lines = [
    `${palette.bold(rule.id)}  ${rule.title}`,
    ...wrap(
      `${rule.group}, ${rule.severity}, RouterOS ${rule.versions ?? "of every version"}, in ${rule.inPresets.join(", ")}`,
      width,
    ),
    ...section("Why", paragraph(rule.why)),
    ...section("What to do", paragraph(rule.advice)),
    ...section("Settings", rule.examplePolicy ? code(JSON.stringify({ policy: rule.examplePolicy })) : []),
    ...section("Found", code(rule.bad)),
    ...section("Not found", code(rule.good)),
    ...section(
      "Fixes",
      Object.entries(rule.fixes ?? {}).map(([id, safety]) => `  ${id} (${safety})`),
    ),
    ...section(
      "Options",
      Object.entries(rule.options ?? {}).flatMap(([name, option]) =>
        paragraph(`${name}: ${option.type} = ${JSON.stringify(option.default)}. ${option.description}`),
      ),
    ),
    ...section("Maps to", complianceLines(rule).flatMap(paragraph)),
    ...section(
      "References",
      [...rule.references, ...(rule.cwe ?? []).map((id) => `CWE-${id}`)].flatMap((text) => {
        const address = referenceAddress(text);
        return [`  ${text}`, ...(address === undefined ? [] : [palette.dim(`    ${address}`)])];
      }),
    ),
    ...section("Suppress", code(`# rsclint-disable-next-line ${rule.id} -- reason`)),
  ];
  return `${lines.join("\n")}\n`;
}

function complianceLines(rule: RuleFacts): string[] {
  if (rule.mapsTo.length === 0) return [];
  const clauses = rule.mapsTo.map(({ title, clauses }) => `${title}: ${clauses.join(", ")}`);
  return [rule.areas.join(", "), ...clauses];
}
