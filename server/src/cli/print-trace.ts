import { type Palette, wrap } from "../report/stylish.ts";
import type { Trace, TraceEnd, TraceStep } from "../service.ts";
import { placeRecord, placeText } from "./router-options.ts";

export interface PrintOptions {
  readonly palette: Palette;
  readonly width: number;
  readonly cwd: string;
}

export interface TracePrintOptions extends PrintOptions {
  /** What to say of the packet so that its way is decided. */
  readonly hint?: string | undefined;
}

/** The way of a packet for the terminal: one numbered step a rule, then the end. */
export function printTrace(trace: Trace, options: TracePrintOptions): string {
  const { palette, width } = options;
  const numberWidth = String(trace.steps.length).length;
  const stageWidth = Math.max(8, ...trace.steps.map(({ stage }) => stage.length));
  const headOf = ({ stage }: TraceStep, index: number) =>
    `${String(index + 1).padStart(numberWidth)}. ${stage.padEnd(stageWidth)} `;
  const steps = trace.steps.map((step, index) => stepLines(step, headOf(step, index), options));
  const none = trace.steps.length === 0 ? ["  no rule and no route of the files speaks of it"] : [];
  const colour = {
    forwarded: palette.green,
    delivered: palette.green,
    dropped: palette.red,
    unknown: palette.yellow,
  };
  return `${[
    palette.bold(wrap(trace.packet, width).join("\n")),
    "",
    ...none,
    ...steps.flat(),
    "",
    ...wrap(trace.summary, width).map((line) => colour[trace.verdict](line)),
    ...endsLines(trace.ends, options),
    ...trace.assumptions.flatMap((text) => indented(`Taken for granted: ${text}.`, "", width)),
  ].join("\n")}\n`;
}

function stepLines(step: TraceStep, head: string, options: PrintOptions): string[] {
  const { palette, width, cwd } = options;
  const doubt = step.isCertain ? "" : palette.yellow(" (not certain)");
  const place = step.at === undefined ? "" : `  ${placeText(step.at, cwd)}`;
  const text = step.item === undefined ? step.effect : `${step.item}: ${step.effect}`;
  const body = wrap(text, width - head.length);
  const [first = "", ...rest] = body;
  const pad = " ".repeat(head.length);
  const lines = [`${palette.dim(head)}${first}`, ...rest.map((line) => pad + line)];
  const last = lines.length - 1;
  const plainLength = (last === 0 ? head.length : pad.length) + (body.at(-1)?.length ?? 0);
  const tail = place.length + (step.isCertain ? 0 : " (not certain)".length);
  if (plainLength + tail <= width) lines[last] = `${lines[last]}${doubt}${palette.dim(place)}`;
  else lines.push(`${pad}${doubt.trimStart()}${palette.dim(step.isCertain ? place.trimStart() : place)}`);
  return lines;
}

/** Rarer ones than these are only counted. */
const MOST_ENDS = 4;

function endsLines(ends: readonly TraceEnd[], { width, hint }: TracePrintOptions): string[] {
  if (ends.length < 2) return [];
  const shown = ends.length > MOST_ENDS + 1 ? ends.slice(0, MOST_ENDS) : ends;
  const more = ends.length - shown.length;
  return [
    "Possible ends, the most ordinary first:",
    ...shown.flatMap((end) => indented(`- ${endText(end)}`, "  ", width)),
    ...(more === 0 ? [] : [`  and ${more} more that need more to be so (--format json has all)`]),
    ...(hint === undefined ? [] : indented(hint, "", width)),
  ];
}

function endText({ verdict, reason, when }: TraceEnd): string {
  return [`${verdict}: ${reason}`, ...(when === "" ? [] : [when])].join(", ");
}

export function indented(text: string, indent: string, width: number): string[] {
  const [first = "", ...rest] = wrap(text, width - indent.length - 2);
  return [`${indent}${first}`, ...rest.map((line) => `${indent}  ${line}`)];
}

/** Lines and columns from 1. */
export function traceJson(trace: Trace, cwd: string): string {
  const steps = trace.steps.map(({ at, ...step }) => ({
    ...step,
    ...(at === undefined ? {} : { at: placeRecord(at, cwd) }),
  }));
  return `${JSON.stringify({ ...trace, steps }, undefined, 2)}\n`;
}
