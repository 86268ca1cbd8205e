import type { LintFinding, Severity } from "../lint/finding.ts";
import type { RuleFacts } from "../lint/rule-facts.ts";
import { folded } from "./fold.ts";
import {
  allFiles,
  countFindings,
  createLocator,
  failureTitle,
  type Locator,
  plural,
  type Report,
  shownFindings,
} from "./report.ts";

/** A document as blocks, so that Markdown and HTML say the same. Texts may hold `code` in backticks. */
export type Block =
  | { readonly kind: "title" | "section" | "topic" | "text"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | {
      readonly kind: "table";
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
    };

/** For those who sign: what was found, why it matters, what to do, and which clauses it maps to. */
export function auditOf(report: Report): readonly Block[] {
  const locator = createLocator(allFiles(report), report.secrets);
  return [
    { kind: "title", text: "RouterOS configuration audit" },
    { kind: "text", text: scopeOf(report) },
    ...summaryOf(report),
    ...findingsOf(report, locator),
    ...complianceOf(report),
    ...suppressedOf(report, locator),
    ...failuresOf(report),
  ];
}

function scopeOf(report: Report): string {
  const by = report.corporate?.name === undefined ? "" : ` for ${report.corporate.name}`;
  return `Made by rsclint ${report.toolVersion}${by} from ${plural(report.files.length, "file")}. It judges what the files say; the routers themselves were not asked.`;
}

function summaryOf(report: Report): Block[] {
  const rows = report.files.map((file) => {
    const { bySeverity } = countFindings([file]);
    return [`\`${file.path}\``, ...SHOWN.map((severity) => String(bySeverity[severity]))];
  });
  return [
    { kind: "section", text: "Summary" },
    { kind: "table", head: ["File", "Errors", "Warnings", "Info", "Hints"], rows },
  ];
}

const SHOWN = ["error", "warning", "info", "hint"] as const satisfies readonly Severity[];

/** By rule, the gravest first: one explanation, then every place. */
function findingsOf(report: Report, locator: Locator): Block[] {
  const found = report.files.flatMap(shownFindings);
  if (found.length === 0) return [{ kind: "text", text: "Nothing was found." }];
  const ids = [...new Set([...found].sort(byGravity).map(({ ruleId }) => ruleId))];
  return [
    { kind: "section", text: "Findings" },
    ...ids.flatMap((id) =>
      ruleBlocks(
        ruleOf(report, id),
        found.filter(({ ruleId }) => ruleId === id),
        locator,
      ),
    ),
  ];
}

function byGravity(a: LintFinding, b: LintFinding): number {
  return SHOWN.indexOf(a.severity) - SHOWN.indexOf(b.severity) || (a.ruleId < b.ruleId ? -1 : 1);
}

function ruleOf(report: Report, id: string): RuleFacts | undefined {
  return report.rules.find((rule) => rule.id === id);
}

function ruleBlocks(
  rule: RuleFacts | undefined,
  findings: readonly LintFinding[],
  locator: Locator,
): Block[] {
  const [first] = findings;
  if (first === undefined) return [];
  return [
    { kind: "topic", text: `${rule?.title ?? first.ruleId} (${first.severity}, \`${first.ruleId}\`)` },
    ...(rule ? [{ kind: "text" as const, text: `${rule.why} ${rule.advice}` }] : []),
    { kind: "list", items: itemsOf(findings, locator) },
  ];
}

/** Every place is told; where a rule speaks often, a few sentences are enough to know what it is about. */
function itemsOf(findings: readonly LintFinding[], locator: Locator): readonly string[] {
  const entries = folded([...findings].sort((a, b) => SHOWN.indexOf(a.severity) - SHOWN.indexOf(b.severity)));
  return entries.flatMap((entry) =>
    entry.kind === "full"
      ? [`\`${placeOf(entry.finding, locator)}\` ${entry.finding.message}`]
      : [
          `${entry.findings.length} more: ${[...new Set(entry.findings.map((each) => `\`${placeOf(each, locator)}\``))].join(", ")}`,
        ],
  );
}

function placeOf(finding: LintFinding, locator: Locator): string {
  const region = locator.region(finding.file, finding.range);
  const path = locator.file(finding.file)?.path ?? finding.file;
  return region ? `${path}:${region.startLine}` : path;
}

function complianceOf(report: Report): Block[] {
  const ids = new Set(report.files.flatMap(shownFindings).map(({ ruleId }) => ruleId));
  const rules = report.rules.filter((rule) => ids.has(rule.id) && rule.mapsTo.length > 0);
  if (rules.length === 0) return [];
  const frameworks = rules[0]?.mapsTo.map(({ title }) => title) ?? [];
  const house = report.corporate?.clauses;
  const rows = rules.map((rule) => [
    `\`${rule.id}\``,
    ...rule.mapsTo.map(({ clauses }) => clauses.join(", ")),
    ...(house ? [(rule.compliance ?? []).flatMap((area) => house[area] ?? []).join(", ")] : []),
  ]);
  return [
    { kind: "section", text: "Compliance" },
    {
      kind: "text",
      text: "The clauses that the findings map to. Whether a clause is violated depends on what the network carries, and is for people to judge.",
    },
    {
      kind: "table",
      head: ["Rule", ...frameworks, ...(house ? [report.corporate?.name ?? "House rules"] : [])],
      rows,
    },
  ];
}

function suppressedOf(report: Report, locator: Locator): Block[] {
  const items = report.files
    .flatMap((file) => file.findings)
    .flatMap((finding) => {
      const { suppressed } = finding;
      if (suppressed === undefined) return [];
      const reason =
        suppressed.reason ?? (suppressed.kind === "baseline" ? "known before" : "no reason given");
      return [`\`${placeOf(finding, locator)}\` \`${finding.ruleId}\`: ${reason}`];
    });
  return items.length === 0
    ? []
    : [
        { kind: "section", text: "Accepted findings" },
        { kind: "list", items },
      ];
}

function failuresOf(report: Report): Block[] {
  const titles = [...new Set(report.failures.map(failureTitle))];
  return titles.flatMap((title): Block[] => {
    const failures = report.failures.filter((failure) => failureTitle(failure) === title);
    return [
      { kind: "section", text: title.replace("n", "N") },
      { kind: "list", items: failures.map(({ path, message }) => `\`${path}\` ${message}`) },
    ];
  });
}
