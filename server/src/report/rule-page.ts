import type { FixSafety } from "../lint/finding.ts";
import type { RuleFacts } from "../lint/rule-facts.ts";
import { referenceAddress } from "../values/manual-search.ts";

/** What only running the rule can tell; the generated pages have it, SARIF's help has not. */
export interface ExecutedExamples {
  /** The finding of `bad` as the terminal prints it. */
  readonly finding: string;
  readonly fixes: readonly { readonly id: string; readonly title: string; readonly diff: string }[];
}

/** The page of a rule in Markdown: docs/rules/<id>.md, SARIF's help and the editor's hover. */
export function rulePage(rule: RuleFacts, executed?: ExecutedExamples): string {
  return [
    `# ${rule.id}`,
    `${rule.title}.`,
    facts(rule),
    `## Why\n\n${rule.why}`,
    `## What to do\n\n${rule.advice}`,
    examplePolicy(rule),
    `## Found\n\n${fence("rsc", rule.bad)}`,
    executed && fence("text", executed.finding),
    `## Not found\n\n${fence("rsc", rule.good)}`,
    fixes(rule, executed),
    options(rule),
    compliance(rule),
    references(rule),
    suppress(rule),
  ]
    .filter((part) => part !== undefined && part !== "")
    .join("\n\n")
    .concat("\n");
}

/** Rules of the site's policy do nothing until the config file speaks. */
function examplePolicy({ examplePolicy: policy }: RuleFacts): string | undefined {
  if (policy === undefined) return undefined;
  const text = JSON.stringify({ policy }, undefined, 2);
  return `## Settings\n\nThe rule runs where \`.rsclintrc.json\` says what it asks for, as\n\n${fence("json", text)}`;
}

/** `safe` fixes are applied by `--fix`, suggestions by `--fix-suggestions`. */
export const SAFETY_MARKS: Readonly<Record<FixSafety, string>> = {
  safe: "🔧",
  suggestion: "💡",
  "needs-input": "✏️",
};

function facts(rule: RuleFacts): string {
  const migrations = rule.migrations?.length ? rule.migrations.join(", ") : undefined;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["Group", rule.group],
    ["Severity", rule.severity],
    ["Presets", rule.inPresets.join(", ")],
    ["RouterOS", rule.versions ?? "every version"],
    ["Needs", rule.onAbsence ? "a full export (it looks at what is not written)" : undefined],
    ["Left to", rule.saidBy && `${rule.saidBy.join(", ")}, where one of them says the same`],
    ["Migrations", migrations],
    ["Old names", rule.aliases?.join(", ")],
  ];
  const lines = rows.flatMap(([name, value]) => (value ? [`| ${name} | ${cell(value)} |`] : []));
  return ["| | |", "|---|---|", ...lines].join("\n");
}

function fixes(rule: RuleFacts, executed: ExecutedExamples | undefined): string | undefined {
  const entries = Object.entries(rule.fixes ?? {});
  if (entries.length === 0) return undefined;
  const parts = entries.map(([id, safety]) => {
    const example = executed?.fixes.find((fix) => fix.id === id);
    const title = example ? `: ${example.title}` : "";
    const head = `- ${SAFETY_MARKS[safety]} \`${id}\` (${APPLIED_BY[safety]})${title}`;
    return example ? `${head}\n\n${fence("diff", example.diff)}` : head;
  });
  return `## Fixes\n\n${parts.join("\n\n")}`;
}

const APPLIED_BY: Readonly<Record<FixSafety, string>> = {
  safe: "safe, applied by `--fix`",
  suggestion: "suggestion, applied by `--fix-suggestions`",
  "needs-input": "needs input",
};

function options(rule: RuleFacts): string | undefined {
  const entries = Object.entries(rule.options ?? {});
  if (entries.length === 0) return undefined;
  const rows = entries.map(
    ([name, option]) =>
      `| \`${name}\` | ${option.type} | \`${JSON.stringify(option.default)}\` | ${cell(option.description)} |`,
  );
  return ["## Options", "", "| Name | Type | Default | |", "|---|---|---|---|", ...rows].join("\n");
}

function compliance(rule: RuleFacts): string | undefined {
  if (rule.mapsTo.length === 0) return undefined;
  const rows = rule.mapsTo.map(({ title, clauses }) => `| ${title} | ${clauses.join(", ")} |`);
  const named = rule.areas.map((area) => area.toLowerCase()).join(", ");
  return [
    "## Compliance",
    "",
    `Maps to (${named}):`,
    "",
    "| Framework | Clauses |",
    "|---|---|",
    ...rows,
  ].join("\n");
}

function references(rule: RuleFacts): string | undefined {
  const cwes = (rule.cwe ?? []).map((id) => `CWE-${id}`);
  const all = [...rule.references, ...cwes];
  return all.length === 0 ? undefined : `## References\n\n${all.map(reference).join("\n")}`;
}

function reference(text: string): string {
  const address = referenceAddress(text);
  return address === undefined ? `- ${text}` : `- [${text}](${address})`;
}

function suppress(rule: RuleFacts): string {
  const inFile = `# rsclint-disable-next-line ${rule.id} -- reason`;
  return `## Suppress\n\n${fence("rsc", inFile)}\n\nOr by the object's name in \`.rsclint-suppressions.yaml\`, or \`"${rule.id}": "off"\` under \`rules\` in \`.rsclintrc.json\`.`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

/** A fence longer than any run of backticks inside. */
function fence(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  const marks = "`".repeat(longest + 1);
  return `${marks}${language}\n${text.replace(/\n+$/, "")}\n${marks}`;
}
