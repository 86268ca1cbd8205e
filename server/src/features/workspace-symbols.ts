import { SymbolKind, type WorkspaceSymbol } from "vscode-languageserver-types";
import { scopeOf } from "../model/resolve-name.ts";
import { namespaceWord } from "../rules/facts/namespace-words.ts";
import type { AnalysedFile, Analysis } from "./analysis.ts";
import { describeItem, hasSecretName, symbolKindOf } from "./item-label.ts";
import { toLocation } from "./place.ts";
import { declarationsOf } from "./subject.ts";

/** What a file gives to the workspace's symbol list: plain, small, kept after the analysis is dropped. */
export type FileSymbol = WorkspaceSymbol;

const SHOWN_AT_MOST = 500;

/** Named items of one file, and the chains, marks and address lists that its statements bring into being. */
export function fileSymbols(analysis: Analysis, file: AnalysedFile): FileSymbol[] {
  return [...itemSymbols(analysis, file), ...nameSymbols(analysis, file)];
}

function itemSymbols(analysis: Analysis, file: AnalysedFile): FileSymbol[] {
  return analysis.model.menus.flatMap((menu) =>
    analysis.model.items(menu).flatMap((item) => {
      const [place] = declarationsOf(item);
      if (!place || place.file.path !== file.path || hasSecretName(item)) return [];
      return {
        name: describeItem(item),
        kind: symbolKindOf(menu),
        containerName: menu,
        location: toLocation(file, place.range),
      };
    }),
  );
}

/** Each where it is written first. */
function nameSymbols(analysis: Analysis, file: AnalysedFile): FileSymbol[] {
  const { model } = analysis;
  const seen = new Set<string>();
  return model.references.flatMap((reference) => {
    const { namespace, name, isDeclaration, command, range } = reference;
    if (!isDeclaration || command.embeddedIn !== undefined || reference.file.path !== file.path) return [];
    const key = `${namespace} ${scopeOf(namespace, command.menu) ?? ""} ${name}`;
    if (seen.has(key) || model.schema.builtinsOf(namespace).includes(name)) return [];
    seen.add(key);
    const containerName = `${namespaceWord(namespace)} · ${command.menu}`;
    return { name, kind: SymbolKind.Key, containerName, location: toLocation(file, range) };
  });
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
