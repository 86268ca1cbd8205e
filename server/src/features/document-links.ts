import type { DocumentLink } from "vscode-languageserver-types";
import { constantText } from "../syntax/tree.ts";
import type { AnalysedFile, Analysis } from "./analysis.ts";
import { toRange } from "./place.ts";
import { innerRange } from "./subject.ts";

const URL = /https?:\/\/[^\s"'<>\\$[\](){}|;]+[^\s"'<>\\$[\](){}|;.,:!?]/g;

/** Web addresses in comments and values, and the files that `/import` reads. */
export function documentLinks(analysis: Analysis, file: AnalysedFile): DocumentLink[] {
  return [...urlLinks(file), ...importLinks(analysis, file)];
}

function urlLinks(file: AnalysedFile): DocumentLink[] {
  return [...file.text.matchAll(URL)].flatMap((match) => {
    const range = { start: match.index, end: match.index + match[0].length };
    return isValid(match[0]) ? [{ range: toRange(file, range), target: match[0] }] : [];
  });
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
