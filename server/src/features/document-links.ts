import type { DocumentLink } from "vscode-languageserver-types";
import { constantText } from "../syntax/tree.ts";
import type { AnalysedFile, Analysis } from "./analysis.ts";
import { toRange } from "./place.ts";
import { innerRange } from "./subject.ts";

/** A question mark as RouterOS 6 writes it in strings, also in scripts inside them. */
const QUESTION = String.raw`(?:\\\\)?\\\?`;
/** Where an export breaks a long string; the blanks of the next line are not part of it. */
const BREAK = String.raw`\\\r?\n[ \t]*(?=[^\s"'\\])`;
const SIGN = String.raw`[^\s"'<>\\$[\](){}|;]`;
const LAST = String.raw`[^\s"'<>\\$[\](){}|;.,:!?]`;
const URL = new RegExp(`https?://(?:${SIGN}|${QUESTION}|${BREAK})+${LAST}`, "g");
const WRITTEN = new RegExp(`(${QUESTION})|${BREAK}`, "g");

/** Web addresses in comments and values, and the files that `/import` reads. */
export function documentLinks(analysis: Analysis, file: AnalysedFile): DocumentLink[] {
  return [...urlLinks(file), ...importLinks(analysis, file)];
}

function urlLinks(file: AnalysedFile): DocumentLink[] {
  return [...file.text.matchAll(URL)].flatMap((match) => {
    const url = isInComment(file, match.index) ? (match[0].split("\\")[0] ?? "") : match[0];
    const range = { start: match.index, end: match.index + url.length };
    const target = url.replace(WRITTEN, (_, question) => (question === undefined ? "" : "?"));
    return isValid(target) ? [{ range: toRange(file, range), target }] : [];
  });
}

/** Nothing is escaped there, and the line's end is the end. */
function isInComment({ lines }: AnalysedFile, offset: number): boolean {
  return /^[ \t]*#/.test(lines.lineText(lines.positionAt(offset).line));
}

/** What cannot be opened is left alone. */
function isValid(url: string): boolean {
  return /^https?:\/\/[\w.-]+(?::\d+)?(?:[/?#]|$)/.test(url);
}

function importLinks(analysis: Analysis, file: AnalysedFile): DocumentLink[] {
  return analysis.model.commands.flatMap((command) => {
    if (command.file.path !== file.path || command.command !== "import" || command.menu !== "/") return [];
    const named = command.args.find(({ name }) => name === "file-name")?.node.value;
    const value = named ?? command.unnamed[0];
    const name = constantText(value);
    const target = name === undefined ? undefined : siblingOf(file.path, name);
    return value && target !== undefined ? [{ range: toRange(file, innerRange(value)), target }] : [];
  });
}

/** The router's files are flat; the one next to this file is meant. */
function siblingOf(uri: string, name: string): string | undefined {
  const slash = uri.lastIndexOf("/");
  const base = name.slice(name.lastIndexOf("/") + 1);
  if (slash < 0 || base === "" || !uri.includes(":")) return undefined;
  return `${uri.slice(0, slash + 1)}${encodeURIComponent(base)}`;
}
