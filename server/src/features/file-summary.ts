import type { Severity } from "../rules/rule.ts";
import { formatVersion } from "../values/version.ts";
import type { AnalysedFile, Analysis } from "./analysis.ts";

/** What the status bar and report heads say of a file. */
export interface FileSummary {
  readonly version: string | undefined;
  readonly versionFrom: "header" | "setting" | "chosen" | "none";
  /** What the header says, also where another version was chosen. */
  readonly headerVersion?: string;
  readonly kind: "full" | "partial" | "script";
  readonly kindReason: string;
  readonly boardModel: string | undefined;
  readonly secrets: "shown" | "hidden" | "unknown";
  readonly findings: Readonly<Record<Severity, number>>;
}

export function fileSummary(analysis: Analysis, file: AnalysedFile): FileSummary {
  const { source, version } = analysis.model;
  const counts: Record<Severity, number> = { error: 0, warning: 0, info: 0, hint: 0 };
  for (const finding of analysis.findings) {
    if (finding.file === file.path && !finding.suppressed) counts[finding.severity]++;
  }
  return {
    version: version && formatVersion(version),
    versionFrom: versionFrom(analysis),
    ...(source.versionText === undefined ? {} : { headerVersion: source.versionText }),
    kind: source.kind,
    kindReason: source.reason,
    boardModel: source.boardModel,
    secrets: source.secrets,
    findings: counts,
  };
}

function versionFrom({ model, settings }: Analysis): FileSummary["versionFrom"] {
  if (model.version === undefined) return "none";
  if (settings.forcedVersion !== undefined) return "chosen";
  return model.source.versionText === undefined ? "setting" : "header";
}
