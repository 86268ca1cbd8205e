import type { ReachResult } from "../../../server/src/protocol.ts";
import { type ReportLine, type ReportText, reportText } from "./report-text.ts";

const VERDICTS = { accepted: "reaches", blocked: "blocked", unknown: "unknown" } as const;

/** Who reaches a port, and what decides for each. */
export function reachText(reach: ReachResult, name: string): ReportText {
  const service = reach.service === undefined ? "" : ` (${reach.service})`;
  const rows = reach.rows.map(({ from, verdict, reason, at }): ReportLine => {
    const text = `- **${from.join(", ")}** ${VERDICTS[verdict]}: ${reason}`;
    return at === undefined ? [text] : [`${text} – `, at];
  });
  return reportText([
    [`# Who reaches ${reach.port}${service} of ${name}`],
    [],
    ...rows,
    [],
    ...reach.notes.map((note): ReportLine => [`Note: ${note}.`]),
  ]);
}
