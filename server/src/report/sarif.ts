import type { Fix, Location, Log, PhysicalLocation, ReportingDescriptor, Result, Suppression } from "sarif";
import type { FileEdits, LintFinding, OfferedFix, Severity } from "../lint/finding.ts";
import type { RuleFacts } from "../lint/rule-facts.ts";
import type { Range } from "../text/range.ts";
import { shownEdit } from "./masked-report.ts";
import { allFiles, createLocator, type Locator, type Report } from "./report.ts";
import { rulePage } from "./rule-page.ts";

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

/** SARIF 2.1.0 (OASIS, 2020), as GitHub code scanning and editors read it. */
export function sarif(report: Report): string {
  return `${JSON.stringify(sarifLog(report), undefined, 2)}\n`;
}

export function sarifLog(report: Report): Log {
  const locator = createLocator(allFiles(report), report.secrets);
  const findings = report.files.flatMap((file) => file.findings);
  // All rules would make three quarters of a megabyte, of which readers need what results refer to.
  const named = new Set(findings.map(({ ruleId }) => ruleId));
  const rules = report.rules.filter(({ id }) => named.has(id));
  const ruleIndex = new Map(rules.map((rule, index) => [rule.id, index] as const));
  const listsSuppressions = findings.some((finding) => finding.suppressed !== undefined);
  return {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "rsclint",
            version: report.toolVersion,
            semanticVersion: report.toolVersion,
            ...(report.docsUrl !== undefined && { informationUri: report.docsUrl }),
            rules: rules.map((rule) => descriptorOf(rule, report.docsUrl)),
          },
        },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: report.failures.length === 0,
            toolExecutionNotifications: report.failures.map(({ uri, message }) => ({
              level: "error",
              message: { text: message },
              locations: [{ physicalLocation: { artifactLocation: { uri } } }],
            })),
          },
        ],
        artifacts: report.files.map((file) => ({ location: { uri: file.uri }, sourceLanguage: "routeros" })),
        results: findings.map((finding) => resultOf(finding, locator, ruleIndex, listsSuppressions)),
      },
    ],
  };
}

function resultOf(
  finding: LintFinding,
  locator: Locator,
  ruleIndex: ReadonlyMap<string, number>,
  listsSuppressions: boolean,
): Result {
  const index = ruleIndex.get(finding.ruleId);
  const fixes = finding.fixes.flatMap((fix) => fixOf(fix, locator) ?? []);
  return {
    ruleId: finding.ruleId,
    ...(index !== undefined && { ruleIndex: index }),
    level: levelOf(finding.severity),
    message: { text: finding.message },
    locations: [{ ...locationOf(finding.file, finding.range, locator), ...logicalOf(finding) }],
    ...(finding.related.length > 0 && {
      relatedLocations: finding.related.map((place, id) => ({
        id: id + 1,
        ...locationOf(place.file, place.range, locator),
        message: { text: place.message },
      })),
    }),
    partialFingerprints: { "rsclintObject/v1": finding.fingerprint },
    ...(fixes.length > 0 && { fixes }),
    ...(listsSuppressions && { suppressions: suppressionsOf(finding) }),
  };
}

function locationOf(path: string, range: Range, locator: Locator): Location {
  const region = locator.region(path, range);
  const physicalLocation: PhysicalLocation = {
    artifactLocation: { uri: locator.file(path)?.uri ?? path },
    ...(region && { region }),
  };
  return { physicalLocation };
}

function logicalOf({ object }: LintFinding): Location {
  if (object === undefined) return {};
  const name = object.name ?? object.comment;
  const fullyQualifiedName = name === undefined ? object.menu : `${object.menu}#${name}`;
  return { logicalLocations: [{ fullyQualifiedName, kind: "object", ...(name !== undefined && { name }) }] };
}

/** Tools may apply these without asking anybody, so those that wait for input or hold a secret stay out. */
function fixOf(fix: OfferedFix, locator: Locator): Fix | undefined {
  if (fix.edits === undefined || fix.safety === "needs-input" || fix.inputs.length > 0) return undefined;
  if (fix.edits.some((file) => holdsSecret(file, locator))) return undefined;
  return {
    description: { text: fix.title },
    artifactChanges: fix.edits.map((file) => ({
      artifactLocation: { uri: locator.file(file.file)?.uri ?? file.file },
      replacements: replacementsOf(file, locator),
    })),
    properties: { id: fix.id, safety: fix.safety },
  };
}

function holdsSecret({ file, edits }: FileEdits, { file: fileOf, secrets }: Locator): boolean {
  return edits.some((edit) => shownEdit(fileOf(file), edit, secrets).isMasked === true);
}

function replacementsOf({ file, edits }: FileEdits, locator: Locator) {
  return edits.map(({ range, newText }) => ({
    deletedRegion: { ...locator.region(file, range) },
    insertedContent: { text: newText },
  }));
}

function suppressionsOf({ suppressed }: LintFinding): Suppression[] {
  if (suppressed === undefined) return [];
  const justification =
    suppressed.kind === "baseline" ? "Known before, listed in the baseline." : suppressed.reason;
  return [
    {
      kind: suppressed.kind === "in-source" ? "inSource" : "external",
      status: "accepted",
      ...(justification !== undefined && { justification }),
    },
  ];
}

function descriptorOf(rule: RuleFacts, docsUrl: string | undefined): ReportingDescriptor {
  const markdown = rulePage(rule);
  return {
    id: rule.id,
    name: pascalCase(rule.id),
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.why },
    help: { text: `${rule.why} ${rule.advice}`, markdown },
    ...(docsUrl !== undefined && { helpUri: `${docsUrl.replace(/\/?$/, "/")}${rule.id}.md` }),
    defaultConfiguration: { level: levelOf(rule.severity), enabled: rule.inPresets.includes("recommended") },
    ...(rule.aliases !== undefined && { deprecatedIds: [...rule.aliases] }),
    properties: {
      tags: tagsOf(rule),
      precision: "high",
      ...(isSecurity(rule) && { "security-severity": SCORES[rule.severity] }),
    },
  };
}

function tagsOf(rule: RuleFacts): string[] {
  const cwes = (rule.cwe ?? []).map((id) => `external/cwe/cwe-${String(id).padStart(3, "0")}`);
  return [...(isSecurity(rule) ? ["security"] : ["correctness"]), rule.group, ...cwes];
}

function isSecurity(rule: RuleFacts): boolean {
  return rule.group !== "language" && rule.group !== "model" && rule.group !== "scripts";
}

/** In GitHub's bands: high from 7.0, medium from 4.0, low below. */
const SCORES: Readonly<Record<Severity, string>> = { error: "8.0", warning: "5.5", info: "2.0", hint: "1.0" };

function levelOf(severity: Severity): "error" | "warning" | "note" {
  return severity === "error" || severity === "warning" ? severity : "note";
}

function pascalCase(id: string): string {
  return id
    .split("-")
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join("");
}
