import { displayPath } from "../project/paths.ts";
import type { UpgradeFinding, UpgradeReport } from "../service.ts";
import { indented, type PrintOptions } from "./print-trace.ts";
import { placeRecord } from "./router-options.ts";

export interface UpgradePrintOptions extends PrintOptions {
  /** The offered changes were just written. */
  readonly isFixed: boolean;
}

const TITLES = [
  ["breaks", "Breaks: the import stops or goes wrong here"],
  ["differs", "Works, but means something else"],
] as const;

/** What another version takes otherwise: first what breaks, then what differs, then what is not known. */
export function printUpgrade(
  report: UpgradeReport,
  names: readonly string[],
  options: UpgradePrintOptions,
): string {
  const { palette } = options;
  const from = report.from === undefined ? "unknown version" : `RouterOS ${report.from}`;
  const head = `${palette.underline(names.join(", "))}  ${from} → ${report.to}`;
  const groups = TITLES.flatMap(([kind, title]) => {
    const findings = report.findings.filter(({ breaks }) => breaks === (kind === "breaks"));
    if (findings.length === 0) return [];
    const colour = kind === "breaks" ? palette.red : palette.yellow;
    return ["", colour(title), ...findings.flatMap((finding) => findingLines(finding, options))];
  });
  return `${[head, ...groups, ...unknownLines(report, options), ...closingLines(report, options)].join("\n")}\n\n`;
}

const MOST_PLACES = 6;

function findingLines(finding: UpgradeFinding, options: UpgradePrintOptions): string[] {
  const { palette, width, cwd } = options;
  const places = placesText(finding.places, cwd);
  const fix =
    finding.fix === undefined
      ? []
      : [palette.green(`    ${options.isFixed ? "done" : "--fix"}: ${finding.fix}`)];
  return [
    ...indented(`- ${finding.message}`, "  ", width),
    ...places.map((line) => palette.dim(`    ${line}`)),
    ...fix,
  ];
}

/** "office.rsc:12, 19, 31 and 4 more", a line a file. */
function placesText(places: UpgradeFinding["places"], cwd: string): string[] {
  const files = new Map<string, number[]>();
  for (const { file, line } of places) files.set(file, [...(files.get(file) ?? []), line + 1]);
  return [...files].map(([file, lines]) => {
    const shown = [...new Set(lines)].slice(0, MOST_PLACES).join(", ");
    const more = new Set(lines).size - MOST_PLACES;
    return `${displayPath(file, cwd)}:${shown}${more > 0 ? ` and ${more} more` : ""}`;
  });
}

function unknownLines({ unknown, notes, to }: UpgradeReport, { palette, width }: PrintOptions): string[] {
  const lines = notes.flatMap((note) => indented(`Note: ${note}`, "", width));
  if (unknown.length === 0) return lines.length === 0 ? [] : ["", ...lines];
  const words = unknown.slice(0, MOST_UNKNOWN).map(({ what }) => what);
  const more = unknown.length - words.length;
  const list = `${words.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  return ["", palette.bold(`Not known for ${to}`), ...indented(list, "  ", width), ...lines];
}

const MOST_UNKNOWN = 20;

function closingLines(
  { findings, checked, to }: UpgradeReport,
  { isFixed, width }: UpgradePrintOptions,
): string[] {
  const breaking = findings.filter(({ breaks }) => breaks);
  const fixable = findings.filter(({ fix }) => fix !== undefined).length;
  if (findings.length === 0) return ["", `Nothing of ${checked} statements is known to differ in ${to}.`];
  const counts = `${count(breaking.length, "thing")} of ${checked} statements would break in ${to}, ${findings.length - breaking.length} would differ`;
  const fix = fixable === 0 ? "" : isFixed ? `; ${fixable} changed` : `; --fix changes ${fixable}`;
  return ["", ...indented(`${counts}${fix}.`, "", width)];
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}

/** Lines and columns from 1. */
export function upgradeRecord(report: UpgradeReport, names: readonly string[], cwd: string): unknown {
  const { edits, findings, ...rest } = report;
  return {
    files: names,
    ...rest,
    from: report.from ?? null,
    findings: findings.map((finding) => ({
      ...finding,
      places: finding.places.map((place) => placeRecord(place, cwd)),
    })),
    isFixable: edits.length > 0,
  };
}
