import type { Severity } from "../lint/finding.ts";
import { allFiles, createLocator, type Report, type ReportFile, shownFindings } from "./report.ts";

/** GitLab's Code Quality report (a subset of the Code Climate format). */
export function gitlab(report: Report): string {
  const locator = createLocator(allFiles(report), report.secrets);
  const issues = report.files.flatMap((file) =>
    shownFindings(file).map((finding) => {
      const region = locator.region(finding.file, finding.range);
      return {
        type: "issue",
        check_name: finding.ruleId,
        description: finding.message,
        categories: [categoryOf(report, finding.ruleId)],
        severity: severityOf(finding.severity),
        fingerprint: `${finding.ruleId}:${file.uri}:${finding.fingerprint}`,
        location: {
          path: pathOf(file),
          lines: { begin: region?.startLine ?? 1, end: region?.endLine ?? 1 },
        },
      };
    }),
  );
  return `${JSON.stringify([...issues, ...failures(report)], undefined, 2)}\n`;
}

function failures(report: Report): object[] {
  return report.failures.map(({ path, uri, message, isUnwritten }) => ({
    type: "issue",
    check_name: isUnwritten === true ? "unwritten-file" : "unreadable-file",
    description: message,
    categories: ["Bug Risk"],
    severity: "blocker",
    fingerprint: `unreadable-file:${uri}`,
    location: { path: pathOf({ path, uri }), lines: { begin: 1, end: 1 } },
  }));
}

/** GitLab looks for a file of the repository: it takes no address and nothing that is encoded. */
function pathOf({ path, uri }: Pick<ReportFile, "path" | "uri">): string {
  return uri.startsWith("file:") ? path : decodeURIComponent(uri);
}

function categoryOf(report: Report, ruleId: string): string {
  const group = report.rules.find((rule) => rule.id === ruleId)?.group;
  return group === "language" || group === "model" || group === "scripts" ? "Bug Risk" : "Security";
}

function severityOf(severity: Severity): string {
  switch (severity) {
    case "error":
      return "critical";
    case "warning":
      return "major";
    case "info":
      return "minor";
    case "hint":
      return "info";
    default:
      return severity satisfies never;
  }
}
