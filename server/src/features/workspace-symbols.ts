import type { WorkspaceSymbol } from "vscode-languageserver-types";
import type { AnalysedFile, Analysis } from "./analysis.ts";
import { describeItem, symbolKindOf } from "./item-label.ts";
import { toLocation } from "./place.ts";
import { declarationsOf } from "./subject.ts";

/** What a file gives to the workspace's symbol list: plain, small, kept after the analysis is dropped. */
export type FileSymbol = WorkspaceSymbol;

const SHOWN_AT_MOST = 500;

/** Named items and globals of one file. */
export function fileSymbols(analysis: Analysis, file: AnalysedFile): FileSymbol[] {
  return analysis.model.menus.flatMap((menu) =>
    analysis.model.items(menu).flatMap((item) => {
      const [place] = declarationsOf(item);
      if (!place || place.file.path !== file.path) return [];
      return {
        name: describeItem(item),
        kind: symbolKindOf(menu),
        containerName: menu,
        location: toLocation(file, place.range),
      };
    }),
  );
}

/** Letters of the query in order, as editors match; exact beginnings first. */
export function matchSymbols(symbols: Iterable<FileSymbol>, query: string): FileSymbol[] {
  const wanted = query.toLowerCase();
  const found: { symbol: FileSymbol; rank: number }[] = [];
  for (const symbol of symbols) {
    const name = symbol.name.toLowerCase();
    if (!isSubsequence(wanted, `${name} ${symbol.containerName ?? ""}`)) continue;
    found.push({ symbol, rank: name.startsWith(wanted) ? 0 : name.includes(wanted) ? 1 : 2 });
  }
  return found
    .sort((a, b) => a.rank - b.rank || (a.symbol.name < b.symbol.name ? -1 : 1))
    .slice(0, SHOWN_AT_MOST)
    .map(({ symbol }) => symbol);
}

function isSubsequence(wanted: string, text: string): boolean {
  let at = 0;
  for (const char of wanted) {
    at = text.indexOf(char, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
