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
    ...section("Possible ends", trace.ends.length < 2 ? [] : trace.ends.map(endLine)),
    ...section(
      "Taken for granted",
      trace.assumptions.map((text) => [`- ${text}.`]),
    ),
  ]);
}

function endLine({ verdict, reason, doubts, unless }: TraceResult["ends"][number]): ReportLine {
  const whereSo = doubts.filter((doubt) => !unless.includes(doubt));
  const conditions = [
    ...(whereSo.length === 0 ? [] : [`if so: ${whereSo.join(", ")}`]),
    ...(unless.length === 0 ? [] : [`if not: ${unless.join(", ")}`]),
  ];
  return [`- ${[`${verdict}: ${reason}`, ...conditions].join(", ")}`];
}
