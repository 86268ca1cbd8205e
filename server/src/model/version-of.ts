import { parse } from "../syntax/parser.ts";
import type { SyntaxTree } from "../syntax/tree.ts";
import { parseVersion, type Version } from "../values/version.ts";
import { readExportHeader } from "./export-header.ts";

/** The version in a file's export header; undefined when it has none that can be read. */
export function versionOf(tree: SyntaxTree): Version | undefined {
  const { versionText } = readExportHeader(tree);
  return versionText === undefined ? undefined : parseVersion(versionText);
}

/** The same for text that need not be parsed otherwise: only its head is read. */
export function versionOfText(text: string): Version | undefined {
  return versionOf(parse(text.slice(0, HEAD)));
}

/** More than any export's head comments take up, in characters; Oxidized puts the router's history there. */
const HEAD = 20_000;
