import { type DocumentSymbol, SymbolKind } from "vscode-languageserver-types";
import type { BoundCommand, Item } from "../model/model.ts";
import { rangeOf } from "../syntax/tree.ts";
import type { Range } from "../text/range.ts";
import type { AnalysedFile, Analysis } from "./analysis.ts";
import { describeItem, symbolKindOf } from "./item-label.ts";
import { toRange } from "./place.ts";
import { type Section, sectionsOf } from "./sections.ts";

/** The outline: one node a section, its items below with their name and comment; scripts show their variables. */
export function documentSymbols(analysis: Analysis, file: AnalysedFile): DocumentSymbol[] {
  return sectionsOf(analysis, file).map((section) => sectionSymbol(analysis, file, section));
}

function sectionSymbol(analysis: Analysis, file: AnalysedFile, section: Section): DocumentSymbol {
  const children = section.commands
    .map((command) => commandSymbol(analysis, file, command))
    .filter((symbol) => symbol !== undefined);
  return {
    name: section.menu,
    detail: children.length > 0 ? String(children.length) : "",
    kind: SymbolKind.Namespace,
    range: toRange(file, section.range),
    selectionRange: toRange(file, section.head),
    children,
  };
}

function commandSymbol(
  analysis: Analysis,
  file: AnalysedFile,
  command: BoundCommand,
): DocumentSymbol | undefined {
  const range = rangeOf(command.node);
  if (command.command === undefined) return undefined;
  const variable = variableSymbol(file, command, range);
  if (variable) return variable;
  const item = analysis.itemOf(command);
  if (!item) return commandWithoutItem(file, command, range);
  return {
    name: describeItem(item),
    ...detailOf(item, command),
    kind: symbolKindOf(item.menu),
    range: toRange(file, range),
    selectionRange: toRange(file, headOf(command)),
    ...(item.isDisabled === true ? { tags: [] } : {}),
  };
}

function detailOf(item: Item, command: BoundCommand): { detail?: string } {
  const notes: string[] = [];
  if (command.command !== "add") notes.push(command.command ?? "");
  if (item.isDisabled === true) notes.push("disabled");
  if (item.comment !== undefined && item.comment !== describeItem(item)) notes.push(item.comment);
  return notes.length > 0 ? { detail: notes.join(" · ") } : {};
}

function commandWithoutItem(
  file: AnalysedFile,
  command: BoundCommand,
  range: Range,
): DocumentSymbol | undefined {
  if (command.menu === "/" || command.command === undefined) return undefined;
  return {
    name: command.command,
    kind: SymbolKind.Event,
    range: toRange(file, range),
    selectionRange: toRange(file, headOf(command)),
  };
}

function variableSymbol(file: AnalysedFile, command: BoundCommand, range: Range): DocumentSymbol | undefined {
  if (command.menu !== "/" || (command.command !== "local" && command.command !== "global")) return undefined;
  const [name] = command.unnamed;
  if (name?.kind !== "word") return undefined;
  const isFunction = command.args.some((argument) => argument.node.name?.text === "do");
  return {
    name: name.text,
    detail: command.command,
    kind: isFunction ? SymbolKind.Function : SymbolKind.Variable,
    range: toRange(file, range),
    selectionRange: toRange(file, rangeOf(name)),
  };
}

/** The command's words, which stand on its first line. */
export function headOf(command: BoundCommand): Range {
  const [first] = command.node.words;
  const last = command.commandWord ?? command.node.words.at(-1);
  const whole = rangeOf(command.node);
  if (!first || !last) return whole;
  return { start: whole.start, end: rangeOf(last).end };
}
