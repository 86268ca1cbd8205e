import type { BoundCommand, Model, ModelFile } from "../model/model.ts";
import { EXPORT_WIDTH } from "../text/wrap.ts";
import type { QuoteOptions } from "./quote.ts";

/** How one file is written, as far as new text has to match it. */
export interface FileStyle {
  readonly eol: "\n" | "\r\n" | "\r";
  /** `sectioned`: `/menu` on a line, `add …` below it; `terse`: the full path on each line. */
  readonly layout: "sectioned" | "terse";
  /** `/ip/address` or `/ip address`. */
  readonly menuForm: "slash" | "blank";
  /** Last column a word may fill; `Infinity` when lines are not broken. */
  readonly width: number;
  /** True when `\n` in a string starts a new line, as in every export, terse ones too. */
  readonly breaksAtLineFeeds: boolean;
  readonly hasBlankBeforeSections: boolean;
  /** Exports quote only where needed; in scripts a value keeps the quotes it has. */
  readonly keepsQuotes: boolean;
  readonly quoting: QuoteOptions;
}

export function styleOf(model: Model, file: ModelFile): FileStyle {
  const commands = model.commands.filter((c) => c.file === file && c.parent === undefined);
  const isScript = model.source.kind === "script";
  const lines = lineFacts(file.text);
  const wraps = lines.soft > 0 ? lines.softWide * 2 < lines.soft && lines.long <= lines.soft : undefined;
  const layout = layoutOf(commands);
  const wrapsByDefault = !isScript && layout === "sectioned" && lines.long === 0;
  const isWrapped = wraps ?? wrapsByDefault;
  return {
    eol: eolOf(file.text),
    layout,
    menuForm: menuFormOf(commands),
    width: isWrapped ? EXPORT_WIDTH : Number.POSITIVE_INFINITY,
    breaksAtLineFeeds: isWrapped || lines.atLineFeed > 0 || !isScript,
    hasBlankBeforeSections: hasBlankBeforeSections(commands),
    keepsQuotes: isScript,
    quoting: {
      isWrapped,
      questionMark: questionMarkOf(model),
      highBytes: /[\u0080-\u00ff]/.test(file.text) ? "raw" : "hex",
    },
  };
}

/** A menu path as this file writes it: "/ip/address" → `/ip address`. */
export function menuText(style: FileStyle, menu: string): string {
  return style.menuForm === "slash" ? menu : `/${menu.slice(1).replaceAll("/", " ")}`;
}

export function isHeader(command: BoundCommand): boolean {
  const { node } = command;
  return (
    command.command === undefined &&
    command.problem === undefined &&
    node.args.length === 0 &&
    node.lead !== ":" &&
    (node.words.length > 0 || node.lead === "/")
  );
}

export function questionMarkOf(model: Model): "bare" | "escaped" | "hex" {
  if (model.version === undefined) return "hex";
  return model.version.major < 7 ? "escaped" : "bare";
}

function eolOf(text: string): "\n" | "\r\n" | "\r" {
  const crlf = countOf(text, /\r\n/g);
  const lf = countOf(text, /\n/g) - crlf;
  const cr = countOf(text, /\r/g) - crlf;
  if (crlf > 0 && crlf >= lf && crlf >= cr) return "\r\n";
  return cr > lf ? "\r" : "\n";
}

interface LineFacts {
  /** Lines broken between words or within one, not before a `\n`. */
  readonly soft: number;
  readonly softWide: number;
  readonly atLineFeed: number;
  /** Lines wider than an export's, and not broken. */
  readonly long: number;
}

const WIDEST = EXPORT_WIDTH + 4;

function lineFacts(text: string): LineFacts {
  const facts = { soft: 0, softWide: 0, atLineFeed: 0, long: 0 };
  const lines = text.split(/\r\n|\n|\r/);
  lines.forEach((line, i) => {
    if (/^\s*#/.test(line)) return;
    if (!line.endsWith("\\")) {
      if (line.length > WIDEST) facts.long++;
      return;
    }
    if (/^\s*\\n/.test(lines[i + 1] ?? "")) facts.atLineFeed++;
    else {
      facts.soft++;
      if (line.length > WIDEST) facts.softWide++;
    }
  });
  return facts;
}

function layoutOf(commands: readonly BoundCommand[]): "sectioned" | "terse" {
  let terse = 0;
  let sectioned = 0;
  for (const command of commands) {
    if (isHeader(command)) sectioned++;
    else if (command.command !== undefined && command.menu !== "/") {
      if (command.node.lead === "/") terse++;
      else if (command.context === command.menu) sectioned++;
    }
  }
  return terse > sectioned ? "terse" : "sectioned";
}

function menuFormOf(commands: readonly BoundCommand[]): "slash" | "blank" {
  let slash = 0;
  let blank = 0;
  for (const { node } of commands) {
    if (node.lead !== "/" || node.words.length === 0) continue;
    if (node.words.some((word) => word.text.includes("/"))) slash++;
    else if (node.words.length > 1) blank++;
  }
  return slash > blank ? "slash" : "blank";
}

function hasBlankBeforeSections(commands: readonly BoundCommand[]): boolean {
  let withBlank = 0;
  let without = 0;
  commands.forEach((command, i) => {
    if (i === 0 || !isHeader(command)) return;
    const { chunk, from } = command.node;
    const before = chunk.text.slice(0, from);
    if (/^\s*?(?:\r\n|\n|\r)/.test(before) || /(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)/.test(before)) withBlank++;
    else without++;
  });
  return withBlank > without;
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
