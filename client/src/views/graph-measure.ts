import type { GraphNode } from "../../../server/src/protocol.ts";

const LABEL_LETTER = 7.2;
const DETAIL_LETTER = 5.6;
const PADDING = 14;
const NARROWEST = 128;
/** What is longer is cut; pointing at the node shows all of it. */
const WIDEST = 280;

/** How wide nodes of one column are drawn, so that their texts fit. */
export function columnWidth(nodes: readonly GraphNode[]): number {
  const widths = nodes.map(({ label, detail = "" }) =>
    Math.max(textWidth(label, LABEL_LETTER), textWidth(detail, DETAIL_LETTER)),
  );
  return Math.round(Math.min(WIDEST, Math.max(NARROWEST, ...widths.map((width) => width + PADDING))));
}

/** The lines of a node, cut to its width. */
export function linesIn({ label, detail }: GraphNode, width: number): readonly string[] {
  const room = width - PADDING + 2;
  return [
    fitted(label, LABEL_LETTER, room),
    ...(detail === undefined ? [] : [fitted(detail, DETAIL_LETTER, room)]),
  ];
}

/** Capitals and wide letters count more than the mean width given in pixels. */
function letterWidth(letter: string, mean: number): number {
  return /[A-Z@mwMW×→]/.test(letter) ? mean * 1.25 : mean;
}

function textWidth(text: string, mean: number): number {
  return [...text].reduce((sum, letter) => sum + letterWidth(letter, mean), 0);
}

function fitted(text: string, mean: number, room: number): string {
  let width = 0;
  for (const [index, letter] of [...text].entries()) {
    width += letterWidth(letter, mean);
    if (width > room && index < text.length - 1) return `${[...text].slice(0, index - 1).join("")}…`;
  }
  return text;
}
