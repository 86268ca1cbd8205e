import { escapeXml } from "./escape.ts";
import {
  allFiles,
  countFindings,
  createLocator,
  plural,
  type Report,
  type ReportFile,
  shownFindings,
} from "./report.ts";

/** JUnit XML: a suite per file, a failed case per finding, one passed case for a clean file. */
export function junit(report: Report): string {
  const counts = countFindings(report.files);
  const clean = report.files.filter((file) => shownFindings(file).length === 0).length;
  const tests = counts.total + clean + report.failures.length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="rsclint" tests="${tests}" failures="${counts.total}" errors="${report.failures.length}">`,
    ...report.files.flatMap((file) => suite(file, report)),
    ...report.failures.flatMap(({ path, message, isUnwritten }) => [
      `  <testsuite name="${escapeXml(path)}" tests="1" failures="0" errors="1">`,
      `    <testcase name="${isUnwritten === true ? "write" : "read"}" classname="${escapeXml(path)}"><error message="${escapeXml(message)}"/></testcase>`,
      "  </testsuite>",
    ]),
    "</testsuites>",
    "",
  ].join("\n");
}

function suite(file: ReportFile, report: Report): string[] {
  const locator = createLocator(allFiles(report), report.secrets);
  const findings = shownFindings(file);
  const name = escapeXml(file.path);
  const cases = findings.map((finding) => {
    const region = locator.region(finding.file, finding.range);
    const place = `${region?.startLine ?? 1}:${region?.startColumn ?? 1}`;
    const message = escapeXml(finding.message);
    return [
      `    <testcase name="${escapeXml(`${finding.ruleId} ${place}`)}" classname="${name}">`,
      `      <failure type="${finding.severity}" message="${message}">${name}:${place} ${message}</failure>`,
      "    </testcase>",
    ].join("\n");
  });
  return [
    `  <testsuite name="${name}" tests="${Math.max(1, findings.length)}" failures="${findings.length}" errors="0">`,
    ...(cases.length > 0 ? cases : [`    <testcase name="${plural(0, "problem")}" classname="${name}"/>`]),
    "  </testsuite>",
  ];
}
