import type { CodeLens } from "vscode-languageserver-types";
import type { Item } from "../model/model.ts";
import type { AnalysedFile, Analysis } from "./analysis.ts";
import { toLocation, toRange } from "./place.ts";
import { declarationsOf } from "./subject.ts";

export interface CodeLensOptions {
  /** The client's command that shows a list of places: (uri, position, locations). */
  readonly showReferences: string;
}

/** `n references` above each item that others may name, `unused` where nobody does. */
export function codeLenses(analysis: Analysis, file: AnalysedFile, options: CodeLensOptions): CodeLens[] {
  return namingMenus(analysis).flatMap((menu) =>
    analysis.model.items(menu).flatMap((item) => lensOf(analysis, file, item, options)),
  );
}

/** Menus whose items have a name that something can refer to. */
function namingMenus(analysis: Analysis): readonly string[] {
  const { schema, menus } = analysis.model;
  const naming = new Set<string>();
  for (const menu of menus) {
    const isNaming = analysis.model.items(menu).some((item) => analysis.model.referencesTo(item).length > 0);
    if (isNaming || DEFINING.some((pattern) => pattern.test(menu)) || schema.definitionsOf(menu).length > 0) {
      naming.add(menu);
    }
  }
  return [...naming];
}

const DEFINING: readonly RegExp[] = [
  /^\/interface\/(?!.*(?:member|port|vlan|secret|peers|server\/server)$)[^/]+$/,
  /^\/ip\/pool$/,
  /^\/ppp\/profile$/,
  /^\/interface\/list$/,
  /^\/routing\/table$/,
  /^\/ip\/ipsec\/(?:peer|profile|proposal|mode-config|policy\/group)$/,
];

function lensOf(analysis: Analysis, file: AnalysedFile, item: Item, options: CodeLensOptions): CodeLens[] {
  const [place] = declarationsOf(item);
  if (!place || place.file.path !== file.path || item.origin === "builtin") return [];
  const uses = analysis.model.referencesTo(item).filter(({ item: speaker }) => speaker !== item);
  const range = toRange(file, place.range);
  if (uses.length === 0) return [{ range, command: { title: "unused", command: "" } }];
  const locations = uses.flatMap((reference) => {
    const target = analysis.file(reference.file.path);
    return target ? [toLocation(target, reference.range)] : [];
  });
  const title = uses.length === 1 ? "1 reference" : `${uses.length} references`;
  return [
    { range, command: { title, command: options.showReferences, arguments: [file.path, range.start, locations] } },
  ];
}
