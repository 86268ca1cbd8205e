import type { TraceResult } from "../../../server/src/protocol.ts";
import { type ReportLine, type ReportText, reportText, section } from "./report-text.ts";

/** The way of a packet: its end first, then what decided on the way. */
export function traceText(trace: TraceResult): ReportText {
  const steps = trace.steps.map(({ stage, item, effect, isCertain, at }, index): ReportLine => {
    const words = item === undefined ? effect : `${item}: ${effect}`;
    const text = `${index + 1}. ${stage}: ${words}${isCertain ? "" : " (not certain)"}`;
    return at === undefined ? [text] : [`${text} – `, at];
  });
  const none: ReportLine = ["No rule and no route of the files speaks of it."];
  return reportText([
    [`# ${trace.packet}`],
    [],
    [`**${trace.summary}**`],
    ...section("On the way", steps.length === 0 ? [none] : steps),
    ...section("Possible ends", endLines(trace.ends)),
    ...section(
      "Taken for granted",
      trace.assumptions.map((text) => [`- ${text}.`]),
    ),
  ]);
}

/** Rarer ones than these are only counted. */
const MOST_ENDS = 4;

function endLines(ends: TraceResult["ends"]): readonly ReportLine[] {
  if (ends.length < 2) return [];
  const shown = ends.length > MOST_ENDS + 1 ? ends.slice(0, MOST_ENDS) : ends;
  const more = ends.length - shown.length;
  return [...shown.map(endLine), ...(more === 0 ? [] : [[`- and ${more} more that need more to be so`]])];
}

function endLine({ verdict, reason, when }: TraceResult["ends"][number]): ReportLine {
  return [`- ${[`${verdict}: ${reason}`, ...(when === "" ? [] : [when])].join(", ")}`];
}
