import { auditHtml } from "./audit-html.ts";
import { auditMarkdown } from "./audit-markdown.ts";
import { github } from "./github.ts";
import { gitlab } from "./gitlab.ts";
import { json } from "./json.ts";
import { junit } from "./junit.ts";
import { maskedReport } from "./masked-report.ts";
import type { Report } from "./report.ts";
import { sarif } from "./sarif.ts";
import { type StylishOptions, stylish } from "./stylish.ts";
import { summaryTable } from "./summary-table.ts";

export const REPORT_FORMATS = [
  "stylish",
  "json",
  "sarif",
  "github",
  "gitlab",
  "junit",
  "audit",
  "audit-html",
] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** The report in one of the formats; `options` are for people's eyes only. */
export function printReport(found: Report, format: ReportFormat, options: StylishOptions): string {
  const report = maskedReport(found);
  switch (format) {
    case "stylish":
      return stylish(report, options) + tableBehind(report, options);
    case "json":
      return json(report);
    case "sarif":
      return sarif(report);
    case "github":
      return github(report);
    case "gitlab":
      return gitlab(report);
    case "junit":
      return junit(report);
    case "audit":
      return auditMarkdown(report);
    case "audit-html":
      return auditHtml(report);
    default:
      return format satisfies never;
  }
}

function tableBehind(report: Report, options: StylishOptions): string {
  const table = options.withTable && report.files.length > 1 ? summaryTable(report, options) : "";
  return table === "" ? "" : `\n${table}\n`;
}
