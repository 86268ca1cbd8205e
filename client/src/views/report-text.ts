import type { WirePlace } from "../../../server/src/protocol.ts";

/** Text of a report, and where it names a place that can be followed; lines and columns from 0. */
export interface ReportText {
  readonly text: string;
  readonly links: readonly ReportLink[];
}

export interface ReportLink {
  readonly line: number;
  readonly from: number;
  readonly to: number;
  readonly place: WirePlace;
}

/** One line; a place in it is written as `office.rsc:47`. */
export type ReportLine = readonly (string | WirePlace)[];

/** A headline with what stands under it; nothing where there is nothing. */
export function section(title: string, lines: readonly ReportLine[]): readonly ReportLine[] {
  return lines.length === 0 ? [] : [[], [`## ${title}`], [], ...lines];
}

export function reportText(lines: readonly ReportLine[]): ReportText {
  const links: ReportLink[] = [];
  const written = lines.map((parts, line) => {
    let text = "";
    for (const part of parts) {
      const words = typeof part === "string" ? part : placeWords(part);
      if (typeof part !== "string")
        links.push({ line, from: text.length, to: text.length + words.length, place: part });
      text += words;
    }
    return text;
  });
  return { text: `${written.join("\n")}\n`, links };
}

/** `file` is a URI. */
export function fileName(file: string): string {
  return decodeURIComponent(/[^/:]*$/.exec(file)?.[0] ?? file);
}

function placeWords({ file, line }: WirePlace): string {
  return `${fileName(file)}:${line + 1}`;
}
