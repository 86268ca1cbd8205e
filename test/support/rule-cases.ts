import { createLineIndex } from "../../server/src/text/line-index.ts";
import type { Range } from "../../server/src/text/range.ts";

/** One `## title` of a case file: a configuration, what must be found in it, and what fixes make of it. */
export interface RuleCase {
  readonly title: string;
  /** The configuration without its marks. */
  readonly text: string;
  readonly marks: readonly Mark[];
  readonly settings: CaseSettings;
  /** The `rsc before` block: what the configuration is a change of. */
  readonly before: string | undefined;
  readonly fixed: readonly FixedText[];
  /** The `rsc` block as written, to be replaced by `UPDATE=1`. */
  readonly source: string;
}

/** `#   ^^^^ rule-id: part of the message`, standing under what it points at. */
export interface Mark {
  readonly ruleId: string;
  readonly range: Range;
  readonly message: string;
}

export interface FixedText {
  readonly fixId: string;
  readonly text: string;
}

export interface CaseSettings {
  readonly version?: string;
  readonly preset?: string;
  /** Ids of the fixes that the rule offers here, all of them; absent: not looked at. */
  readonly fixes?: readonly string[];
  /** Of the rule that the file is named after. */
  readonly options?: Readonly<Record<string, unknown>>;
  readonly policy?: Readonly<Record<string, unknown>>;
}

const MARK = /^[ \t]*#?[ \t]*(\^+)[ \t]+([a-z][a-z0-9-]*)(?:[ \t]*:[ \t]*(.*))?$/;

export function readCases(markdown: string): RuleCase[] {
  const sections = markdown.split(/^## +/m).slice(1);
  return sections.map((section) => {
    const [title = ""] = section.split("\n", 1);
    const blocks = [...section.matchAll(/^(`{3,})([^\n`]*)\n([\s\S]*?)^\1[ \t]*$/gm)].map((match) => ({
      info: (match[2] ?? "").trim(),
      body: match[3] ?? "",
    }));
    const source = blocks.find(({ info }) => info === "rsc")?.body ?? "";
    const settings = blocks.find(({ info }) => info === "json")?.body;
    return {
      title: title.trim(),
      ...readMarks(source),
      before: blocks.find(({ info }) => info === "rsc before")?.body,
      settings: settings === undefined ? {} : readSettings(settings, title),
      fixed: blocks.flatMap(({ info, body }) => {
        const fixId = /^rsc +fixed=(\S+)$/.exec(info)?.[1];
        return fixId === undefined ? [] : [{ fixId, text: body }];
      }),
      source,
    };
  });
}

/** Marks stand under their line, also within a statement that `\` carries over several lines. */
export function readMarks(source: string): { text: string; marks: Mark[] } {
  const kept: string[] = [];
  const marks: Mark[] = [];
  let lineStart = 0;
  for (const line of source.split("\n")) {
    const match = MARK.exec(line);
    if (match === null) {
      lineStart = kept.reduce((length, other) => length + other.length + 1, 0);
      kept.push(line);
      continue;
    }
    const [, carets = "", ruleId = "", message = ""] = match;
    const column = line.indexOf("^");
    const start = lineStart + column;
    marks.push({ ruleId, range: { start, end: start + carets.length }, message: message.trim() });
  }
  return { text: kept.join("\n"), marks };
}

/** The `rsc` block again, with these marks; a mark at a line's very start has no room for its `#`. */
export function writeMarks(text: string, marks: readonly Mark[]): string {
  const lines = createLineIndex(text);
  const under = new Map<number, string[]>();
  for (const { ruleId, range, message } of marks) {
    const { line, column } = lines.positionAt(range.start);
    const room = lines.lineText(line).length - column;
    const carets = "^".repeat(Math.max(1, Math.min(range.end - range.start, room)));
    const lead = column === 0 ? "" : `#${" ".repeat(column - 1)}`;
    const written = `${lead}${carets} ${ruleId}${message === "" ? "" : `: ${message}`}`;
    under.set(line, [...(under.get(line) ?? []), written]);
  }
  return text
    .split("\n")
    .flatMap((line, index) => [line, ...(under.get(index) ?? [])])
    .join("\n");
}

function readSettings(json: string, title: string): CaseSettings {
  const value: unknown = JSON.parse(json);
  if (!isSettings(value)) throw new Error(`the settings of "${title}" are no object`);
  const known = ["version", "preset", "options", "policy", "fixes"];
  const unknown = Object.keys(value).filter((key) => !known.includes(key));
  if (unknown.length > 0) throw new Error(`unknown settings of "${title}": ${unknown.join(", ")}`);
  return value;
}

function isSettings(value: unknown): value is CaseSettings {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
