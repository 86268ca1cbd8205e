import type { UpgradeCheckResult, UpgradeFindingView } from "../../../server/src/protocol.ts";
import { type ReportLine, type ReportText, reportText, section } from "./report-text.ts";

/** Most places written for one finding. */
const MOST = 12;

/** What another version takes otherwise, the worst first. */
export function upgradeText(result: UpgradeCheckResult, name: string): ReportText {
  const { findings, unknown, notes, from, to } = result;
  const breaking = findings.filter(({ breaks }) => breaks);
  const others = findings.filter(({ breaks }) => !breaks);
  const summary =
    findings.length === 0
      ? `Nothing of this file is known to differ in RouterOS ${to}.`
      : `${breaking.length} would break, ${others.length} would differ.`;
  return reportText([
    [`# ${name}: RouterOS ${from ?? "(version unknown)"} → ${to}`],
    [],
    [summary],
    ...section("Breaks", breaking.flatMap(findingLines)),
    ...section("Means something else", others.flatMap(findingLines)),
    ...section(
      `Not known for ${to}`,
      unknown.map(({ what }) => [`- ${what}`]),
    ),
    ...section(
      "Notes",
      notes.map((note) => [`- ${note}`]),
    ),
  ]);
}

function findingLines({ message, places, fix }: UpgradeFindingView): readonly ReportLine[] {
  const shown = places.slice(0, MOST).flatMap((place, at) => (at === 0 ? [" – ", place] : [", ", place]));
  const more = places.length > MOST ? [` and ${places.length - MOST} more`] : [];
  const change: ReportLine[] = fix === undefined ? [] : [[`  - can be changed: ${fix}`]];
  return [[`- ${message}`, ...shown, ...more], ...change];
}
