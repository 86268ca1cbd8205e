import type { TextEdit } from "vscode-languageserver-types";
import type { Analysis } from "./analysis.ts";
import { toRange } from "./place.ts";
import type { SourcePlace } from "./source-place.ts";
import { type UpgradeReport, type UpgradeRequest, upgradeCheck } from "./upgrade-check.ts";

/** The report as an editor wants it: places and edits by line and character. */
export interface UpgradeView extends Pick<UpgradeReport, "from" | "to" | "unknown" | "notes"> {
  readonly findings: readonly {
    readonly kind: string;
    readonly message: string;
    readonly breaks: boolean;
    readonly places: readonly SourcePlace[];
    readonly fix?: string;
  }[];
  readonly edits: readonly { readonly uri: string; readonly edits: readonly TextEdit[] }[];
}

export function upgradeView(analysis: Analysis, request: UpgradeRequest): UpgradeView | undefined {
  const report = upgradeCheck(analysis, request);
  if (report === undefined) return undefined;
  const { from, to, unknown, notes } = report;
  return {
    ...{ from, to, unknown, notes },
    findings: report.findings.map(({ places, ...finding }) => ({
      ...finding,
      places: places.map(({ file, line, character }) => ({ file, line, character })),
    })),
    edits: report.edits.flatMap(({ file: path, edits }) => {
      const file = analysis.file(path);
      if (!file) return [];
      return [
        { uri: path, edits: edits.map(({ range, newText }) => ({ range: toRange(file, range), newText })) },
      ];
    }),
  };
}
